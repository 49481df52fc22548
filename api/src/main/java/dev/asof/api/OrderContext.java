package dev.asof.api;

/**
 * What an order met: the price, and its account before and after it. All in USD, but shares. NaN
 * where unknown.
 *
 * @param priceUsd price it was to fill at, before slippage
 * @param valuationPriceUsd price that sized it
 * @param accountValueUsd value of the account that sized it
 * @param cashBeforeUsd cash before it
 * @param freeCashBeforeUsd cash before it, without the proceeds of short sales and without as much
 *     again as their collateral
 * @param debtBeforeUsd value at which the position was sold short, before it
 * @param sharesBefore position before it
 * @param cashAfterUsd cash after it
 * @param freeCashAfterUsd free cash after it
 * @param debtAfterUsd debt after it
 * @param sharesAfter position after it
 */
public record OrderContext(
    double priceUsd,
    double valuationPriceUsd,
    double accountValueUsd,
    double cashBeforeUsd,
    double freeCashBeforeUsd,
    double debtBeforeUsd,
    double sharesBefore,
    double cashAfterUsd,
    double freeCashAfterUsd,
    double debtAfterUsd,
    double sharesAfter) {
  /** Nothing is known. */
  public static final OrderContext UNKNOWN =
      new OrderContext(
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN);
}
