package dev.asof.api;

/**
 * Costs agreed for one order, instead of those of the run. Slippage moves the price first, against
 * the order; fees are taken on the moved price.
 *
 * @param feeFraction fee as a fraction of the traded value, 0.001 for 10 basis points; finite, a
 *     rebate when negative
 * @param fixedFeeUsd fee per order in USD, paid with its first fill; finite, a rebate when negative
 * @param slippageFraction by which fraction the price is worse than the bar's; 0 or more, below 1
 */
public record OrderCosts(double feeFraction, double fixedFeeUsd, double slippageFraction) {
  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public OrderCosts {
    if (!Double.isFinite(feeFraction)) {
      throw invalid("fee fraction " + feeFraction + ": expected a finite number");
    }
    if (!Double.isFinite(fixedFeeUsd)) {
      throw invalid("fixed fee " + fixedFeeUsd + ": expected USD, a finite number");
    }
    if (!(slippageFraction >= 0 && slippageFraction < 1)) {
      throw invalid("slippage " + slippageFraction + ": expected a fraction, 0 or more, below 1");
    }
  }

  private static AsOfException invalid(String what) {
    return new AsOfException(ErrorCode.DEFINITION_INVALID, "Invalid " + what);
  }
}
