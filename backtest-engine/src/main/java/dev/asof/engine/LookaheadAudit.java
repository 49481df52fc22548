package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.AuditVerdict;
import dev.asof.api.AuditVerdict.Kind;
import dev.asof.api.BarField;
import dev.asof.api.Bars;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Looks for decisions that used what was not known: replaces it and decides again.
 *
 * <ol>
 *   <li>The run itself, its decisions kept as raw bits.
 *   <li>The run again, after one over another future from end to end: what a static field kept of
 *       an earlier run would show.
 *   <li>Under each {@link Future} once over all sessions: before each decision everything that is
 *       not known then is replaced, in place, in the arrays and lists that the strategy was made
 *       from, and after the decision the session's true bars are put back, so that each session is
 *       a cut. After a difference the run goes on in the state that it truly had before the next
 *       session, so that cuts do not depend on each other.
 *   <li>For a sample of cuts, runs from the start with a strategy made anew from the replaced data:
 *       what it computed beforehand shows.
 *   <li>With more history before the start, where there is history.
 * </ol>
 *
 * <p>Facts that a run shows before they were known, where its specification allows that, are not
 * shown early in the other worlds, so that decisions which rest on them are found.
 *
 * <p>A strategy that computes beforehand and looks ahead by few sessions changes decisions only
 * just before a cut, so that replays find it with a probability that grows with their number; one
 * that keeps reading shared data is found at any session.
 */
public final class LookaheadAudit {
  /** Runs that are repeated from their start, unless said otherwise. */
  public static final int REPLAYS = 20;

  private static final long STATE_BYTES = 128L << 20;
  private static final int BYTES_PER_INSTRUMENT = 160;

  private final BacktestSpec spec;
  private final MarketData market;
  private final MarketData inTime;
  private final Bars bars;
  private final Function<MarketData, Strategy> maker;
  private final long seed;
  private final AuditPanel panel;
  private final AuditFindings findings = new AuditFindings();
  private final DecisionLog truth;
  private final DecisionLog scratch;
  private int from;
  private int to;
  private List<Simulator.State> states = List.of();
  private long cuts;
  private long replayed;
  private long compared;
  private String warmUp = "not done: the run does not repeat";

  private LookaheadAudit(
      BacktestSpec spec, MarketData market, Function<MarketData, Strategy> maker, long seed) {
    this.spec = spec;
    this.market = market;
    this.inTime = market.inTime();
    this.bars = market.bars();
    this.maker = maker;
    this.seed = seed;
    this.panel = new AuditPanel(market, seed);
    this.truth = new DecisionLog(bars.symbols());
    this.scratch = new DecisionLog(bars.symbols());
  }

  /**
   * Audits one run. Neither the data nor its arrays are changed, and the same arguments give the
   * same verdict.
   *
   * @param maker makes the strategy anew; what the strategy computes beforehand or keeps must come
   *     from the data given, whose bars, facts, actions and revisions change in place later on
   * @param seed of the futures and of the sample of replays
   * @param replays runs from the start, 0 or more; no more than there are sessions
   * @return the verdict on this one run; findings of one kind beyond the first twenty are counted
   *     in the words of the last
   * @throws AsOfException as {@link Simulator#run(BacktestSpec, MarketData, Strategy)} for the run
   *     itself
   */
  public static AuditVerdict run(
      BacktestSpec spec,
      MarketData market,
      Function<MarketData, Strategy> maker,
      long seed,
      int replays) {
    if (replays < 0) {
      throw new IllegalArgumentException(
          "Invalid number of replays " + replays + ": expected 0 or more");
    }
    LookaheadGuard.check(market.facts(), spec.allowLookahead());
    return new LookaheadAudit(spec, market, maker, seed).run(replays);
  }

  private AuditVerdict run(int replays) {
    record(truth);
    if (repeats()) {
      for (Future future : Future.values()) {
        rollThrough(future);
      }
      replay(replays);
      warmUp();
    }
    panel.restore();
    return new AuditVerdict(1, cuts, replayed, fields(), compared, warmUp, findings.list());
  }

  private Simulator begin(MarketData simulated, Strategy strategy, DecisionLog log) {
    Simulator simulator = Simulator.begin(spec, simulated, strategy);
    simulator.watch(log);
    from = simulator.fromBar();
    to = simulator.endBar();
    return simulator;
  }

