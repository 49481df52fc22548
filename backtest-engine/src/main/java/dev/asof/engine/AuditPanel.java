package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A copy of the market data whose unknown part is replaced in place, so that arrays and lists that
 * a strategy shares with it, or that a static field keeps, change with it. The data copied is only
 * read.
 *
 * <p>At a cut before a session, unknown are: bars from that session on, bars before it that are
 * restated later, restatements to come, and facts and actions that are not visible yet, with the
 * ends of those that are.
 */
final class AuditPanel {
  private static final BarField[] FIELDS = BarField.values();

  /** What can be replaced. */
  enum Part {
    /** Bars from the session of the cut on. */
    BARS("later sessions"),
    /** Bars before it that are restated later. */
    RESTATED("restatements to come"),
    /** Facts and corporate actions. */
    FACTS("facts not known yet");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final MarketData truth;
  private final int instruments;
  private final int sessions;
  private final double[][] trueValues = new double[FIELDS.length][];
  private final double[][] values = new double[FIELDS.length][];
  private final double[][][] rows = new double[FIELDS.length][][];
  private final Map<Future, double[][]> others = new EnumMap<>(Future.class);
  private final BarRevisions revisions;
  private final double[] trueRevisions;
  private final RevealedFact[] facts;
  private final RevealedFact[] trueFacts;
  private final CorporateAction[] actions;
  private final CorporateAction[] trueActions;
  private final Map<Future, RevealedFact[]> otherFacts = new EnumMap<>(Future.class);
  private final Map<Future, CorporateAction[]> otherActions = new EnumMap<>(Future.class);
  private final int[] factsByMoment;
  private final int[] endsByMoment;
  private final int[] actionsByMoment;

  /** By bar, its restated instruments; null where there are none. */
  private final int[][] restated;

  /** By revision, whether it is the last of its bar. */
  private final boolean[] isLast;

  /** By cell, its last revision. */
  private final Map<Integer, Integer> lastRevisions = new HashMap<>();

  private final MarketData given;
  private final MarketData simulated;
  private final MarketData inTime;
  private Set<Part> parts = EnumSet.noneOf(Part.class);
  private Future future = Future.SCALED;
  private boolean isTrue = true;
  private int position;

  /** The session whose true bars were put in place last, so that they are not copied twice. */
  private int shown = -1;

  private int nextFact;
  private int nextEnd;
  private int nextAction;
  private int nextRevision;

  AuditPanel(MarketData market, long seed) {
    truth = market;
    Bars bars = market.bars();
    instruments = bars.instruments();
    sessions = bars.sessions();
    for (BarField field : FIELDS) {
      trueValues[field.ordinal()] = bars.valuesUnsafe(field);
      values[field.ordinal()] = bars.valuesUnsafe(field).clone();
    }
    LocalDate[] dates = bars.sessionDates().toArray(LocalDate[]::new);
    Bars copy =
        Bars.wrapUnsafe(
            bars.symbols(), dates, values[0], values[1], values[2], values[3], values[4]);
    for (BarField field : FIELDS) {
      rows[field.ordinal()] = copy.rowsUnsafe(field);
    }
    revisions = copyOf(market.revisions());
    trueRevisions = market.revisions().valuesUnsafe();
    restated = new int[sessions][];
    isLast = new boolean[revisions.count()];
    readRevisions();
    trueFacts = market.facts().toArray(RevealedFact[]::new);
    facts = trueFacts.clone();
    trueActions = market.actions().toArray(CorporateAction[]::new);
    actions = trueActions.clone();
    factsByMoment = sorted(trueFacts.length, n -> trueFacts[n].visibleFrom());
    endsByMoment =
        Arrays.stream(
                sorted(trueFacts.length, n -> trueFacts[n].visibleUntil().orElse(Instant.MAX)))
            .filter(n -> trueFacts[n].visibleUntil().isPresent())
            .toArray();
    actionsByMoment = sorted(trueActions.length, n -> trueActions[n].knownAt());
    for (Future each : Future.values()) {
      others.put(each, each.of(bars, seed + each.ordinal()));
      OtherFacts other = new OtherFacts(bars.symbols(), seed + each.ordinal());
      otherFacts.put(
          each, Arrays.stream(trueFacts).map(other::insteadOf).toArray(RevealedFact[]::new));
      otherActions.put(
          each, Arrays.stream(trueActions).map(other::insteadOf).toArray(CorporateAction[]::new));
    }
    given =
        MarketData.wrapUnsafe(
            copy, new InPlace<>(facts), new InPlace<>(actions), market.borrowRates(), revisions);
    simulated =
        MarketData.wrapUnsafe(
            copy, market.facts(), market.actions(), market.borrowRates(), revisions);
    inTime = simulated.inTime();
  }

