package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.Direction;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;
import java.util.Arrays;
import java.util.List;

/**
 * A range of a panel's columns, simulated bar by bar: accounts of one instrument each, side by
 * side, so that the processor works on many at once while each waits for its own last result.
 *
 * <p>Semantics are those of {@link OrderExecution}, to the last bit. An order whose fill is plain
 * (in full, and no sum in it comes near to cancelling) is executed by {@link #fillPlain} with the
 * same operations and without a branch on its side; every other goes to {@code OrderExecution}
 * itself. Measured per cell with an order each and with records: 9 ns here, 15 ns in a bare loop
 * account by account; the rivals and the command are in PanelBenchmark of the benchmarks module.
 */
final class PanelBlock {
  /** Differences above this part of their operands, and this much, are never taken for 0. */
  private static final double APART = 1e-8;

  private static final double TINY = 1e-12;
  private static final double APART_ABSOLUTE = 2 * TINY;
  private static final double LEAST_VALUE_USD = 1e-6;

  private final PanelPrices prices;
  private final int columns;
  private final int firstColumn;
  private final boolean oneScenario;
  private final double initialCashUsd;
  private final boolean plainTerms;
  private final boolean refusesMissing;
  private final Direction direction;
  private final double feeFraction;
  private final double fixedFeeUsd;
  private final double slippageFraction;
  private final double leastShares;

  /** By column. */
  final double[] cashUsd;

  /** By column, negative when short. */
  final double[] shares;

  /** By column, how many orders filled. */
  final int[] fills;

  /** By column; kept only where each order goes to {@link OrderExecution}. */
  private final double[] freeCashUsd;

  private final double[] debtUsd;

  /** By column, the price of a first fill before a first close; NaN otherwise. */
  private final double[] ownMarkUsd;

  private int ownMarks;

  private final int[] queue;
  private final double[] asked;
  private final double[] fillPrice;
  private final double[] fillFee;
  private final int[] leftOver;
  private final double[] fillRow;
  private final double[] sizingRow;
  private final double[] markRow;
  private final double[] equityRow;

  private final Accounts cell;
  private final OrderExecution execution;
  private final OrderTicket ticket = new OrderTicket();

  private SizeType type;

  /** Whether each order goes to {@link OrderExecution}, with free cash and debt as they are. */
  private boolean exact;

  /** Whether some cash or position is so small that the next order takes it for 0. */
  private boolean dust;

  private double[] fillUsd;
  private int fillAt;
  private double[] sizingUsd;
  private int sizingAt;

  PanelBlock(BacktestSpec spec, PanelPrices prices, int firstColumn, int columns) {
    OrderTerms terms = spec.terms();
    Costs costs = spec.costs();
    this.prices = prices;
    this.firstColumn = firstColumn;
    this.columns = columns;
    this.oneScenario = firstColumn % prices.instruments() + columns <= prices.instruments();
    this.initialCashUsd = spec.initialCashUsd();
    this.refusesMissing = spec.missingPrice() == MissingPrice.REFUSE;
    this.direction = terms.direction();
    this.feeFraction = costs.feeFraction();
    this.fixedFeeUsd = costs.fixedFeeUsd();
    this.slippageFraction = costs.slippageFraction();
    this.leastShares = Math.max(terms.minShares(), APART_ABSOLUTE);
    this.plainTerms =
        direction != Direction.SHORT_ONLY
            && terms.maxShares() == Double.POSITIVE_INFINITY
            && terms.lotShares() == 0
            && !terms.lockProceeds()
            && costs.feePerShareUsd() == 0
            && costs.leastFeeUsd() == 0
            && costs.halfSpreadUsd() == 0;
    cashUsd = new double[columns];
    shares = new double[columns];
    fills = new int[columns];
    freeCashUsd = new double[columns];
    debtUsd = new double[columns];
    ownMarkUsd = new double[columns];
    queue = new int[columns];
    asked = new double[columns];
    fillPrice = new double[columns];
    fillFee = new double[columns];
    leftOver = new int[columns];
    fillRow = new double[columns];
    sizingRow = new double[columns];
    markRow = new double[columns];
    equityRow = new double[columns];
    cell = new Accounts(spec, List.of(""));
    execution = new OrderExecution(cell, spec);
    ticket.terms(terms);
    ticket.costs(feeFraction, fixedFeeUsd, slippageFraction);
    ticket.feePerShareUsd = costs.feePerShareUsd();
    ticket.leastFeeUsd = costs.leastFeeUsd();
    ticket.halfSpreadUsd = costs.halfSpreadUsd();
  }

