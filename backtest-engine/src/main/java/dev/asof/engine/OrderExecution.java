package dev.asof.engine;

import dev.asof.api.Direction;
import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;

/**
 * Executes one order at a time against its account. The order of its operations is part of the
 * contract: the golden files pin each fill to the last bit.
 *
 * <p>A purchase is limited by the cash, which holds the proceeds of short sales unless these are
 * locked; the part that covers a short position is not, where reducing orders fill in full. A short
 * sale has no limit, unless proceeds are locked or all that can be sold is asked for: then own free
 * cash secures it in full. What a fill did is left in fields, so that nothing is allocated. It is
 * one class, so that the arithmetic of a fill can be read in one piece.
 */
final class OrderExecution {
  private final Accounts accounts;
  private final double[] cashByAccount;
  private final double[] freeCashByAccount;
  private final double[] sharesByInstrument;
  private final double[] debtByInstrument;
  private final boolean borrowsCash;
  private final boolean reducesInFull;
  private final boolean refusesRuined;

  private OrderTicket ticket;
  private double cash;
  private double freeCash;
  private double position;
  private double debt;

  /** Shares asked for, negative for a sale. */
  private double asked;

  /** Part of what could be bought or sold at most; NaN when a number of shares is asked for. */
  private double part;

  /** Most shares that the leverage limit allows for this order. */
  private double leverageShares = Double.POSITIVE_INFINITY;

  /** Of the last fill: shares, negative for a sale. */
  double filledShares;

  /** Of the last fill: price per share with slippage. */
  double priceUsd;

  /** Of the last fill: fees. */
  double feeUsd;

  /** Of the last fill: fees before the least fee and without what the order paid before. */
  double plainFeeUsd;

  /** Of the last fill: shares that the session's volume left over, 0 or more. */
  double leftShares;

  OrderExecution(Accounts accounts, BacktestSpec spec) {
    this.accounts = accounts;
    this.borrowsCash = spec.financing().borrowsCash();
    this.reducesInFull = spec.reducingOrders() == ReducingOrders.IN_FULL;
    this.refusesRuined = spec.margin().isRequired();
    this.cashByAccount = accounts.cashUsd;
    this.freeCashByAccount = accounts.freeCashUsd;
    this.sharesByInstrument = accounts.shares;
    this.debtByInstrument = accounts.debtUsd;
  }

  /** Whether a price can be traded at. */
  static boolean isTradable(double price) {
    return price > 0 && price < Double.POSITIVE_INFINITY;
  }

  /**
   * What an order adds to the position in USD, to put sales before purchases; NaN when unknown.
   *
   * @param accountValue value of its account before this phase's first order
   */
  double approximateUsd(OrderTicket order, double accountValue) {
    int i = order.instrument;
    double price = accounts.sizingPriceUsd[i];
    double held = sharesByInstrument[i] * price;
    double size = order.signedSize();
    return switch (order.type) {
      case SHARES -> size * price;
      case VALUE -> size;
      case PERCENT -> approximatePartUsd(order, size, held);
      case TARGET_SHARES -> size * price - held;
      case TARGET_VALUE -> size - held;
      case TARGET_WEIGHT -> size * accountValue - held;
    };
  }

  /** Positive for an order that buys, negative for one that sells, 0 for neither or unknown. */
  double side(OrderTicket order, double accountValue) {
    int i = order.instrument;
    double size = order.signedSize();
    double side =
        switch (order.type) {
          case SHARES, VALUE, PERCENT -> size;
          case TARGET_SHARES -> size - sharesByInstrument[i];
          case TARGET_VALUE, TARGET_WEIGHT -> approximateUsd(order, accountValue);
        };
    return Double.isNaN(side) ? 0 : side;
  }

  private double approximatePartUsd(OrderTicket order, double size, double held) {
    int account = accounts.accountOf[order.instrument];
    if (size >= 0) {
      return size * cashByAccount[account];
    }
    return order.direction == Direction.LONG_ONLY
        ? size * held
        : size * (2 * Math.max(held, 0) + Math.max(freeCashByAccount[account], 0));
  }

  /** Whether the position already is what the order asks for, whatever the price. */
  boolean asksNothing(OrderTicket order, double accountValue) {
    load(order);
    if (order.size == 0 && position == 0) {
      return true;
    }
    return size(accountValue) == OrderReason.NONE && Closeness.isZero(asked);
  }

