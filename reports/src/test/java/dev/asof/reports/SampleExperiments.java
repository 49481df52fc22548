package dev.asof.reports;

import dev.asof.api.AuditVerdict;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.api.FillAt;
import dev.asof.api.Lineage;
import dev.asof.api.LookaheadInput;
import dev.asof.api.MarketEvent;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.PointInTime;
import dev.asof.api.PositionSide;
import dev.asof.api.SourceFile;
import dev.asof.api.Strategy;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.Simulator;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Experiments like those that the command line makes, on synthetic prices, run by the engine. */
final class SampleExperiments {
  static final List<String> ENTRIES = List.of("AD+1", "ED0", "MD+1");
  static final List<String> HOLDINGS = List.of("1d", "1w", "2w", "3w", "4w");
  static final LocalDate ANNOUNCED = LocalDate.of(2022, 9, 2);
  private static final LocalDate EFFECTIVE = LocalDate.of(2022, 9, 19);
  private static final LocalDate OBSERVED = LocalDate.of(2022, 11, 28);
  private static final List<String> SYMBOLS = List.of("PENN", "PVH", "INVH", "CSGP");
  private static final double[] START = {33.5, 60.2, 38.9, 72.6};
  private static final List<LocalDate> HOLIDAYS =
      List.of(LocalDate.of(2022, 9, 5), LocalDate.of(2022, 11, 24), LocalDate.of(2022, 12, 26));

  static final Lineage LINEAGE =
      new Lineage(
          "0.1.0",
          "d".repeat(64),
          "dev.asof.strategies.IndexRebalanceFactory",
          "asof-strategies-0.1.0.jar",
          "e".repeat(64),
          0,
          Map.of("Iceberg", "1.11.0"));

  private SampleExperiments() {}

  /** Three entries by five holding periods, without look-ahead. */
  static Experiment entryByHolding() {
    return experiment(
        List.of(new Experiment.Axis("entry", ENTRIES), new Experiment.Axis("holding", HOLDINGS)),
        List.of());
  }

  /** One run that uses the holdings before they were public. */
  static Experiment singleWithLookahead() {
    List<LookaheadInput> lookahead = new ArrayList<>();
    for (String change : List.of("PENN left", "PVH left", "INVH entered", "CSGP entered")) {
      lookahead.add(
          new LookaheadInput(
              "fund_holdings",
              "SP500-FUND: " + change + " between Q1_2022 and Q3_2022",
              Instant.parse("2022-09-02T21:15:00Z"),
              Instant.parse("2022-11-28T20:50:55Z")));
    }
    return experiment(List.of(), lookahead);
  }

  /** One axis: five holding periods. */
  static Experiment holdings() {
    return experiment(List.of(new Experiment.Axis("holding", HOLDINGS)), List.of());
  }

  /** Three axes. */
  static Experiment threeAxes() {
    return experiment(
        List.of(
            new Experiment.Axis("entry", List.of("AD+1", "ED0")),
            new Experiment.Axis("holding", List.of("1d", "1w")),
            new Experiment.Axis("size", List.of("1.0", "2.0"))),
        List.of());
  }

  /** An experiment like another, with other texts, to see what becomes of them. */
  static Experiment named(Experiment other, String title, String definition) {
    return new Experiment(
        other.name(),
        title,
        other.strategy(),
        other.settings(),
        other.yearDays(),
        other.axes(),
        other.cells(),
        other.bars(),
        other.data(),
        other.lookahead(),
        definition,
        other.lineage(),
        other.audit(),
        other.benchmark(),
        other.trials(),
        List.of());
  }

  /** An audit of fifteen runs with these findings. */
  static AuditVerdict verdict(List<AuditVerdict.Finding> findings) {
    return new AuditVerdict(
        15, 3180, 300, List.of("open", "close"), 4321, "does not apply", findings);
  }

  /** An experiment like another whose first table was read from a research branch. */
  static Experiment onBranch(Experiment other, String branch) {
    List<DataRef> data = new ArrayList<>(other.data());
    DataRef first = data.get(0);
    data.set(
        0,
        new DataRef(
            first.table(),
            new PointInTime.Branch(branch),
            first.snapshotId(),
            first.schemaId(),
            first.knownAt(),
            first.rows(),
            first.sources(),
            first.checksum()));
    return withData(other, data);
  }