  int firstColumn() {
    return firstColumn;
  }

  int columns() {
    return columns;
  }

  PanelView view() {
    return new PanelView(prices, firstColumn, columns, cashUsd, shares);
  }

  double[] emptySizes() {
    return new double[columns];
  }

  /**
   * Asks a strategy for the orders of a bar.
   *
   * @throws AsOfException with {@link ErrorCode#STRATEGY_FAILED} when it throws another exception
   */
  void decide(PanelStrategy strategy, PanelView view, int bar, double[] sizes) {
    Arrays.fill(sizes, Double.NaN);
    view.advanceTo(bar);
    try {
      strategy.decide(view, sizes);
    } catch (AsOfException understood) {
      throw understood;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
      throw strategyFailed(strategy, bar, failure);
    }
  }

  private AsOfException strategyFailed(PanelStrategy strategy, int bar, Throwable failure) {
    String what = failure.toString().lines().findFirst().orElse("");
    return new AsOfException(
        ErrorCode.STRATEGY_FAILED,
        "Cannot go on: strategy "
            + strategy.getClass().getName()
            + " failed before bar "
            + bar
            + " for columns "
            + firstColumn
            + " to "
            + (firstColumn + columns - 1)
            + " with "
            + what,
        failure);
  }

  /** Starts a run with cash alone. */
  void begin(SizeType newType) {
    type = newType;
    exact = !plainTerms || newType == SizeType.PERCENT;
    dust = initialCashUsd <= TINY;
    ownMarks = 0;
    Arrays.fill(cashUsd, initialCashUsd);
    Arrays.fill(shares, 0);
    Arrays.fill(fills, 0);
    Arrays.fill(freeCashUsd, initialCashUsd);
    Arrays.fill(debtUsd, 0);
    Arrays.fill(ownMarkUsd, Double.NaN);
  }

  /**
   * Executes the orders of one bar.
   *
   * @param sizes the orders, {@code sizes[at + column]}
   * @param journal takes the attempts; null for none
   */
  void fill(int bar, double[] sizes, int at, PanelJournal journal) {
    int count = enqueue(sizes, at);
    if (count == 0) {
      return;
    }
    locate(bar);
    if (journal != null) {
      journal.reserve(count);
    }
    if (exact || dust) {
      for (int n = 0; n < count; n++) {
        fillExactly(bar, n, sizes, at, journal);
      }
    } else {
      size(sizes, at, count);
      int left = fillPlain(count);
      if (journal != null) {
        journal.addFills(bar, firstColumn, count, queue, asked, fillPrice, fillFee);
      }
      for (int n = 0; n < left; n++) {
        fillExactly(bar, leftOver[n], sizes, at, journal);
      }
    }
    if (journal != null) {
      journal.advance(count);
    }
  }

  /** Lists the columns with an order, without a branch: orders come as they like. */
  private int enqueue(double[] sizes, int at) {
    final int[] list = queue;
    int count = 0;
    for (int c = 0; c < list.length; c++) {
      long bits = Double.doubleToRawLongBits(sizes[at + c]) & Long.MAX_VALUE;
      list[count] = c;
      count += (int) ((bits - 0x7ff0_0000_0000_0001L) >>> 63);
    }
    return count;
  }

  /** Finds the rows of prices that a bar's orders are sized and filled at. */
  private void locate(int bar) {
    int instruments = prices.instruments();
    int first = firstColumn % instruments;
    if (oneScenario) {
      fillUsd = prices.fillUsd;
      fillAt = bar * instruments + first;
    } else {
      fillUsd = fillRow;
      fillAt = 0;
      spread(prices.fillUsd, bar * instruments, fillRow);
    }
    if (oneScenario && ownMarks == 0) {
      sizingUsd = prices.marksBefore(bar);
      sizingAt = prices.markAt(bar) + first;
    } else {
      sizingUsd = sizingRow;
      sizingAt = 0;
      spread(prices.marksBefore(bar), prices.markAt(bar), sizingRow);
      markOwn(sizingRow);
    }
  }

