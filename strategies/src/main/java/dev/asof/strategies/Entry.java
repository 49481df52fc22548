package dev.asof.strategies;

import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;

/** When a leg is entered, relative to an index change. */
enum Entry {
  /** At the open of the first session after the announcement is known. */
  AFTER_ANNOUNCEMENT("AD+1", FillAt.OPEN) {
    @Override
    boolean isDue(Leg leg, MarketView view) {
      return true;
    }

    @Override
    boolean wasDue(Leg leg, MarketView view) {
      return wasKnown(leg.change().knownAt(), view);
    }
  },

  /** At the close of the effective session, the first one not before the effective date. */
  EFFECTIVE_CLOSE("ED0", FillAt.CLOSE) {
    @Override
    boolean isDue(Leg leg, MarketView view) {
      return hasCome(leg.change().effective(), view.session());
    }

    @Override
    boolean wasDue(Leg leg, MarketView view) {
      return hasCome(leg.change().effective(), view.sessionOf(1));
    }
  },

  /**
   * At the open of the first session after the effective date at which holdings show the change.
   */
  AFTER_DISCLOSURE("MD+1", FillAt.OPEN) {
    @Override
    boolean isDue(Leg leg, MarketView view) {
      return leg.observation().isPresent() && hasCome(leg.change().effective(), view.session());
    }

    @Override
    boolean wasDue(Leg leg, MarketView view) {
      return wasKnown(leg.observation().orElseThrow().knownAt(), view)
          && hasCome(leg.change().effective(), view.sessionOf(1));
    }
  };

  private final String label;
  private final FillAt at;

  Entry(String label, FillAt at) {
    this.label = label;
    this.at = at;
  }

  String label() {
    return label;
  }

  FillAt at() {
    return at;
  }

  /** Whether the session about to open is not before a waiting leg's entry. */
  abstract boolean isDue(Leg leg, MarketView view);

  /**
   * Whether the entry of a leg that is due belonged to an earlier session, so that it was missed.
   * Only for a view with a finished session.
   */
  abstract boolean wasDue(Leg leg, MarketView view);

  private static boolean hasCome(LocalDate date, LocalDate session) {
    return !session.isBefore(date);
  }

  private static boolean wasKnown(Instant knownAt, MarketView view) {
    return !knownAt.isAfter(NewYorkTime.open(view.sessionOf(1)));
  }
}
