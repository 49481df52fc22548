package dev.asof.cli;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import dev.asof.api.RevealedFact;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.MarketData;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A run's inputs, each under the key that it has in every version of the data, so that single ones
 * can be exchanged for those of another version. Immutable.
 */
final class KeyedInputs {
  private static final String BARS = TableDefinition.DAILY_BARS.tableName();
  private static final String ACTIONS = "corporate_actions";

  /** Which input it is. */
  sealed interface Key {}

  /** A bar. */
  record BarKey(LocalDate session, String symbol) implements Key {}

  /**
   * A fact that strategies see.
   *
   * @param identity as {@link FactLine} has it
   * @param occurrence number among those of one identity, from 0
   */
  record FactKey(String table, String identity, int occurrence) implements Key {}

  /** A corporate action that changes holdings; as {@link FactKey}. */
  record ActionKey(String identity, int occurrence) implements Key {}

  /** A bar with what strategies see of it before they see it so. */
  private record BarRow(
      double open, double high, double low, double close, double volume, List<Seen> seen) {
    boolean isEmpty() {
      return seen.isEmpty()
          && Double.isNaN(open)
          && Double.isNaN(high)
          && Double.isNaN(low)
          && Double.isNaN(close)
          && Double.isNaN(volume);
    }
  }

  private record Seen(
      long fromEpochMillis, double open, double high, double low, double close, double volume) {}

  private record Keyed<K, V>(K key, V value) {}

  private final TreeMap<LocalDate, Map<String, BarRow>> bars;
  private final List<Keyed<FactKey, RevealedFact>> facts;
  private final List<Keyed<ActionKey, CorporateAction>> actions;

  private KeyedInputs(
      TreeMap<LocalDate, Map<String, BarRow>> bars,
      List<Keyed<FactKey, RevealedFact>> facts,
      List<Keyed<ActionKey, CorporateAction>> actions) {
    this.bars = bars;
    this.facts = facts;
    this.actions = actions;
  }

  /** The inputs of a market that matter through a session; later ones are left out. */
  static KeyedInputs through(LocalDate last, MarketData market) {
    TreeMap<LocalDate, Map<String, BarRow>> bars = bars(last, market);
    Bars panel = market.bars();
    Instant lastDecision = Instant.MIN;
    for (int bar = 0; bar < panel.sessions() && !panel.session(bar).isAfter(last); bar++) {
      lastDecision = panel.openTime(bar);
    }
    List<Keyed<FactKey, RevealedFact>> facts = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (RevealedFact fact : market.facts()) {
      if (!fact.visibleFrom().isAfter(lastDecision)) {
        String identity = FactLine.of(fact.fact()).identity();
        int occurrence = counts.merge(fact.table() + " " + identity, 1, Integer::sum) - 1;
        facts.add(new Keyed<>(new FactKey(fact.table(), identity, occurrence), fact));
      }
    }
    List<Keyed<ActionKey, CorporateAction>> actions = new ArrayList<>();
    for (CorporateAction action : market.actions()) {
      if (!action.exDate().isAfter(last) || !action.knownAt().isAfter(lastDecision)) {
        String identity = FactLine.of(action).identity();
        int occurrence = counts.merge(identity, 1, Integer::sum) - 1;
        actions.add(new Keyed<>(new ActionKey(identity, occurrence), action));
      }
    }
    return new KeyedInputs(bars, facts, actions);
  }

  private static TreeMap<LocalDate, Map<String, BarRow>> bars(LocalDate last, MarketData market) {
    Bars panel = market.bars();
    BarRevisions revisions = market.revisions();
    Map<BarKey, List<Seen>> seen = new HashMap<>();
    for (int n = 0; n < revisions.count(); n++) {
      BarKey key =
          new BarKey(panel.session(revisions.bar(n)), panel.symbols().get(revisions.instrument(n)));
      seen.computeIfAbsent(key, unseen -> new ArrayList<>())
          .add(
              new Seen(
                  revisions.visibleFromEpochMillis(n),
                  revisions.open(n),
                  revisions.high(n),
                  revisions.low(n),
                  revisions.close(n),
                  revisions.volume(n)));
    }
    TreeMap<LocalDate, Map<String, BarRow>> bars = new TreeMap<>();
    for (int bar = 0; bar < panel.sessions() && !panel.session(bar).isAfter(last); bar++) {
      LocalDate session = panel.session(bar);
      Map<String, BarRow> rows = bars.computeIfAbsent(session, unseen -> new HashMap<>());
      for (int i = 0; i < panel.instruments(); i++) {
        String symbol = panel.symbols().get(i);
        BarRow row =
            new BarRow(
                panel.open(bar, i),
                panel.high(bar, i),
                panel.low(bar, i),
                panel.close(bar, i),
                panel.volume(bar, i),
                List.copyOf(seen.getOrDefault(new BarKey(session, symbol), List.of())));
        if (!row.isEmpty()) {
          rows.put(symbol, row);
        }
      }
    }
    return bars;
  }

