package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/**
 * What trading costs, for each order. Slippage moves the price first, against the order; the fees
 * are taken on the moved price: {@code shares * price * feeRateBps / 10000 + fixedFeeUsd}.
 *
 * @param feeRateBps fee in basis points of the traded value; finite, 0 or more
 * @param fixedFeeUsd fee per filled order in USD; finite, 0 or more
 * @param slippageBps by how many basis points the price is worse than the bar's; 0 or more and
 *     below 10,000
 */
public record Costs(double feeRateBps, double fixedFeeUsd, double slippageBps) {
  /** Trading is free. */
  public static final Costs NONE = new Costs(0, 0, 0);

  private static final double BPS = 1e4;

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public Costs {
    if (!(feeRateBps >= 0 && feeRateBps < Double.POSITIVE_INFINITY)) {
      throw invalid("fee rate", feeRateBps, "basis points, 0 or more");
    }
    if (!(fixedFeeUsd >= 0 && fixedFeeUsd < Double.POSITIVE_INFINITY)) {
      throw invalid("fixed fee", fixedFeeUsd, "USD, 0 or more");
    }
    if (!(slippageBps >= 0 && slippageBps < BPS)) {
      throw invalid("slippage", slippageBps, "basis points, 0 or more and below 10000");
    }
  }

  private static AsOfException invalid(String what, double value, String valid) {
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID, "Invalid " + what + " " + value + ": expected " + valid);
  }

  double feeFraction() {
    return feeRateBps / BPS;
  }

  double slippageFraction() {
    return slippageBps / BPS;
  }
}
