package dev.asof.api;

import java.time.LocalDate;
import java.util.List;

/**
 * An event that a strategy trades on, for charts and tables.
 *
 * @param id stable within a run
 * @param title one line for a reader
 * @param legs what is traded, in the order of trading
 * @param milestones its dates, ascending
 */
public record MarketEvent(String id, String title, List<Leg> legs, List<Milestone> milestones) {
  /** Copies the lists. */
  public MarketEvent {
    legs = List.copyOf(legs);
    milestones = List.copyOf(milestones);
  }

  /**
   * One instrument of an event.
   *
   * @param symbol its symbol in the universe
   * @param side long or short
   */
  public record Leg(String symbol, PositionSide side) {}

  /**
   * A date of an event.
   *
   * @param label what happened, for example {@code announced}
   * @param date when
   */
  public record Milestone(String label, LocalDate date) {}
}
