package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Fill;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The positions that a run held, each from nothing to nothing: all trades of a position as one
 * record, its prices averaged over the shares.
 */
public final class PositionHistory {
  private PositionHistory() {}

  /** All positions, by instrument and entry; the last of an instrument may still be open. */
  public static List<Trade> of(BacktestResult result) {
    Map<String, RoundTrips> bySymbol = new HashMap<>();
    for (Fill fill : result.fills()) {
      int session = Collections.binarySearch(result.sessions(), fill.session());
      bySymbol
          .computeIfAbsent(fill.symbol(), symbol -> new RoundTrips(symbol, result.sessions()))
          .add(
              session,
              fill.side() == TradeSide.BUY ? fill.shares() : -fill.shares(),
              fill.priceUsd(),
              fill.feeUsd());
    }
    Map<String, Double> lastPrices = new HashMap<>();
    for (Trade trade : result.trades()) {
      if (trade.open()) {
        lastPrices.put(trade.symbol(), trade.exitPriceUsd());
      }
    }
    List<Trade> positions = new ArrayList<>();
    for (String symbol : result.symbols()) {
      RoundTrips trips = bySymbol.get(symbol);
      if (trips != null) {
        trips.finish(result.sessions().size() - 1, lastPrices.getOrDefault(symbol, Double.NaN));
        for (List<Trade> trades : trips.tradesByPosition()) {
          positions.add(trades.size() == 1 ? trades.get(0) : joined(trades));
        }
      }
    }
    return positions;
  }

  private static Trade joined(List<Trade> trades) {
    double shares = 0;
    double entryValue = 0;
    double entryFees = 0;
    double exitValue = 0;
    double exitFees = 0;
    for (Trade trade : trades) {
      shares += trade.shares();
      entryValue += trade.shares() * trade.entryPriceUsd();
      entryFees += trade.entryFeeUsd();
      exitValue += trade.shares() * trade.exitPriceUsd();
      exitFees += trade.exitFeeUsd();
    }
    Trade first = trades.get(0);
    Trade last = trades.get(trades.size() - 1);
    double entryPrice = entryValue / shares;
    double exitPrice = exitValue / shares;
    double gain = Closeness.add(shares * exitPrice, -(shares * entryPrice));
    double pnl = (first.side() == PositionSide.LONG ? gain : 0 - gain) - entryFees - exitFees;
    return new Trade(
        first.symbol(),
        first.side(),
        shares,
        first.entrySession(),
        entryPrice,
        entryFees,
        last.exitSession(),
        exitPrice,
        exitFees,
        pnl,
        pnl / (shares * entryPrice),
        last.open());
  }
}