  /** The run as it is. */
  private void record(DecisionLog log) {
    panel.restore();
    Simulator simulator = begin(panel.simulated(), maker.apply(panel.given()), log);
    for (int bar = from; bar < to; bar++) {
      simulator.open();
      simulator.decide();
      simulator.trade();
    }
  }

  /** Whether the run decides the same once more, after another one. */
  private boolean repeats() {
    runOverAnotherFuture();
    DecisionLog again = new DecisionLog(bars.symbols());
    record(again);
    for (int n = 0; n < truth.decisions(); n++) {
      if (!isSame(n, again, n)) {
        findings.add(Kind.REPEATED, bars.session(from + n), words(n, again, n, "when repeated"));
      }
    }
    return findings.isEmpty();
  }

  private void runOverAnotherFuture() {
    panel.restore();
    try {
      panel.replaceAll(Future.SCALED);
      Strategy strategy = maker.apply(panel.given());
      panel.restore();
      BacktestSpec forgiving = spec.withMissingPrice(MissingPrice.IGNORE);
      Simulator simulator = Simulator.begin(forgiving, panel.simulated(), strategy);
      panel.replaceAll(Future.SCALED);
      for (int bar = from; bar < to; bar++) {
        simulator.open();
        simulator.decide();
        simulator.trade();
      }
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
      // Another world need not suit the strategy; what counts is what it left behind.
      return;
    }
  }

  private boolean isSame(int decision, DecisionLog other, int otherDecision) {
    compared += truth.values(decision);
    return truth.isSame(decision, other, otherDecision);
  }

  private String words(int decision, DecisionLog other, int otherDecision, String with) {
    return truth.difference(decision, other, otherDecision, with);
  }

  /** Decides; a failure is a decision too. */
  private static void decide(Simulator simulator, DecisionLog log) {
    try {
      simulator.decide();
    } catch (AsOfException failure) {
      log.failed(failure.getMessage());
    }
  }

  private void rollThrough(Future future) {
    panel.restore();
    Simulator simulator = begin(panel.simulatedInTime(), maker.apply(panel.given()), scratch);
    panel.replaceAll(future);
    while (simulator.nextBar() < to) {
      int bar = simulator.nextBar();
      panel.cutBefore(bar);
      scratch.clear();
      simulator.open();
      decide(simulator, scratch);
      panel.showRow(bar);
      cuts++;
      if (isSame(bar - from, scratch, 0)) {
        simulator.trade();
        continue;
      }
      describe(future, bar, words(bar - from, scratch, 0, "with another future"));
      if (bar + 1 == to) {
        return;
      }
      Simulator.State next = stateFrom(bar + 1);
      if (next == null) {
        return;
      }
      panel.replaceAll(future);
      panel.cutBefore(next.bar());
      simulator.skipTo(next);
    }
  }

  /** The true state before a session, or before the first later one that is kept. */
  private Simulator.State stateFrom(int bar) {
    if (states.isEmpty()) {
      recordStates();
    }
    for (int n = (bar - from) / stride(); n < states.size(); n++) {
      if (states.get(n).bar() >= bar) {
        return states.get(n);
      }
    }
    return null;
  }

  private int stride() {
    long bytes = (long) (to - from) * bars.instruments() * BYTES_PER_INSTRUMENT;
    return (int) (1 + bytes / STATE_BYTES);
  }

  private void recordStates() {
    panel.restore();
    Simulator simulator = begin(panel.simulated(), maker.apply(panel.given()), scratch);
    int stride = stride();
    states = new ArrayList<>();
    for (int bar = from; bar < to; bar++) {
      if ((bar - from) % stride == 0) {
        states.add(simulator.state());
      }
      scratch.clear();
      simulator.open();
      simulator.decide();
      simulator.trade();
    }
  }

