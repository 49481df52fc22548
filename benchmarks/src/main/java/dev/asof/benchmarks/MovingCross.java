package dev.asof.benchmarks;

import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.Strategy;
import dev.asof.engine.PanelStrategy;
import dev.asof.engine.PanelView;

/**
 * A moving-average cross as a user writes it, called at each bar: in when the average of the last
 * {@value #FAST} closes is above that of the last {@value #SLOW}, out when it is not. Once for the
 * columns of a panel and once for a portfolio.
 */
final class MovingCross implements PanelStrategy, Strategy {
  static final int FAST = 10;
  static final int SLOW = 30;

  private final double weight;
  private final double[] fastSum;
  private final double[] slowSum;
  private final boolean[] above;

  /**
   * Knows nothing yet.
   *
   * @param weight of each instrument in its account while it is above
   */
  MovingCross(int instruments, double weight) {
    this.weight = weight;
    this.fastSum = new double[instruments];
    this.slowSum = new double[instruments];
    this.above = new boolean[instruments];
  }

  private MovingCross(MovingCross other) {
    weight = other.weight;
    fastSum = other.fastSum.clone();
    slowSum = other.slowSum.clone();
    above = other.above.clone();
  }

  @Override
  public Strategy copy() {
    return new MovingCross(this);
  }

  @Override
  public void decide(PanelView view, double[] sizes) {
    int bars = view.bars();
    if (bars == 0) {
      return;
    }
    for (int c = 0; c < above.length; c++) {
      double last = view.close(c, 1);
      fastSum[c] += bars > FAST ? last - view.close(c, FAST + 1) : last;
      slowSum[c] += bars > SLOW ? last - view.close(c, SLOW + 1) : last;
      boolean now = bars >= SLOW && fastSum[c] * SLOW > slowSum[c] * FAST;
      if (now != above[c]) {
        above[c] = now;
        sizes[c] = now ? weight : 0;
      }
    }
  }

  @Override
  public void decide(MarketView view, OrderSheet orders) {
    int bars = view.bars();
    if (bars == 0) {
      return;
    }
    for (int i = 0; i < above.length; i++) {
      double last = view.close(i, 1);
      fastSum[i] += bars > FAST ? last - view.close(i, FAST + 1) : last;
      slowSum[i] += bars > SLOW ? last - view.close(i, SLOW + 1) : last;
      boolean now = bars >= SLOW && fastSum[i] * SLOW > slowSum[i] * FAST;
      if (now != above[i]) {
        above[i] = now;
        orders.targetWeight(i, now ? weight : 0, FillAt.OPEN);
      }
    }
  }

  /**
   * The same cross and its account in one bare loop, column by column.
   *
   * @param cash takes each account's last cash
   */
  static void bare(BenchMarket market, double weight, double fee, double initial, double[] cash) {
    final double[] open = market.open();
    final double[] close = market.close();
    final int columns = market.columns();
    for (int c = 0; c < columns; c++) {
      double money = initial;
      double held = 0;
      double fast = 0;
      double slow = 0;
      boolean above = false;
      for (int bar = 1; bar < market.bars(); bar++) {
        int cell = bar * columns + c;
        double last = close[cell - columns];
        fast += bar > FAST ? last - close[cell - (FAST + 1) * columns] : last;
        slow += bar > SLOW ? last - close[cell - (SLOW + 1) * columns] : last;
        boolean now = bar >= SLOW && fast * SLOW > slow * FAST;
        if (now != above) {
          above = now;
          double size = now ? weight : 0;
          double asked = size * (money + held * last) / last - held;
          double value = asked * open[cell];
          money -= value + Math.abs(value) * fee;
          held += asked;
        }
      }
      cash[c] = money;
    }
  }
}
