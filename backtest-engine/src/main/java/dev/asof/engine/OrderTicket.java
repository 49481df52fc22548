package dev.asof.engine;

import dev.asof.api.Direction;
import dev.asof.api.FillAt;
import dev.asof.api.OrderCosts;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;

/**
 * One order as the engine carries it: flat, mutable and used again, so that nothing is allocated.
 */
final class OrderTicket {
  int instrument;
  FillAt at;
  SizeType type;
  double size;

  /** Limit or stop; NaN at the open and the close. */
  double triggerUsd;

  /** Whether it stays when its session ends. */
  boolean stays;

  Direction direction;
  double minShares;
  double maxShares;

  /** 0 for any number of shares. */
  double lotShares;

  boolean partialFills;
  boolean lockProceeds;

  double feeFraction;
  double fixedFeeUsd;
  double feePerShareUsd;
  double leastFeeUsd;

  /** What the order paid of its least fee beyond its plain fees, for fills to come. */
  double prepaidFeeUsd;

  double slippageFraction;
  double halfSpreadUsd;

  /** What the session's volume allows. */
  double volumeShares;

  /** Price to fill at, before slippage; NaN where it is missing. */
  double priceUsd;

  /** Place in the order of execution, when orders are executed as given. */
  int place;

  /** What became of it in this session; null when it was not executed. */
  OrderReason outcome;

  /** The position before the phase that tried it. */
  double sharesBefore;

  /** Shares that the session's volume left over, when it filled. */
  double leftShares;

  /** Fees of the fill before least and prepaid ones, when it filled. */
  double plainFeeUsd;

  /** Why the engine gave it; NONE for orders of the strategy and its stops. */
  OrderReason cause = OrderReason.NONE;

  /** Price with slippage, when it filled. */
  double filledUsd;

  /** What it adds to the position, in USD; negative for a sale; NaN when unknown. */
  double approximateUsd;

  void order(int newInstrument, FillAt newAt, SizeType newType, double newSize) {
    instrument = newInstrument;
    at = newAt;
    type = newType;
    size = newSize;
    triggerUsd = Double.NaN;
    stays = false;
    volumeShares = Double.POSITIVE_INFINITY;
    outcome = null;
    cause = OrderReason.NONE;
  }

  void terms(OrderTerms terms) {
    direction = terms.direction();
    minShares = terms.minShares();
    maxShares = terms.maxShares();
    lotShares = terms.lotShares();
    partialFills = terms.partialFills();
    lockProceeds = terms.lockProceeds();
  }

  void costs(double fee, double fixedFee, double slippage) {
    feeFraction = fee;
    fixedFeeUsd = fixedFee;
    slippageFraction = slippage;
    feePerShareUsd = 0;
    leastFeeUsd = 0;
    prepaidFeeUsd = 0;
    halfSpreadUsd = 0;
  }

  void costs(OrderCosts costs) {
    costs(costs.feeFraction(), costs.fixedFeeUsd(), costs.slippageFraction());
  }

  /** Takes over all but the place and what a phase fills in. */
  void set(OrderTicket other) {
    order(other.instrument, other.at, other.type, other.size);
    triggerUsd = other.triggerUsd;
    stays = other.stays;
    direction = other.direction;
    minShares = other.minShares;
    maxShares = other.maxShares;
    lotShares = other.lotShares;
    partialFills = other.partialFills;
    lockProceeds = other.lockProceeds;
    feeFraction = other.feeFraction;
    fixedFeeUsd = other.fixedFeeUsd;
    feePerShareUsd = other.feePerShareUsd;
    leastFeeUsd = other.leastFeeUsd;
    prepaidFeeUsd = other.prepaidFeeUsd;
    slippageFraction = other.slippageFraction;
    halfSpreadUsd = other.halfSpreadUsd;
    place = other.place;
  }

  boolean isFilled() {
    return outcome == OrderReason.NONE;
  }

  /**
   * Goes on for the shares that the session's volume left over; a target stays as it is. Fixed and
   * least fee are those of the whole order: what this fill paid of them the next ones don't pay.
   */
  void carryOver() {
    double paid = leastFeeUsd > 0 ? leastFeeUsd : prepaidFeeUsd;
    prepaidFeeUsd = Math.max(paid - plainFeeUsd, 0);
    leastFeeUsd = 0;
    fixedFeeUsd = 0;
    if (type == SizeType.SHARES || type == SizeType.VALUE || type == SizeType.PERCENT) {
      type = SizeType.SHARES;
      size = Math.copySign(leftShares, size);
    }
  }

  /** Whether nothing is to be held when it has filled. */
  boolean closes() {
    return size == 0
        && (type == SizeType.TARGET_SHARES
            || type == SizeType.TARGET_VALUE
            || type == SizeType.TARGET_WEIGHT);
  }

  /** The size with the sign that it has for the position. */
  double signedSize() {
    return direction == Direction.SHORT_ONLY ? -size : size;
  }
}
