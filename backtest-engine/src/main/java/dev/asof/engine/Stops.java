package dev.asof.engine;

import java.util.Arrays;

/** The stops that watch each instrument's position. */
final class Stops {
  private final double[] lossFrom;
  private final double[] loss;
  private final boolean[] trails;
  private final double[] gainFrom;
  private final double[] gain;
  private boolean metGain;

  Stops(int instruments) {
    lossFrom = new double[instruments];
    loss = new double[instruments];
    trails = new boolean[instruments];
    gainFrom = new double[instruments];
    gain = new double[instruments];
    Arrays.fill(loss, Double.NaN);
    Arrays.fill(gain, Double.NaN);
  }

  Stops copy() {
    Stops copy = new Stops(loss.length);
    copy.restore(this);
    return copy;
  }

  /** Takes over the stops of another run. */
  void restore(Stops other) {
    int instruments = loss.length;
    System.arraycopy(other.lossFrom, 0, lossFrom, 0, instruments);
    System.arraycopy(other.loss, 0, loss, 0, instruments);
    System.arraycopy(other.trails, 0, trails, 0, instruments);
    System.arraycopy(other.gainFrom, 0, gainFrom, 0, instruments);
    System.arraycopy(other.gain, 0, gain, 0, instruments);
  }

  /**
   * The price at which a session meets a stop, or NaN; a trailing stop-loss that is not met
   * follows.
   */
  double watch(int i, double shares, double open, double high, double low, double close) {
    if (shares == 0 || Double.isNaN(loss[i]) && Double.isNaN(gain[i])) {
      return Double.NaN;
    }
    double direction = shares > 0 ? 1 : -1;
    metGain = false;
    double met = Double.NaN;
    if (!Double.isNaN(loss[i])) {
      double level = lossFrom[i] * (1 - direction * loss[i]);
      met = IntrabarPath.touch(level, shares < 0, open, high, low, close);
    }
    if (Double.isNaN(met) && trails[i]) {
      double first = Double.isNaN(open) ? close : open;
      if (shares > 0) {
        double best = Double.isNaN(high) ? Math.max(first, close) : high;
        lossFrom[i] = best > lossFrom[i] ? best : lossFrom[i];
      } else {
        double best = Double.isNaN(low) ? Math.min(first, close) : low;
        lossFrom[i] = best < lossFrom[i] ? best : lossFrom[i];
      }
    }
    if (Double.isNaN(met) && !Double.isNaN(gain[i])) {
      double level = gainFrom[i] * (1 + direction * gain[i]);
      met = IntrabarPath.touch(level, shares > 0, open, high, low, close);
      metGain = true;
    }
    return met;
  }

  /**
   * The price at which the rest of a session meets a stop of a position that a limit or stop order
   * opened in it, or NaN. Filled at the open, the whole session counts. Otherwise the price went
   * from the open to the fill: an extreme beyond the fill on that side came after it for certain,
   * the other one may have come before. So a stop-loss is taken to be met wherever the session
   * touches it; a take-profit is met, and a trailing stop follows, only where that is certain.
   *
   * @param entry price of the fill before slippage
   */
  double watchEntry(
      int i, double shares, double entry, double open, double high, double low, double close) {
    double first = Double.isNaN(open) ? close : open;
    if (entry == first) {
      return watch(i, shares, open, high, low, close);
    }
    double certainHigh = entry > first ? high : Math.max(entry, close);
    double certainLow = entry < first ? low : Math.min(entry, close);
    double direction = shares > 0 ? 1 : -1;
    metGain = false;
    if (!Double.isNaN(loss[i])) {
      double level = lossFrom[i] * (1 - direction * loss[i]);
      double met = IntrabarPath.touch(level, shares < 0, entry, high, low, close);
      if (!Double.isNaN(met)) {
        return met;
      }
    }
    return watch(i, shares, entry, certainHigh, certainLow, close);
  }

  /** Whether the stop that {@link #watch} met last was the take-profit. */
  boolean metGain() {
    return metGain;
  }

  void clear(int i) {
    loss[i] = Double.NaN;
    gain[i] = Double.NaN;
  }

  /** Measures from prices after a split. */
  void split(int i, double ratio) {
    lossFrom[i] /= ratio;
    gainFrom[i] /= ratio;
  }

  /** Goes on under another instrument. */
  void move(int from, int to) {
    lossFrom[to] = lossFrom[from];
    loss[to] = loss[from];
    trails[to] = trails[from];
    gainFrom[to] = gainFrom[from];
    gain[to] = gain[from];
    clear(from);
  }

  /** Starts to watch a position. */
  void start(int i, double price, StopRules rules) {
    setLoss(i, price, rules);
    setGain(i, price, rules);
  }

  /** Takes note of a fill that changed a position. */
  void filled(int i, double before, double after, double price, StopRules rules) {
    if (after == 0) {
      clear(i);
    } else if (before == 0 || Math.signum(before) != Math.signum(after)) {
      start(i, price, rules);
    } else if (Math.abs(after) > Math.abs(before)) {
      if (replaces(rules.update(), rules.stopLoss())) {
        setLoss(i, price, rules);
      }
      if (replaces(rules.update(), rules.takeProfit())) {
        setGain(i, price, rules);
      }
    }
  }

  private static boolean replaces(StopRules.Update update, double stop) {
    return switch (update) {
      case KEEP -> false;
      case OVERRIDE -> !Double.isNaN(stop);
      case OVERRIDE_NONE -> true;
    };
  }

  private void setLoss(int i, double price, StopRules rules) {
    lossFrom[i] = price;
    loss[i] = rules.stopLoss();
    trails[i] = rules.trailing();
  }

  private void setGain(int i, double price, StopRules rules) {
    gainFrom[i] = price;
    gain[i] = rules.takeProfit();
  }
}