  private static BarRevisions copyOf(BarRevisions original) {
    BarRevisions.Builder copy = new BarRevisions.Builder();
    for (int n = 0; n < original.count(); n++) {
      copy.add(
          Instant.ofEpochMilli(original.visibleFromEpochMillis(n)),
          original.bar(n),
          original.instrument(n),
          original.version(n),
          original.open(n),
          original.high(n),
          original.low(n),
          original.close(n),
          original.volume(n));
    }
    return copy.build();
  }

  private void readRevisions() {
    for (int n = 0; n < revisions.count(); n++) {
      lastRevisions.put(cell(n), n);
    }
    for (int n = 0; n < revisions.count(); n++) {
      isLast[n] = lastRevisions.get(cell(n)) == n;
      if (isLast[n]) {
        int bar = revisions.bar(n);
        int[] own = restated[bar] == null ? new int[0] : restated[bar];
        restated[bar] = Arrays.copyOf(own, own.length + 1);
        restated[bar][own.length] = revisions.instrument(n);
      }
    }
  }

  private int cell(int revision) {
    return revisions.bar(revision) * instruments + revisions.instrument(revision);
  }

  private interface MomentOf {
    Instant of(int n);
  }

  private static int[] sorted(int count, MomentOf moment) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparing(moment::of))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** What a strategy is made from. */
  MarketData given() {
    return given;
  }

  /** What is simulated: the same bars, and true facts, which become visible when they are known. */
  MarketData simulated() {
    return simulated;
  }

  /** As {@link #simulated}, with facts that are seen no earlier than they were known. */
  MarketData simulatedInTime() {
    return inTime;
  }

  /** Puts the truth back everywhere; nothing to do where it stands already. */
  void restore() {
    if (isTrue) {
      return;
    }
    fill(trueValues);
    restoreTheRest();
    isTrue = true;
  }

  private void fill(double[][] source) {
    for (int field = 0; field < FIELDS.length; field++) {
      copy(source[field], field, 0, sessions);
    }
  }

  private void restoreTheRest() {
    System.arraycopy(trueFacts, 0, facts, 0, facts.length);
    System.arraycopy(trueActions, 0, actions, 0, actions.length);
    System.arraycopy(trueRevisions, 0, revisions.valuesUnsafe(), 0, 5 * revisions.count());
  }

  /** Replaces everything; {@link #cutBefore} puts back what is known. */
  void replaceAll(Future newFuture) {
    replaceAll(newFuture, EnumSet.allOf(Part.class));
  }

  /** Replaces some of it. */
  void replaceAll(Future newFuture, Set<Part> newParts) {
    // Bars are the bulk of it: those that are replaced need no restoring first.
    if (newParts.contains(Part.BARS)) {
      fill(others.get(newFuture));
      restoreTheRest();
    } else {
      restore();
    }
    isTrue = false;
    future = newFuture;
    parts = newParts;
    position = 0;
    shown = -1;
    nextFact = 0;
    nextEnd = 0;
    nextAction = 0;
    nextRevision = 0;
    if (parts.contains(Part.RESTATED)) {
      for (int n = 0; n < revisions.count(); n++) {
        for (int field = 0; field < FIELDS.length; field++) {
          revisions.valuesUnsafe()[n * FIELDS.length + field] = others.get(future)[field][cell(n)];
        }
      }
    }
    if (parts.contains(Part.FACTS)) {
      System.arraycopy(otherFacts.get(future), 0, facts, 0, facts.length);
      System.arraycopy(otherActions.get(future), 0, actions, 0, actions.length);
    }
  }

