package dev.asof.engine;

import dev.asof.api.AppliedAction;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.OrderContext;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.SizeType;
import dev.asof.api.TradeSide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every order of a run and what became of it, in columns; made into records at the end. */
final class Journal {
  private static final int FIRST_CAPACITY = 64;
  private static final int CONTEXT = 11;
  private static final int KINDS = FillAt.values().length;

  private int count;

  /** The latest order of each instrument and kind of fill, by their codes; -1 for none. */
  private int[] latest = {};

  private int[] bars = new int[FIRST_CAPACITY];
  private int[] instruments = new int[FIRST_CAPACITY];
  private FillAt[] ats = new FillAt[FIRST_CAPACITY];
  private SizeType[] types = new SizeType[FIRST_CAPACITY];
  private double[] sizes = new double[FIRST_CAPACITY];
  private OrderReason[] reasons = new OrderReason[FIRST_CAPACITY];
  private double[] filledShares = new double[FIRST_CAPACITY];
  private double[] pricesUsd = new double[FIRST_CAPACITY];
  private double[] feesUsd = new double[FIRST_CAPACITY];
  private double[] contexts = new double[FIRST_CAPACITY * CONTEXT];

  /** Splits, renames and dividends, each with the number of orders before it. */
  private final List<PositionChange> changes = new ArrayList<>();

  private final List<AppliedAction> actions = new ArrayList<>();

  /**
   * A change of a position without an order.
   *
   * @param order number of orders before it
   * @param to instrument that goes on; the same for a split
   * @param ratio new shares for one old share
   * @param dividendUsd cash that the position received, negative when it owed it
   */
  record PositionChange(int order, int from, int to, double ratio, double dividendUsd) {}

  Journal copy() {
    Journal copy = new Journal();
    copy.changes.addAll(changes);
    copy.actions.addAll(actions);
    copy.count = count;
    copy.latest = latest.clone();
    copy.bars = bars.clone();
    copy.instruments = instruments.clone();
    copy.ats = ats.clone();
    copy.types = types.clone();
    copy.sizes = sizes.clone();
    copy.reasons = reasons.clone();
    copy.filledShares = filledShares.clone();
    copy.pricesUsd = pricesUsd.clone();
    copy.feesUsd = feesUsd.clone();
    copy.contexts = contexts.clone();
    return copy;
  }

  void addSplit(int instrument, double ratio) {
    changes.add(new PositionChange(count, instrument, instrument, ratio, 0));
  }

  void addDividend(int instrument, double usd) {
    changes.add(new PositionChange(count, instrument, instrument, 1, usd));
  }

  void addRename(int from, int to) {
    changes.add(new PositionChange(count, from, to, 1, 0));
  }

  void addAction(AppliedAction action) {
    actions.add(action);
  }

  /** Corporate actions that met a position or an order. */
  List<AppliedAction> actions() {
    return actions;
  }

  List<PositionChange> changes() {
    return changes;
  }

  /** Starts the record of an order with what it meets. */
  void begin(int bar, OrderTicket ticket, Accounts accounts, double accountValue) {
    if (count == bars.length) {
      grow();
    }
    int i = ticket.instrument;
    int account = accounts.accountOf[i];
    bars[count] = bar;
    instruments[count] = i;
    ats[count] = ticket.at;
    types[count] = ticket.type;
    sizes[count] = ticket.size;
    int at = count * CONTEXT;
    contexts[at] = ticket.priceUsd;
    contexts[at + 1] = accounts.sizingPriceUsd[i];
    contexts[at + 2] = accountValue;
    contexts[at + 3] = accounts.cashUsd[account];
    contexts[at + 4] = accounts.freeCashUsd[account];
    contexts[at + 5] = accounts.debtUsd[i];
    contexts[at + 6] = accounts.shares[i];
  }