  /** What another version has differently: bars by session and symbol, then facts and actions. */
  List<Restatement> restatedBy(KeyedInputs other) {
    List<Restatement> restatements = new ArrayList<>();
    TreeSet<LocalDate> sessions = new TreeSet<>(bars.keySet());
    sessions.addAll(other.bars.keySet());
    for (LocalDate session : sessions) {
      Map<String, BarRow> before = bars.getOrDefault(session, Map.of());
      Map<String, BarRow> after = other.bars.getOrDefault(session, Map.of());
      TreeSet<String> symbols = new TreeSet<>(before.keySet());
      symbols.addAll(after.keySet());
      for (String symbol : symbols) {
        BarRow old = before.get(symbol);
        BarRow now = after.get(symbol);
        if (!Objects.equals(old, now)) {
          restatements.add(
              new Restatement(
                  BARS,
                  symbol,
                  session,
                  kind(old, now),
                  text(old, now),
                  new BarKey(session, symbol)));
        }
      }
    }
    restatements.addAll(
        restated(
            facts,
            other.facts,
            FactKey::table,
            RevealedFact::fact,
            fact -> FactLine.of(fact.fact()).text() + ", seen from " + fact.visibleFrom()));
    restatements.addAll(
        restated(
            actions,
            other.actions,
            key -> ACTIONS,
            action -> action,
            action -> FactLine.of(action).text() + ", known at " + action.knownAt()));
    return restatements;
  }

  private static <K extends Key, V> List<Restatement> restated(
      List<Keyed<K, V>> from,
      List<Keyed<K, V>> to,
      Function<K, String> table,
      Function<V, Fact> fact,
      Function<V, String> text) {
    Map<K, V> before = new HashMap<>();
    from.forEach(keyed -> before.put(keyed.key(), keyed.value()));
    Map<K, V> after = new HashMap<>();
    to.forEach(keyed -> after.put(keyed.key(), keyed.value()));
    List<Keyed<K, V>> all = new ArrayList<>(from);
    to.stream().filter(keyed -> !before.containsKey(keyed.key())).forEach(all::add);
    List<Restatement> restatements = new ArrayList<>();
    for (Keyed<K, V> keyed : all) {
      V old = before.get(keyed.key());
      V now = after.get(keyed.key());
      if (!Objects.equals(old, now)) {
        Fact shown = fact.apply(keyed.value());
        String oldText = old == null ? "" : text.apply(old);
        String newText = now == null ? "" : text.apply(now);
        restatements.add(
            new Restatement(
                table.apply(keyed.key()),
                shown.symbol().isEmpty() ? shown.isin() : shown.symbol(),
                FactLine.of(shown).date(),
                kind(old, now),
                old == null || now == null ? oldText + newText : oldText + " -> " + newText,
                keyed.key()));
      }
    }
    return restatements;
  }

  private static Restatement.Kind kind(Object old, Object now) {
    return old == null
        ? Restatement.Kind.ENTERED
        : now == null ? Restatement.Kind.LEFT : Restatement.Kind.CHANGED;
  }

  private static String text(BarRow old, BarRow now) {
    if (old == null || now == null) {
      BarRow row = old == null ? now : old;
      return "open "
          + Amounts.exact(row.open)
          + ", high "
          + Amounts.exact(row.high)
          + ", low "
          + Amounts.exact(row.low)
          + ", close "
          + Amounts.exact(row.close)
          + ", volume "
          + Amounts.exact(row.volume)
          + seenText(row);
    }
    List<String> parts = new ArrayList<>();
    part(parts, "open", old.open, now.open);
    part(parts, "high", old.high, now.high);
    part(parts, "low", old.low, now.low);
    part(parts, "close", old.close, now.close);
    part(parts, "volume", old.volume, now.volume);
    if (!old.seen.equals(now.seen)) {
      parts.add(now.seen.isEmpty() ? "seen from its close" : seenText(now).substring(2));
    }
    return String.join("; ", parts);
  }

  private static String seenText(BarRow row) {
    return row.seen.isEmpty()
        ? ""
        : ", seen from " + Instant.ofEpochMilli(row.seen.get(0).fromEpochMillis);
  }

  private static void part(List<String> parts, String field, double old, double now) {
    if (Double.compare(old, now) != 0) {
      parts.add(field + " " + Amounts.exact(old) + " -> " + Amounts.exact(now));
    }
  }

