package dev.asof.strategies;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.DecisionNote;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Parameters;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Simulator;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The second half of 2022 at constant prices: open 100, close 101, but for those that a test sets.
 */
final class Market {
  static final LocalDate LABOR_DAY = LocalDate.parse("2022-09-05");
  static final LocalDate THANKSGIVING = LocalDate.parse("2022-11-24");
  static final LocalDate CHRISTMAS_OBSERVED = LocalDate.parse("2022-12-26");
  private static final Set<LocalDate> HOLIDAYS =
      Set.of(LABOR_DAY, THANKSGIVING, CHRISTMAS_OBSERVED);

  private final List<String> symbols;
  private final List<LocalDate> sessions;
  private final double[] open;
  private final double[] close;
  private final List<RevealedFact> facts = new ArrayList<>();

  Market(String... symbols) {
    this.symbols = List.of(symbols);
    this.sessions =
        LocalDate.parse("2022-08-01")
            .datesUntil(LocalDate.parse("2022-12-31"))
            .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY)
            .filter(day -> day.getDayOfWeek() != DayOfWeek.SUNDAY)
            .filter(day -> !HOLIDAYS.contains(day))
            .toList();
    this.open = new double[sessions.size() * symbols.length];
    this.close = new double[sessions.size() * symbols.length];
    Arrays.fill(open, 100);
    Arrays.fill(close, 101);
  }

  Market open(String session, String symbol, double price) {
    open[cell(session, symbol)] = price;
    return this;
  }

  Market close(String session, String symbol, double price) {
    close[cell(session, symbol)] = price;
    return this;
  }

  private int cell(String session, String symbol) {
    int bar = sessions.indexOf(LocalDate.parse(session));
    int instrument = symbols.indexOf(symbol);
    if (bar < 0 || instrument < 0) {
      throw new IllegalArgumentException(session + " " + symbol);
    }
    return bar * symbols.size() + instrument;
  }

  /** The change announced on 2022-09-02, effective 2022-09-19. */
  Market septemberChange() {
    return announce("CSGP", "US22160N1090", IndexChange.Action.ADDED)
        .announce("INVH", "US46187W1071", IndexChange.Action.ADDED)
        .announce("PENN", "US7075691094", IndexChange.Action.REMOVED)
        .announce("PVH", "US6936561009", IndexChange.Action.REMOVED);
  }

  Market announce(String symbol, String isin, IndexChange.Action action) {
    return announce(symbol, isin, action, IndexChange.Kind.MEMBERSHIP, "2022-09-02", "2022-09-19");
  }

  Market announce(
      String symbol,
      String isin,
      IndexChange.Action action,
      IndexChange.Kind kind,
      String announced,
      String effective) {
    LocalDate day = LocalDate.parse(announced);
    return fact(
        RevealedFact.whenKnown(
            new IndexChange(
                "S&P 500",
                symbol,
                isin,
                action,
                kind,
                day,
                LocalDate.parse(effective),
                "test",
                NewYorkTime.announcement(day)),
            "index_changes"));
  }

  /** The filing of 2022-11-28 shows the change of September. */
  Market novemberFiling() {
    return filed("CSGP", "US22160N1090", HoldingChange.Action.ENTERED)
        .filed("INVH", "US46187W1071", HoldingChange.Action.ENTERED)
        .filed("PENN", "US7075691094", HoldingChange.Action.LEFT)
        .filed("PVH", "US6936561009", HoldingChange.Action.LEFT);
  }

  Market filed(String symbol, String isin, HoldingChange.Action action) {
    return fact(RevealedFact.whenKnown(novemberHolding(symbol, isin, action), "fund_holdings"));
  }

  /** As {@link #filed}, of a short position. */
  Market shorted(String symbol, String isin, HoldingChange.Action action) {
    HoldingChange held = novemberHolding(symbol, isin, action);
    return fact(
        RevealedFact.whenKnown(
            new HoldingChange(
                held.fund(),
                symbol,
                isin,
                action,
                held.period(),
                HoldingChange.Side.SHORT,
                held.knownAt()),
            "fund_holdings"));
  }

  /** As {@link #filed}, but seen from the announcement on, which is before it was known. */
  Market foreseen(String symbol, String isin, HoldingChange.Action action) {
    return fact(
        new RevealedFact(
            novemberHolding(symbol, isin, action),
            NewYorkTime.announcement(LocalDate.parse("2022-09-02")),
            "fund_holdings"));
  }

  private static HoldingChange novemberHolding(
      String symbol, String isin, HoldingChange.Action action) {
    return new HoldingChange(
        "SP500-FUND",
        symbol,
        isin,
        action,
        LocalDate.parse("2022-09-30"),
        NewYorkTime.at(LocalDateTime.parse("2022-11-28T15:50:55")));
  }

  Market fact(RevealedFact fact) {
    facts.add(fact);
    return this;
  }

  BacktestResult run(StrategyFactory factory, String... parameters) {
    return run(factory, UnaryOperator.identity(), parameters);
  }

  BacktestResult run(
      StrategyFactory factory, UnaryOperator<BacktestSpec.Builder> settings, String... parameters) {
    return run(strategy(factory, parameters), settings);
  }

  /**
   * @throws AsOfException as the simulator
   */
  BacktestResult run(Strategy strategy, UnaryOperator<BacktestSpec.Builder> settings) {
    double[] high = new double[open.length];
    double[] low = new double[open.length];
    double[] volume = new double[open.length];
    for (int cell = 0; cell < open.length; cell++) {
      high[cell] = Math.max(open[cell], close[cell]);
      low[cell] = Math.min(open[cell], close[cell]);
      volume[cell] = 1e6;
    }
    Bars bars = Bars.copyOf(symbols, sessions, open, high, low, close, volume);
    return Simulator.run(
        settings.apply(BacktestSpec.builder().allowLookahead(true)).build(), bars, facts, strategy);
  }

  /** A strategy with parameters given as {@code name=value}. */
  static Strategy strategy(StrategyFactory factory, String... parameters) {
    return factory.create(parameters(factory, parameters));
  }

  static Parameters parameters(StrategyFactory factory, String... given) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String parameter : given) {
      int equals = parameter.indexOf('=');
      texts.put(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    return Parameters.of(factory.parameters(), texts);
  }

  /** Fills as {@code 2022-09-06 OPEN SELL PENN}. */
  static List<String> fills(BacktestResult result) {
    return result.fills().stream()
        .map(fill -> fill.session() + " " + fill.at() + " " + fill.side() + " " + fill.symbol())
        .toList();
  }

  static List<String> notes(BacktestResult result) {
    return result.notes().stream().map(DecisionNote::text).toList();
  }
}
