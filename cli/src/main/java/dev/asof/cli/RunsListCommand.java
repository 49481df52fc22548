package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RunRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof runs list}. */
@Command(
    name = "list",
    description = {
      "List the recorded runs, the latest first.",
      "",
      "Of a grid, the numbers are those of the combination with the highest Sharpe ratio while "
          + "something was held."
    })
final class RunsListCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Only runs of this strategy.")
  private String strategy;

  @Option(names = "--name", paramLabel = "TEXT", description = "Only runs whose name contains it.")
  private String name;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only runs recorded on this day or later, in UTC.")
  private LocalDate since;

  @Option(
      names = "--audit",
      paramLabel = "WHAT",
      description = "Only runs whose look-ahead audit ended so: ${COMPLETION-CANDIDATES}.")
  private Audited audited;

  @Option(
      names = "--sort",
      paramLabel = "BY",
      description = "Highest first: ${COMPLETION-CANDIDATES}. Default: recorded.")
  private Order order = Order.recorded;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private Integer limit;

  // Lower case, as they are typed.
  private enum Order {
    recorded,
    sharpe,
    total_return
  }

  private enum Audited {
    passed,
    failed,
    none
  }

  RunsListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (limit != null && limit < 1) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --limit " + limit + ": expected 1 or more");
    }
    List<RunRecord> runs;
    try (Lake lake = place.open(surroundings)) {
      runs = lake.runs().runs();
    }
    Listing rows =
        new Listing(
            List.of(
                "run",
                "name",
                "strategy",
                "recorded_at",
                "runs",
                "best",
                "sharpe",
                "total_return",
                "audit",
                "lookahead",
                "tables"));
    Stream<RunRecord> chosen =
        runs.stream()
            .filter(run -> strategy == null || run.strategy().equals(strategy))
            .filter(run -> name == null || run.name().contains(name))
            .filter(
                run ->
                    since == null
                        || !run.recordedAt()
                            .isBefore(since.atStartOfDay().toInstant(ZoneOffset.UTC)))
            .filter(run -> audited == null || audit(run).equals(audited.name()))
            .sorted(order());
    if (limit != null) {
      chosen = chosen.limit(limit);
    }
    chosen.forEach(run -> rows.add(row(run)));
    rows.print(surroundings.out(), listing.format());
  }

  private static List<?> row(RunRecord run) {
    RunRecord.Cell best = run.best();
    List<String> varied =
        best.parameters().entrySet().stream()
            .filter(
                parameter ->
                    run.cells().stream()
                        .anyMatch(
                            cell ->
                                !parameter
                                    .getValue()
                                    .equals(cell.parameters().get(parameter.getKey()))))
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .toList();
    return Arrays.asList(
        run.id(),
        run.name(),
        run.strategy(),
        run.recordedAt(),
        run.cells().size(),
        String.join(", ", varied),
        rounded(best.sharpe(), 1e2),
        rounded(best.totalReturn(), 1e4),
        audit(run),
        run.lookahead(),
        run.tables());
  }

  private static String audit(RunRecord run) {
    return run.audit().map(audit -> audit.name().toLowerCase(Locale.ROOT)).orElse("none");
  }

  private static Double rounded(double value, double steps) {
    return Double.isFinite(value) ? Math.rint(value * steps) / steps : null;
  }

  private Comparator<RunRecord> order() {
    Comparator<RunRecord> latest = Comparator.comparing(RunRecord::recordedAt).reversed();
    Comparator<RunRecord> wanted =
        switch (order) {
          case recorded -> latest;
          case sharpe -> highest(run -> run.best().sharpe());
          case total_return -> highest(run -> run.best().totalReturn());
        };
    return wanted.thenComparing(latest).thenComparing(RunRecord::id);
  }

  private interface Number {
    double of(RunRecord run);
  }

  private static Comparator<RunRecord> highest(Number number) {
    return Comparator.<RunRecord>comparingDouble(
            run ->
                Optional.of(number.of(run))
                    .filter(value -> !value.isNaN())
                    .orElse(Double.NEGATIVE_INFINITY))
        .reversed();
  }
}
