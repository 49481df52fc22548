package dev.asof.engine;

import dev.asof.api.SizeType;
import java.util.Arrays;
import java.util.EnumSet;

/**
 * Sweeps moving-average crosses over one instrument: for each combination of a fast and a slow
 * average of the closes, all cash goes in when the fast one crosses above the slow one, and all
 * comes out when it crosses below. A cross is a change of side between two bars; bars on which both
 * are equal, and bars before both exist, are on no side.
 *
 * <p>Averages are shared by the combinations, and combinations are simulated in blocks, so that
 * memory is what the averages and the results take: 8 bytes per bar and distinct length, and about
 * 150 per combination. Results are by combination and the same to the last bit on any number of
 * threads.
 */
public final class CrossSweep {
  private static final byte UNKNOWN = 0;
  private static final byte ABOVE = 1;
  private static final byte BELOW = 2;
  private static final double ALL_IN = Double.POSITIVE_INFINITY;

  private final int[] fast;
  private final int[] slow;
  private final int bars;
  private final int lengths;
  private final int lag;

  /** {@code average[bar * lengths + place]}, NaN before there are enough bars. */
  private final double[] average;

  private final PanelSimulator simulator;

  private CrossSweep(
      BacktestSpec spec, double[] fillUsd, double[] closeUsd, int lag, int[] fast, int[] slow) {
    if (fast.length != slow.length || fast.length == 0) {
      throw new IllegalArgumentException(
          "Invalid combinations: " + fast.length + " fast and " + slow.length + " slow lengths");
    }
    int[] distinct = distinct(fast, slow);
    if (distinct[0] < 1) {
      throw new IllegalArgumentException(
          "Invalid length " + distinct[0] + " of an average: expected 1 or more bars");
    }
    this.bars = closeUsd.length;
    this.lengths = distinct.length;
    this.lag = lag;
    this.fast = places(fast, distinct);
    this.slow = places(slow, distinct);
    this.average = averages(closeUsd, distinct);
    this.simulator =
        PanelSimulator.of(
            spec,
            PanelPrices.copyOf(1, fillUsd, closeUsd),
            fast.length,
            EnumSet.of(PanelKeep.METRICS));
  }

  /**
   * A sweep whose crosses, seen at a close, are traded at the next bar's open.
   *
   * @param spec costs, terms and initial cash of each combination, within what {@link
   *     PanelSimulator#of} takes
   * @param open first prices in USD, NaN where there is none
   * @param close last prices in USD, finite
   * @param fast lengths of the fast averages in bars, one per combination
   * @param slow lengths of the slow averages in bars, one per combination
   */
  public static CrossSweep tradedAtNextOpen(
      BacktestSpec spec, double[] open, double[] close, int[] fast, int[] slow) {
    return new CrossSweep(spec, open, close, 1, fast, slow);
  }

  /**
   * As {@link #tradedAtNextOpen}, but each trade is booked on the bar of its cross: the account is
   * valued at that bar's close as if it had traded already, at the open after it. So vectorbt has
   * it when it is given orders at shifted opens; the curve is a day ahead of what an account would
   * have been. Crosses of the last bar trade at its close.
   */
  public static CrossSweep bookedAtCross(
      BacktestSpec spec, double[] open, double[] close, int[] fast, int[] slow) {
    double[] fill = Arrays.copyOfRange(open, 1, open.length + 1);
    fill[open.length - 1] = close[open.length - 1];
    return new CrossSweep(spec, fill, close, 0, fast, slow);
  }

  private static int[] distinct(int[] fast, int[] slow) {
    int[] all = Arrays.copyOf(fast, fast.length + slow.length);
    System.arraycopy(slow, 0, all, fast.length, slow.length);
    Arrays.sort(all);
    int count = 0;
    for (int n = 0; n < all.length; n++) {
      if (n == 0 || all[n] != all[n - 1]) {
        all[count++] = all[n];
      }
    }
    return Arrays.copyOf(all, count);
  }

  private static int[] places(int[] lengths, int[] distinct) {
    int[] places = new int[lengths.length];
    for (int n = 0; n < lengths.length; n++) {
      places[n] = Arrays.binarySearch(distinct, lengths[n]);
    }
    return places;
  }

  /** By running sums from the first bar, as the independent program has them. */
  private static double[] averages(double[] close, int[] distinct) {
    double[] sums = new double[close.length + 1];
    for (int bar = 0; bar < close.length; bar++) {
      if (!Double.isFinite(close[bar])) {
        throw new IllegalArgumentException(
            "Invalid close " + close[bar] + " at bar " + bar + ": expected a finite price");
      }
      sums[bar + 1] = sums[bar] + close[bar];
    }
    double[] average = new double[Math.multiplyExact(close.length, distinct.length)];
    for (int bar = 0; bar < close.length; bar++) {
      int row = bar * distinct.length;
      for (int place = 0; place < distinct.length; place++) {
        int length = distinct[place];
        average[row + place] =
            bar + 1 < length ? Double.NaN : (sums[bar + 1] - sums[bar + 1 - length]) / length;
      }
    }
    return average;
  }

  /** Number of combinations. */
  public int combinations() {
    return fast.length;
  }

  /**
   * Simulates all combinations.
   *
   * @param threads how many to use
   * @throws dev.asof.api.AsOfException as {@link PanelSimulator#run(PanelOrders, int)}
   */
  public void run(int threads) {
    simulator.run(SizeType.TARGET_SHARES, Crosses::new, threads);
  }

  /** Metrics by combination, of the last run. */
  public PanelMetrics metrics() {
    return simulator.metrics();
  }

  /** How many purchases and sales a combination made in the last run. */
  public int fills(int combination) {
    return simulator.fills(combination);
  }

  /** The crosses of a range of combinations. */
  private final class Crosses implements PanelStrategy {
    private final int first;
    private final byte[] side;

    Crosses(int firstColumn, int columns) {
      this.first = firstColumn;
      this.side = new byte[columns];
    }

    @Override
    public void decide(PanelView view, double[] sizes) {
      int seen = view.bars() - lag;
      if (seen < 0 || seen >= bars) {
        return;
      }
      final int row = seen * lengths;
      final double[] averages = average;
      final int[] fastPlace = fast;
      final int[] slowPlace = slow;
      final byte[] sides = side;
      for (int c = 0; c < sides.length; c++) {
        double difference =
            averages[row + fastPlace[first + c]] - averages[row + slowPlace[first + c]];
        byte now = difference > 0 ? ABOVE : BELOW;
        if (now != sides[c] && difference != 0 && difference == difference) {
          if (sides[c] != UNKNOWN) {
            if (now == ABOVE) {
              sizes[c] = ALL_IN;
            } else if (view.shares(c) > 0) {
              sizes[c] = 0;
            }
          }
          sides[c] = now;
        }
      }
    }
  }
}