  /** Gives each column the price of its instrument. */
  private void spread(double[] row, int at, double[] byColumn) {
    int instruments = prices.instruments();
    if (instruments == 1) {
      Arrays.fill(byColumn, row[at]);
      return;
    }
    int i = firstColumn % instruments;
    for (int c = 0; c < columns; ) {
      int run = Math.min(instruments - i, columns - c);
      System.arraycopy(row, at + i, byColumn, c, run);
      c += run;
      i = 0;
    }
  }

  private void markOwn(double[] byColumn) {
    for (int c = 0; ownMarks > 0 && c < columns; c++) {
      if (!Double.isNaN(ownMarkUsd[c]) && PanelPrices.isNever(byColumn[c])) {
        byColumn[c] = ownMarkUsd[c];
      }
    }
  }

  /** Turns sizes into shares; NaN where that takes more than a division. */
  private void size(double[] sizes, int at, int count) {
    switch (type) {
      case TARGET_WEIGHT -> sizeWeights(sizes, at, count);
      case TARGET_VALUE, VALUE -> sizeValues(sizes, at, count, type == SizeType.VALUE ? 0 : 1);
      case TARGET_SHARES, SHARES -> sizeShares(sizes, at, count, type == SizeType.SHARES ? 0 : 1);
      case PERCENT -> throw new IllegalStateException("Cannot size PERCENT without an account");
    }
  }

  private void sizeWeights(double[] sizes, int at, int count) {
    final int[] list = queue;
    final double[] out = asked;
    final double[] cash = cashUsd;
    final double[] held = shares;
    final double[] mark = sizingUsd;
    final int markAt = sizingAt;
    final boolean dense = count == cash.length;
    for (int n = 0; n < count; n++) {
      int c = dense ? n : list[n];
      double price = mark[markAt + c];
      double position = held[c];
      double value = cash[c] + position * price;
      double shares = sizes[at + c] * value / price - position;
      out[n] = price > TINY && value > TINY ? shares : Double.NaN;
    }
  }

  private void sizeValues(double[] sizes, int at, int count, double part) {
    for (int n = 0; n < count; n++) {
      int c = queue[n];
      double price = sizingUsd[sizingAt + c];
      double wanted = sizes[at + c] / price - part * shares[c];
      asked[n] = price > TINY ? wanted : Double.NaN;
    }
  }

  private void sizeShares(double[] sizes, int at, int count, double part) {
    for (int n = 0; n < count; n++) {
      int c = queue[n];
      double wanted = sizes[at + c] - part * shares[c];
      asked[n] = sizingUsd[sizingAt + c] > TINY ? wanted : Double.NaN;
    }
  }

  /**
   * Executes the queue as far as it is plain, and lists the places of what is left over: with a
   * call inside, the loop takes a quarter longer. What distinguishes a purchase from a sale is the
   * sign of the value alone, and what {@link OrderExecution} would do differently is sorted out by
   * branches that seldom take the other way.
   *
   * @return how many are left over
   */
  private int fillPlain(int count) {
    final int[] list = queue;
    final double[] wanted = asked;
    final double[] cash = cashUsd;
    final double[] held = shares;
    final int[] filled = fills;
    final double[] price = fillUsd;
    final int priceAt = fillAt;
    final double slippage = slippageFraction;
    final double feePart = feeFraction;
    final double fee0 = fixedFeeUsd;
    final double least = leastShares;
    final double lowest = direction == Direction.LONG_ONLY ? 0 : Double.NEGATIVE_INFINITY;
    final double[] prices = fillPrice;
    final double[] fees = fillFee;
    final int[] others = leftOver;
    final boolean dense = count == cash.length;
    int left = 0;
    for (int n = 0; n < count; n++) {
      int c = dense ? n : list[n];
      double ask = wanted[n];
      double before = cash[c];
      double position = held[c];
      double unslipped = price[priceAt + c];
      double slipped = unslipped * (1 + Math.copySign(slippage, ask));
      double value = ask * slipped;
      double size = Math.abs(ask);
      double gross = Math.abs(value);
      double fee = gross * feePart + fee0;
      double rest = before - (value + fee);
      double after = position + ask;
      double apart = Math.abs(after);
      if (unslipped > 0
          && size >= least
          && 0.5 * gross - fee > LEAST_VALUE_USD
          && rest > APART * before + APART_ABSOLUTE
          && (apart > APART * size + APART_ABSOLUTE || after == 0)
          && after >= lowest) {
        cash[c] = rest;
        held[c] = after;
        filled[c]++;
        prices[n] = slipped;
        fees[n] = fee;
      } else {
        others[left++] = n;
      }
    }
    return left;
  }

