package dev.asof.reports;

import dev.asof.api.MarketEvent;
import dev.asof.api.Trade;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which event each round trip of a run belongs to: the latest one with its instrument as a leg
 * whose first date is not after the entry. Results don't say it themselves.
 */
final class EventTrades {
  private final Map<String, List<Trade>> byEvent;
  private final int withoutEvent;

  private EventTrades(Map<String, List<Trade>> byEvent, int withoutEvent) {
    this.byEvent = byEvent;
    this.withoutEvent = withoutEvent;
  }

  static EventTrades of(List<MarketEvent> events, List<Trade> trades) {
    Map<String, List<Trade>> byEvent = new LinkedHashMap<>();
    int withoutEvent = 0;
    for (Trade trade : trades) {
      Optional<MarketEvent> event = latest(events, trade);
      if (event.isPresent()) {
        byEvent.computeIfAbsent(event.get().id(), id -> new ArrayList<>()).add(trade);
      } else {
        withoutEvent++;
      }
    }
    return new EventTrades(byEvent, withoutEvent);
  }

  private static Optional<MarketEvent> latest(List<MarketEvent> events, Trade trade) {
    MarketEvent latest = null;
    for (MarketEvent event : events) {
      if (!event.milestones().isEmpty()
          && !first(event).isAfter(trade.entrySession())
          && event.legs().stream().anyMatch(leg -> leg.symbol().equals(trade.symbol()))
          && (latest == null || first(event).isAfter(first(latest)))) {
        latest = event;
      }
    }
    return Optional.ofNullable(latest);
  }

  private static LocalDate first(MarketEvent event) {
    return event.milestones().get(0).date();
  }

  /** The round trips of an event, in the run's order. */
  List<Trade> of(MarketEvent event) {
    return List.copyOf(byEvent.getOrDefault(event.id(), List.of()));
  }

  /**
   * What is not among the events shown, in a sentence or two; empty when there is nothing.
   *
   * @param eventsLeftOut events that the page leaves out
   */
  String remark(int eventsLeftOut) {
    String left =
        eventsLeftOut == 0
            ? ""
            : NumberText.counted(eventsLeftOut, "more event")
                + (eventsLeftOut == 1 ? " is" : " are")
                + " in result.json. ";
    String without =
        withoutEvent == 0
            ? ""
            : NumberText.counted(withoutEvent, "round trip")
                + (withoutEvent == 1 ? " belongs" : " belong")
                + " to no event before the entry.";
    return (left + without).strip();
  }
}
