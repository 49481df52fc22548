package dev.asof.benchmarks;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.SizeType;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.CrossSweep;
import dev.asof.engine.HeadlineMetrics;
import dev.asof.engine.PanelKeep;
import dev.asof.engine.PanelMetrics;
import dev.asof.engine.PanelOrders;
import dev.asof.engine.PanelSimulator;
import dev.asof.engine.Simulator;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Prints how fast the engine is, from one process, each row beside a bare Java loop of the same
 * arithmetic over the same data. Contenders take turns and the median counts, so that a busy
 * machine moves the nanoseconds but hardly the ratios. One thread unless it says otherwise.
 *
 * <p>Command: {@code asof bench engine [orders|metrics|callback|threads|linear|sweep]...}; without
 * a word all of it, which takes minutes and 4 GB.
 */
public final class EngineBench {
  private static final double FEE = 0.001;
  private static final double SLIPPAGE = 0.0005;
  private static final double CASH = 100_000;
  private static final int YEAR = 252;

  private static final BacktestSpec SPEC =
      BacktestSpec.builder().initialCashUsd(CASH).costs(new Costs(10, 0, 5)).build();
  private static final BacktestSpec FEES_ONLY =
      BacktestSpec.builder().initialCashUsd(CASH).costs(new Costs(10, 0, 0)).build();

  private final PrintStream out;

  private EngineBench(PrintStream out) {
    this.out = out;
  }

  /** A part of the table. */
  private enum Section {
    ORDERS,
    METRICS,
    CALLBACK,
    THREADS,
    LINEAR,
    SWEEP;

