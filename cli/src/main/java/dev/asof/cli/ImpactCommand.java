package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fill;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof impact}. */
@Command(
    name = "impact",
    description = {
      "Show what a vendor's restatements change in a definition's runs.",
      "",
      "Runs the definition on the data as of --from and as of --to, everything else equal and both "
          + "through the last session that both have; lists what differs in the data and in the "
          + "orders, and what each changed input does alone. Of a grid, the run whose return changed "
          + "most is taken apart, unless --run or --cell names another."
    })
final class ImpactCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private PluginsOption plugins;
  @Mixin private ThreadsOption threads;
  @Mixin private RunChoice choice;

  @Parameters(paramLabel = "FILE", description = "The definition.")
  private Path file;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "NAME",
      description =
          "The earlier version: a tag, a release or snapshot:ID. A table that has none of this name is "
              + "read as the definition says.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME",
      description = "The later version. A table that has none of this name is read as of --from.")
  private String to;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the definition; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Looks at so many changed inputs one by one; when there are more, those of one table and "
              + "symbol go together. Default: ${DEFAULT-VALUE}.")
  private int most;

  @Option(names = "--json", description = "Prints one JSON object instead of tables.")
  private boolean json;

  ImpactCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (most < 0) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --most " + most + ": expected 0 or more");
    }
    StrategyPlugins strategies = plugins.load(surroundings);
    ExperimentRunner runner = new ExperimentRunner(strategies, threads.count());
    Definition before;
    Definition after;
    RunInputs fromInputs;
    RunInputs toInputs;
    try (Lake lake = place.open(surroundings)) {
      before = at(from, definition(strategies, overrides), strategies, lake);
      after = at(to, before, strategies, lake);
      fromInputs = runner.read(before, lake);
      toInputs = runner.read(after, lake);
    }
    ListingOptions.Format format = json ? ListingOptions.Format.JSON : ListingOptions.Format.TABLE;
    LookaheadListing.refuse(before, fromInputs, surroundings.out(), format);
    LookaheadListing.refuse(after, toInputs, surroundings.out(), format);

    RestatementImpact impact = new RestatementImpact(before, runner, fromInputs, toInputs);
    Listings report = new Listings();
    report.value("definition", before.name());
    report.value("from", from);
    report.value("to", to);
    String kept = kept(before, after);
    report.value("readAsDefined", kept);
    report.value("through", impact.last());
    report.value("newerSessions", impact.newerSessions());
    report.value("restatements", impact.restatements().size());
    report.add("changes", "Changed inputs", changes(impact.restatements()));
    if (!impact.restatements().isEmpty()) {
      compare(impact, report);
    }
    if (json) {
      report.printJson(surroundings.out());
      return;
    }
    surroundings
        .out()
        .println(
            before.name()
                + " from "
                + from
                + " to "
                + to
                + ", through "
                + impact.last()
                + (impact.newerSessions() == 0
                    ? ""
                    : "; newer sessions left out: " + impact.newerSessions()));
    if (!kept.isEmpty()) {
      surroundings.out().println("The same in both, for want of such a version: " + kept);
    }
    if (impact.restatements().isEmpty()) {
      surroundings.out().println("Nothing that the definition reads was restated.");
    }
    report.printTables(surroundings.out());
  }

  /**
   * A definition at a point in time; a table that has no such version stays where it was, because a
   * vendor restates one table and leaves the others alone.
   *
   * @throws AsOfException TAG_MISSING when no table that is read has it
   */
  private Definition at(String text, Definition definition, StrategyPlugins strategies, Lake lake) {
    PointInTime point = PointInTime.parse(text);
    Definition.Data plain = definition.data();
    List<String> points = new ArrayList<>();
    Optional<AsOfException> missing = Optional.empty();
    boolean any = false;
    for (Map.Entry<TableDefinition, PointInTime> entry : plain.asOf().entrySet()) {
      PointInTime used = point;
      if (plain.isRead(entry.getKey()) || plain.mayRead(entry.getKey())) {
        try {
          lake.resolve(entry.getKey(), point);
          any = true;
        } catch (AsOfException absent) {
          boolean needed = plain.isRead(entry.getKey());
          if (absent.code() != ErrorCode.TAG_MISSING
              && (needed || absent.code() != ErrorCode.TABLE_MISSING)) {
            throw absent;
          }
          missing = needed || missing.isEmpty() ? Optional.of(absent) : missing;
          used = entry.getValue();
        }
      }
      points.add(entry.getKey().tableName() + ": " + used);
    }
    if (!any) {
      throw missing.orElseThrow();
    }
    List<String> pinned = new ArrayList<>(overrides);
    pinned.add("data.asOf={" + String.join(", ", points) + "}");
    return definition(strategies, pinned);
  }

  private Definition definition(StrategyPlugins strategies, List<String> set) {
    return new DefinitionReader(strategies)
        .read(surroundings.resolve(file), surroundings.display(file), set, Optional.empty());
  }

  /** Tables that are read at the same point on both sides. */
  private static String kept(Definition before, Definition after) {
    return before.data().asOf().entrySet().stream()
        .filter(entry -> before.data().isRead(entry.getKey()))
        .filter(entry -> entry.getValue().equals(after.data().at(entry.getKey())))
        .map(entry -> entry.getKey().tableName() + " as of " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void compare(RestatementImpact impact, Listings report) {
    List<RestatementImpact.RunTotals> runs = impact.runs();
    int chosen = impact.choose(choice);
    String variation = runs.get(chosen).variation();
    String named = variation.isEmpty() ? "" : " of run " + chosen + ", " + variation;
    report.value("cell", chosen);
    report.add("runs", "Results: total return in percent, Sharpe ratio", runs(runs));
    report.add("orders", "Changed orders" + named, orders(impact.orders()));
    report.add(
        "shares",
        "Shares in the difference" + named + ": percentage points of return, Sharpe ratio",
        shares(impact, runs.get(chosen)));
  }

  private static Listing changes(List<Restatement> restatements) {
    Listing rows = new Listing(List.of("table", "symbol", "date", "change", "what"));
    for (Restatement restatement : restatements) {
      rows.add(
          List.of(
              restatement.table(),
              restatement.symbol(),
              restatement.date(),
              restatement.kind(),
              restatement.what()));
    }
    return rows;
  }

  private static Listing runs(List<RestatementImpact.RunTotals> runs) {
    Listing rows =
        new Listing(
            List.of(
                "run",
                "parameters",
                "return_from",
                "return_to",
                "return_change",
                "sharpe_from",
                "sharpe_to",
                "sharpe_change",
                "orders_changed"));
    for (int n = 0; n < runs.size(); n++) {
      RestatementImpact.RunTotals run = runs.get(n);
      rows.add(
          Arrays.asList(
              n,
              run.variation(),
              run.from().returnPercent().orElse(null),
              run.to().returnPercent().orElse(null),
              run.difference().returnPercent().orElse(null),
              run.from().sharpe().orElse(null),
              run.to().sharpe().orElse(null),
              run.difference().sharpe().orElse(null),
              run.ordersChanged()));
    }
    return rows;
  }

  private static Listing orders(List<RestatementImpact.OrderChange> changes) {
    Listing rows =
        new Listing(
            List.of(
                "session",
                "symbol",
                "at",
                "side",
                "change",
                "shares_from",
                "shares_to",
                "price_from",
                "price_to"));
    for (RestatementImpact.OrderChange change : changes) {
      rows.add(
          Arrays.asList(
              change.session(),
              change.symbol(),
              change.at(),
              change.side(),
              change.change(),
              number(change.from(), Fill::shares),
              number(change.to(), Fill::shares),
              number(change.from(), Fill::priceUsd),
              number(change.to(), Fill::priceUsd)));
    }
    return rows;
  }

  private static BigDecimal number(Optional<Fill> fill, Function<Fill, Double> field) {
    return fill.map(field).map(value -> new BigDecimal(Amounts.exact(value))).orElse(null);
  }

  private Listing shares(RestatementImpact impact, RestatementImpact.RunTotals run) {
    Listing rows = new Listing(List.of("input", "return_change", "sharpe_change", "note"));
    List<RestatementImpact.Share> shares = impact.shares(most);
    for (RestatementImpact.Share share : shares) {
      rows.add(
          row(
              label(share.inputs()),
              share.share(),
              share.failure().isEmpty() ? "" : "cannot run alone: " + share.failure()));
    }
    rows.add(row("remainder", impact.remainder(shares), "what the inputs do together"));
    rows.add(row("total", run.difference(), ""));
    return rows;
  }

  private static List<Object> row(String input, RestatementImpact.Figures share, String note) {
    return Arrays.asList(
        input, share.returnPercent().orElse(null), share.sharpe().orElse(null), note);
  }

  private static String label(List<Restatement> inputs) {
    Restatement first = inputs.get(0);
    String table = first.table() + " " + first.symbol();
    return inputs.size() == 1
        ? table + " " + first.date() + " " + first.kind()
        : table + ", " + inputs.size() + " inputs";
  }
}
