package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.SizeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Runs many independent accounts of one instrument each, side by side: scenarios times instruments,
 * as a sweep or a study of one rule over a market has them. Column {@code c} trades instrument
 * {@code c % instruments} with its own initial cash. What an order does is what {@link Simulator}
 * does with it in an account of its own, to the last bit; orders are sized at the last close.
 *
 * <p>Built once and run as often as needed: a run of a size that was run before allocates nothing,
 * apart from what a strategy allocates. Not to be used by two threads at once; a run uses as many
 * as it is told, and its result is the same to the last bit on any number of them.
 */
public final class PanelSimulator {
  /** So that the state of a block stays in a core's nearest caches. */
  private static final int BLOCK = 512;

  private final PanelPrices prices;
  private final int columns;
  private final List<PanelBlock> blocks = new ArrayList<>();
  private final List<PanelJournal> journals = new ArrayList<>();
  private final PanelMetrics metrics;
  private final double[] equity;

  private PanelSimulator(BacktestSpec spec, PanelPrices prices, int columns, Set<PanelKeep> keeps) {
    this.prices = prices;
    this.columns = columns;
    for (int first = 0; first < columns; first += BLOCK) {
      int width = Math.min(BLOCK, columns - first);
      blocks.add(new PanelBlock(spec, prices, first, width));
      journals.add(keeps.contains(PanelKeep.ORDERS) ? new PanelJournal() : null);
    }
    this.metrics =
        keeps.contains(PanelKeep.METRICS) ? PanelMetrics.of(columns, spec.initialCashUsd()) : null;
    this.equity =
        keeps.contains(PanelKeep.EQUITY)
            ? new double[Math.multiplyExact(prices.bars(), columns)]
            : new double[0];
  }

  /**
   * A simulator.
   *
   * @param spec costs, terms and initial cash of each account; its period, accounts, cash flows,
   *     financing, leverage limit, volume limit, revaluation and sizing price must be the default
   * @param columns number of accounts, a multiple of the number of instruments
   * @param keeps what runs keep; each takes time and memory
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID} when the specification asks for
   *     what a panel can't do
   */
  public static PanelSimulator of(
      BacktestSpec spec, PanelPrices prices, int columns, Set<PanelKeep> keeps) {
    if (columns < 1 || columns % prices.instruments() != 0) {
      throw new IllegalArgumentException(
          "Invalid columns " + columns + ": expected a multiple of " + prices.instruments());
    }
    refuse(spec.start().isPresent() || spec.end().isPresent(), "a period", "cut its prices");
    refuse(!spec.accounts().isEmpty(), "accounts", "each column is one");
    refuse(!spec.cashFlows().isEmpty(), "cash flows", "use Simulator");
    refuse(!spec.financing().equals(Financing.NONE), "financing", "use Simulator");
    refuse(
        spec.missingPrice().ignoresRepeats(),
        "repeated orders left out",
        "use MissingPrice.IGNORE");
    refuse(spec.margin().isRequired(), "margin calls", "use Simulator");
    refuse(spec.maxLeverage() != Double.POSITIVE_INFINITY, "a leverage limit", "use Simulator");
    refuse(
        spec.costs().maxVolumeFraction() != Double.POSITIVE_INFINITY,
        "a volume limit",
        "use Simulator");
    refuse(spec.revalueAfterFills(), "revaluation after fills", "use Simulator");
    refuse(spec.sizingPrice() != SizingPrice.LAST_CLOSE, "a sizing price", "use Simulator");
    return new PanelSimulator(spec, prices, columns, keeps);
  }

