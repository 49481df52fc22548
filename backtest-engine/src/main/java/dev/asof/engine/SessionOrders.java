package dev.asof.engine;

import dev.asof.api.DecisionNote;
import dev.asof.api.FillAt;
import dev.asof.api.MarketEvent;
import dev.asof.api.OrderSheet;
import dev.asof.api.SizeType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes a strategy's decisions: orders for the session, notes and events for the whole run. */
final class SessionOrders implements OrderSheet {
  private final int instruments;
  private final PendingOrders atOpen;
  private final PendingOrders atClose;
  private final List<DecisionNote> notes = new ArrayList<>();
  private final Map<String, MarketEvent> events = new LinkedHashMap<>();
  private LocalDate session;

  SessionOrders(int instruments) {
    this.instruments = instruments;
    this.atOpen = new PendingOrders(instruments);
    this.atClose = new PendingOrders(instruments);
  }

  /** Starts an empty sheet. */
  void begin(LocalDate newSession) {
    session = newSession;
    atOpen.clear();
    atClose.clear();
  }

  PendingOrders pending(FillAt at) {
    return switch (at) {
      case OPEN -> atOpen;
      case CLOSE -> atClose;
    };
  }

  List<DecisionNote> notes() {
    return notes;
  }

  /** The latest event of each id, in the order in which the ids first came. */
  List<MarketEvent> events() {
    return List.copyOf(events.values());
  }

  @Override
  public void targetWeight(int instrument, double weight, FillAt at) {
    put(instrument, SizeType.TARGET_WEIGHT, weight, at);
  }

  @Override
  public void targetShares(int instrument, double shares, FillAt at) {
    put(instrument, SizeType.TARGET_SHARES, shares, at);
  }

  private void put(int instrument, SizeType type, double size, FillAt at) {
    if (instrument < 0 || instrument >= instruments) {
      throw new IllegalArgumentException(
          "Invalid instrument " + instrument + ": expected 0 to " + (instruments - 1));
    }
    if (!Double.isFinite(size)) {
      throw new IllegalArgumentException("Invalid size " + size + ": expected a finite number");
    }
    pending(at).put(instrument, type, size);
  }

  @Override
  public void note(String text) {
    notes.add(new DecisionNote(session, Objects.requireNonNull(text)));
  }

  @Override
  public void event(MarketEvent event) {
    events.put(event.id(), event);
  }
}
