package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.List;

/**
 * What trading costs. Slippage moves the price first, against the order; commissions are taken on
 * the moved price and added up.
 *
 * @param commissions parts of the fee of each order; none for free trading
 * @param slippage by how much prices are worse than the bar's
 * @param maxVolumeFraction the largest part of a session's volume that one fill may take, 0.1 for
 *     10 %; the rest of an order is carried over to the next session. Above 0, infinite for no
 *     limit
 */
public record Costs(List<Commission> commissions, Slippage slippage, double maxVolumeFraction) {
  /** Trading is free. */
  public static final Costs NONE = new Costs(0, 0, 0);

  private static final double BPS = 1e4;

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public Costs {
    commissions = List.copyOf(commissions);
    if (!(maxVolumeFraction > 0)) {
      throw invalid("part of the volume", maxVolumeFraction, "a fraction, above 0");
    }
  }

  /** Costs without a limit on the volume. */
  public Costs(List<Commission> commissions, Slippage slippage) {
    this(commissions, slippage, Double.POSITIVE_INFINITY);
  }

  /**
   * The commonest costs: {@code shares * price * feeRateBps / 10000 + fixedFeeUsd} on a price that
   * has slipped by {@code slippageBps}.
   *
   * @param feeRateBps fee in basis points of the traded value; finite, 0 or more
   * @param fixedFeeUsd fee per order in USD; finite, 0 or more
   * @param slippageBps by how many basis points the price is worse than the bar's; 0 or more and
   *     below 10,000
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public Costs(double feeRateBps, double fixedFeeUsd, double slippageBps) {
    this(
        List.of(
            new Commission.Percent(
                checked("fee rate", feeRateBps, Double.POSITIVE_INFINITY, "basis points, 0 or more")
                    / BPS),
            new Commission.Fixed(
                checked("fixed fee", fixedFeeUsd, Double.POSITIVE_INFINITY, "USD, 0 or more"))),
        new Slippage.Fraction(
            checked("slippage", slippageBps, BPS, "basis points, 0 or more and below 10000")
                / BPS));
  }

  private static double checked(String what, double value, double limit, String valid) {
    if (!(value >= 0 && value < limit)) {
      throw invalid(what, value, valid);
    }
    return value;
  }

  private static AsOfException invalid(String what, double value, String valid) {
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID, "Invalid " + what + " " + value + ": expected " + valid);
  }

  /** The fee on the traded value, in basis points. */
  public double feeRateBps() {
    return feeFraction() * BPS;
  }

  /** The fee per order, in USD. */
  public double fixedFeeUsd() {
    double sum = 0;
    for (Commission commission : commissions) {
      sum += commission instanceof Commission.Fixed fixed ? fixed.usd() : 0;
    }
    return sum;
  }

  /** Slippage in basis points of the price; 0 where it is a spread in USD. */
  public double slippageBps() {
    return slippageFraction() * BPS;
  }

  double feeFraction() {
    double sum = 0;
    for (Commission commission : commissions) {
      sum += commission instanceof Commission.Percent percent ? percent.fraction() : 0;
    }
    return sum;
  }

  double feePerShareUsd() {
    double sum = 0;
    for (Commission commission : commissions) {
      sum += commission instanceof Commission.PerShare perShare ? perShare.usd() : 0;
    }
    return sum;
  }

  double leastFeeUsd() {
    double least = 0;
    for (Commission commission : commissions) {
      if (commission instanceof Commission.MinimumPerOrder minimum) {
        least = Math.max(least, minimum.usd());
      }
    }
    return least;
  }

  double slippageFraction() {
    return slippage instanceof Slippage.Fraction part ? part.fraction() : 0;
  }

  double halfSpreadUsd() {
    return slippage instanceof Slippage.HalfSpread half ? half.spreadUsd() / 2 : 0;
  }
}
