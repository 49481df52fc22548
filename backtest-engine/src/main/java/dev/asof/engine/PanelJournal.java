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

  private int count;
  private int[] bars = new int[FIRST_CAPACITY];
  private int[] columns = new int[FIRST_CAPACITY];
  private byte[] reasons = new byte[FIRST_CAPACITY];
  private double[] shares = new double[FIRST_CAPACITY];
  private double[] pricesUsd = new double[FIRST_CAPACITY];
  private double[] feesUsd = new double[FIRST_CAPACITY];

  PanelJournal() {}

  void clear() {
    count = 0;
  }

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

  /**
   * Writes a row of fills into the room that was made: by places, of which the n-th is for column
   * {@code firstColumn + queue[n]}. Those that did not fill are put right by {@link #set}.
   */
  void addFills(
      int bar,
      int firstColumn,
      int fills,
      int[] queue,
      double[] fillShares,
      double[] fillPrices,
      double[] fillFees) {
    final int[] to = columns;
    final int at = count;
    for (int n = 0; n < fills; n++) {
      to[at + n] = firstColumn + queue[n];
    }
    Arrays.fill(bars, at, at + fills, bar);
    Arrays.fill(reasons, at, at + fills, (byte) OrderReason.NONE.ordinal());
    System.arraycopy(fillShares, 0, shares, at, fills);
    System.arraycopy(fillPrices, 0, pricesUsd, at, fills);
    System.arraycopy(fillFees, 0, feesUsd, at, fills);
  }

  /** Writes one attempt of the row. */
  void set(int n, int bar, int column, OrderReason reason, OrderExecution execution) {
    boolean filled = reason == OrderReason.NONE;
    int at = count + n;
    bars[at] = bar;
    columns[at] = column;
    reasons[at] = (byte) reason.ordinal();
    shares[at] = filled ? execution.filledShares : 0;
    pricesUsd[at] = filled ? execution.priceUsd : 0;
    feesUsd[at] = filled ? execution.feeUsd : 0;
  }

  /** Ends a row. */
  void advance(int attempts) {
    count += attempts;
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
