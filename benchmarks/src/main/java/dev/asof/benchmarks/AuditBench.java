package dev.asof.benchmarks;

import dev.asof.api.AuditVerdict;
import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.Strategy;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.LookaheadAudit;
import dev.asof.engine.MarketData;
import dev.asof.engine.Simulator;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * Prints what an audit and a timeline cost beside the plain run, ten years of 50 instruments. Runs
 * and audits take turns and the median counts.
 *
 * <p>Command: {@code asof bench audit}.
 */
final class AuditBench {
  private static final int SESSIONS = 2520;
  private static final int INSTRUMENTS = 50;
  private static final int TAGS = 120;
  private static final BacktestSpec SPEC =
      BacktestSpec.builder().costs(new Costs(10, 0, 5)).build();

  private final PrintStream out;
  private final int rounds;

  private AuditBench(PrintStream out, int rounds) {
    this.out = out;
    this.rounds = rounds;
  }

  /** Prints both tables. */
  static void run(PrintStream out) {
    run(out, SESSIONS, INSTRUMENTS, 15);
  }

  static void run(PrintStream out, int sessions, int instruments, int rounds) {
    AuditBench bench = new AuditBench(out, rounds);
    Bars bars = EngineBench.bars(BenchMarket.of(sessions, instruments, 0));
    MarketData market = MarketData.of(bars);
    Function<MarketData, Strategy> cross = data -> new MovingCross(instruments, 0.9 / instruments);
    MarketData announced =
        market.withFacts(SparseEvents.facts(bars.symbols(), bars.sessionDates(), 20));
    Function<MarketData, Strategy> sparse = data -> new SparseEvents();
    bench.line(
        "Audit of %d sessions x %d instruments: every session a cut under two futures, and %d"
            + " replays; goal 30 of a run",
        sessions, instruments, LookaheadAudit.REPLAYS);
    bench.line(
        "%-24s %10s %10s %8s %8s %16s",
        "strategy", "run, ms", "audit, ms", "ratio", "cuts", "compared");
    bench.audit("moving-average cross", market, cross);
    bench.audit("index changes", announced, sparse);
    bench.line("");
    BarRevisions revisions = revisions(bars);
    bench.line(
        "Timeline of %d tags with %d restatements; goal 1.3 of a pinned run",
        TAGS, revisions.count() / 2);
    bench.line("%-24s %10s %10s %8s", "strategy", "pinned, ms", "timeline", "ratio");
    bench.timeline("moving-average cross", market, market.withRevisions(revisions), cross);
    bench.timeline("index changes", announced, announced.withRevisions(revisions), sparse);
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private void audit(String name, MarketData market, Function<MarketData, Strategy> maker) {
    AuditVerdict[] verdict = new AuditVerdict[1];
    double[] nanos =
        new Race()
            .add(() -> Simulator.run(SPEC, market, maker.apply(market)))
            .add(
                () ->
                    verdict[0] = LookaheadAudit.run(SPEC, market, maker, 1, LookaheadAudit.REPLAYS))
            .nanos(rounds, rounds);
    if (!verdict[0].passed()) {
      throw new IllegalStateException("Cannot compare: " + verdict[0].findings().get(0));
    }
    line(
        "%-24s %10.2f %10.2f %8.1f %8d %16d",
        name,
        nanos[0] / 1e6,
        nanos[1] / 1e6,
        nanos[1] / nanos[0],
        verdict[0].cuts(),
        verdict[0].valuesCompared());
  }

  private void timeline(
      String name, MarketData pinned, MarketData timeline, Function<MarketData, Strategy> maker) {
    double[] nanos =
        new Race()
            .add(() -> Simulator.run(SPEC, pinned, maker.apply(pinned)))
            .add(() -> Simulator.run(SPEC, timeline, maker.apply(timeline)))
            .nanos(2 * rounds, 4 * rounds);
    line("%-24s %10.2f %10.2f %8.2f", name, nanos[0] / 1e6, nanos[1] / 1e6, nanos[1] / nanos[0]);
  }

  /** In each of the tags one in ten bars of the last twenty sessions is restated by 1 %. */
  private static BarRevisions revisions(Bars bars) {
    Random random = new Random(2);
    BarRevisions.Builder revisions = new BarRevisions.Builder();
    int step = Math.max(20, bars.sessions() / TAGS);
    for (int tag = step; tag < bars.sessions(); tag += step) {
      for (int bar = tag - 20; bar < tag; bar++) {
        for (int i = 0; i < bars.instruments(); i++) {
          if (random.nextInt(10) == 0) {
            add(revisions, bars, bar, i, bar, 1.01);
            add(revisions, bars, bar, i, tag, 1);
          }
        }
      }
    }
    return revisions.build();
  }

  private static void add(
      BarRevisions.Builder revisions, Bars bars, int bar, int i, int published, double factor) {
    int cell = bar * bars.instruments() + i;
    double[] values = new double[BarField.values().length];
    for (BarField field : BarField.values()) {
      values[field.ordinal()] = bars.valuesUnsafe(field)[cell] * factor;
    }
    revisions.add(
        bars.closeTime(published),
        bar,
        i,
        published,
        values[0],
        values[1],
        values[2],
        values[3],
        values[4]);
  }
}
