package dev.asof.strategies;

import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.Strategy;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Trades each instrument when its fast average of closes crosses the slow one; where an index is
 * named, only while it is a member.
 *
 * <p>Averages run over an instrument's own closes, adjusted for the splits and dividends that are
 * known by now; a session without one is passed over. Where a new adjustment changes closes that
 * were taken in, they are taken in again. Sums are kept in whole millionths of a USD: that is
 * exact, so a decision does not depend on how much history came before, as it would with rounded
 * sums.
 */
final class MovingAverageCross implements Strategy {
  private static final double MICROS_PER_USD = 1e6;

  /** Not to be written to. */
  private static final BitSet NONE = new BitSet();

  private final int fast;
  private final int slow;
  private final double weight;
  private final Sides sides;
  private final String index;

  private int barsSeen;
  // Per instrument; the last closes are a ring, closeMicros[instrument * slow + count % slow].
  private long[] closeMicros = {};
  private int[] count = {};
  private long[] fastSum = {};
  private long[] slowSum = {};
  private byte[] fastIsAbove = {};

  /** The factor of the first bar's price: it changes with each adjustment. */
  private double[] factor = {};

  /**
   * @param weight share of the account's value over all instruments, or over all members
   * @param index the index whose members are traded; empty for all instruments
   */
  MovingAverageCross(int fast, int slow, double weight, Sides sides, String index) {
    this.fast = fast;
    this.slow = slow;
    this.weight = weight;
    this.sides = sides;
    this.index = index;
  }

  @Override
  public Strategy copy() {
    MovingAverageCross copy = new MovingAverageCross(fast, slow, weight, sides, index);
    copy.barsSeen = barsSeen;
    copy.closeMicros = closeMicros.clone();
    copy.count = count.clone();
    copy.fastSum = fastSum.clone();
    copy.slowSum = slowSum.clone();
    copy.fastIsAbove = fastIsAbove.clone();
    copy.factor = factor.clone();
    return copy;
  }

  @Override
  public void decide(MarketView view, OrderSheet orders) {
    int instruments = view.instruments();
    if (count.length == 0) {
      closeMicros = new long[instruments * slow];
      count = new int[instruments];
      fastSum = new long[instruments];
      slowSum = new long[instruments];
      fastIsAbove = new byte[instruments];
      factor = new double[instruments];
      Arrays.fill(factor, 1);
    }
    for (int i = 0; view.bars() > 0 && i < instruments; i++) {
      readjust(i, view);
    }
    BitSet members = members(view);
    int traded = index.isEmpty() ? instruments : members.cardinality();
    leave(members, view, orders);
    // Crosses in the history before the first decision are not traded, the last bar's is.
    for (int barsAgo = view.bars() - barsSeen; barsAgo > 0; barsAgo--) {
      for (int i = 0; i < instruments; i++) {
        double close = view.adjustedClose(i, barsAgo);
        if (!Double.isNaN(close) && add(i, Math.round(close * MICROS_PER_USD)) && barsAgo == 1) {
          if (index.isEmpty() || members.get(i)) {
            trade(i, fastIsAbove[i], traded, view, orders);
          }
        }
      }
    }
    barsSeen = view.bars();
  }

  private BitSet members(MarketView view) {
    if (index.isEmpty()) {
      return NONE;
    }
    BitSet members = new BitSet();
    for (int member : view.members(index)) {
      members.set(member);
    }
    return members;
  }

  private void leave(BitSet members, MarketView view, OrderSheet orders) {
    for (int i = 0; !index.isEmpty() && i < view.instruments(); i++) {
      if (!members.get(i) && view.shares(i) != 0) {
        orders.targetShares(i, 0, FillAt.OPEN);
      }
    }
  }

  /** Takes the closes of an instrument in again when their adjustment is another one. */
  private void readjust(int i, MarketView view) {
    double now = view.priceFactor(i, view.bars());
    if (now == factor[i]) {
      return;
    }
    factor[i] = now;
    int first = view.bars() - barsSeen + 1;
    int last = first - 1;
    for (int found = 0; found < slow && last < view.bars(); ) {
      last++;
      found += Double.isNaN(view.close(i, last)) ? 0 : 1;
    }
    count[i] = 0;
    fastSum[i] = 0;
    slowSum[i] = 0;
    byte above = fastIsAbove[i];
    for (int barsAgo = last; barsAgo >= first; barsAgo--) {
      double close = view.adjustedClose(i, barsAgo);
      if (!Double.isNaN(close)) {
        add(i, Math.round(close * MICROS_PER_USD));
      }
    }
    // The order of the averages that was acted on stays: if it is another one now, the next close
    // finds the cross.
    fastIsAbove[i] = above;
  }

  /** Takes a close into the averages and tells whether they crossed by it. */
  private boolean add(int i, long micros) {
    int seen = count[i];
    int row = i * slow;
    if (seen >= fast) {
      fastSum[i] -= closeMicros[row + (seen - fast) % slow];
    }
    if (seen >= slow) {
      slowSum[i] -= closeMicros[row + seen % slow];
    }
    fastSum[i] += micros;
    slowSum[i] += micros;
    closeMicros[row + seen % slow] = micros;
    count[i] = seen + 1;
    if (seen + 1 < slow) {
      return false;
    }
    // fastSum / fast against slowSum / slow, without the divisions' rounding
    int above =
        Long.compare(
            Math.multiplyExact(fastSum[i], (long) slow),
            Math.multiplyExact(slowSum[i], (long) fast));
    int before = fastIsAbove[i];
    if (above == 0 || above == before) {
      return false;
    }
    fastIsAbove[i] = (byte) above;
    return before != 0;
  }

  private void trade(int i, int above, int traded, MarketView view, OrderSheet orders) {
    if (above > 0 || sides == Sides.LONG_SHORT) {
      orders.targetWeight(i, above * weight / traded, FillAt.OPEN);
    } else if (view.shares(i) != 0) {
      orders.targetShares(i, 0, FillAt.OPEN);
    }
  }
}
