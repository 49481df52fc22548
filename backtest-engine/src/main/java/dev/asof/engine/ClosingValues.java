package dev.asof.engine;

import dev.asof.api.AppliedAction;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fill;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks over what a run held at each close, valued at the close or, without one, at the last one as
 * the corporate actions since then left it, which is how the run itself valued it.
 */
final class ClosingValues {
  /** Is told of each position. */
  interface Visitor {
    /** A position that is not 0, in USD, negative when short; NaN before its first price. */
    void position(int session, int instrument, double valueUsd);
  }

  private final BacktestResult result;
  private final Bars bars;
  private final List<AppliedAction> actions;
  private final Map<String, Integer> places = new HashMap<>();
  private final double[] priceUsd;
  private int nextAction;

  private ClosingValues(BacktestResult result, Bars bars) {
    this.result = result;
    this.bars = bars;
    this.actions = result.accounting().actions();
    this.priceUsd = new double[bars.instruments()];
    Arrays.fill(priceUsd, Double.NaN);
    if (!actions.isEmpty()) {
      for (int i = 0; i < bars.instruments(); i++) {
        places.put(bars.symbols().get(i), i);
      }
    }
  }

  /** Visits by session, then by instrument. */
  static void visit(BacktestResult result, Bars bars, Visitor visitor) {
    new ClosingValues(result, bars).visit(visitor);
  }

  private void visit(Visitor visitor) {
    double[] shares = result.shares();
    int sessions = result.sessions().size();
    int instruments = bars.instruments();
    LocalDate first = result.sessions().get(0);
    int session = 0;
    for (int bar = 0; bar < bars.sessions() && session < sessions; bar++) {
      apply(bars.session(bar));
      for (int i = 0; i < instruments; i++) {
        double close = bars.close(bar, i);
        priceUsd[i] = Double.isFinite(close) ? close : priceUsd[i];
      }
      if (bars.session(bar).isBefore(first)) {
        continue;
      }
      for (int i = 0; i < instruments; i++) {
        double held = shares[session * instruments + i];
        if (held != 0) {
          visitor.position(session, i, held * priceUsd[i]);
        }
      }
      session++;
    }
  }

  private void apply(LocalDate session) {
    for (; nextAction < actions.size(); nextAction++) {
      AppliedAction applied = actions.get(nextAction);
      if (applied.session().isAfter(session)) {
        return;
      }
      Integer place = places.get(applied.action().symbol());
      if (place != null) {
        apply(applied, place);
      }
    }
  }

  private void apply(AppliedAction applied, int i) {
    CorporateAction action = applied.action();
    if (action instanceof CorporateAction.UnitChange change) {
      priceUsd[i] = change.priceUsdAfter(priceUsd[i]);
    } else if (action instanceof CorporateAction.CashDividend dividend) {
      takeOut(i, dividend.usdPerShare());
    } else if (action instanceof CorporateAction.Rights rights) {
      takeOut(i, rights.usdPerShare());
    } else if (action instanceof CorporateAction.SpinOff spinOff) {
      double given = applied.order().isPresent() ? fillPrice(applied, 0) : Double.NaN;
      if (!Double.isNaN(given)) {
        takeOut(i, given * spinOff.sharesOn(1));
        firstPrice(spinOff.newSymbol(), given);
      } else if (applied.sharesBefore() != 0) {
        takeOut(i, applied.cashUsd() / applied.sharesBefore());
      }
    } else if (action instanceof CorporateAction.SymbolChange change) {
      Integer to = places.get(change.newSymbol());
      if (to != null && Double.isFinite(priceUsd[i])) {
        priceUsd[to] = priceUsd[i];
      }
    } else if (action instanceof CorporateAction.StockMerger merger
        && applied.order().isPresent()) {
      firstPrice(merger.newSymbol(), fillPrice(applied, 1));
    }
  }

  private void takeOut(int i, double usdPerShare) {
    priceUsd[i] = CorporateActions.without(usdPerShare, priceUsd[i]);
  }

  private void firstPrice(String symbol, double usd) {
    Integer place = places.get(symbol);
    if (place != null && Double.isNaN(priceUsd[place])) {
      priceUsd[place] = usd;
    }
  }

  /** The price of a fill that stands for an action; NaN when there is none. */
  private double fillPrice(AppliedAction applied, int further) {
    int order = applied.order().getAsInt() + further;
    for (Fill fill : result.fills()) {
      if (fill.order() == order) {
        return fill.priceUsd();
      }
    }
    return Double.NaN;
  }
}
