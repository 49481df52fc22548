package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
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

  private int count;
  private int[] bars = new int[FIRST_CAPACITY];
  private int[] instruments = new int[FIRST_CAPACITY];
  private FillAt[] ats = new FillAt[FIRST_CAPACITY];
  private SizeType[] types = new SizeType[FIRST_CAPACITY];
  private double[] sizes = new double[FIRST_CAPACITY];
  private OrderReason[] reasons = new OrderReason[FIRST_CAPACITY];
  private double[] filledShares = new double[FIRST_CAPACITY];
  private double[] pricesUsd = new double[FIRST_CAPACITY];
  private double[] feesUsd = new double[FIRST_CAPACITY];

  /** Adds an order that did not fill. */
  void add(int bar, int instrument, FillAt at, SizeType type, double size, OrderReason reason) {
    if (count == bars.length) {
      grow();
    }
    bars[count] = bar;
    instruments[count] = instrument;
    ats[count] = at;
    types[count] = type;
    sizes[count] = size;
    reasons[count] = reason;
    count++;
  }

  /** Adds an order that filled. */
  void addFill(
      int bar, int instrument, FillAt at, SizeType type, double size, OrderExecution execution) {
    add(bar, instrument, at, type, size, OrderReason.NONE);
    filledShares[count - 1] = execution.filledShares;
    pricesUsd[count - 1] = execution.priceUsd;
    feesUsd[count - 1] = execution.feeUsd;
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
    return reasons[order] == OrderReason.NONE;
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
              status(reasons[order]),
              reasons[order]));
    }
    return records;
  }

  private static OrderStatus status(OrderReason reason) {
    return switch (reason) {
      case NONE -> OrderStatus.FILLED;
      case PRICE_MISSING, VALUATION_PRICE_MISSING, SIZE_ZERO -> OrderStatus.IGNORED;
      case VALUE_ZERO_OR_NEGATIVE, NO_CASH, PARTIAL_FILL, CANNOT_COVER_FEES, MIN_SIZE_NOT_REACHED ->
          OrderStatus.REJECTED;
    };
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
