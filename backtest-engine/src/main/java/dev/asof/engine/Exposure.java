package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import java.util.Arrays;

/**
 * What a run held and traded as multiples of its equity, one value per session as of its close; NaN
 * where equity is 0 or below.
 */
public final class Exposure {
  private final double[] longs;
  private final double[] shorts;
  private final double[] traded;

  private Exposure(double[] longs, double[] shorts, double[] traded) {
    this.longs = longs;
    this.shorts = shorts;
    this.traded = traded;
  }

  /**
   * The exposure of a result at the closes of the bars that it ran over; where a close is missing,
   * at the last one.
   */
  public static Exposure of(BacktestResult result, Bars bars) {
    double[] equity = result.equityUsd();
    int sessions = equity.length;
    double[] longs = new double[sessions];
    double[] shorts = new double[sessions];
    double[] traded = new double[sessions];
    ClosingValues.visit(
        result,
        bars,
        (session, i, value) -> {
          longs[session] += Math.max(value, 0);
          shorts[session] -= Math.min(value, 0);
        });
    int at = 0;
    for (Fill fill : result.fills()) {
      while (result.sessions().get(at).isBefore(fill.session())) {
        at++;
      }
      traded[at] += fill.shares() * fill.priceUsd();
    }
    for (int n = 0; n < sessions; n++) {
      double base = equity[n] > 0 ? equity[n] : Double.NaN;
      longs[n] /= base;
      shorts[n] /= base;
      traded[n] /= base;
    }
    return new Exposure(longs, shorts, traded);
  }

  /** Long positions over equity. */
  public double[] longs() {
    return longs.clone();
  }

  /** Short positions over equity, positive. */
  public double[] shorts() {
    return shorts.clone();
  }

  /** Long and short positions over equity. */
  public double[] gross() {
    double[] gross = new double[longs.length];
    Arrays.setAll(gross, n -> longs[n] + shorts[n]);
    return gross;
  }

  /** Long less short positions over equity. */
  public double[] net() {
    double[] net = new double[longs.length];
    Arrays.setAll(net, n -> longs[n] - shorts[n]);
    return net;
  }

  /** Purchases and sales of the session over its equity. */
  public double[] turnover() {
    return traded.clone();
  }
}