  /**
   * Executes an order.
   *
   * @param accountValue value of its account before this phase's first order
   * @return {@link OrderReason#NONE} when it filled, and then the fields hold the fill
   * @throws ArithmeticException when the order is for more shares than a number holds
   */
  OrderReason execute(OrderTicket order, double accountValue) {
    load(order);
    cashByAccount[accounts.accountOf[order.instrument]] = cash;
    sharesByInstrument[order.instrument] = position;
    leftShares = 0;
    if (!isTradable(order.priceUsd)) {
      return OrderReason.PRICE_MISSING;
    }
    OrderReason reason = size(accountValue);
    if (reason != OrderReason.NONE) {
      return reason;
    }
    if (refusesRuined && accountValue <= 0 && !limitToReduction()) {
      return OrderReason.VALUE_ZERO_OR_NEGATIVE;
    }
    return asked > 0 ? buy() : sell();
  }

  /** Cuts the order to what closes the position; false when it does not reduce it at all. */
  private boolean limitToReduction() {
    if (asked == 0) {
      return true;
    }
    if (position == 0 || asked > 0 == position > 0) {
      return false;
    }
    asked = Math.abs(asked) > Math.abs(position) ? -position : asked;
    return true;
  }

  /**
   * As {@link #execute}, for an account whose positions may be worth no more than a multiple of it.
   *
   * @param roomUsd what the multiple leaves for this order's instrument, long or short
   */
  OrderReason executeWithin(double roomUsd, OrderTicket order, double accountValue) {
    load(order);
    if (size(accountValue) != OrderReason.NONE || asked == 0) {
      return execute(order, accountValue);
    }
    double known = accounts.sizingPriceUsd[order.instrument];
    double price = known > 0 ? known : order.priceUsd;
    double most = roomUsd > 0 && price > 0 ? roomUsd / price : 0;
    double held = asked > 0 ? position : -position;
    double allowed = Math.max(most - held, Math.max(-held, 0));
    if (allowed == 0 && isTradable(order.priceUsd)) {
      return OrderReason.LEVERAGE_EXCEEDED;
    }
    leverageShares = allowed;
    OrderReason reason = execute(order, accountValue);
    leverageShares = Double.POSITIVE_INFINITY;
    return reason;
  }

  /** Settles a whole position at a price that nobody asked for, which may be 0, without costs. */
  void liquidate(OrderTicket order) {
    load(order);
    book(order.priceUsd, -position);
  }

  /**
   * Adds shares to a position at a price that nobody asked for, which may be 0, without costs.
   *
   * @param shares negative for shares that leave
   */
  void book(OrderTicket order, double shares) {
    load(order);
    book(order.priceUsd, shares);
  }

  private void book(double price, double signedShares) {
    double shares = Math.abs(signedShares);
    double value = shares * price;
    leftShares = 0;
    if (signedShares < 0) {
      settleSale(shares, price, 0, value);
    } else {
      settleBuy(shares, price, 0, value);
    }
  }

  private void load(OrderTicket order) {
    int account = accounts.accountOf[order.instrument];
    ticket = order;
    cash = Closeness.snap(cashByAccount[account]);
    freeCash = Closeness.snap(freeCashByAccount[account]);
    position = Closeness.snap(sharesByInstrument[order.instrument]);
    debt = Closeness.snap(debtByInstrument[order.instrument]);
  }

  private OrderReason size(double accountValue) {
    SizeType type = ticket.type;
    double amount = ticket.signedSize();
    boolean finite = Double.isFinite(amount);
    part = Double.NaN;
    if (type == SizeType.TARGET_WEIGHT) {
      double value = Closeness.snap(accountValue);
      if (Double.isNaN(value)) {
        return OrderReason.VALUE_MISSING;
      }
      if (!(value > 0) && !(reducesInFull && amount == 0)) {
        return OrderReason.VALUE_ZERO_OR_NEGATIVE;
      }
      amount *= value;
    }
    if (type == SizeType.TARGET_WEIGHT || type == SizeType.VALUE || type == SizeType.TARGET_VALUE) {
      double price = Closeness.snap(accounts.sizingPriceUsd[ticket.instrument]);
      if (!(price > 0)) {
        return OrderReason.VALUATION_PRICE_MISSING;
      }
      amount /= price;
    }
    if (type != SizeType.SHARES && type != SizeType.VALUE && type != SizeType.PERCENT) {
      amount -= position;
    }
    if (finite && !Double.isFinite(amount)) {
      throw new ArithmeticException("Cannot size an order: more shares than a number holds");
    }
    if (type == SizeType.PERCENT) {
      part = Math.abs(amount);
      amount = amount > 0 ? Double.POSITIVE_INFINITY : amount < 0 ? Double.NEGATIVE_INFINITY : 0;
    } else if (amount == Double.NEGATIVE_INFINITY && ticket.direction != Direction.LONG_ONLY) {
      part = 1;
    }
    asked = amount;
    return OrderReason.NONE;
  }

