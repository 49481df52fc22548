package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NyseCalendar;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs one sweep on one core, on one thread, on two, and on a Spark cluster of two executor
 * processes, each as a command in a process of its own, and prints how they compare. The digests
 * have to be equal.
 *
 * <p>A process with one thread for scenarios uses a second core for its compiler and collector; on
 * one core (where {@code taskset} can keep it there) everything shares it, as everything shares two
 * with two threads.
 *
 * <p>Command: {@code asof bench sweep [--scenarios N] [--years N]}.
 */
final class SweepBench {
  private static final int FAST = 125;
  private static final int MOST_SLOW = 875;
  private static final int MOST_WEIGHTS = 10;
  private static final int SCENARIOS = 10_000;
  private static final int YEARS = 10;
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  private final PrintStream out;
  private final Path folder;

  private SweepBench(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /**
   * One way to run it.
   *
   * @param wall seconds from the start of the process to its end
   * @param seconds those of them in which scenarios ran
   * @param sweep what the command printed
   */
  private record Result(double wall, double seconds, JsonNode sweep) {
    double rate() {
      return sweep.get("scenarios").asInt() / seconds;
    }
  }

  /** Prints the table. */
  static void run(PrintStream out, List<String> options) {
    int scenarios = SCENARIOS;
    int years = YEARS;
    for (int n = 0; n < options.size(); n += 2) {
      String value = n + 1 < options.size() ? options.get(n + 1) : "";
      switch (options.get(n)) {
        case "--scenarios" ->
            scenarios = number(options.get(n), value, FAST * MOST_SLOW * MOST_WEIGHTS);
        case "--years" -> years = number(options.get(n), value, 30);
        default ->
            throw new AsOfException(
                ErrorCode.USAGE,
                "Invalid option " + options.get(n) + ": expected --scenarios or --years");
      }
    }
    try {
      Path folder = Files.createTempDirectory("asof-bench-sweep-");
      try {
        new SweepBench(out, folder).run(scenarios, years);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot go on: the thread was interrupted", interrupted);
    }
  }

  private static int number(String option, String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Refused below.
    }
    throw new AsOfException(
        ErrorCode.USAGE, "Invalid option " + option + " " + value + ": expected 1 to " + most);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void run(int scenarios, int years) throws IOException, InterruptedException {
    int sessions = writeBars(years);
    int weights = (scenarios - 1) / (FAST * MOST_SLOW) + 1;
    int slow = Math.max(1, scenarios / (FAST * weights));
    Files.writeString(
        folder.resolve("sweep.yaml"),
        String.format(
            Locale.ROOT,
            """
            name: bench
            strategy: moving-average-cross
            universe: [AAA]
            data: {asOf: T}
            costs: {feeBps: 1}
            sweep:
              product:
                parameters.fast: {from: 1, to: %d, step: 1}
                parameters.slow: {from: %d, to: %d, step: 1}
                parameters.weight: {from: 1, to: %d, step: 1}
            """,
            Math.min(FAST, scenarios),
            FAST + 1,
            FAST + slow,
            weights));
    process(List.of(), "lake", "ingest", "daily-bars", "bars.csv", "--tag", "T", "--home", "home");
    Optional<Result> core =
        Files.isExecutable(TASKSET)
            ? Optional.of(
                sweep(List.of(TASKSET.toString(), "-c", "0"), "one core", "--threads", "1"))
            : Optional.empty();
    Result one = sweep(List.of(), "one thread", "--threads", "1");
    Result two = sweep(List.of(), "two threads", "--threads", "2");
    Result spark = sweep(List.of(), "Spark", "--spark", CLUSTER);
    line(
        "%s scenarios of %s sessions, a moving-average cross of one instrument, each way in a"
            + " process of its own",
        String.format(Locale.ROOT, "%,d", one.sweep().get("scenarios").asInt()),
        String.format(Locale.ROOT, "%,d", sessions));
    line("%-30s %10s %12s %10s", "", "run, s", "a second", "process, s");
    core.ifPresent(result -> line("one core", result));
    line("one thread", one);
    line("two threads", two);
    line("Spark " + CLUSTER, spark);
    core.ifPresent(
        result ->
            line(
                "two cores against one: %.2f times as fast; goal 1.9",
                result.seconds() / two.seconds()));
    line("two threads against one: %.2f times as fast", one.seconds() / two.seconds());
    line(
        "Spark against two threads: %+.0f %% time for the scenarios; goal 15 for runs over a minute;"
            + " %.1f s more to start",
        (spark.seconds() / two.seconds() - 1) * 100,
        spark.wall() - spark.seconds() - (two.wall() - two.seconds()));
    line(
        "bytes shuffled: %d; goal 0. Digests: %s",
        spark.sweep().get("spark").get("bytesShuffled").asLong(),
        digest(one).equals(digest(two)) && digest(one).equals(digest(spark))
            ? "equal"
            : "DIFFERENT");
    if (!digest(one).equals(digest(two)) || !digest(one).equals(digest(spark))) {
      throw new IllegalStateException("Cannot compare: the digests differ");
    }
  }

  private static String digest(Result result) {
    return result.sweep().get("digest").asText();
  }

  private void line(String name, Result result) {
    line("%-30s %10.1f %12.0f %10.1f", name, result.seconds(), result.rate(), result.wall());
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private int writeBars(int years) throws IOException {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("date,symbol,open,high,low,close,volume\n");
    LocalDate end = LocalDate.parse("2023-01-01");
    double price = 100;
    int sessions = 0;
    for (LocalDate day = end.minusYears(years); day.isBefore(end); day = day.plusDays(1)) {
      if (NyseCalendar.isSession(day)) {
        double open = price * (1 + 0.003 * random.nextGaussian());
        price = open * (1 + 0.01 * random.nextGaussian());
        csv.append(
            String.format(
                Locale.ROOT,
                "%s,AAA,%.4f,%.4f,%.4f,%.4f,1000000%n",
                day,
                open,
                Math.max(open, price) * 1.001,
                Math.min(open, price) * 0.999,
                price));
        sessions++;
      }
    }
    Files.writeString(folder.resolve("bars.csv"), csv);
    return sessions;
  }

  private Result sweep(List<String> wrapper, String title, String... how)
      throws IOException, InterruptedException {
    List<String> args =
        new ArrayList<>(
            List.of("sweep", "sweep.yaml", "--home", "home", "--json", "--set", "title=" + title));
    args.addAll(List.of(how));
    long start = System.nanoTime();
    String printed = process(wrapper, args.toArray(String[]::new));
    double wall = (System.nanoTime() - start) / 1e9;
    JsonNode sweep = new ObjectMapper().readTree(printed);
    return new Result(wall, sweep.get("seconds").asDouble(), sweep);
  }

  /** Flags without which Spark doesn't run, and where AsOf is installed. */
  private static boolean isForAll(String argument) {
    return argument.startsWith("--")
        || argument.startsWith("-Dio.")
        || argument.startsWith("-Dasof.root=");
  }

  /** Runs a command of AsOf and gives back what it printed. */
  private String process(List<String> wrapper, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> isForAll(argument))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "dev.asof.cli.Main"));
    command.addAll(List.of(args));
    Path printed = folder.resolve("printed.txt");
    Path errors = folder.resolve("errors.txt");
    // Executors of a cluster on this machine are started from the jars folder of a Spark.
    Files.createDirectories(folder.resolve("spark").resolve("jars"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(printed.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "Cannot measure: " + String.join(" ", args) + " ended with " + Files.readString(errors));
    }
    return Files.readString(printed);
  }
}
