package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs the fills of one instrument into round trips. A position's entry price is the average over
 * all that was added to it; each reduction is a trade of its own and takes its share of the entry's
 * fees and of the dividends; a fill that turns a position round closes one trade and opens the
 * next.
 */
final class RoundTrips {
  private final String symbol;
  private final List<LocalDate> sessions;
  private final List<Trade> trades = new ArrayList<>();
  private final List<Integer> firstTrades = new ArrayList<>();

  /** Dividends in the profit of each trade. */
  private final List<Double> tradeDividends = new ArrayList<>();

  private boolean open;
  private boolean isLong;
  private int entryBar;
  private double entryShares;
  private double entryValueUsd;
  private double entryFeesUsd;

  /** What the open position received in dividends, negative when it owed them. */
  private double dividendsUsd;

  private RoundTrips(String symbol, List<LocalDate> sessions) {
    this.symbol = symbol;
    this.sessions = sessions;
  }

  /** What the fills of a run amount to. */
  record Summary(List<Trade> trades, List<Trade> positions) {}

  /**
   * All trades and positions of a run, by instrument and then by exit.
   *
   * @param lastBar the last simulated bar, at whose last prices open positions are valued
   */
  static Summary of(Journal journal, Bars bars, Accounts accounts, int lastBar) {
    List<LocalDate> sessions = bars.sessionDates();
    RoundTrips[] byInstrument = new RoundTrips[bars.instruments()];
    List<Journal.PositionChange> changes = journal.changes();
    int change = 0;
    for (int order = 0; order <= journal.count(); order++) {
      while (change < changes.size() && changes.get(change).order() == order) {
        apply(changes.get(change++), byInstrument, bars, sessions);
      }
      if (order < journal.count() && journal.isFilled(order)) {
        int i = journal.instrument(order);
        if (byInstrument[i] == null) {
          byInstrument[i] = new RoundTrips(bars.symbols().get(i), sessions);
        }
        byInstrument[i].add(
            journal.bar(order),
            journal.filledShares(order),
            journal.priceUsd(order),
            journal.feeUsd(order));
      }
    }
    List<Trade> trades = new ArrayList<>();
    List<Trade> positions = new ArrayList<>();
    for (int i = 0; i < byInstrument.length; i++) {
      if (byInstrument[i] != null) {
        byInstrument[i].finish(lastBar, accounts.lastPriceUsd[i]);
        trades.addAll(byInstrument[i].trades);
        byInstrument[i].addPositionsTo(positions);
      }
    }
    return new Summary(trades, positions);
  }

  private static void apply(
      Journal.PositionChange change,
      RoundTrips[] byInstrument,
      Bars bars,
      List<LocalDate> sessions) {
    RoundTrips from = byInstrument[change.from()];
    if (from == null || !from.open) {
      return;
    }
    if (change.from() == change.to()) {
      from.entryShares *= change.ratio();
      from.dividendsUsd += change.dividendUsd();
      return;
    }
    if (byInstrument[change.to()] == null) {
      byInstrument[change.to()] = new RoundTrips(bars.symbols().get(change.to()), sessions);
    }
    RoundTrips to = byInstrument[change.to()];
    to.enter(from.entryBar, from.isLong);
    to.entryShares = from.entryShares;
    to.entryValueUsd = from.entryValueUsd;
    to.entryFeesUsd = from.entryFeesUsd;
    to.dividendsUsd = from.dividendsUsd;
    from.open = false;
  }

  /** Adds the positions so far, each of the trades from nothing to nothing. */
  private void addPositionsTo(List<Trade> positions) {
    for (int n = 0; n < firstTrades.size(); n++) {
      int first = firstTrades.get(n);
      int end = n + 1 < firstTrades.size() ? firstTrades.get(n + 1) : trades.size();
      if (end - first == 1) {
        positions.add(trades.get(first));
      } else if (end > first) {
        positions.add(joined(trades.subList(first, end), tradeDividends.subList(first, end)));
      }
    }
  }

  /** Adds a fill; the shares are negative for a sale. */
  private void add(int bar, double signedShares, double price, double fee) {
    boolean buys = signedShares > 0;
    double shares = Math.abs(signedShares);
    if (!open || buys == isLong) {
      if (!open) {
        enter(bar, buys);
      }
      entryShares += shares;
      entryValueUsd += shares * price;
      entryFeesUsd += fee;
    } else if (Closeness.isClose(shares, entryShares)) {
      exit(entryShares, bar, price, fee, false);
      open = false;
    } else if (shares < entryShares) {
      exit(shares, bar, price, fee, false);
      double rest = (entryShares - shares) / entryShares;
      entryShares *= rest;
      entryValueUsd *= rest;
      entryFeesUsd *= rest;
      dividendsUsd *= rest;
    } else {
      double closed = entryShares;
      double closingFee = closed / shares * fee;
      exit(closed, bar, price, closingFee, false);
      enter(bar, buys);
      entryShares = shares - closed;
      entryValueUsd = entryShares * price;
      entryFeesUsd = fee - closingFee;
    }
  }

  private void enter(int bar, boolean buys) {
    open = true;
    firstTrades.add(trades.size());
    isLong = buys;
    entryBar = bar;
    entryShares = 0;
    entryValueUsd = 0;
    entryFeesUsd = 0;
    dividendsUsd = 0;
  }

  private void exit(double shares, int bar, double price, double fee, boolean stillOpen) {
    double entryPrice = entryValueUsd / entryShares;
    double entryFee = shares / entryShares * entryFeesUsd;
    double entryValue = shares * entryPrice;
    double gain = Closeness.add(shares * price, -entryValue);
    if (gain != 0 && !isLong) {
      gain = -gain;
    }
    double dividends = dividendsUsd == 0 ? 0 : shares / entryShares * dividendsUsd;
    double pnl = withDividends(gain - entryFee - fee, dividends);
    tradeDividends.add(dividends);
    trades.add(
        new Trade(
            symbol,
            isLong ? PositionSide.LONG : PositionSide.SHORT,
            shares,
            sessions.get(entryBar),
            entryPrice,
            entryFee,
            sessions.get(bar),
            price,
            fee,
            pnl,
            pnl / entryValue,
            stillOpen));
  }

  /** Ends the record: what is held is valued at this price. */
  private void finish(int lastBar, double lastPrice) {
    if (open && !Closeness.isZero(entryShares)) {
      exit(entryShares, lastBar, lastPrice, 0, true);
    }
  }

  /** Adds dividends to a profit, which stays as it is to the last bit where there are none. */
  private static double withDividends(double pnl, double dividends) {
    return dividends == 0 ? pnl : pnl + dividends;
  }

  private static Trade joined(List<Trade> trades, List<Double> dividends) {
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
    double pnl =
        withDividends(
            (first.side() == PositionSide.LONG ? gain : 0 - gain) - entryFees - exitFees,
            dividends.stream().mapToDouble(Double::doubleValue).sum());
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