  /** The same, as if it had read other versions. */
  static Experiment withData(Experiment other, List<DataRef> data) {
    return new Experiment(
        other.name(),
        other.title(),
        other.strategy(),
        other.settings(),
        other.yearDays(),
        other.axes(),
        other.cells(),
        other.bars(),
        data,
        other.lookahead(),
        other.definition(),
        other.lineage(),
        other.audit(),
        other.benchmark(),
        other.trials(),
        List.of());
  }

  /** An experiment with one cell. */
  static Experiment of(Bars bars, BacktestResult result) {
    return new Experiment(
        "sample",
        "A sample",
        "sample",
        Map.of(),
        252,
        List.of(),
        List.of(new Experiment.Cell(Map.of(), result)),
        bars,
        List.of(),
        List.of(),
        "name: sample\n",
        LINEAGE);
  }

  private static Experiment experiment(List<Experiment.Axis> axes, List<LookaheadInput> lookahead) {
    Bars bars = bars(SYMBOLS);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Initial cash", "100,000 USD");
    settings.put("Fee", "1 bp of traded value");
    settings.put("Slippage", "2 bp");
    settings.put("Period", "2022-08-01 to 2022-12-30");
    List<Experiment.Cell> cells = new ArrayList<>();
    add(axes, 0, new LinkedHashMap<>(), bars, cells);
    return new Experiment(
        lookahead.isEmpty() ? "index-rebalance" : "published-2022",
        lookahead.isEmpty()
            ? "Index-rebalancing arbitrage, S&P 500, September 2022"
            : "The published run of September 2022",
        "index-rebalance",
        settings,
        lookahead.isEmpty() ? 252 : 365,
        axes,
        cells,
        bars,
        data(),
        lookahead,
        """
        name: index-rebalance
        title: Index-rebalancing arbitrage, S&P 500, September 2022
        strategy: index-rebalance
        universe: [PENN, PVH, INVH, CSGP]
        data:
          asOf: Q3_2022
          indexChanges: true
        parameters: {index: "S&P 500", legs: index-changes, sizing: gross-exposure, size: 1.0}
        grid:
          entry: [AD+1, ED0, MD+1]
          holding: [1d, 1w, 2w, 3w, 4w]
        """,
        LINEAGE);
  }

  private static void add(
      List<Experiment.Axis> axes,
      int axis,
      Map<String, String> chosen,
      Bars bars,
      List<Experiment.Cell> cells) {
    if (axis < axes.size()) {
      for (String value : axes.get(axis).values()) {
        chosen.put(axes.get(axis).parameter(), value);
        add(axes, axis + 1, chosen, bars, cells);
      }
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("index", "S&P 500");
    parameters.put("legs", "index-changes");
    parameters.put("entry", chosen.getOrDefault("entry", "AD+1"));
    parameters.put("holding", chosen.getOrDefault("holding", "4w"));
    parameters.put("exitSignal", "");
    parameters.put("sizing", "weight-per-leg");
    parameters.put("size", chosen.getOrDefault("size", axes.isEmpty() ? "10.0" : "0.25"));
    cells.add(new Experiment.Cell(parameters, run(parameters, bars)));
  }

  private static BacktestResult run(Map<String, String> parameters, Bars bars) {
    LocalDate entry =
        switch (parameters.get("entry")) {
          case "AD+1" -> LocalDate.of(2022, 9, 6);
          case "ED0" -> EFFECTIVE;
          default -> LocalDate.of(2022, 11, 29);
        };
    String holding = parameters.get("holding");
    int number = holding.charAt(0) - '0';
    LocalDate exit =
        sessionNotBefore(bars, entry.plusDays(holding.endsWith("w") ? 7L * number : number));
    FillAt at = parameters.get("entry").equals("ED0") ? FillAt.CLOSE : FillAt.OPEN;
    BacktestSpec spec = BacktestSpec.builder().costs(new Costs(1, 0, 2)).build();
    double weight = Double.parseDouble(parameters.get("size"));
    return Simulator.run(spec, bars, List.of(), new OneEvent(entry, exit, at, weight));
  }

  private static LocalDate sessionNotBefore(Bars bars, LocalDate date) {
    return bars.sessionDates().stream()
        .filter(session -> !session.isBefore(date))
        .findFirst()
        .orElseThrow();
  }

  /** Trades one event at two dates. */
  private record OneEvent(LocalDate entry, LocalDate exit, FillAt at, double weight)
      implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet orders) {
      if (!view.session().equals(entry) && !view.session().equals(exit)) {
        return;
      }
      if (view.session().equals(exit)) {
        for (int i = 0; i < view.instruments(); i++) {
          orders.targetShares(i, 0, at);
        }
        orders.note("Exit: " + exit + " is the first session not before the end of the holding");
        return;
      }
      for (int i = 0; i < view.instruments(); i++) {
        orders.targetWeight(i, i < 2 ? -weight : weight, at);
      }
      orders.note("Skipped WBD (US9344231041): entered by a merger, not by the index committee");
      orders.note("Skipped J: the same symbol under another ISIN (US4698141078, US46982L1089)");
      orders.event(event());
    }

