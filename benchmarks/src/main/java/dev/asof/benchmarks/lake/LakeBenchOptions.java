package dev.asof.benchmarks.lake;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
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
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What was asked of the benchmarks of the lake, and the way to them. */
public final class LakeBenchOptions {
  private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");
  private static final int MIN_PARTITIONS = 2;

  @Option(names = "--rows")
  private long rows = 10_000_000;

  @Option(names = "--instruments")
  private int instruments = 50;

  @Option(names = "--days")
  private int days = 10;

  @Option(names = "--seed")
  private long seed = 7;

  @Option(names = "--rounds")
  private int rounds = 3;

  @Option(names = "--partitions")
  private int partitions = 64;

  @Option(names = "--out")
  private Path report = Path.of("lake-bench");

  @Option(names = "--input")
  private List<Path> inputs = new ArrayList<>();

  @Option(names = "--ticks", split = ",")
  private List<Long> ticks = List.of(1_000_000L, 10_000_000L, 50_000_000L);

  @Option(names = "--files")
  private int files;

  @Option(names = "--rows-per-file")
  private int rowsPerFile = 1000;

  @Option(names = "--bars")
  private int bars = 10_000_000;

  private LakeBenchOptions() {}

  private static LakeBenchOptions parse(List<String> arguments) {
    LakeBenchOptions options = new LakeBenchOptions();
    try {
      new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException wrong) {
      throw new AsOfException(
          ErrorCode.USAGE, "Cannot measure: " + wrong.getMessage().replaceAll("\\s+", " "), wrong);
    }
    if (options.rows < options.instruments
        || options.instruments < 1
        || options.days < 1
        || options.rounds < 1
        || options.partitions < MIN_PARTITIONS) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot measure: --instruments, --days and --rounds must be at least 1, --partitions at"
              + " least 2 and --rows at least as many as instruments");
    }
    return options;
  }

  /**
   * {@code asof bench lake}: the layouts; writes a page and a CSV.
   *
   * @param workingDirectory relative paths start here
   */
  public static void layouts(Path workingDirectory, List<String> arguments, PrintStream out) {
    LakeBenchOptions options = parse(arguments);
    Path report = workingDirectory.resolve(options.report);
    Path folder = Folders.temporary();
    try {
      Files.createDirectories(report);
      List<Path> files =
          options.inputs.stream().map(file -> workingDirectory.resolve(file)).toList();
      if (files.isEmpty()) {
        Path made = folder.resolve("quotes.csv.gz");
        new QuoteFile(options.rows, options.instruments, options.days, options.seed).write(made);
        files = List.of(made);
      }
      List<LayoutResult> results =
          LayoutBench.run(folder, files, NOW, options.rounds, options.partitions);
      LayoutPage page = new LayoutPage(results, options.setting());
      Files.writeString(report.resolve("lake-bench.html"), page.html(), StandardCharsets.UTF_8);
      Files.writeString(report.resolve("lake-bench.csv"), page.csv(), StandardCharsets.UTF_8);
      out.print(page.csv());
      out.println("Page: " + report.resolve("lake-bench.html"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Folders.delete(folder);
    }
  }

  private String setting() {
    String data =
        inputs.isEmpty()
            ? String.format(
                Locale.ROOT,
                "%,d made events of %d instruments over %d days (seed %d)",
                rows,
                instruments,
                days,
                seed)
            : inputs.size() + (inputs.size() == 1 ? " file" : " files") + " of top-of-book data";
    return String.format(
        Locale.ROOT,
        "%s, written four ways through %d write partitions; %d processors, Java %s, local disk with"
            + " a warm cache; medians of %d rounds in which the layouts took turns.",
        data,
        partitions,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        rounds);
  }

  /** {@code asof bench ingest}: ticks, or many files of bars. */
  public static void ingest(List<String> arguments, PrintStream out) {
    LakeBenchOptions options = parse(arguments);
    Path folder = Folders.temporary();
    try {
      if (options.files > 0) {
        new ManyFilesBench(out, folder, options.rounds).run(options.files, options.rowsPerFile);
        return;
      }
      new IngestBench(out, folder, options.rounds).ticks(options.ticks);
    } finally {
      Folders.delete(folder);
    }
  }

  /** {@code asof bench corrections}: bars, corrections of 1 % of them, and a panel. */
  public static void bars(List<String> arguments, PrintStream out) {
    LakeBenchOptions options = parse(arguments);
    Path folder = Folders.temporary();
    try {
      new IngestBench(out, folder, options.rounds).bars(options.bars);
    } finally {
      Folders.delete(folder);
    }
  }
}