  private OrderReason buy() {
    OrderTicket order = ticket;
    double price = order.priceUsd * (1 + order.slippageFraction) + order.halfSpreadUsd;
    double limit =
        borrowsCash
            ? Double.POSITIVE_INFINITY
            : Math.min(order.lockProceeds ? unlockedCash(price) : cash, cash);
    double wanted = asked;
    double cover = reducesInFull && position < 0 && Double.isNaN(part) ? -position : 0;
    if (order.direction == Direction.SHORT_ONLY) {
      if (position == 0) {
        return OrderReason.NO_OPEN_POSITION;
      }
      wanted = Math.min(-position, wanted);
    } else if (limit == 0 && cover == 0) {
      return OrderReason.NO_CASH;
    }
    if (!Double.isNaN(part)) {
      limit = (borrowsCash ? cash : limit) * part;
    }
    if (wanted > order.maxShares) {
      if (!order.partialFills) {
        return OrderReason.MAX_SIZE_EXCEEDED;
      }
      wanted = order.maxShares;
    }
    wanted = lots(withinLeverage(withinVolume(wanted)));
    double bought = wanted;
    double value = wanted * price;
    double fee = fee(wanted, value);
    double spent = value + fee;
    if (!Closeness.isLessOrClose(spent, limit)) {
      double payable = payable(limit, price);
      if (payable <= 0 && cover == 0) {
        return OrderReason.CANNOT_COVER_FEES;
      }
      bought = payable / price;
      fee = limit - payable;
      spent = limit;
      boolean coversAlone = bought < Math.min(wanted, cover);
      if (coversAlone) {
        bought = Math.min(wanted, cover);
      }
      if (order.lotShares > 0 || coversAlone) {
        bought = lots(bought);
        value = bought * price;
        fee = fee(bought, value);
        spent = value + fee;
      }
    } else if (Closeness.isZero(wanted)) {
      return OrderReason.SIZE_ZERO;
    }
    OrderReason reason = check(bought);
    if (reason != OrderReason.NONE) {
      return reason;
    }
    settleBuy(bought, price, fee, spent);
    return OrderReason.NONE;
  }

  /** What is left of the cash for shares when their fees are paid from it as well. */
  private double payable(double limit, double price) {
    OrderTicket order = ticket;
    double perUsd = order.feeFraction;
    if (order.feePerShareUsd != 0) {
      perUsd += order.feePerShareUsd / price;
    }
    if (order.prepaidFeeUsd > 0) {
      return Math.min(limit, (limit + order.prepaidFeeUsd) / (1 + perUsd));
    }
    double payable = Closeness.add(limit, -order.fixedFeeUsd) / (1 + perUsd);
    return order.leastFeeUsd > 0 ? Math.min(payable, limit - order.leastFeeUsd) : payable;
  }

  /** Cash that may be spent while the proceeds of short sales are locked. */
  private double unlockedCash(double price) {
    OrderTicket order = ticket;
    if (position >= 0) {
      return freeCash;
    }
    double released = freeCash + 2 * debt;
    double toClose = Math.abs(position) * price * (1 + order.feeFraction) + order.fixedFeeUsd;
    double rest = Closeness.add(released, -toClose);
    if (rest > 0) {
      return released;
    }
    if (rest < 0) {
      double soldAt = debt / Math.abs(position);
      double most = (freeCash - order.fixedFeeUsd) / (price * (1 + order.feeFraction) - 2 * soldAt);
      return most * price * (1 + order.feeFraction) + order.fixedFeeUsd;
    }
    return cash;
  }

  private void settleBuy(double bought, double price, double fee, double spent) {
    double after = Closeness.add(position, bought);
    double debtAfter = debt;
    double freeAfter;
    if (position < 0) {
      double closed = after < 0 ? bought : Math.abs(position);
      double repaid = closed * (debt / Math.abs(position));
      debtAfter = Closeness.add(debt, -repaid);
      freeAfter = Closeness.add(freeCash + 2 * repaid, -spent);
    } else {
      freeAfter = Closeness.add(freeCash, -spent);
    }
    settle(Closeness.add(cash, -spent), freeAfter, after, debtAfter);
    filledShares = bought;
    priceUsd = price;
    feeUsd = fee;
  }