  /**
   * Executes one order by {@link OrderExecution}, on an account that takes the column's place.
   *
   * @param n its place in the queue
   */
  private void fillExactly(int bar, int n, double[] sizes, int at, PanelJournal journal) {
    int c = queue[n];
    double mark = sizingUsd[sizingAt + c];
    double price = fillUsd[fillAt + c];
    boolean never = PanelPrices.isNever(mark);
    cell.cashUsd[0] = cashUsd[c];
    cell.freeCashUsd[0] = freeCashUsd[c];
    cell.shares[0] = shares[c];
    cell.debtUsd[0] = debtUsd[c];
    cell.lastPriceUsd[0] = never ? Double.NaN : mark;
    cell.sizingPriceUsd[0] = cell.lastPriceUsd[0];
    ticket.order(0, FillAt.OPEN, type, sizes[at + c]);
    ticket.priceUsd = price;
    OrderReason reason = execute(bar, c, cell.sizingValueUsd(0));
    cashUsd[c] = cell.cashUsd[0];
    freeCashUsd[c] = cell.freeCashUsd[0];
    shares[c] = cell.shares[0];
    debtUsd[c] = cell.debtUsd[0];
    dust |= isDust(cashUsd[c]) || isDust(shares[c]);
    boolean filled = reason == OrderReason.NONE;
    if (filled) {
      fills[c]++;
      if (never) {
        ownMarkUsd[c] = price;
        ownMarks++;
      }
    }
    if (journal != null) {
      journal.set(n, bar, firstColumn + c, reason, execution);
    }
  }

  private static boolean isDust(double value) {
    return value != 0 && Closeness.isZero(value);
  }

  private OrderReason execute(int bar, int c, double accountValue) {
    if (refusesMissing && !OrderExecution.isTradable(ticket.priceUsd)) {
      if (!execution.asksNothing(ticket, accountValue)) {
        throw priceMissing(bar, c);
      }
      return OrderReason.SIZE_ZERO;
    }
    if (!exact && ticket.size == Double.NEGATIVE_INFINITY && direction == Direction.BOTH) {
      throw sizeInvalid(bar, c, "expected a finite sale, or direction LONG_ONLY", null);
    }
    try {
      return execution.execute(ticket, accountValue);
    } catch (ArithmeticException overflow) {
      throw sizeInvalid(bar, c, "more shares than a number holds", overflow);
    }
  }

  private AsOfException priceMissing(int bar, int c) {
    return new AsOfException(
        ErrorCode.PRICE_MISSING,
        "Cannot fill: column "
            + (firstColumn + c)
            + " has the price "
            + ticket.priceUsd
            + " at bar "
            + bar
            + "; expected a price above 0, or a specification that ignores missing prices");
  }

  private AsOfException sizeInvalid(int bar, int c, String valid, Throwable cause) {
    return new AsOfException(
        ErrorCode.STRATEGY_FAILED,
        "Cannot fill: column "
            + (firstColumn + c)
            + " asked for "
            + ticket.size
            + " at bar "
            + bar
            + ": "
            + valid,
        cause);
  }

  /** Values the accounts after a bar. The array holds until the next call. */
  double[] equityAfter(int bar) {
    double[] mark = prices.marksBefore(bar + 1);
    int at = prices.markAt(bar + 1);
    if (oneScenario && ownMarks == 0) {
      at += firstColumn % prices.instruments();
    } else {
      spread(mark, at, markRow);
      markOwn(markRow);
      mark = markRow;
      at = 0;
    }
    value(mark, at, equityRow);
    return equityRow;
  }

  private void value(double[] mark, int at, double[] equity) {
    final double[] cash = cashUsd;
    final double[] held = shares;
    for (int c = 0; c < equity.length; c++) {
      equity[c] = cash[c] + held[c] * mark[at + c];
    }
  }
}
