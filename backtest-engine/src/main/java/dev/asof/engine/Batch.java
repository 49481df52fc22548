package dev.asof.engine;

import java.util.Arrays;

/** The orders of one phase, in the order of their execution. Holds tickets that others own. */
final class Batch {
  private OrderTicket[] tickets = new OrderTicket[16];
  private OrderTicket[] scratch = new OrderTicket[16];
  private int count;

  void clear() {
    count = 0;
  }

  void add(OrderTicket ticket) {
    if (count == tickets.length) {
      tickets = Arrays.copyOf(tickets, 2 * count);
      scratch = new OrderTicket[2 * count];
    }
    tickets[count++] = ticket;
  }

  int count() {
    return count;
  }

  OrderTicket get(int n) {
    return tickets[n];
  }

  /** Puts sales before purchases: ascending by approximate value. */
  void sortByValue() {
    sort(true);
  }

  void sortByPlace() {
    sort(false);
  }

  private void sort(boolean byValue) {
    for (int width = 1; width < count; width *= 2) {
      for (int from = 0; from < count; from += 2 * width) {
        merge(from, Math.min(from + width, count), Math.min(from + 2 * width, count), byValue);
      }
      OrderTicket[] merged = scratch;
      scratch = tickets;
      tickets = merged;
    }
  }

  private void merge(int from, int middle, int to, boolean byValue) {
    int left = from;
    int right = middle;
    for (int n = from; n < to; n++) {
      boolean takeLeft =
          left < middle && (right == to || !comesBefore(tickets[right], tickets[left], byValue));
      scratch[n] = takeLeft ? tickets[left++] : tickets[right++];
    }
  }

  /**
   * By value; ties by instrument. Orders without a value come last, in reversed order: so does the
   * independent program whose fills are pinned.
   */
  private static boolean comesBefore(OrderTicket a, OrderTicket b, boolean byValue) {
    if (!byValue) {
      return a.place < b.place;
    }
    double keyA = a.approximateUsd;
    double keyB = b.approximateUsd;
    if (Double.isNaN(keyA) || Double.isNaN(keyB)) {
      return Double.isNaN(keyB) && (!Double.isNaN(keyA) || a.instrument > b.instrument);
    }
    return keyA == keyB ? a.instrument < b.instrument : keyA < keyB;
  }
}
