package dev.asof.benchmarks;

import java.util.Arrays;

/**
 * What one writes without an engine: the arithmetic of a target-weight order (price slips, fee on
 * the traded value, a purchase cut to the cash) over bare arrays, with the same records. Checks
 * nothing: no missing price, no rounding near 0, no smallest size, no reason why an order failed;
 * good enough for {@link BenchMarket}, on which it agrees with the engine to the last bit.
 */
final class BareLoops {
  private final BenchMarket market;
  private final double feePart;
  private final double slippage;
  private final double initialCash;

  final double[] cash;
  final double[] shares;

  private final int[] recordBar;
  private final int[] recordColumn;
  private final byte[] recordReason;
  private final double[] recordShares;
  private final double[] recordPrice;
  private final double[] recordFee;

  BareLoops(BenchMarket market, double feePart, double slippage, double initialCash, int records) {
    this.market = market;
    this.feePart = feePart;
    this.slippage = slippage;
    this.initialCash = initialCash;
    cash = new double[market.columns()];
    shares = new double[market.columns()];
    recordBar = new int[records];
    recordColumn = new int[records];
    recordReason = new byte[records];
    recordShares = new double[records];
    recordPrice = new double[records];
    recordFee = new double[records];
  }

  /** One account after the other, each with its cash and shares in registers. */
  int accountByAccount(boolean keeps) {
    final double[] open = market.open();
    final double[] close = market.close();
    final double[] weights = market.weights();
    final int bars = market.bars();
    final int columns = market.columns();
    final double feePart = this.feePart;
    final double up = 1 + slippage;
    final double down = 1 - slippage;
    int n = 0;
    for (int c = 0; c < columns; c++) {
      double money = initialCash;
      double held = 0;
      for (int bar = 1; bar < bars; bar++) {
        int cell = bar * columns + c;
        double weight = weights[cell];
        if (weight == weight) {
          double last = close[cell - columns];
          double asked = weight * (money + held * last) / last - held;
          double price;
          double fee;
          if (asked > 0) {
            price = open[cell] * up;
            double value = asked * price;
            fee = value * feePart;
            double spent = value + fee;
            if (spent > money) {
              double payable = money / (1 + feePart);
              asked = payable / price;
              fee = money - payable;
              spent = money;
            }
            money -= spent;
          } else {
            price = open[cell] * down;
            double value = -asked * price;
            fee = value * feePart;
            money += value - fee;
          }
          held += asked;
          if (keeps) {
            recordBar[n] = bar;
            recordColumn[n] = c;
            recordReason[n] = 0;
            recordShares[n] = asked;
            recordPrice[n] = price;
            recordFee[n] = fee;
            n++;
          }
        }
      }
      cash[c] = money;
      shares[c] = held;
    }
    return n;
  }

  /** One bar after the other, accounts in arrays. */
  int barByBar(boolean keeps) {
    final double[] open = market.open();
    final double[] close = market.close();
    final double[] weights = market.weights();
    final double[] cash = this.cash;
    final double[] shares = this.shares;
    final int columns = market.columns();
    final double feePart = this.feePart;
    final double up = 1 + slippage;
    final double down = 1 - slippage;
    Arrays.fill(cash, initialCash);
    Arrays.fill(shares, 0);
    int n = 0;
    for (int bar = 1; bar < market.bars(); bar++) {
      for (int c = 0; c < columns; c++) {
        int cell = bar * columns + c;
        double weight = weights[cell];
        if (weight == weight) {
          double money = cash[c];
          double held = shares[c];
          double last = close[cell - columns];
          double asked = weight * (money + held * last) / last - held;
          double price;
          double fee;
          if (asked > 0) {
            price = open[cell] * up;
            double value = asked * price;
            fee = value * feePart;
            double spent = value + fee;
            if (spent > money) {
              double payable = money / (1 + feePart);
              asked = payable / price;
              fee = money - payable;
              spent = money;
            }
            money -= spent;
          } else {
            price = open[cell] * down;
            double value = -asked * price;
            fee = value * feePart;
            money += value - fee;
          }
          cash[c] = money;
          shares[c] = held + asked;
          if (keeps) {
            recordBar[n] = bar;
            recordColumn[n] = c;
            recordReason[n] = 0;
            recordShares[n] = asked;
            recordPrice[n] = price;
            recordFee[n] = fee;
            n++;
          }
        }
      }
    }
    return n;
  }

  /** Four accounts at a time in registers, without records and without a branch on the side. */
  void fourAtATime() {
    final double[] open = market.open();
    final double[] close = market.close();
    final double[] weights = market.weights();
    final int bars = market.bars();
    final int columns = market.columns();
    final double part = feePart;
    final double slip = slippage;
    for (int c = 0; c + 4 <= columns; c += 4) {
      double m0 = initialCash;
      double m1 = initialCash;
      double m2 = initialCash;
      double m3 = initialCash;
      double h0 = 0;
      double h1 = 0;
      double h2 = 0;
      double h3 = 0;
      for (int bar = 1; bar < bars; bar++) {
        int cell = bar * columns + c;
        int old = cell - columns;
        double w = weights[cell];
        if (w == w) {
          double asked = w * (m0 + h0 * close[old]) / close[old] - h0;
          double price = open[cell] * (1 + Math.copySign(slip, asked));
          double spent = asked * price + Math.abs(asked * price) * part;
          if (spent > m0) {
            asked = m0 / (1 + part) / price;
            spent = m0;
          }
          m0 -= spent;
          h0 += asked;
        }
        w = weights[cell + 1];
        if (w == w) {
          double asked = w * (m1 + h1 * close[old + 1]) / close[old + 1] - h1;
          double price = open[cell + 1] * (1 + Math.copySign(slip, asked));
          double spent = asked * price + Math.abs(asked * price) * part;
          if (spent > m1) {
            asked = m1 / (1 + part) / price;
            spent = m1;
          }
          m1 -= spent;
          h1 += asked;
        }
        w = weights[cell + 2];
        if (w == w) {
          double asked = w * (m2 + h2 * close[old + 2]) / close[old + 2] - h2;
          double price = open[cell + 2] * (1 + Math.copySign(slip, asked));
          double spent = asked * price + Math.abs(asked * price) * part;
          if (spent > m2) {
            asked = m2 / (1 + part) / price;
            spent = m2;
          }
          m2 -= spent;
          h2 += asked;
        }
        w = weights[cell + 3];
        if (w == w) {
          double asked = w * (m3 + h3 * close[old + 3]) / close[old + 3] - h3;
          double price = open[cell + 3] * (1 + Math.copySign(slip, asked));
          double spent = asked * price + Math.abs(asked * price) * part;
          if (spent > m3) {
            asked = m3 / (1 + part) / price;
            spent = m3;
          }
          m3 -= spent;
          h3 += asked;
        }
      }
      cash[c] = m0;
      cash[c + 1] = m1;
      cash[c + 2] = m2;
      cash[c + 3] = m3;
      shares[c] = h0;
      shares[c + 1] = h1;
      shares[c + 2] = h2;
      shares[c + 3] = h3;
    }
  }
}
