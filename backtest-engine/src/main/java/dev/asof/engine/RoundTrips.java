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
 * fees; a fill that turns a position round closes one trade and opens the next.
 */
final class RoundTrips {
  private final String symbol;
  private final List<LocalDate> sessions;
  private final List<Trade> trades = new ArrayList<>();
  private final List<Integer> firstTrades = new ArrayList<>();

  private boolean open;
  private boolean isLong;
  private int entryBar;
  private double entryShares;
  private double entryValueUsd;
  private double entryFeesUsd;

  /**
   * No trades yet.
   *
   * @param sessions the dates that bar indexes stand for
   */
  RoundTrips(String symbol, List<LocalDate> sessions) {
    this.symbol = symbol;
    this.sessions = sessions;
  }

  /** The trades so far. */
  List<Trade> trades() {
    return trades;
  }

  /** The trades so far, those of one position together: a position lasts until nothing is held. */
  List<List<Trade>> tradesByPosition() {
    List<List<Trade>> positions = new ArrayList<>();
    for (int n = 0; n < firstTrades.size(); n++) {
      int from = firstTrades.get(n);
      int to = n + 1 < firstTrades.size() ? firstTrades.get(n + 1) : trades.size();
      if (from < to) {
        positions.add(trades.subList(from, to));
      }
    }
    return positions;
  }

  /**
   * All trades of a run, by instrument and then by exit.
   *
   * @param lastBar the last simulated bar, at whose last prices open positions are valued
   */
  static List<Trade> of(Journal journal, Bars bars, Accounts accounts, int lastBar) {
    List<LocalDate> sessions = bars.sessionDates();
    RoundTrips[] byInstrument = new RoundTrips[bars.instruments()];
    for (int order = 0; order < journal.count(); order++) {
      if (journal.isFilled(order)) {
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
    for (int i = 0; i < byInstrument.length; i++) {
      if (byInstrument[i] != null) {
        byInstrument[i].finish(lastBar, accounts.lastPriceUsd[i]);
        trades.addAll(byInstrument[i].trades);
      }
    }
    return trades;
  }

  /** Adds a fill; the shares are negative for a sale. */
  void add(int bar, double signedShares, double price, double fee) {
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
  }

  private void exit(double shares, int bar, double price, double fee, boolean stillOpen) {
    double entryPrice = entryValueUsd / entryShares;
    double entryFee = shares / entryShares * entryFeesUsd;
    double entryValue = shares * entryPrice;
    double gain = Closeness.add(shares * price, -entryValue);
    if (gain != 0 && !isLong) {
      gain = -gain;
    }
    double pnl = gain - entryFee - fee;
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
  void finish(int lastBar, double lastPrice) {
    if (open && !Closeness.isZero(entryShares)) {
      exit(entryShares, lastBar, lastPrice, 0, true);
    }
  }
}
