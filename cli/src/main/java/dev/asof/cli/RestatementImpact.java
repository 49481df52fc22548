package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Experiment;
import dev.asof.api.Fill;
import dev.asof.api.OrderRecord;
import dev.asof.api.Parameters;
import dev.asof.engine.MarketData;
import dev.asof.engine.Metric;
import dev.asof.engine.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a definition's runs owe to the restatements between two versions of its data.
 *
 * <p>Both sides end at the last session that both have, so that what is merely newer does not
 * count. One run of the grid is taken apart: each changed input is put alone into the earlier
 * version, and what that changes is its share. Shares do not add up where inputs work together;
 * what is left is named. Figures are rounded first and subtracted then, so that the printed ones
 * add up exactly.
 */
final class RestatementImpact {
  private static final int DECIMALS = 6;

  /**
   * What a run achieved, rounded.
   *
   * @param returnPercent total return in percent; empty when it is not defined
   * @param sharpe Sharpe ratio over all daily returns; empty when it is not defined
   */
  record Figures(Optional<BigDecimal> returnPercent, Optional<BigDecimal> sharpe) {
    static final Figures UNKNOWN = new Figures(Optional.empty(), Optional.empty());

    static Figures of(BacktestResult result, int yearDays) {
      Map<Metric, Double> metrics = Metrics.of(result, yearDays);
      return new Figures(
          rounded(metrics.get(Metric.TOTAL_RETURN) * 100), rounded(metrics.get(Metric.SHARPE)));
    }

    private static Optional<BigDecimal> rounded(double value) {
      return Double.isFinite(value)
          ? Optional.of(new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN))
          : Optional.empty();
    }

    Figures minus(Figures other) {
      return new Figures(minus(returnPercent, other.returnPercent), minus(sharpe, other.sharpe));
    }