  private static void refuse(boolean asked, String what, String instead) {
    if (asked) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID, "Cannot run a panel with " + what + ": " + instead);
    }
  }

  /** Runs orders that are known beforehand, on one thread. */
  public void run(PanelOrders orders) {
    run(orders, 1);
  }

  /**
   * Runs orders that are known beforehand.
   *
   * @param threads how many to use, 1 for the caller's alone
   * @throws AsOfException with {@link ErrorCode#PRICE_MISSING} when a fill price is missing and the
   *     specification refuses that; with {@link ErrorCode#STRATEGY_FAILED} for a size that can't be
   *     traded
   */
  public void run(PanelOrders orders, int threads) {
    if (orders.columns() != columns || orders.bars() != prices.bars()) {
      throw new IllegalArgumentException(
          "Invalid orders: "
              + orders.bars()
              + " bars of "
              + orders.columns()
              + " columns instead of "
              + prices.bars()
              + " of "
              + columns);
    }
    double[] sizes = orders.sizesUnsafe();
    BlockWork.forEach(blocks.size(), threads, block -> runOrders(block, orders.type(), sizes));
  }

  private void runOrders(int number, SizeType type, double[] sizes) {
    PanelBlock block = begin(number, type);
    for (int bar = 0; bar < prices.bars(); bar++) {
      step(number, bar, sizes, bar * columns + block.firstColumn());
    }
  }

  /**
   * Runs strategies over ranges of the columns.
   *
   * @param type what the strategies' sizes mean
   * @param threads how many to use; strategies of different ranges may run at the same time
   * @throws AsOfException as {@link #run(PanelOrders, int)}
   */
  public void run(SizeType type, PanelStrategy.Factory strategies, int threads) {
    BlockWork.forEach(blocks.size(), threads, block -> runStrategy(block, type, strategies));
  }

  private void runStrategy(int number, SizeType type, PanelStrategy.Factory strategies) {
    PanelBlock block = begin(number, type);
    PanelStrategy strategy = strategies.create(block.firstColumn(), block.columns());
    PanelView view = block.view();
    double[] sizes = block.emptySizes();
    for (int bar = 0; bar < prices.bars(); bar++) {
      block.decide(strategy, view, bar, sizes);
      step(number, bar, sizes, 0);
    }
  }

  private PanelBlock begin(int number, SizeType type) {
    PanelBlock block = blocks.get(number);
    block.begin(type);
    if (journals.get(number) != null) {
      journals.get(number).clear();
    }
    if (metrics != null) {
      int first = block.firstColumn();
      metrics.begin(first, first + block.columns(), prices.bars());
    }
    return block;
  }

  private void step(int number, int bar, double[] sizes, int at) {
    PanelBlock block = blocks.get(number);
    block.fill(bar, sizes, at, journals.get(number));
    if (metrics != null || equity.length > 0) {
      double[] row = block.equityAfter(bar);
      int first = block.firstColumn();
      if (equity.length > 0) {
        System.arraycopy(row, 0, equity, bar * columns + first, block.columns());
      }
      if (metrics != null) {
        metrics.add(bar, row, -first, first, first + block.columns());
      }
    }
  }

  /** Number of accounts. */
  public int columns() {
    return columns;
  }

  /** Cash after the last bar, with the proceeds of short sales. */
  public double cashUsd(int column) {
    return blocks.get(column / BLOCK).cashUsd[column % BLOCK];
  }

  /** Shares held after the last bar, negative when short. */
  public double shares(int column) {
    return blocks.get(column / BLOCK).shares[column % BLOCK];
  }

  /** How many orders filled. */
  public int fills(int column) {
    return blocks.get(column / BLOCK).fills[column % BLOCK];
  }

  /**
   * The attempts of the last run, one journal for each range of columns, in ascending order.
   *
   * @throws IllegalStateException without {@link PanelKeep#ORDERS}
   */
  public List<PanelJournal> journals() {
    if (journals.get(0) == null) {
      throw notKept(PanelKeep.ORDERS);
    }
    return Collections.unmodifiableList(journals);
  }

  /**
   * Metrics of the last run; the next run overwrites them.
   *
   * @throws IllegalStateException without {@link PanelKeep#METRICS}
   */
  public PanelMetrics metrics() {
    if (metrics == null) {
      throw notKept(PanelKeep.METRICS);
    }
    return metrics;
  }

  private static IllegalStateException notKept(PanelKeep what) {
    return new IllegalStateException("Cannot tell: the simulator was not built to keep " + what);
  }

  /**
   * Value of each account after each bar in USD, {@code equity[bar * columns + column]}; not a
   * copy: the next run overwrites it. Empty without {@link PanelKeep#EQUITY}.
   */
  public double[] equityUsdUnsafe() {
    return equity;
  }
}
