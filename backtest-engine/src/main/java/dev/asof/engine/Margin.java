package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/**
 * The maintenance requirement of an account: the equity that it has to keep, as a part of what its
 * positions are worth. Before each open the account is valued at the last closes, after corporate
 * actions and the owners' cash. One with less equity than required is called: all its positions are
 * closed at the open, as far as they have a price and the volume allows, and its other orders of
 * the session are refused. What is left is called again before the next open.
 *
 * <p>{@link #MAINTENANCE} is FINRA Rule 4210(c): 25 % of long positions and 30 % of short ones. Its
 * floors of 2.50 and 5 USD for a share sold short are left out, because they would make a result
 * depend on splits.
 *
 * @param longFraction part of the value of long positions, 0 to 1
 * @param shortFraction part of the value of short positions, 0 or more
 */
public record Margin(double longFraction, double shortFraction) {
  /** Nothing is required and nothing is called. */
  public static final Margin NONE = new Margin(0, 0);

  /** What FINRA requires of customers of US brokers. */
  public static final Margin MAINTENANCE = new Margin(0.25, 0.30);

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public Margin {
    if (!(longFraction >= 0 && longFraction <= 1)) {
      throw invalid("long", longFraction, "0 to 1");
    }
    if (!(shortFraction >= 0 && shortFraction < Double.POSITIVE_INFINITY)) {
      throw invalid("short", shortFraction, "0 or more");
    }
  }

  private static AsOfException invalid(String side, double value, String valid) {
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID,
        "Invalid maintenance requirement of "
            + side
            + " positions "
            + value
            + ": expected a fraction, "
            + valid);
  }

  /** Returns whether anything is required. */
  public boolean isRequired() {
    return longFraction > 0 || shortFraction > 0;
  }

  /** Returns the equity that an account's positions require at their last prices, in USD. */
  double requiredUsd(Accounts accounts, int account) {
    double required = 0;
    for (int i : accounts.members[account]) {
      double shares = accounts.shares[i];
      if (shares != 0) {
        double value = shares * accounts.lastPriceUsd[i];
        required += value > 0 ? value * longFraction : -value * shortFraction;
      }
    }
    return required;
  }

  /** Returns whether an account holds something and less equity than that requires. */
  boolean isMissed(Accounts accounts, int account) {
    double required = requiredUsd(accounts, account);
    return required > 0 && accounts.equityUsd(account) < required;
  }
}
