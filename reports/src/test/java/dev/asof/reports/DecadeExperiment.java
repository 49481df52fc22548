package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.Strategy;
import dev.asof.api.Trials;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.Simulator;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ten years of daily bars on which a strategy makes more than five thousand round trips. */
final class DecadeExperiment {
  private static final int SESSIONS = 2_520;
  private static final int INSTRUMENTS = 24;
  private static final LocalDate FIRST = LocalDate.of(2015, 1, 2);

  private DecadeExperiment() {}

  /** With a benchmark and a hundred trials. */
  static Experiment make() {
    Bars bars = bars();
    BacktestSpec spec = BacktestSpec.builder().costs(new Costs(1, 0, 2)).build();
    BacktestResult result = Simulator.run(spec, bars, List.of(), new Rotation());
    double[] benchmark = new double[bars.sessions()];
    for (int bar = 0; bar < benchmark.length; bar++) {
      for (int i = 0; i < INSTRUMENTS; i++) {
        benchmark[bar] += bars.close(bar, i) / INSTRUMENTS;
      }
    }
    return SampleExperiments.of(bars, result)
        .withBenchmark(Benchmark.of("ALL", bars.sessionDates(), benchmark))
        .withTrials(new Trials(100, 0.02));
  }

  private static Bars bars() {
    List<LocalDate> sessions = new ArrayList<>();
    for (LocalDate day = FIRST; sessions.size() < SESSIONS; day = day.plusDays(1)) {
      if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
        sessions.add(day);
      }
    }
    List<String> symbols = new ArrayList<>();
    double[] price = new double[SESSIONS * INSTRUMENTS];
    Random random = new Random(20150102);
    for (int i = 0; i < INSTRUMENTS; i++) {
      symbols.add("S" + (char) ('A' + i));
      double last = 50;
      for (int bar = 0; bar < SESSIONS; bar++) {
        last = Math.round(last * (1.0003 + 0.012 * random.nextGaussian()) * 100) / 100.0;
        price[bar * INSTRUMENTS + i] = last;
      }
    }
    return Bars.copyOf(symbols, sessions, price, price, price, price, price);
  }

  /** Each session opens three positions and closes those of four sessions ago. */
  private static final class Rotation implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet orders) {
      int day = (int) view.session().toEpochDay();
      for (int n = 0; n < 3; n++) {
        int i = Math.floorMod(3 * day + n, INSTRUMENTS);
        orders.targetShares((i + INSTRUMENTS / 2) % INSTRUMENTS, 0, FillAt.OPEN);
        orders.targetWeight(i, (day + n) % 3 == 0 ? -0.06 : 0.06, FillAt.CLOSE);
      }
    }

    @Override
    public Strategy copy() {
      return this;
    }
  }
}