  /** Ends the record of an order with what became of it. */
  void end(OrderReason reason, OrderExecution execution, Accounts accounts) {
    int i = instruments[count];
    int account = accounts.accountOf[i];
    reasons[count] = reason;
    if (reason.status() == OrderStatus.FILLED) {
      filledShares[count] = execution.filledShares;
      pricesUsd[count] = execution.priceUsd;
      feesUsd[count] = execution.feeUsd;
    }
    int at = count * CONTEXT;
    contexts[at + 7] = accounts.cashUsd[account];
    contexts[at + 8] = accounts.freeCashUsd[account];
    contexts[at + 9] = accounts.debtUsd[i];
    contexts[at + 10] = accounts.shares[i];
    remember(code(i, ats[count]));
    count++;
  }

  private static int code(int instrument, FillAt at) {
    return instrument * KINDS + at.ordinal();
  }

  private void remember(int code) {
    if (code >= latest.length) {
      int before = latest.length;
      latest = Arrays.copyOf(latest, Math.max(FIRST_CAPACITY, 2 * code));
      Arrays.fill(latest, before, latest.length, -1);
    }
    latest[code] = count;
  }

  /**
   * Returns whether the latest order of the instrument for this kind of fill asked for the same and
   * found no price.
   */
  boolean repeatsUnpriced(OrderTicket ticket) {
    int code = code(ticket.instrument, ticket.at);
    int order = code < latest.length ? latest[code] : -1;
    return order >= 0
        && reasons[order] == OrderReason.PRICE_MISSING
        && types[order] == ticket.type
        && Double.doubleToLongBits(sizes[order]) == Double.doubleToLongBits(ticket.size);
  }

  private void grow() {
    int capacity = 2 * count;
    bars = Arrays.copyOf(bars, capacity);
    instruments = Arrays.copyOf(instruments, capacity);
    ats = Arrays.copyOf(ats, capacity);
    types = Arrays.copyOf(types, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    reasons = Arrays.copyOf(reasons, capacity);
    filledShares = Arrays.copyOf(filledShares, capacity);
    pricesUsd = Arrays.copyOf(pricesUsd, capacity);
    feesUsd = Arrays.copyOf(feesUsd, capacity);
    contexts = Arrays.copyOf(contexts, capacity * CONTEXT);
  }

  int count() {
    return count;
  }

  int bar(int order) {
    return bars[order];
  }

  int instrument(int order) {
    return instruments[order];
  }

  boolean isFilled(int order) {
    return reasons[order].status() == OrderStatus.FILLED;
  }

  /** Negative for a sale. */
  double filledShares(int order) {
    return filledShares[order];
  }

  double priceUsd(int order) {
    return pricesUsd[order];
  }

  double feeUsd(int order) {
    return feesUsd[order];
  }

  List<OrderRecord> orders(Bars panel) {
    List<OrderRecord> records = new ArrayList<>(count);
    for (int order = 0; order < count; order++) {
      records.add(
          new OrderRecord(
              order,
              panel.session(bars[order]),
              panel.symbols().get(instruments[order]),
              types[order],
              sizes[order],
              ats[order],
              reasons[order].status(),
              reasons[order],
              context(order * CONTEXT)));
    }
    return records;
  }

  private OrderContext context(int at) {
    double[] c = contexts;
    return new OrderContext(
        c[at],
        c[at + 1],
        c[at + 2],
        c[at + 3],
        c[at + 4],
        c[at + 5],
        c[at + 6],
        c[at + 7],
        c[at + 8],
        c[at + 9],
        c[at + 10]);
  }

  List<Fill> fills(Bars panel) {
    List<Fill> fills = new ArrayList<>();
    for (int order = 0; order < count; order++) {
      if (isFilled(order)) {
        fills.add(
            new Fill(
                order,
                panel.session(bars[order]),
                ats[order],
                panel.symbols().get(instruments[order]),
                filledShares[order] > 0 ? TradeSide.BUY : TradeSide.SELL,
                Math.abs(filledShares[order]),
                pricesUsd[order],
                feesUsd[order]));
      }
    }
    return fills;
  }
}