  /** Moves the cut on to before a session. */
  void cutBefore(int bar) {
    for (; position < bar; position++) {
      if (position != shown) {
        showRow(position);
      }
      hideRestated(position);
    }
    reveal(truth.bars().openTime(bar));
  }

  /** Puts the true bars of a session in place. */
  void showRow(int bar) {
    shown = bar;
    for (int field = 0; field < FIELDS.length; field++) {
      copy(trueValues[field], field, bar, bar + 1);
    }
  }

  /** Replaces one field of a session, all the rest being as it is. */
  void replaceField(int bar, Future with, BarField field) {
    isTrue = false;
    copy(others.get(with)[field.ordinal()], field.ordinal(), bar, bar + 1);
  }

  private void copy(double[] source, int field, int from, int to) {
    System.arraycopy(
        source, from * instruments, values[field], from * instruments, (to - from) * instruments);
    for (int bar = from; bar < to; bar++) {
      System.arraycopy(source, bar * instruments, rows[field][bar], 0, instruments);
    }
  }

  private void hideRestated(int bar) {
    if (restated[bar] == null || !parts.contains(Part.RESTATED)) {
      return;
    }
    for (int instrument : restated[bar]) {
      int cell = bar * instruments + instrument;
      if (lastRevisions.get(cell) >= nextRevision) {
        put(cell, others.get(future));
      }
    }
  }

  private void put(int cell, double[][] source) {
    for (int field = 0; field < FIELDS.length; field++) {
      values[field][cell] = source[field][cell];
      rows[field][cell / instruments][cell % instruments] = source[field][cell];
    }
  }

  private void reveal(Instant now) {
    long millis = now.toEpochMilli();
    while (nextRevision < revisions.count()
        && revisions.visibleFromEpochMillis(nextRevision) <= millis) {
      int n = nextRevision++;
      int at = n * FIELDS.length;
      System.arraycopy(trueRevisions, at, revisions.valuesUnsafe(), at, FIELDS.length);
      if (isLast[n] && revisions.bar(n) < position) {
        put(cell(n), trueValues);
      }
    }
    if (parts.contains(Part.FACTS)) {
      revealFacts(now);
    }
  }

  private void revealFacts(Instant now) {
    for (; nextFact < facts.length; nextFact++) {
      RevealedFact known = trueFacts[factsByMoment[nextFact]];
      if (known.visibleFrom().isAfter(now)) {
        break;
      }
      facts[factsByMoment[nextFact]] =
          known.visibleUntil().isEmpty()
              ? known
              : new RevealedFact(known.fact(), known.visibleFrom(), known.table());
    }
    for (; nextEnd < endsByMoment.length; nextEnd++) {
      RevealedFact ended = trueFacts[endsByMoment[nextEnd]];
      if (ended.visibleUntil().orElseThrow().isAfter(now)) {
        break;
      }
      facts[endsByMoment[nextEnd]] = ended;
    }
    for (; nextAction < actions.length; nextAction++) {
      CorporateAction known = trueActions[actionsByMoment[nextAction]];
      if (known.knownAt().isAfter(now)) {
        break;
      }
      actions[actionsByMoment[nextAction]] = known;
    }
  }

  /** A list that can't be written to by others, over an array that is changed here. */
  private static final class InPlace<T> extends AbstractList<T> implements RandomAccess {
    private final T[] elements;

    InPlace(T[] elements) {
      this.elements = elements;
    }

    @Override
    public T get(int index) {
      return elements[index];
    }

    @Override
    public int size() {
      return elements.length;
    }
  }
}
