package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import java.time.LocalDate;
import java.util.Arrays;

/** Walks over what a run held at each close, valued at the close or, without one, at the last. */
final class ClosingValues {
  /** Is told of each position. */
  interface Visitor {
    /** A position that is not 0, in USD, negative when short; NaN before its first price. */
    void position(int session, int instrument, double valueUsd);
  }

  private ClosingValues() {}

  /** Visits by session, then by instrument. */
  static void visit(BacktestResult result, Bars bars, Visitor visitor) {
    double[] shares = result.shares();
    int sessions = result.sessions().size();
    int instruments = bars.instruments();
    double[] price = new double[instruments];
    Arrays.fill(price, Double.NaN);
    LocalDate first = result.sessions().get(0);
    int session = 0;
    for (int bar = 0; bar < bars.sessions() && session < sessions; bar++) {
      for (int i = 0; i < instruments; i++) {
        double close = bars.close(bar, i);
        price[i] = Double.isFinite(close) ? close : price[i];
      }
      if (bars.session(bar).isBefore(first)) {
        continue;
      }
      for (int i = 0; i < instruments; i++) {
        double held = shares[session * instruments + i];
        if (held != 0) {
          visitor.position(session, i, held * price[i]);
        }
      }
      session++;
    }
  }
}