    @Override
    public Strategy copy() {
      return this;
    }
  }

  static MarketEvent event() {
    return new MarketEvent(
        "sp500-2022-09-02",
        "S&P 500 change announced 2022-09-02",
        List.of(
            new MarketEvent.Leg("PENN", PositionSide.SHORT),
            new MarketEvent.Leg("PVH", PositionSide.SHORT),
            new MarketEvent.Leg("INVH", PositionSide.LONG),
            new MarketEvent.Leg("CSGP", PositionSide.LONG)),
        List.of(
            new MarketEvent.Milestone("announced", ANNOUNCED),
            new MarketEvent.Milestone("effective", EFFECTIVE),
            new MarketEvent.Milestone("observed", OBSERVED)));
  }

  /** 107 weekdays without the holidays, a seeded random walk in cents. */
  static Bars bars(List<String> symbols) {
    List<LocalDate> sessions = new ArrayList<>();
    for (LocalDate date = LocalDate.of(2022, 8, 1);
        date.isBefore(LocalDate.of(2022, 12, 31));
        date = date.plusDays(1)) {
      if (date.getDayOfWeek() != DayOfWeek.SATURDAY
          && date.getDayOfWeek() != DayOfWeek.SUNDAY
          && !HOLIDAYS.contains(date)) {
        sessions.add(date);
      }
    }
    int width = symbols.size();
    double[] open = new double[sessions.size() * width];
    double[] close = new double[open.length];
    double[] high = new double[open.length];
    double[] low = new double[open.length];
    double[] volume = new double[open.length];
    Random random = new Random(20220902);
    for (int i = 0; i < width; i++) {
      double price = START[i];
      for (int bar = 0; bar < sessions.size(); bar++) {
        int cell = bar * width + i;
        open[cell] = cents(price * (1 + 0.006 * random.nextGaussian()));
        close[cell] = cents(open[cell] * (1 + 0.012 * random.nextGaussian()));
        high[cell] = cents(Math.max(open[cell], close[cell]) * 1.004);
        low[cell] = cents(Math.min(open[cell], close[cell]) * 0.996);
        volume[cell] = 1_000_000 + random.nextInt(1_000_000);
        price = close[cell];
      }
    }
    return Bars.copyOf(symbols, sessions, open, high, low, close, volume);
  }

  private static double cents(double usd) {
    return Math.round(usd * 100) / 100.0;
  }

  private static List<DataRef> data() {
    String digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    return List.of(
        ref(
            "daily_bars",
            4_212_908_346_716_251_998L,
            "2022-12-30T21:00:00Z",
            535,
            new SourceFile("daily_bars_synthetic_2022-08-01_to_2022-11-25.csv", digest, 410),
            new SourceFile("daily_bars_synthetic_2022-11-28_to_2022-12-30.csv", digest, 125)),
        ref(
            "index_changes",
            7_730_042_137_226_120_154L,
            "2022-09-02T21:15:00Z",
            4,
            new SourceFile("index_changes_2022-09-02.csv", digest, 4)),
        ref(
            "fund_holdings",
            8_811_937_302_556_014_871L,
            "2022-11-28T20:50:55Z",
            37,
            new SourceFile("sp500-fund_holdings_2022-03-31.json", digest, 28),
            new SourceFile("sp500-fund_holdings_2022-09-30.json", digest, 27)));
  }

  private static DataRef ref(
      String table, long snapshot, String knownAt, long rows, SourceFile... sources) {
    return new DataRef(
        table,
        new PointInTime.Tag("Q3_2022"),
        snapshot,
        0,
        Instant.parse(knownAt),
        rows,
        Arrays.asList(sources),
        "5".repeat(64));
  }
}
