package dev.asof.engine;

import dev.asof.api.AppliedAction;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the price went against and for a trade while it lasted (Sweeney 1996, Maximum Adverse
 * Excursion), from the lows and highs of its sessions, the entry's and the exit's included whole;
 * where they are missing, from the closes. Prices before a split or stock dividend are as after it,
 * like the entry price; those under a symbol before a change of it are left out.
 *
 * @param trade the trade
 * @param adverse worst price against the entry price, as a fraction, 0 or negative
 * @param favourable best price against the entry price, as a fraction, 0 or positive
 */
public record Excursion(Trade trade, double adverse, double favourable) {

  /** One for each trade of a result, in their order. */
  public static List<Excursion> of(BacktestResult result, Bars bars) {
    List<Excursion> excursions = new ArrayList<>();
    for (Trade trade : result.trades()) {
      excursions.add(of(trade, bars, result.accounting().actions()));
    }
    return excursions;
  }

  private static Excursion of(Trade trade, Bars bars, List<AppliedAction> actions) {
    int i = bars.indexOf(trade.symbol());
    double lowest = trade.entryPriceUsd();
    double highest = trade.entryPriceUsd();
    for (int bar = 0; bar < bars.sessions(); bar++) {
      boolean held =
          !bars.session(bar).isBefore(trade.entrySession())
              && !bars.session(bar).isAfter(trade.exitSession());
      if (held) {
        double low = smaller(bars.low(bar, i), bars.close(bar, i));
        double high = larger(bars.high(bar, i), bars.close(bar, i));
        for (AppliedAction applied : actions) {
          if (applied.action() instanceof CorporateAction.UnitChange change
              && change.symbol().equals(trade.symbol())
              && bars.session(bar).isBefore(applied.session())
              && !trade.exitSession().isBefore(applied.session())) {
            low = change.priceUsdAfter(low);
            high = change.priceUsdAfter(high);
          }
        }
        lowest = smaller(lowest, low);
        highest = larger(highest, high);
      }
    }
    double down = lowest / trade.entryPriceUsd() - 1;
    double up = highest / trade.entryPriceUsd() - 1;
    return trade.side() == PositionSide.LONG
        ? new Excursion(trade, down, up)
        : new Excursion(trade, 0 - up, 0 - down);
  }

  private static double smaller(double a, double b) {
    return Double.isNaN(a) || b < a ? b : a;
  }

  private static double larger(double a, double b) {
    return Double.isNaN(a) || b > a ? b : a;
  }
}