  /** Finds out what a decision depends on, for the first findings. */
  private void describe(Future future, int bar, String difference) {
    LocalDate session = bars.session(bar);
    if (!findings.describes(Kind.FUTURE) && !findings.describes(Kind.SAME_DAY)) {
      findings.add(Kind.FUTURE, session, difference);
      return;
    }
    Simulator.State state = stateFrom(bar);
    if (state == null || state.bar() != bar) {
      findings.add(Kind.FUTURE, session, difference);
      return;
    }
    panel.restore();
    if (differs(state, bar)) {
      findings.add(
          Kind.FUTURE,
          session,
          difference + " (depends on facts that the run shows before they were known)");
      return;
    }
    List<String> sameDay = new ArrayList<>();
    for (BarField field : BarField.values()) {
      panel.restore();
      panel.replaceField(bar, future, field);
      if (differs(state, bar)) {
        sameDay.add(field.name().toLowerCase(Locale.ROOT));
      }
    }
    if (!sameDay.isEmpty()) {
      findings.add(
          Kind.SAME_DAY,
          session,
          difference + " (depends on the session's own " + String.join(", ", sameDay) + ")");
      return;
    }
    List<String> later = new ArrayList<>();
    for (AuditPanel.Part part : AuditPanel.Part.values()) {
      panel.replaceAll(future, EnumSet.of(part));
      panel.cutBefore(bar);
      if (differs(state, bar)) {
        later.add(part.words());
      }
    }
    findings.add(
        Kind.FUTURE,
        session,
        difference
            + (later.isEmpty()
                ? " (depends on what earlier decisions could not know)"
                : " (depends on " + String.join(", ", later) + ")"));
  }

  private boolean differs(Simulator.State state, int bar) {
    Simulator simulator = begin(inTime, state.strategy().copy(), scratch);
    simulator.skipTo(state);
    scratch.clear();
    simulator.open();
    decide(simulator, scratch);
    return !truth.isSame(bar - from, scratch, 0);
  }

  private void replay(int replays) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<Integer> sample = new TreeSet<>();
    while (sample.size() < Math.min(replays, to - from)) {
      sample.add(from + random.nextInt(to - from));
    }
    Future[] futures = Future.values();
    for (int turn = 0; turn < futures.length; turn++) {
      panel.replaceAll(futures[turn]);
      int n = 0;
      for (int cut : sample) {
        if (n++ % futures.length == turn) {
          panel.cutBefore(cut);
          replayBefore(cut);
        }
      }
    }
  }

  /** Decides up to a cut with a strategy made from data in which all after it is replaced. */
  private void replayBefore(int cut) {
    replayed++;
    cuts++;
    Strategy strategy;
    try {
      strategy = maker.apply(panel.given());
    } catch (RuntimeException failure) {
      findings.add(
          Kind.PRECOMPUTED,
          bars.session(cut),
          "the strategy is made; with another future it can not be: " + failure.getMessage());
      return;
    }
    Simulator simulator = begin(inTime, strategy, scratch);
    for (int bar = from; bar <= cut; bar++) {
      scratch.clear();
      simulator.open();
      decide(simulator, scratch);
      if (!isSame(bar - from, scratch, 0)) {
        if (!findings.isReported(bars.session(bar))) {
          String with = "with another future from " + bars.session(cut) + " on";
          findings.add(Kind.PRECOMPUTED, bars.session(bar), words(bar - from, scratch, 0, with));
        }
        return;
      }
      if (bar < cut) {
        simulator.trade();
      }
    }
  }

  private void warmUp() {
    int history = from;
    if (history == 0) {
      warmUp =
          spec.start().isEmpty()
              ? "not applicable: the run starts with the data's first session"
              : "not applicable: there is no history before the start";
      return;
    }
    int more = WarmUp.sessions(history);
    MarketData longer = WarmUp.prepend(market, history, seed);
    int found = 0;
    Strategy strategy = maker.apply(longer);
    Simulator simulator =
        Simulator.begin(spec, WarmUp.simulated(longer, bars.session(0)), strategy);
    simulator.watch(scratch);
    for (int bar = from; bar < to; bar++) {
      scratch.clear();
      simulator.open();
      decide(simulator, scratch);
      if (!isSame(bar - from, scratch, 0)) {
        String with = "with " + more + " more sessions of history";
        findings.add(Kind.WARM_UP, bars.session(bar), words(bar - from, scratch, 0, with));
        found++;
        break;
      }
      simulator.trade();
    }
    warmUp =
        more
            + " more sessions of history before the start: "
            + (found == 0 ? "no decision changed" : "decisions changed");
  }

  /** What there was to replace. */
  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    for (BarField field : BarField.values()) {
      for (double value : bars.valuesUnsafe(field)) {
        if (!Double.isNaN(value)) {
          fields.add(field.name().toLowerCase(Locale.ROOT));
          break;
        }
      }
    }
    if (market.revisions().count() > 0) {
      fields.add("restated bars");
    }
    TreeSet<String> tables = new TreeSet<>();
    for (RevealedFact revealed : market.announced()) {
      tables.add(revealed.table());
    }
    fields.addAll(tables);
    return fields;
  }
}
