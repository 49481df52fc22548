package dev.asof.engine;

import dev.asof.api.FillAt;
import java.util.Arrays;

/** The orders that wait, at most one per instrument and kind of fill: the latest. */
final class OrderBook {
  private static final int KINDS = FillAt.values().length;

  private final int instruments;
  private final OrderTicket[][] tickets = new OrderTicket[KINDS][];
  private final boolean[][] waiting = new boolean[KINDS][];
  private final int[][] queue = new int[KINDS][];
  private final int[] counts = new int[KINDS];
  private int nextPlace;

  OrderBook(int instruments) {
    this.instruments = instruments;
    for (int kind = 0; kind < KINDS; kind++) {
      tickets[kind] = new OrderTicket[instruments];
      waiting[kind] = new boolean[instruments];
      queue[kind] = new int[instruments];
    }
  }

  OrderBook copy() {
    OrderBook copy = new OrderBook(instruments);
    copy.restore(this);
    return copy;
  }

  /** Takes over the orders that wait in another book. */
  void restore(OrderBook other) {
    nextPlace = other.nextPlace;
    for (int kind = 0; kind < KINDS; kind++) {
      Arrays.fill(waiting[kind], false);
      counts[kind] = other.counts[kind];
      System.arraycopy(other.queue[kind], 0, queue[kind], 0, counts[kind]);
      for (int n = 0; n < counts[kind]; n++) {
        int i = queue[kind][n];
        waiting[kind][i] = true;
        if (tickets[kind][i] == null) {
          tickets[kind][i] = new OrderTicket();
        }
        tickets[kind][i].set(other.tickets[kind][i]);
      }
    }
  }

  /**
   * A ticket for the order of an instrument, to be written over; it takes the place of the last.
   */
  OrderTicket put(int instrument, FillAt at) {
    int kind = at.ordinal();
    OrderTicket ticket = tickets[kind][instrument];
    if (ticket == null) {
      ticket = new OrderTicket();
      tickets[kind][instrument] = ticket;
    }
    if (!waiting[kind][instrument]) {
      waiting[kind][instrument] = true;
      queue[kind][counts[kind]++] = instrument;
      ticket.place = nextPlace++;
    }
    return ticket;
  }

  boolean waits(int instrument, FillAt at) {
    return waiting[at.ordinal()][instrument];
  }

  OrderTicket ticket(int instrument, FillAt at) {
    return tickets[at.ordinal()][instrument];
  }

  void remove(int instrument, FillAt at) {
    int kind = at.ordinal();
    if (waiting[kind][instrument]) {
      waiting[kind][instrument] = false;
      int[] instruments = queue[kind];
      int kept = 0;
      for (int n = 0; n < counts[kind]; n++) {
        if (instruments[n] != instrument) {
          instruments[kept++] = instruments[n];
        }
      }
      counts[kind] = kept;
    }
  }

  int count(FillAt at) {
    return counts[at.ordinal()];
  }

  /** The n-th order that waits for this kind of fill, in the order in which they were given. */
  OrderTicket waiting(FillAt at, int n) {
    int kind = at.ordinal();
    return tickets[kind][queue[kind][n]];
  }

  /** Drops all orders that do not stay. */
  void endSession() {
    for (int kind = 0; kind < KINDS; kind++) {
      int[] instruments = queue[kind];
      int kept = 0;
      for (int n = 0; n < counts[kind]; n++) {
        int i = instruments[n];
        if (tickets[kind][i].stays) {
          instruments[kept++] = i;
        } else {
          waiting[kind][i] = false;
        }
      }
      counts[kind] = kept;
    }
  }
}
