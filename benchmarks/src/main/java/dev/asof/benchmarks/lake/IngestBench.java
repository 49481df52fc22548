package dev.asof.benchmarks.lake;

import dev.asof.api.Bars;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.WriteMode;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.Ingestion;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints what it takes to bring files in, beside Spark's bare statements for the same rows and
 * table: ticks from file to tagged snapshot, corrections of 1 % of daily bars, and a panel read
 * into arrays. Contenders take turns; medians count.
 *
 * <p>Command: {@code asof bench ingest [--ticks 1000000,10000000] [--bars 10000000] [--rounds 3]}.
 */
final class IngestBench {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PointInTime.Tag BASE = new PointInTime.Tag("BASE");
  private static final int SESSIONS = 2500;
  private static final int ONE_IN = 100;
  private static final int HEAP_MEGABYTES = 3072;

  private final PrintStream out;
  private final Path folder;
  private final int rounds;

  /**
   * A bench.
   *
   * @param folder takes the lakes and files; the caller deletes it
   * @param rounds how often each contender runs
   */
  IngestBench(PrintStream out, Path folder, int rounds) {
    this.out = out;
    this.folder = folder;
    this.rounds = rounds;
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  /** Files of ticks, each into a new lake, each in a process with a heap of 3 GB. */
  void ticks(List<Long> sizes) {
    line("Ticks from a gzip file to a tagged snapshot, whole processes; goal 1.5 of a bare append");
    line(
        "%12s %-6s %9s %9s %10s %10s %9s",
        "rows", "by", "s", "cpu s", "rows/s", "peak, MB", "ratio");
    for (long rows : sizes) {
      Path file = folder.resolve("ticks_" + rows + ".csv.gz");
      new QuoteFile(rows, 50, 5, 7).write(file);
      List<TickIngest.Taken> ours = new ArrayList<>();
      List<TickIngest.Taken> bare = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        ours.add(taken(TickIngest.By.ASOF, file, rows, round));
        bare.add(taken(TickIngest.By.SPARK, file, rows, round));
      }
      double base = median(bare.stream().map(taken -> taken.cost().seconds()).toList());
      row(rows, "asof", ours, base);
      row(rows, "spark", bare, base);
      Folders.delete(file);
    }
    line("");
  }

  private TickIngest.Taken taken(TickIngest.By by, Path file, long rows, int round) {
    Path home = folder.resolve(by + "_" + rows + "_" + round);
    TickIngest.Taken taken = TickIngest.inAProcess(by, file, home, HEAP_MEGABYTES);
    Folders.delete(home);
    return taken;
  }

  private void row(long rows, String by, List<TickIngest.Taken> runs, double base) {
    double seconds = median(runs.stream().map(run -> run.cost().seconds()).toList());
    line(
        "%,12d %-6s %9.1f %9.1f %,10.0f %,10.0f %9.2f",
        rows,
        by,
        seconds,
        median(runs.stream().map(run -> run.cost().cpuSeconds()).toList()),
        rows / seconds,
        median(runs.stream().map(TickIngest.Taken::peakMegabytes).toList()),
        seconds / base);
  }

  /** Bars: the load, corrections of 1 %, and a panel. */
  void bars(int bars) {
    BarFile made = new BarFile(Math.max(1, bars / SESSIONS), SESSIONS, 7);
    Path file = folder.resolve("bars.csv");
    Path corrections = folder.resolve("corrections.csv");
    made.write(file);
    made.writeCorrections(corrections, ONE_IN);
    try (Lake lake = Lake.create(folder.resolve("bars"));
        Ingestion ingestion = Ingestion.open(lake)) {
      Cost loaded =
          Cost.of(
              () ->
                  ingestion.ingest(
                      IngestRequest.of(Dataset.DAILY_BARS, file, NOW).withTag(Optional.of(BASE))));
      line("%s from a file to a tagged snapshot: %.1f s", made, loaded.seconds());
      corrections(lake, ingestion, corrections);
      panel(lake);
      modes(lake, ingestion, corrections);
    }
  }