  /** These inputs with those of some keys as another version has them, which may be none. */
  KeyedInputs with(List<Restatement> restated, KeyedInputs other) {
    TreeMap<LocalDate, Map<String, BarRow>> newBars = new TreeMap<>(bars);
    List<Keyed<FactKey, RevealedFact>> newFacts = new ArrayList<>(facts);
    List<Keyed<ActionKey, CorporateAction>> newActions = new ArrayList<>(actions);
    for (Restatement restatement : restated) {
      if (restatement.key() instanceof BarKey bar) {
        exchange(newBars, bar, other.bars.getOrDefault(bar.session(), Map.of()).get(bar.symbol()));
      } else if (restatement.key() instanceof FactKey fact) {
        exchange(newFacts, fact, other.facts);
      } else if (restatement.key() instanceof ActionKey action) {
        exchange(newActions, action, other.actions);
      }
    }
    return new KeyedInputs(newBars, newFacts, newActions);
  }

  private static void exchange(
      TreeMap<LocalDate, Map<String, BarRow>> bars, BarKey key, BarRow now) {
    Map<String, BarRow> session = new HashMap<>(bars.getOrDefault(key.session(), Map.of()));
    if (now == null) {
      session.remove(key.symbol());
    } else {
      session.put(key.symbol(), now);
    }
    if (session.isEmpty()) {
      bars.remove(key.session());
    } else {
      bars.put(key.session(), session);
    }
  }

  /** What comes in stands after what it follows in the other version: ties keep their order. */
  private static <K, V> void exchange(List<Keyed<K, V>> list, K key, List<Keyed<K, V>> other) {
    int at = indexOf(list, key);
    Optional<V> now = find(other, key);
    if (now.isEmpty()) {
      list.remove(at);
    } else if (at >= 0) {
      list.set(at, new Keyed<>(key, now.get()));
    } else {
      int place = 0;
      for (int before = indexOf(other, key) - 1; before >= 0 && place == 0; before--) {
        place = indexOf(list, other.get(before).key()) + 1;
      }
      list.add(place, new Keyed<>(key, now.get()));
    }
  }

  private static <K, V> int indexOf(List<Keyed<K, V>> list, K key) {
    for (int n = 0; n < list.size(); n++) {
      if (list.get(n).key().equals(key)) {
        return n;
      }
    }
    return -1;
  }

  private static <K, V> Optional<V> find(List<Keyed<K, V>> list, K key) {
    int at = indexOf(list, key);
    return at < 0 ? Optional.empty() : Optional.of(list.get(at).value());
  }

  /**
   * The market that a run of the definition has on these inputs: instruments as the universe lists
   * them, or else all that have a bar, in alphabetical order.
   */
  MarketData market(Definition definition) {
    List<String> symbols;
    if (definition.universe() instanceof Definition.Universe.Listed listed) {
      symbols = listed.names();
    } else {
      TreeSet<String> all = new TreeSet<>();
      bars.values().forEach(session -> all.addAll(session.keySet()));
      symbols = List.copyOf(all);
    }
    int instruments = symbols.size();
    double[][] fields = new double[5][bars.size() * instruments];
    BarRevisions.Builder revisions = new BarRevisions.Builder();
    int bar = 0;
    for (Map<String, BarRow> session : bars.values()) {
      for (int i = 0; i < instruments; i++) {
        BarRow row = session.get(symbols.get(i));
        int cell = bar * instruments + i;
        fields[0][cell] = row == null ? Double.NaN : row.open;
        fields[1][cell] = row == null ? Double.NaN : row.high;
        fields[2][cell] = row == null ? Double.NaN : row.low;
        fields[3][cell] = row == null ? Double.NaN : row.close;
        fields[4][cell] = row == null ? Double.NaN : row.volume;
        for (Seen seen : row == null ? List.<Seen>of() : row.seen) {
          revisions.add(
              Instant.ofEpochMilli(seen.fromEpochMillis),
              bar,
              i,
              0,
              seen.open,
              seen.high,
              seen.low,
              seen.close,
              seen.volume);
        }
      }
      bar++;
    }
    Bars panel =
        Bars.wrapUnsafe(
            symbols,
            bars.keySet().toArray(LocalDate[]::new),
            fields[0],
            fields[1],
            fields[2],
            fields[3],
            fields[4]);
    return RunInputs.withBorrowRates(
        definition,
        MarketData.of(panel)
            .withRevisions(revisions.build())
            .withFacts(facts.stream().map(Keyed::value).toList())
            .withActions(actions.stream().map(Keyed::value).toList()));
  }
}