    static Section parse(String text) {
      for (Section section : values()) {
        if (section.name().toLowerCase(Locale.ROOT).equals(text)) {
          return section;
        }
      }
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid part '"
              + text
              + "' of the engine's benchmark: expected orders, metrics, callback, threads, linear"
              + " or sweep");
    }
  }

  /**
   * Prints the table.
   *
   * @param args parts to print; all when empty
   * @throws AsOfException with {@link ErrorCode#USAGE} for a part that isn't one
   */
  public static void run(PrintStream out, List<String> args) {
    List<Section> sections = args.stream().map(Section::parse).toList();
    EngineBench bench = new EngineBench(out);
    for (Section section : sections.isEmpty() ? List.of(Section.values()) : sections) {
      switch (section) {
        case ORDERS -> bench.orders();
        case METRICS -> bench.metrics();
        case CALLBACK -> bench.callback();
        case THREADS -> bench.threads();
        case LINEAR -> bench.linear();
        case SWEEP -> bench.sweep();
      }
    }
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private static PanelSimulator panel(BenchMarket market, PanelKeep... keeps) {
    EnumSet<PanelKeep> kept = EnumSet.noneOf(PanelKeep.class);
    kept.addAll(Arrays.asList(keeps));
    return PanelSimulator.of(SPEC, market.prices(), market.columns(), kept);
  }

  private void orders() {
    line("Orders: target weights with fee and slippage; ns per cell, ratio to ours in brackets");
    line(
        "%-31s %8s %18s %18s %18s  %s",
        "bars x accounts, orders", "ours", "by account", "by bar", "4 interleaved", "goal");
    for (double density : new double[] {1, 0.05}) {
      orders(1000, 1000, density, 21);
    }
    for (double density : new double[] {1, 0.05}) {
      orders(2520, 10_000, density, 5);
    }
    line("");
  }

  private void orders(int bars, int columns, double density, int rounds) {
    BenchMarket market = BenchMarket.of(bars, columns, density);
    PanelOrders orders = market.orders();
    int records = (int) Math.min(market.cells(), (long) (market.cells() * density * 1.02) + 1000);
    BareLoops bare = new BareLoops(market, FEE, SLIPPAGE, CASH, records);
    PanelSimulator kept = panel(market, PanelKeep.ORDERS);
    PanelSimulator plain = panel(market);
    PanelSimulator curves = panel(market, PanelKeep.EQUITY);
    PanelSimulator measured = panel(market, PanelKeep.METRICS);
    double[] nanos =
        new Race()
            .add(() -> kept.run(orders))
            .add(() -> bare.accountByAccount(true))
            .add(() -> bare.barByBar(true))
            .add(() -> plain.run(orders))
            .add(() -> bare.accountByAccount(false))
            .add(() -> bare.barByBar(false))
            .add(bare::fourAtATime)
            .add(() -> curves.run(orders))
            .add(() -> measured.run(orders))
            .nanos(rounds, rounds);
    for (int n = 0; n < nanos.length; n++) {
      nanos[n] /= market.cells();
    }
    checkEqual(plain, bare.cash);
    boolean dense = density == 1;
    String shape = bars + " x " + columns + (dense ? ", all" : ", 5 %");
    row(
        shape + ", records",
        nanos[0],
        new double[] {nanos[1], nanos[2], Double.NaN},
        dense ? "0.75 of by account" : "1.2 of by account");
    row(
        shape + ", none",
        nanos[3],
        new double[] {nanos[4], nanos[5], nanos[6]},
        dense ? "1.5 of 4 interleaved" : "0.6 of by account with records");
    line("%-31s %8.2f %18s", shape + ", curves", nanos[7], more(nanos[7] - nanos[3]));
    line("%-31s %8.2f %18s", shape + ", metrics", nanos[8], more(nanos[8] - nanos[3]));
  }

  private static String more(double nanos) {
    return String.format(Locale.ROOT, "%+.2f to none", nanos);
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private void row(String what, double ours, double[] bare, String goal) {
    StringBuilder cells = new StringBuilder();
    for (double other : bare) {
      String cell = Double.isNaN(other) ? "" : format(other) + " (" + format(ours / other) + ")";
      cells.append(String.format(Locale.ROOT, " %18s", cell));
    }
    line("%-31s %8.2f%s  %s", what, ours, cells, goal);
  }

  /** A comparison counts only when both did the same. */
  private static void checkEqual(PanelSimulator ours, double[] cash) {
    for (int c = 0; c < cash.length; c++) {
      if (ours.cashUsd(c) != cash[c]) {
        throw new IllegalStateException(
            "Cannot compare: column " + c + " ends with " + ours.cashUsd(c) + ", not " + cash[c]);
      }
    }
  }

  private void metrics() {
    line("Headline metrics in one pass; ns per value, goal 1.1 of the bare fused pass");
    for (int[] shape : new int[][] {{1000, 1000}, {2520, 2500}}) {
      BenchMarket market = BenchMarket.of(shape[0], shape[1], 1);
      PanelSimulator simulator = panel(market, PanelKeep.EQUITY);
      simulator.run(market.orders());
      int bars = market.bars();
      double[] rows = simulator.equityUsdUnsafe();
      double[] curves = market.transposed(rows);
      double[] returns = new double[curves.length];
      for (int cell = 0; cell < curves.length; cell++) {
        double before = cell % bars == 0 ? CASH : curves[cell - 1];
        returns[cell] = (curves[cell] - before) / before;
      }
      PanelMetrics sideBySide = PanelMetrics.of(market.columns(), CASH);
      HeadlineMetrics one = new HeadlineMetrics(YEAR);
      BareMetrics bare = new BareMetrics(market.columns());
      double[] nanos =
          new Race()
              .add(() -> sideBySide.measure(rows))
              .add(() -> bare.ofCurves(curves, bars, CASH))
              .add(() -> measureEach(one, returns, bars))
              .add(() -> bare.ofReturns(returns, bars))
              .nanos(5, 15);
      double cells = market.cells();
      String what = market.bars() + " x " + market.columns();
      sideBySide.read(0, one);
      if (Math.abs(one.maxDrawdown() - bare.maxDrawdown(0)) > 1e-12) {
        throw new IllegalStateException("Cannot compare: drawdowns differ");
      }
      line(
          "%-31s %8.2f %18s",
          what + ", curves side by side",
          nanos[0] / cells,
          format(nanos[1] / cells) + " (" + format(nanos[0] / nanos[1]) + ")");
      line(
          "%-31s %8.2f %18s",
          what + ", series of returns",
          nanos[2] / cells,
          format(nanos[3] / cells) + " (" + format(nanos[2] / nanos[3]) + ")");
    }
    line("");
  }

  private static void measureEach(HeadlineMetrics metrics, double[] returns, int bars) {
    for (int from = 0; from < returns.length; from += bars) {
      metrics.measure(returns, from, from + bars);
    }
  }

  private void callback() {
    line("User code at each bar: a cross of averages of 10 and 30 closes; million bars per second");
    line(
        "%-31s %12s %12s %22s  %s",
        "bars x columns", "panel", "bare", "portfolio, one account", "goal");
    callback(BenchMarket.of(2520, 1000, 0), 9, "50 for the panel");
    callback(BenchMarket.of(2520, 1000, 0).column(3), 400, "20 for the panel");
    line("");
  }

  private void callback(BenchMarket market, int rounds, String goal) {
    int columns = market.columns();
    double weight = 0.9;
    PanelSimulator panel =
        PanelSimulator.of(FEES_ONLY, market.prices(), columns, EnumSet.noneOf(PanelKeep.class));
    double[] cash = new double[columns];
    Bars bars = bars(market);
    double[] nanos =
        new Race()
            .add(
                () ->
                    panel.run(
                        SizeType.TARGET_WEIGHT,
                        (first, width) -> new MovingCross(width, weight),
                        1))
            .add(() -> MovingCross.bare(market, weight, FEE, CASH, cash))
            .add(
                () ->
                    Simulator.run(
                        FEES_ONLY, bars, List.of(), new MovingCross(columns, weight / columns)))
            .nanos(rounds, rounds);
    checkEqual(panel, cash);
    line(
        "%-31s %12.1f %12.1f %22.1f  %s",
        market.bars() + " x " + columns,
        1e3 * market.cells() / nanos[0],
        1e3 * market.cells() / nanos[1],
        1e3 * market.cells() / nanos[2],
        goal);
  }

  /** The market as sessions of instruments; high, low and volume are the close. */
  static Bars bars(BenchMarket market) {
    List<String> symbols = new ArrayList<>();
    for (int c = 0; c < market.columns(); c++) {
      symbols.add("S" + c);
    }
    LocalDate[] sessions = new LocalDate[market.bars()];
    for (int bar = 0; bar < sessions.length; bar++) {
      sessions[bar] = LocalDate.of(2010, 1, 4).plusDays(bar);
    }
    double[] close = market.close();
    return Bars.wrapUnsafe(symbols, sessions, market.open(), close, close, close, close);
  }

  private void threads() {
    BenchMarket market = BenchMarket.of(1000, 8192, 1);
    PanelOrders orders = market.orders();
    PanelSimulator simulator = panel(market, PanelKeep.METRICS);
    double[] nanos =
        new Race()
            .add(() -> simulator.run(orders, 1))
            .add(() -> simulator.run(orders, 2))
            .nanos(3, 9);
    line("Two threads against one, 1000 x 8192 with metrics (goal 1.9 on two idle cores)");
    line(
        "%-31s %8.2f %8.2f ns per cell, %.2f times as fast",
        "one, two", nanos[0] / market.cells(), nanos[1] / market.cells(), nanos[0] / nanos[1]);
    line("");
  }

  private void linear() {
    line("Linearity: ns per cell with metrics, an order in each cell");
    String format = "%-12s %10s %10.2f %10.2f %10.2f %10.2f";
    double[] nanos = new double[4];
    for (int n = 0; n < 4; n++) {
      nanos[n] = perCell(BenchMarket.of(500 << n, 500, 1));
    }
    line(format, "bars", "500-4000", nanos[0], nanos[1], nanos[2], nanos[3]);
    for (int n = 0; n < 4; n++) {
      nanos[n] = perCell(BenchMarket.of(500, 500 << n, 1));
    }
    line(format, "instruments", "500-4000", nanos[0], nanos[1], nanos[2], nanos[3]);
    BenchMarket market = BenchMarket.of(1000, 250, 1);
    for (int n = 0; n < 4; n++) {
      nanos[n] = perCell(market, 2 << n);
    }
    line(format, "scenarios", "2-16", nanos[0], nanos[1], nanos[2], nanos[3]);
    line("");
  }

  private static double perCell(BenchMarket market) {
    return perCell(market, 1);
  }

  private static double perCell(BenchMarket market, int scenarios) {
    int columns = market.columns() * scenarios;
    double[] sizes = new double[market.bars() * columns];
    for (int cell = 0; cell < sizes.length; cell++) {
      int c = cell % columns % market.columns();
      sizes[cell] = market.weights()[cell / columns * market.columns() + c];
    }
    PanelOrders orders = PanelOrders.wrapUnsafe(SizeType.TARGET_WEIGHT, columns, sizes);
    PanelSimulator simulator =
        PanelSimulator.of(SPEC, market.prices(), columns, EnumSet.of(PanelKeep.METRICS));
    return new Race().add(() -> simulator.run(orders)).nanos(3, 9)[0] / sizes.length;
  }

  private void sweep() {
    line("Sweeps of moving-average crosses over 2520 bars, averages to metrics; milliseconds");
    BenchMarket market = BenchMarket.of(2520, 1, 0);
    sweep(market, 46, 990, 25, "20 on two threads");
    sweep(market, 449, 100_000, 3, "3000 on two threads");
    line("");
  }

  private void sweep(BenchMarket market, int longest, int combinations, int rounds, String goal) {
    int[] fast = new int[combinations];
    int[] slow = new int[combinations];
    int count = 0;
    for (int f = 2; f < longest; f++) {
      for (int s = f + 1; s <= longest && count < combinations; s++) {
        fast[count] = f;
        slow[count++] = s;
      }
    }
    double[] nanos =
        new Race()
            .add(() -> sweepOnce(market, fast, slow, 1))
            .add(() -> sweepOnce(market, fast, slow, 2))
            .nanos(rounds, rounds);
    line(
        "%-31s %8.1f on one, %.1f on two threads  %s",
        combinations + " combinations", nanos[0] / 1e6, nanos[1] / 1e6, goal);
  }

  private static void sweepOnce(BenchMarket market, int[] fast, int[] slow, int threads) {
    CrossSweep.tradedAtNextOpen(FEES_ONLY, market.open(), market.close(), fast, slow).run(threads);
  }
}