    private static Optional<BigDecimal> minus(
        Optional<BigDecimal> left, Optional<BigDecimal> right) {
      return left.isPresent() && right.isPresent()
          ? Optional.of(left.get().subtract(right.get()))
          : Optional.empty();
    }
  }

  /**
   * A run of the grid on both versions.
   *
   * @param variation its parameters that vary
   * @param ordersChanged orders that are otherwise, or that one version does not have
   */
  record RunTotals(String variation, Figures from, Figures to, int ordersChanged) {
    Figures difference() {
      return to.minus(from);
    }
  }

  /**
   * An order that the two versions have differently.
   *
   * @param side bought, sold, or why nothing was
   * @param change which version has it, or what differs
   * @param from its fill in the earlier version
   * @param to its fill in the later version
   */
  record OrderChange(
      LocalDate session,
      String symbol,
      String at,
      String side,
      String change,
      Optional<Fill> from,
      Optional<Fill> to) {}

  /**
   * What one input, or several of one symbol, change alone.
   *
   * @param inputs what is put into the earlier version
   * @param share the change; unknown when the run can't be made
   * @param failure why it can't; empty otherwise
   */
  record Share(List<Restatement> inputs, Figures share, String failure) {}

  private final Definition definition;
  private final ExperimentRunner runner;
  private final KeyedInputs from;
  private final KeyedInputs to;
  private final List<Parameters> combinations;
  private final List<Restatement> restatements;
  private final LocalDate last;
  private final int newerSessions;

  private Experiment fromRuns;
  private Experiment toRuns;
  private List<RunTotals> totals = List.of();
  private int chosen;

  /**
   * Finds what differs; runs nothing yet.
   *
   * @param definition the definition, whose data are not read again
   * @param fromInputs the earlier version
   * @param toInputs the later version
   */
  RestatementImpact(
      Definition definition, ExperimentRunner runner, RunInputs fromInputs, RunInputs toInputs) {
    this.definition = definition;
    this.runner = runner;
    this.combinations = runner.combinations(definition);
    LocalDate fromLast = last(fromInputs);
    LocalDate toLast = last(toInputs);
    this.last = fromLast.isBefore(toLast) ? fromLast : toLast;
    this.newerSessions =
        (int) toInputs.bars().sessionDates().stream().filter(day -> day.isAfter(last)).count();
    this.from = KeyedInputs.through(last, fromInputs.market());
    this.to = KeyedInputs.through(last, toInputs.market());
    this.restatements = from.restatedBy(to);
  }

  private static LocalDate last(RunInputs inputs) {
    return inputs.bars().session(inputs.bars().sessions() - 1);
  }

  /** Every input that differs. */
  List<Restatement> restatements() {
    return restatements;
  }

  /** The last session that both versions have. */
  LocalDate last() {
    return last;
  }

  /** Sessions of the later version that come after it. */
  int newerSessions() {
    return newerSessions;
  }

  /** Runs the grid on both versions and compares every run. */
  List<RunTotals> runs() {
    fromRuns = runner.run(definition, RunInputs.of(from.market(definition), List.of()));
    toRuns = runner.run(definition, RunInputs.of(to.market(definition), List.of()));
    totals = new ArrayList<>();
    for (int n = 0; n < combinations.size(); n++) {
      Experiment.Cell before = fromRuns.cells().get(n);
      Experiment.Cell after = toRuns.cells().get(n);
      totals.add(
          new RunTotals(
              definition.variation(before.parameters()),
              figures(before),
              figures(after),
              orders(before.result(), after.result()).size()));
    }
    return totals;
  }

  private Figures figures(Experiment.Cell cell) {
    return cell.failure().isPresent()
        ? Figures.UNKNOWN
        : Figures.of(cell.result(), definition.yearDays());
  }

  /** The run that is taken apart: the one named, or that whose return changed most. */
  int choose(RunChoice choice) {
    OptionalInt named = choice.choose(combinations.stream().map(Parameters::asMap).toList());
    chosen = named.orElseGet(this::mostChanged);
    return chosen;
  }

  private int mostChanged() {
    int most = 0;
    for (int n = 1; n < totals.size(); n++) {
      if (change(n).compareTo(change(most)) > 0) {
        most = n;
      }
    }
    return most;
  }

  private BigDecimal change(int run) {
    return totals
        .get(run)
        .difference()
        .returnPercent()
        .map(BigDecimal::abs)
        .orElse(BigDecimal.ZERO);
  }

  /** The orders of the chosen run that changed. */
  List<OrderChange> orders() {
    return orders(fromRuns.cells().get(chosen).result(), toRuns.cells().get(chosen).result());
  }

  private record OrderKey(LocalDate session, String symbol, String at, String side, int n) {}

  private record Outcome(OrderRecord order, Optional<Fill> fill) {}

  private static List<OrderChange> orders(BacktestResult before, BacktestResult after) {
    Map<OrderKey, Outcome> from = outcomes(before);
    Map<OrderKey, Outcome> to = outcomes(after);
    List<OrderKey> keys = new ArrayList<>(from.keySet());
    to.keySet().stream().filter(key -> !from.containsKey(key)).forEach(keys::add);
    // Stable: orders of one session stay in the order of execution.
    keys.sort(Comparator.comparing(OrderKey::session));
    List<OrderChange> changes = new ArrayList<>();
    for (OrderKey key : keys) {
      Optional<Fill> old = Optional.ofNullable(from.get(key)).flatMap(Outcome::fill);
      Optional<Fill> now = Optional.ofNullable(to.get(key)).flatMap(Outcome::fill);
      String change =
          !to.containsKey(key)
              ? "only in from"
              : !from.containsKey(key) ? "only in to" : difference(old, now);
      if (!change.isEmpty()) {
        changes.add(new OrderChange(key.session, key.symbol, key.at, key.side, change, old, now));
      }
    }
    return changes;
  }

  private static String difference(Optional<Fill> old, Optional<Fill> now) {
    if (old.isEmpty() || now.isEmpty()) {
      return "";
    }
    boolean shares = Double.compare(old.get().shares(), now.get().shares()) != 0;
    boolean price = Double.compare(old.get().priceUsd(), now.get().priceUsd()) != 0;
    return shares && price
        ? "other shares and price"
        : shares ? "other shares" : price ? "other price" : "";
  }

  private static Map<OrderKey, Outcome> outcomes(BacktestResult result) {
    Map<Integer, Fill> fills = new HashMap<>();
    result.fills().forEach(fill -> fills.put(fill.order(), fill));
    Map<OrderKey, Outcome> outcomes = new LinkedHashMap<>();
    for (OrderRecord order : result.orders()) {
      Optional<Fill> fill = Optional.ofNullable(fills.get(order.id()));
      String side =
          fill.map(filled -> filled.side().name())
              .orElseGet(() -> order.reason().name())
              .toLowerCase(Locale.ROOT)
              .replace('_', ' ');
      String at = order.at().name().toLowerCase(Locale.ROOT);
      int n = 0;
      OrderKey key = new OrderKey(order.session(), order.symbol(), at, side, n);
      while (outcomes.containsKey(key)) {
        key = new OrderKey(order.session(), order.symbol(), at, side, ++n);
      }
      outcomes.put(key, new Outcome(order, fill));
    }
    return outcomes;
  }

  /**
   * The shares of the changed inputs in what became of the chosen run.
   *
   * @param most inputs that are looked at one by one; when there are more, those of one table and
   *     symbol go together
   */
  List<Share> shares(int most) {
    Figures before = totals.get(chosen).from();
    List<Share> shares = new ArrayList<>();
    for (List<Restatement> group : groups(most)) {
      try {
        MarketData market = from.with(group, to).market(definition);
        BacktestResult result = runner.run(definition, market, combinations.get(chosen));
        shares.add(new Share(group, Figures.of(result, definition.yearDays()).minus(before), ""));
      } catch (AsOfException cannotRun) {
        shares.add(new Share(group, Figures.UNKNOWN, cannotRun.getMessage()));
      }
    }
    return shares;
  }

  private List<List<Restatement>> groups(int most) {
    if (restatements.size() <= most) {
      return restatements.stream().map(List::of).toList();
    }
    Map<String, List<Restatement>> groups = new LinkedHashMap<>();
    for (Restatement restatement : restatements) {
      groups
          .computeIfAbsent(
              restatement.table() + " " + restatement.symbol(), unseen -> new ArrayList<>())
          .add(restatement);
    }
    return List.copyOf(groups.values());
  }

  /** What the chosen run's difference is besides the shares. */
  Figures remainder(List<Share> shares) {
    Figures difference = totals.get(chosen).difference();
    return new Figures(
        rest(difference, shares, Figures::returnPercent),
        rest(difference, shares, Figures::sharpe));
  }

  private static Optional<BigDecimal> rest(
      Figures difference, List<Share> shares, Function<Figures, Optional<BigDecimal>> figure) {
    return figure
        .apply(difference)
        .map(
            total ->
                shares.stream()
                    .map(share -> figure.apply(share.share()).orElse(BigDecimal.ZERO))
                    .reduce(total, BigDecimal::subtract));
  }
}