  private OrderReason sell() {
    OrderTicket order = ticket;
    double price = order.priceUsd * (1 - order.slippageFraction) - order.halfSpreadUsd;
    if (reducesInFull && price < 0) {
      price = 0;
    }
    double wanted = -asked;
    double most = wanted;
    if (order.direction == Direction.LONG_ONLY) {
      if (position == 0) {
        return OrderReason.NO_OPEN_POSITION;
      }
      most = Math.min(position, wanted);
      if (!Double.isNaN(part)) {
        most = part * position;
      }
    } else if (order.lockProceeds || !Double.isNaN(part)) {
      double held = Math.max(position, 0);
      double free = Closeness.add(freeCash, held * price * (1 - order.feeFraction));
      if (free <= 0) {
        if (position <= 0) {
          return OrderReason.NO_CASH_TO_SHORT;
        }
        most = held;
      } else {
        double secured =
            Closeness.add(free, -order.fixedFeeUsd) / (price * (1 + order.feeFraction));
        most = Closeness.add(held, secured);
        if (reducesInFull && most < held) {
          most = held;
        }
        if (most <= 0) {
          return OrderReason.CANNOT_COVER_FEES;
        }
      }
      most = Double.isNaN(part) ? Math.min(most, wanted) : most * part;
    }
    if (most > order.maxShares) {
      if (!order.partialFills) {
        return OrderReason.MAX_SIZE_EXCEEDED;
      }
      most = order.maxShares;
    }
    double sold = lots(withinLeverage(withinVolume(most)));
    if (Closeness.isZero(sold)) {
      return OrderReason.SIZE_ZERO;
    }
    OrderReason reason = check(sold);
    if (reason != OrderReason.NONE) {
      return reason;
    }
    double value = sold * price;
    double fee = fee(sold, value);
    double received = Closeness.add(value, -fee);
    if (received < 0) {
      if (!reducesInFull || position <= 0) {
        return OrderReason.CANNOT_COVER_FEES;
      }
      if (sold > position) {
        sold = lots(position);
        reason = check(sold);
        if (reason != OrderReason.NONE) {
          return reason;
        }
        value = sold * price;
        fee = fee(sold, value);
        received = Closeness.add(value, -fee);
      }
    }
    settleSale(sold, price, fee, received);
    return OrderReason.NONE;
  }

  private void settleSale(double sold, double price, double fee, double received) {
    double after = Closeness.add(position, -sold);
    double debtAfter = debt;
    double freeAfter;
    if (after < 0) {
      double opened = position < 0 ? sold : Math.abs(after);
      double proceeds = opened * price;
      debtAfter = debt + proceeds;
      freeAfter = Closeness.add(freeCash, Closeness.add(received, -2 * proceeds));
    } else {
      freeAfter = freeCash + received;
    }
    settle(cash + received, freeAfter, after, debtAfter);
    filledShares = -sold;
    priceUsd = price;
    feeUsd = fee;
  }

  private void settle(double cashAfter, double freeAfter, double after, double debtAfter) {
    int account = accounts.accountOf[ticket.instrument];
    cashByAccount[account] = cashAfter;
    freeCashByAccount[account] = freeAfter;
    sharesByInstrument[ticket.instrument] = after;
    debtByInstrument[ticket.instrument] = debtAfter;
  }

  private double fee(double shares, double value) {
    double fee = value * ticket.feeFraction + ticket.fixedFeeUsd;
    if (ticket.feePerShareUsd != 0) {
      fee += shares * ticket.feePerShareUsd;
    }
    plainFeeUsd = fee;
    if (ticket.prepaidFeeUsd > 0) {
      return Math.max(fee - ticket.prepaidFeeUsd, 0);
    }
    return ticket.leastFeeUsd > 0 ? Math.max(fee, ticket.leastFeeUsd) : fee;
  }

  private double lots(double shares) {
    double lot = ticket.lotShares;
    if (shares == Math.abs(position) && ticket.closes()) {
      // Odd lots, which corporate actions leave, can be sold.
      return shares;
    }
    return lot > 0 && shares < Double.POSITIVE_INFINITY ? floorDivide(shares, lot) * lot : shares;
  }

  /** The quotient rounded down, exact where the plain quotient rounds up to the next number. */
  private static double floorDivide(double shares, double lot) {
    double rest = shares % lot;
    return Math.rint((shares - rest) / lot);
  }

  private double withinVolume(double shares) {
    if (shares > ticket.volumeShares) {
      leftShares = shares - ticket.volumeShares;
      return ticket.volumeShares;
    }
    return shares;
  }

  private double withinLeverage(double shares) {
    return leverageShares < shares ? leverageShares : shares;
  }

  private OrderReason check(double shares) {
    if (Closeness.isLess(shares, ticket.minShares)) {
      return OrderReason.MIN_SIZE_NOT_REACHED;
    }
    if (!ticket.partialFills
        && Double.isFinite(asked)
        && Closeness.isLess(shares + leftShares, Math.abs(asked))) {
      return leverageShares < Math.abs(asked)
          ? OrderReason.LEVERAGE_EXCEEDED
          : OrderReason.PARTIAL_FILL;
    }
    return shares == 0 ? OrderReason.SIZE_ZERO : OrderReason.NONE;
  }
}
