package dev.asof.engine;

import dev.asof.api.OrderReason;
import java.util.Arrays;

/**
 * Attempts of a panel's orders, by bar and then by column, in columns of their own. The arrays are
 * kept from run to run, so that a second run of the same size allocates nothing.
 */
public final class PanelJournal {
  private static final OrderReason[] REASONS = OrderReason.values();
  private static final int FIRST_CAPACITY = 1024;

  int count;
  int[] bars = new int[FIRST_CAPACITY];
  int[] columns = new int[FIRST_CAPACITY];
  byte[] reasons = new byte[FIRST_CAPACITY];
  double[] shares = new double[FIRST_CAPACITY];
  double[] pricesUsd = new double[FIRST_CAPACITY];
  double[] feesUsd = new double[FIRST_CAPACITY];

  PanelJournal() {}

  /** Makes room for one more row of attempts. */
  void reserve(int attempts) {
    int needed = Math.addExact(count, attempts);
    if (needed > bars.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 3L * bars.length / 2));
      bars = Arrays.copyOf(bars, capacity);
      columns = Arrays.copyOf(columns, capacity);
      reasons = Arrays.copyOf(reasons, capacity);
      shares = Arrays.copyOf(shares, capacity);
      pricesUsd = Arrays.copyOf(pricesUsd, capacity);
      feesUsd = Arrays.copyOf(feesUsd, capacity);
    }
  }

  /** Number of attempts. */
  public int count() {
    return count;
  }

  /** The bar of an attempt. */
  public int bar(int attempt) {
    return bars[checked(attempt)];
  }

  /** The column of an attempt. */
  public int column(int attempt) {
    return columns[checked(attempt)];
  }

  /** Why it did not fill; {@link OrderReason#NONE} when it did. */
  public OrderReason reason(int attempt) {
    return REASONS[reasons[checked(attempt)]];
  }

  /** Shares of the fill, negative for a sale; 0 when it did not fill. */
  public double shares(int attempt) {
    return shares[checked(attempt)];
  }

  /** Price per share of the fill in USD, with slippage; 0 when it did not fill. */
  public double priceUsd(int attempt) {
    return pricesUsd[checked(attempt)];
  }

  /** Fees of the fill in USD; 0 when it did not fill. */
  public double feeUsd(int attempt) {
    return feesUsd[checked(attempt)];
  }

  private int checked(int attempt) {
    if (attempt < 0 || attempt >= count) {
      throw new IndexOutOfBoundsException(
          "Invalid attempt " + attempt + ": expected 0 to " + (count - 1));
    }
    return attempt;
  }
}
