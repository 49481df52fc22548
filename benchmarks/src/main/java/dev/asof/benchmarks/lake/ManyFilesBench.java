package dev.asof.benchmarks.lake;

import dev.asof.catalog.Lake;
import dev.asof.ingestion.BatchPolicy;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.FileOutcome;
import dev.asof.ingestion.IngestBatch;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.IngestWatch;
import dev.asof.ingestion.Ingestion;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prints what a folder of daily bars with a file for each symbol takes beside one file of the same
 * rows, each into a new lake. Contenders take turns after one round that doesn't count; medians do.
 *
 * <p>Command: {@code asof bench ingest --files 500 [--rows-per-file 1000] [--rounds 3]}.
 */
final class ManyFilesBench {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final IngestWatch UNSEEN =
      new IngestWatch() {
        @Override
        public void read(int done, int of) {
          // Only the end counts.
        }

        @Override
        public void settled(FileOutcome outcome) {
          // A refusal is thrown.
        }
      };

  private final PrintStream out;
  private final Path folder;
  private final int rounds;

  ManyFilesBench(PrintStream out, Path folder, int rounds) {
    this.out = out;
    this.folder = folder;
    this.rounds = rounds;
  }

  /**
   * Measures.
   *
   * @param files how many files
   * @param rows how many rows each has
   */
  void run(int files, int rows) {
    Path one = folder.resolve("bars.csv");
    new BarFile(files, rows, 7).write(one);
    List<Path> many = split(one);
    List<Cost> together = new ArrayList<>();
    List<Cost> single = new ArrayList<>();
    try (Lake kept = Lake.create(folder.resolve("kept"));
        Ingestion spark = Ingestion.open(kept)) {
      spark.sql("SELECT 1");
      for (int round = 0; round <= rounds; round++) {
        Cost ofMany = ingest(many, "many_" + round);
        Cost ofOne = ingest(List.of(one), "one_" + round);
        if (round > 0) {
          together.add(ofMany);
          single.add(ofOne);
        }
      }
    }
    double base = seconds(single);
    out.printf(Locale.ROOT, "%,d files of %,d daily bars each; goal 2 of one file%n", files, rows);
    out.printf(Locale.ROOT, "%-10s %9s %9s %9s%n", "", "s", "cpu s", "ratio");
    row("one file", single, base);
    row("files", together, base);
  }

  private void row(String name, List<Cost> costs, double base) {
    out.printf(
        Locale.ROOT,
        "%-10s %9.1f %9.1f %9.2f%n",
        name,
        seconds(costs),
        IngestBench.median(costs.stream().map(Cost::cpuSeconds).toList()),
        seconds(costs) / base);
  }

  private static double seconds(List<Cost> costs) {
    return IngestBench.median(costs.stream().map(Cost::seconds).toList());
  }

  private Cost ingest(List<Path> files, String name) {
    Path home = folder.resolve(name);
    List<IngestRequest> requests =
        files.stream().map(file -> IngestRequest.of(Dataset.DAILY_BARS, file, NOW)).toList();
    Cost cost;
    try (Lake lake = Lake.create(home);
        Ingestion ingestion = Ingestion.open(lake)) {
      cost =
          Cost.of(
              () ->
                  ingestion.ingest(
                      new IngestBatch(requests, Optional.empty(), BatchPolicy.ALL_OR_NOTHING),
                      UNSEEN));
    }
    Folders.delete(home);
    return cost;
  }

  /** Writes the rows of each symbol to a file of its own. */
  private List<Path> split(Path one) {
    Path into = folder.resolve("symbols");
    Map<String, StringBuilder> texts = new TreeMap<>();
    try {
      Files.createDirectories(into);
      List<String> lines = Files.readAllLines(one, StandardCharsets.UTF_8);
      for (String line : lines.subList(1, lines.size())) {
        texts
            .computeIfAbsent(
                line.split(",")[1], symbol -> new StringBuilder(lines.get(0)).append('\n'))
            .append(line)
            .append('\n');
      }
      List<Path> files = new ArrayList<>();
      for (Map.Entry<String, StringBuilder> symbol : texts.entrySet()) {
        Path file = into.resolve(symbol.getKey() + ".csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
          writer.append(symbol.getValue());
        }
        files.add(file);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