  /** What a merge and the read after it take when rows are rewritten, and when they are marked. */
  private void modes(Lake lake, Ingestion ingestion, Path corrections) {
    line("The same corrections by write mode: merge, read of all rows after it, bytes written");
    for (WriteMode mode : WriteMode.values()) {
      lake.writeBy(TableDefinition.DAILY_BARS, mode);
      List<Double> merges = new ArrayList<>();
      List<Double> reads = new ArrayList<>();
      long bytes = 0;
      for (int round = 0; round < rounds; round++) {
        PointInTime.Branch branch =
            branch(lake, mode.name().toLowerCase(Locale.ROOT) + "_" + round);
        long before = stored();
        merges.add(
            Cost.of(
                    () ->
                        ingestion.ingestTo(
                            branch, IngestRequest.of(Dataset.DAILY_BARS, corrections, NOW)))
                .seconds());
        bytes = stored() - before;
        reads.add(Cost.of(() -> lake.bars(branch).read()).seconds());
      }
      line(
          "%-14s merge %.1f s, read %.2f s, %.1f MB",
          mode.id(), median(merges), median(reads), bytes / 1e6);
    }
  }

  private long stored() {
    return Folders.bytes(Folders.files(folder.resolve("bars/warehouse"), ".parquet"));
  }

  private void corrections(Lake lake, Ingestion ingestion, Path corrections) {
    List<Cost> ours = new ArrayList<>();
    List<Cost> bare = new ArrayList<>();
    try (BareSpark spark = BareSpark.on(lake)) {
      for (int round = 0; round <= rounds; round++) {
        PointInTime.Branch asof = branch(lake, "asof_" + round);
        Cost mine =
            Cost.of(
                () ->
                    ingestion.ingestTo(
                        asof, IngestRequest.of(Dataset.DAILY_BARS, corrections, NOW)));
        PointInTime.Branch handWritten = branch(lake, "spark_" + round);
        Cost other = Cost.of(() -> merge(spark, handWritten, corrections));
        if (round > 0) {
          ours.add(mine);
          bare.add(other);
        }
      }
    }
    line("Corrections of 1 %% of them; goal 1.3 of a hand-written MERGE");
    double mine = median(ours.stream().map(Cost::seconds).toList());
    double other = median(bare.stream().map(Cost::seconds).toList());
    line(
        "asof %.1f s (%.1f cpu s), hand-written MERGE %.1f s (%.1f cpu s), ratio %.2f",
        mine,
        median(ours.stream().map(Cost::cpuSeconds).toList()),
        other,
        median(bare.stream().map(Cost::cpuSeconds).toList()),
        mine / other);
  }

  private static PointInTime.Branch branch(Lake lake, String name) {
    PointInTime.Branch branch = new PointInTime.Branch(name);
    lake.openBranch(branch, List.of(TableDefinition.DAILY_BARS), Optional.of(BASE));
    return branch;
  }

  private static void merge(BareSpark spark, PointInTime.Branch branch, Path corrections) {
    spark
        .session()
        .read()
        .schema(
            "session DATE, symbol STRING, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE,"
                + " volume DOUBLE")
        .option("header", true)
        .csv(corrections.toString())
        .selectExpr("*", "current_timestamp() AS known_at")
        .createOrReplaceTempView("corrections");
    spark.run(
        "MERGE INTO "
            + String.join(
                ".", Lake.CATALOG, Lake.NAMESPACE, "daily_bars", "branch_" + branch.name())
            + " t USING corrections s ON t.symbol = s.symbol AND t.session = s.session"
            + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
  }

  private void panel(Lake lake) {
    List<Double> read = new ArrayList<>();
    Bars[] bars = new Bars[1];
    Cost cost = null;
    for (int round = 0; round <= 2 * rounds; round++) {
      cost = Cost.of(() -> bars[0] = lake.bars(BASE).read());
      read.add(cost.seconds());
    }
    double seconds = median(read.subList(1, read.size()));
    long rows = (long) bars[0].sessionDates().size() * bars[0].symbols().size();
    line(
        "%,d rows x 7 columns of the tag into arrays: %.2f s, %.1f million rows/s (%.2f cpu s);"
            + " goal 10 a core",
        rows, seconds, rows / seconds / 1e6, cost.cpuSeconds());
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
