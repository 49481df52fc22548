package dev.asof.api;

/**
 * What an order may do.
 *
 * @param direction which positions it may lead to
 * @param minShares the smallest fill, in shares; 0 or more
 * @param maxShares the largest fill, in shares; above 0, infinite for no limit
 * @param lotShares fills are whole multiples of this number of shares, rounded down; 0 for any
 *     number
 * @param partialFills whether an order that can't fill whole is cut to what can; otherwise it is
 *     rejected
 * @param lockProceeds whether the proceeds of short sales are locked until they are bought back,
 *     together with the same amount of own cash
 */
public record OrderTerms(
    Direction direction,
    double minShares,
    double maxShares,
    double lotShares,
    boolean partialFills,
    boolean lockProceeds) {
  /**
   * Long and short, from 1e-8 shares, without largest size or lot, partial fills allowed, proceeds
   * free.
   */
  public static final OrderTerms DEFAULT =
      new OrderTerms(Direction.BOTH, 1e-8, Double.POSITIVE_INFINITY, 0, true, false);

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public OrderTerms {
    if (direction == null) {
      throw invalid("direction null: expected LONG_ONLY, SHORT_ONLY or BOTH");
    }
    if (!(minShares >= 0 && minShares < Double.POSITIVE_INFINITY)) {
      throw invalid("smallest order " + minShares + ": expected shares, 0 or more");
    }
    if (!(maxShares > 0)) {
      throw invalid("largest order " + maxShares + ": expected shares, above 0");
    }
    if (!(lotShares >= 0 && lotShares < Double.POSITIVE_INFINITY)) {
      throw invalid("lot " + lotShares + ": expected shares, 0 or more");
    }
  }

  private static AsOfException invalid(String what) {
    return new AsOfException(ErrorCode.DEFINITION_INVALID, "Invalid " + what);
  }

  /** These terms with another direction. */
  public OrderTerms withDirection(Direction value) {
    return new OrderTerms(value, minShares, maxShares, lotShares, partialFills, lockProceeds);
  }

  /** These terms with another smallest fill. */
  public OrderTerms withMinShares(double value) {
    return new OrderTerms(direction, value, maxShares, lotShares, partialFills, lockProceeds);
  }

  /** These terms with another largest fill. */
  public OrderTerms withMaxShares(double value) {
    return new OrderTerms(direction, minShares, value, lotShares, partialFills, lockProceeds);
  }

  /** These terms with another lot. */
  public OrderTerms withLotShares(double value) {
    return new OrderTerms(direction, minShares, maxShares, value, partialFills, lockProceeds);
  }

  /** These terms with partial fills allowed or refused. */
  public OrderTerms withPartialFills(boolean value) {
    return new OrderTerms(direction, minShares, maxShares, lotShares, value, lockProceeds);
  }

  /** These terms with the proceeds of short sales locked or free. */
  public OrderTerms withLockProceeds(boolean value) {
    return new OrderTerms(direction, minShares, maxShares, lotShares, partialFills, value);
  }
}
