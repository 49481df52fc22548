package dev.asof.engine;

import dev.asof.api.SizeType;

/** The orders of one fill phase: at most one per instrument, the latest. */
final class PendingOrders {
  private final SizeType[] types;
  private final double[] sizes;
  private final boolean[] pending;
  private final double[] keys;
  private int[] queue;
  private int[] scratch;
  private int count;

  PendingOrders(int instruments) {
    this.types = new SizeType[instruments];
    this.sizes = new double[instruments];
    this.pending = new boolean[instruments];
    this.keys = new double[instruments];
    this.queue = new int[instruments];
    this.scratch = new int[instruments];
  }

  void put(int instrument, SizeType type, double size) {
    types[instrument] = type;
    sizes[instrument] = size;
    if (!pending[instrument]) {
      pending[instrument] = true;
      queue[count++] = instrument;
    }
  }

  int count() {
    return count;
  }

  /** The instrument of the n-th order, in the order of the last {@link #sort}. */
  int instrument(int n) {
    return queue[n];
  }

  SizeType type(int instrument) {
    return types[instrument];
  }

  double size(int instrument) {
    return sizes[instrument];
  }

  void clear() {
    for (int n = 0; n < count; n++) {
      pending[queue[n]] = false;
    }
    count = 0;
  }

  /** Puts sales before purchases, so that they free the cash that purchases need. */
  void sort(Account account, double accountValue) {
    for (int n = 0; n < count; n++) {
      int i = queue[n];
      keys[i] =
          OrderExecution.approximateValueUsd(
              types[i], sizes[i], account.shares[i], account.lastPriceUsd[i], accountValue);
    }
    for (int width = 1; width < count; width *= 2) {
      for (int from = 0; from < count; from += 2 * width) {
        merge(from, Math.min(from + width, count), Math.min(from + 2 * width, count));
      }
      int[] merged = scratch;
      scratch = queue;
      queue = merged;
    }
  }

  private void merge(int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int n = from; n < to; n++) {
      boolean takeLeft = left < middle && (right == to || !comesBefore(queue[right], queue[left]));
      scratch[n] = takeLeft ? queue[left++] : queue[right++];
    }
  }

  /**
   * By value; ties by instrument. Orders without a value come last, in reversed order: so does the
   * independent program whose fills are pinned.
   */
  private boolean comesBefore(int a, int b) {
    if (Double.isNaN(keys[a]) || Double.isNaN(keys[b])) {
      return Double.isNaN(keys[b]) && (!Double.isNaN(keys[a]) || a > b);
    }
    return keys[a] == keys[b] ? a < b : keys[a] < keys[b];
  }
}
