package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Fill;
import dev.asof.api.Trade;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/** Fills and round trips. */
final class TradeFormulas {
  private static final double NONE = Double.NaN;

  private TradeFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(
        Metric.HIT_RATE,
        m -> closed(m).mapToDouble(trade -> trade.pnlUsd() > 0 ? 1 : 0).average().orElse(NONE));
    table.put(Metric.TURNOVER, m -> turnover(m.result()));
    table.put(Metric.DAILY_TURNOVER, m -> dailyTurnover(m.result()));
    table.put(Metric.TRADE_COUNT, m -> closed(m).count());
    table.put(Metric.TRADE_PROFIT_FACTOR, m -> m.ratio(gains(m).sum(), -losses(m).sum()));
    table.put(
        Metric.TRADE_PAYOFF_RATIO,
        m -> gains(m).average().orElse(NONE) / -losses(m).average().orElse(NONE));
    table.put(Metric.EXPECTANCY, m -> closed(m).mapToDouble(Trade::pnlUsd).average().orElse(NONE));
    table.put(Metric.BEST_TRADE, m -> returns(closed(m)).max().orElse(NONE));
    table.put(Metric.WORST_TRADE, m -> returns(closed(m)).min().orElse(NONE));
    table.put(
        Metric.AVERAGE_WINNING_TRADE,
        m -> returns(closed(m).filter(trade -> trade.pnlUsd() > 0)).average().orElse(NONE));
    table.put(
        Metric.AVERAGE_LOSING_TRADE,
        m -> returns(closed(m).filter(trade -> trade.pnlUsd() < 0)).average().orElse(NONE));
    table.put(
        Metric.AVERAGE_TRADE_DURATION,
        m -> {
          List<LocalDate> sessions = m.result().sessions();
          return closed(m)
              .mapToInt(
                  trade ->
                      Collections.binarySearch(sessions, trade.exitSession())
                          - Collections.binarySearch(sessions, trade.entrySession()))
              .average()
              .orElse(NONE);
        });
    table.put(Metric.FEES_PAID, m -> m.result().fills().stream().mapToDouble(Fill::feeUsd).sum());
  }

  private static Stream<Trade> closed(Measurement m) {
    return m.result().trades().stream().filter(trade -> !trade.open());
  }

  private static DoubleStream gains(Measurement m) {
    return closed(m).mapToDouble(Trade::pnlUsd).filter(pnl -> pnl > 0);
  }

  private static DoubleStream losses(Measurement m) {
    return closed(m).mapToDouble(Trade::pnlUsd).filter(pnl -> pnl < 0);
  }

  private static DoubleStream returns(Stream<Trade> trades) {
    return trades.mapToDouble(Trade::returnFraction);
  }

  private static double turnover(BacktestResult result) {
    double traded = 0;
    for (Fill fill : result.fills()) {
      traded += fill.shares() * fill.priceUsd();
    }
    double meanEquity = StatUtils.mean(result.equityUsd());
    return meanEquity > 0 ? traded / meanEquity : Double.NaN;
  }

  private static double dailyTurnover(BacktestResult result) {
    double[] equity = result.equityUsd();
    if (!(StatUtils.min(equity) > 0)) {
      return Double.NaN;
    }
    double turnover = 0;
    for (Fill fill : result.fills()) {
      int bar = Collections.binarySearch(result.sessions(), fill.session());
      turnover += fill.shares() * fill.priceUsd() / equity[bar];
    }
    return turnover / equity.length;
  }
}
