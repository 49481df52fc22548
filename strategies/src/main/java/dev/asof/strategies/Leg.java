package dev.asof.strategies;

import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketView;
import dev.asof.api.PositionSide;
import java.time.LocalDate;
import java.util.Optional;

/** One instrument of an index event, and how far trading it has come. */
final class Leg {
  private enum State {
    WAITING,
    HELD,
    DONE,
    REFUSED
  }

  private final IndexChange change;
  private final int instrument;
  private State state = State.WAITING;
  private Optional<HoldingChange> observation = Optional.empty();
  private LocalDate entrySession = LocalDate.MIN;
  private int entryBar;
  private double weight;
  private boolean exitAsked;

  /**
   * A leg that waits for its entry.
   *
   * @param instrument its index in the universe, or -1
   */
  Leg(IndexChange change, int instrument) {
    this.change = change;
    this.instrument = instrument;
  }

  Leg copy() {
    Leg copy = new Leg(change, instrument);
    copy.state = state;
    copy.observation = observation;
    copy.entrySession = entrySession;
    copy.entryBar = entryBar;
    copy.weight = weight;
    copy.exitAsked = exitAsked;
    return copy;
  }

  IndexChange change() {
    return change;
  }

  int instrument() {
    return instrument;
  }

  Identity identity() {
    return Identity.of(change);
  }

  PositionSide side() {
    return switch (change.action()) {
      case ADDED -> PositionSide.LONG;
      case REMOVED -> PositionSide.SHORT;
    };
  }

  /** The first change of holdings that shows this leg, once visible. */
  Optional<HoldingChange> observation() {
    return observation;
  }

  void observe(HoldingChange holding) {
    observation = Optional.of(holding);
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  boolean isHeld() {
    return state == State.HELD;
  }

  boolean isRefused() {
    return state == State.REFUSED;
  }

  void refuse() {
    state = State.REFUSED;
  }

  void enter(LocalDate session, int bar, double enteredWeight) {
    state = State.HELD;
    weight = enteredWeight;
    entrySession = session;
    entryBar = bar;
  }

  boolean isExitDue(Exit exit, LocalDate session, int bar) {
    return state == State.HELD && exit.isDue(entrySession, bar - entryBar, session);
  }

  void askExit() {
    exitAsked = true;
  }

  /**
   * Returns the share of the account's value that the leg takes up in this session; 0 before its
   * entry, after its end, when its entry did not fill, and in the session of its first exit.
   */
  double committed(Exit exit, MarketView view) {
    if (state != State.HELD || view.bars() > entryBar && view.shares(instrument) == 0) {
      return 0;
    }
    boolean leaves = !exitAsked && isExitDue(exit, view.session(), view.bars());
    return leaves ? 0 : weight;
  }

  void finish() {
    state = State.DONE;
  }

  @Override
  public String toString() {
    String verb =
        switch (change.action()) {
          case ADDED -> "added to ";
          case REMOVED -> "removed from ";
        };
    return identity() + ", " + verb + change.index() + " effective " + change.effective();
  }
}
