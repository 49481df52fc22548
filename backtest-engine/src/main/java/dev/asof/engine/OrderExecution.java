package dev.asof.engine;

import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;

/**
 * Executes one order at a time against an account. The order of its operations is part of the
 * contract: the golden files pin each fill to the last bit.
 *
 * <p>A target is sized at the last known price, not at the fill price. A purchase is limited by the
 * cash, which holds the proceeds of short sales; a short sale has no limit. What a fill did is left
 * in fields, so that nothing is allocated.
 */
final class OrderExecution {
  private final double feeFraction;
  private final double fixedFeeUsd;
  private final double slippageFraction;
  private final double minShares;
  private final boolean partialFills;

  /** Shares asked for, negative for a sale. */
  private double asked;

  /** Of the last fill: shares, negative for a sale. */
  double filledShares;

  /** Of the last fill: price per share with slippage. */
  double priceUsd;

  /** Of the last fill: fees. */
  double feeUsd;

  OrderExecution(BacktestSpec spec) {
    this.feeFraction = spec.costs().feeFraction();
    this.fixedFeeUsd = spec.costs().fixedFeeUsd();
    this.slippageFraction = spec.costs().slippageFraction();
    this.minShares = spec.minShares();
    this.partialFills = spec.partialFills();
  }

  /** What a target is worth more than the position, in USD; negative for a sale. */
  static double approximateValueUsd(
      SizeType type, double size, double position, double lastPrice, double accountValue) {
    double held = position * lastPrice;
    return switch (type) {
      case TARGET_WEIGHT -> size * accountValue - held;
      case TARGET_SHARES -> size * lastPrice - held;
    };
  }

  /** Whether a price can be traded at. */
  static boolean isTradable(double price) {
    return price > 0 && price < Double.POSITIVE_INFINITY;
  }

  /** Whether the position already is what the order asks for. */
  boolean asksNothing(
      Account account, int instrument, SizeType type, double size, double accountValue) {
    double position = Closeness.snap(account.shares[instrument]);
    if (size == 0 && position == 0) {
      return true;
    }
    double lastPrice = Closeness.snap(account.lastPriceUsd[instrument]);
    OrderReason reason = size(type, size, position, lastPrice, Closeness.snap(accountValue));
    return reason == OrderReason.NONE && Closeness.isZero(asked);
  }

  /**
   * Executes an order.
   *
   * @param price the bar's price, without slippage
   * @param accountValue value of the account before this phase's first order
   * @return {@link OrderReason#NONE} when it filled, and then the fields hold the fill
   * @throws ArithmeticException when the order is for more shares than a number holds
   */
  OrderReason execute(
      Account account,
      int instrument,
      SizeType type,
      double size,
      double price,
      double accountValue) {
    double cash = Closeness.snap(account.cashUsd);
    double position = Closeness.snap(account.shares[instrument]);
    double lastPrice = Closeness.snap(account.lastPriceUsd[instrument]);
    account.cashUsd = cash;
    account.shares[instrument] = position;
    if (!isTradable(price)) {
      return OrderReason.PRICE_MISSING;
    }
    OrderReason reason = size(type, size, position, lastPrice, Closeness.snap(accountValue));
    if (reason != OrderReason.NONE) {
      return reason;
    }
    return asked > 0
        ? buy(account, instrument, cash, position, price)
        : sell(account, instrument, cash, position, price);
  }

  private OrderReason size(
      SizeType type, double size, double position, double lastPrice, double accountValue) {
    double target = size;
    if (type == SizeType.TARGET_WEIGHT) {
      if (!(accountValue > 0)) {
        return OrderReason.VALUE_ZERO_OR_NEGATIVE;
      }
      if (!(lastPrice > 0)) {
        return OrderReason.VALUATION_PRICE_MISSING;
      }
      target = size * accountValue / lastPrice;
    }
    asked = target - position;
    if (!Double.isFinite(asked)) {
      throw new ArithmeticException("Cannot size an order: more shares than a number holds");
    }
    return OrderReason.NONE;
  }

  private OrderReason buy(
      Account account, int instrument, double cash, double position, double price) {
    double slipped = price * (1 + slippageFraction);
    if (cash == 0) {
      return OrderReason.NO_CASH;
    }
    double wanted = asked;
    double value = wanted * slipped;
    double fee = value * feeFraction + fixedFeeUsd;
    double spent = value + fee;
    double bought = wanted;
    if (!Closeness.isLessOrClose(spent, cash)) {
      double payable = Closeness.add(cash, -fixedFeeUsd) / (1 + feeFraction);
      if (payable <= 0) {
        return OrderReason.CANNOT_COVER_FEES;
      }
      bought = payable / slipped;
      fee = cash - payable;
      spent = cash;
    }
    if (Closeness.isZero(wanted)) {
      return OrderReason.SIZE_ZERO;
    }
    if (Closeness.isLess(bought, minShares)) {
      return OrderReason.MIN_SIZE_NOT_REACHED;
    }
    if (!partialFills && Closeness.isLess(bought, wanted)) {
      return OrderReason.PARTIAL_FILL;
    }
    account.cashUsd = Closeness.add(cash, -spent);
    account.shares[instrument] = Closeness.add(position, bought);
    filledShares = bought;
    priceUsd = slipped;
    feeUsd = fee;
    return OrderReason.NONE;
  }

  private OrderReason sell(
      Account account, int instrument, double cash, double position, double price) {
    double slipped = price * (1 - slippageFraction);
    double sold = -asked;
    if (Closeness.isZero(sold)) {
      return OrderReason.SIZE_ZERO;
    }
    if (Closeness.isLess(sold, minShares)) {
      return OrderReason.MIN_SIZE_NOT_REACHED;
    }
    double value = sold * slipped;
    double fee = value * feeFraction + fixedFeeUsd;
    double received = Closeness.add(value, -fee);
    if (received < 0) {
      return OrderReason.CANNOT_COVER_FEES;
    }
    account.cashUsd = cash + received;
    account.shares[instrument] = Closeness.add(position, -sold);
    filledShares = -sold;
    priceUsd = slipped;
    feeUsd = fee;
    return OrderReason.NONE;
  }
}
