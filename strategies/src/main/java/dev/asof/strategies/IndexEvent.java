package dev.asof.strategies;

import dev.asof.api.IndexChange;
import dev.asof.api.MarketEvent;
import dev.asof.api.NewYorkTime;
import dev.asof.api.PositionSide;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that was announced for one index on one day with one effective date. */
final class IndexEvent {
  private final String index;
  private final LocalDate announced;
  private final LocalDate effective;
  private final List<Leg> legs = new ArrayList<>();
  private boolean traded;

  IndexEvent(IndexChange change) {
    this(change.index(), change.announced(), change.effective());
  }

  private IndexEvent(String index, LocalDate announced, LocalDate effective) {
    this.index = index;
    this.announced = announced;
    this.effective = effective;
  }

  IndexEvent copy() {
    IndexEvent copy = new IndexEvent(index, announced, effective);
    legs.forEach(leg -> copy.legs.add(leg.copy()));
    copy.traded = traded;
    return copy;
  }

  boolean covers(IndexChange change) {
    return index.equals(change.index())
        && announced.equals(change.announced())
        && effective.equals(change.effective());
  }

  boolean lists(IndexChange change) {
    Identity identity = Identity.of(change);
    return legs.stream()
        .anyMatch(
            leg ->
                leg.change().action() == change.action()
                    && (leg.identity().equals(identity)
                        || leg.identity().isSameInstrumentAs(identity)));
  }

  void add(Leg leg) {
    legs.add(leg);
    legs.sort(Comparator.comparingInt(Leg::instrument));
  }

  /** In the order of the universe. */
  List<Leg> legs() {
    return legs;
  }

  /** The leg with this leg's symbol and the other direction. */
  Optional<Leg> opposite(Leg leg) {
    return legs.stream()
        .filter(other -> other.side() != leg.side())
        .filter(other -> other.identity().symbol().equals(leg.identity().symbol()))
        .findFirst();
  }

  /** Number of legs that are, were or may still be traded. */
  int participants() {
    return (int) legs.stream().filter(leg -> !leg.isRefused()).count();
  }

  void markTraded() {
    traded = true;
  }

  boolean isTraded() {
    return traded;
  }

  MarketEvent toMarketEvent() {
    List<Leg> shown = legs.stream().filter(leg -> !leg.isRefused()).toList();
    List<MarketEvent.Milestone> milestones = new ArrayList<>();
    milestones.add(new MarketEvent.Milestone("announced", announced));
    milestones.add(new MarketEvent.Milestone("effective", effective));
    observed(shown).forEach(day -> milestones.add(new MarketEvent.Milestone("observed", day)));
    milestones.sort(Comparator.comparing(MarketEvent.Milestone::date));
    return new MarketEvent(
        index + " " + announced + " " + effective,
        title(shown),
        shown.stream()
            .map(leg -> new MarketEvent.Leg(leg.identity().symbol(), leg.side()))
            .toList(),
        milestones);
  }

  /** The days on which holdings that show a leg became public, also when a run saw them earlier. */
  private static SortedSet<LocalDate> observed(List<Leg> legs) {
    SortedSet<LocalDate> days = new TreeSet<>();
    for (Leg leg : legs) {
      leg.observation()
          .ifPresent(holding -> days.add(LocalDate.ofInstant(holding.knownAt(), NewYorkTime.ZONE)));
    }
    return days;
  }

  private String title(List<Leg> shown) {
    return Stream.of(
            symbols(shown, PositionSide.LONG, " added"),
            symbols(shown, PositionSide.SHORT, " removed"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; ", index + ": ", ""));
  }

  private static Optional<String> symbols(List<Leg> legs, PositionSide side, String verb) {
    return legs.stream()
        .filter(leg -> leg.side() == side)
        .map(leg -> leg.identity().symbol())
        .reduce((symbols, symbol) -> symbols + ", " + symbol)
        .map(symbols -> symbols + verb);
  }
}
