package dev.asof.benchmarks.lake;

import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.AuditPolicy;
import dev.asof.ingestion.AuditRule;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.Severity;
import dev.asof.ingestion.StandardRule;
import dev.asof.ingestion.TableAudits;
import dev.asof.ingestion.VendorFormats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One file of ticks into one new lake, in a process of its own, so that its memory is its own: as
 * an ingest does it (hashed, checked row by row, staged, audited, published with a tag), or by a
 * bare append of the same rows to the same table by Spark.
 */
final class TickIngest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String RESULT = "cost ";

  /** What {@code conf/audits.yaml} asks of ticks. */
  private static final AuditPolicy AUDITS =
      new AuditPolicy(
          Map.of(
              TableDefinition.TOP_OF_BOOK,
              new TableAudits(
                  List.of(
                      AuditRule.of(StandardRule.CROSSED_BOOK, Severity.WARNING),
                      AuditRule.of(StandardRule.TIME_ORDER, Severity.WARNING)),
                  0,
                  1)));

  private TickIngest() {}

  /** Who does it. */
  enum By {
    ASOF,
    SPARK
  }

  /**
   * What it took.
   *
   * @param cost of the process from its first statement to its last
   * @param peakMegabytes the most memory that it held
   */
  record Taken(Cost cost, double peakMegabytes) {}

  /**
   * Runs it in a process of its own.
   *
   * @param heapMegabytes limit of the process's heap
   */
  static Taken inAProcess(By by, Path file, Path home, int heapMegabytes) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith("-Xmx")) {
        command.add(flag);
      }
    }
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), TickIngest.class.getName()));
    command.addAll(List.of(by.name(), file.toString(), home.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Taken taken = null;
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(RESULT)) {
            String[] fields = line.substring(RESULT.length()).split(" ");
            taken =
                new Taken(
                    new Cost(
                        Double.parseDouble(fields[0]),
                        Double.parseDouble(fields[1]),
                        Double.parseDouble(fields[2])),
                    Double.parseDouble(fields[3]));
          }
        }
      }
      if (process.waitFor() != 0 || taken == null) {
        throw new IllegalStateException("Cannot measure: the process of " + by + " failed");
      }
      return taken;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot measure: interrupted", interrupted);
    }
  }

  /** Entry of the process: who, the file, the home. */
  public static void main(String[] args) {
    Path file = Path.of(args[1]);
    Path home = Path.of(args[2]);
    Cost cost =
        switch (By.valueOf(args[0])) {
          case ASOF -> Cost.of(() -> ingest(file, home));
          case SPARK -> Cost.of(() -> append(file, home));
        };
    System.out.printf(
        Locale.ROOT,
        "%n%s%f %f %f %f%n",
        RESULT,
        cost.seconds(),
        cost.cpuSeconds(),
        cost.bytesRead(),
        Cost.peakMegabytes());
  }

  private static void ingest(Path file, Path home) {
    try (Lake lake = Lake.create(home);
        Ingestion ingestion =
            Ingestion.open(lake, VendorFormats.load(TickIngest.class.getClassLoader()), AUDITS)) {
      ingestion.ingest(
          IngestRequest.of(Dataset.TOP_OF_BOOK, file, NOW)
              .withTag(Optional.of(new PointInTime.Tag("LOADED"))));
    }
  }

  private static void append(Path file, Path home) {
    try (Lake lake = Lake.create(home)) {
      Publisher publisher = lake.publisher(TableDefinition.TOP_OF_BOOK);
      publisher.discard(publisher.stage());
      try (BareSpark spark = BareSpark.on(lake)) {
        spark
            .session()
            .read()
            .schema(
                "exchange_code STRING, instrument STRING, event_id BIGINT, adapter_ts_ns BIGINT,"
                    + " exchange_ts_ns BIGINT, bid_price DOUBLE, bid_quantity DOUBLE,"
                    + " bid_ordercount BIGINT, ask_price DOUBLE, ask_quantity DOUBLE,"
                    + " ask_ordercount BIGINT")
            .option("header", true)
            .csv(file.toString())
            .createOrReplaceTempView("file_rows");
        spark.run(
            "INSERT INTO top_of_book SELECT exchange_code, instrument, event_id,"
                + " timestamp_micros(adapter_ts_ns DIV 1000), adapter_ts_ns, exchange_ts_ns,"
                + " bid_price, bid_quantity, bid_ordercount, ask_price, ask_quantity,"
                + " ask_ordercount, timestamp_micros(adapter_ts_ns DIV 1000) FROM file_rows");
      }
    }
  }
}
