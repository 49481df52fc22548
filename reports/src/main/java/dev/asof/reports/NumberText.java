package dev.asof.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * Numbers as a reader sees them: a real minus sign, thousands separated by commas, {@code n/a} for
 * what is not defined. Independent of any locale.
 */
final class NumberText {
  static final String NOT_DEFINED = "n/a";
  private static final char MINUS = '\u2212';

  private NumberText() {}

  /** With as many decimals as said. */
  static String fixed(double value, int decimals) {
    return text(value, decimals, decimals, false);
  }

  /** As {@link #fixed}, with a plus sign before what is above zero. */
  static String signed(double value, int decimals) {
    return text(value, decimals, decimals, true);
  }

  /** A fraction as a signed percentage: 0.05 is {@code +5.00 %}. */
  static String signedPercent(double fraction) {
    return percentSign(signed(fraction * 100, 2));
  }

  /** A fraction as a percentage. */
  static String percent(double fraction) {
    return percentSign(fixed(fraction * 100, 2));
  }

  /** Dollars and cents. */
  static String money(double usd) {
    return fixed(usd, 2);
  }

  /** A price per share, with two to four decimals. */
  static String price(double usd) {
    return text(usd, 2, 4, false);
  }

  /** A number of shares, with up to six decimals. */
  static String shares(double shares) {
    return text(shares, 0, 6, false);
  }

  /** A whole number. */
  static String count(long count) {
    return fixed(count, 0);
  }

  /** So many of a thing, in the plural where it is due. */
  static String counted(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** A moment in UTC, as it stands in tables. */
  static String utc(Instant instant) {
    return instant.toString().replace('T', ' ').replace("Z", " UTC");
  }

  private static String percentSign(String number) {
    return number.equals(NOT_DEFINED) ? number : number + "\u00a0%";
  }

  private static String text(double value, int fewest, int most, boolean plus) {
    if (Double.isNaN(value)) {
      return NOT_DEFINED;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "\u221e" : MINUS + "\u221e";
    }
    BigDecimal rounded = new BigDecimal(value).setScale(most, RoundingMode.HALF_EVEN);
    String digits = rounded.abs().toPlainString();
    int point = most == 0 ? digits.length() : digits.indexOf('.');
    int end = digits.length();
    while (end > point + 1 + fewest && digits.charAt(end - 1) == '0') {
      end--;
    }
    if (end == point + 1) {
      end = point;
    }
    StringBuilder text = new StringBuilder(end + 8);
    if (rounded.signum() < 0) {
      text.append(MINUS);
    } else if (plus && rounded.signum() > 0) {
      text.append('+');
    }
    for (int i = 0; i < point; i++) {
      if (i > 0 && (point - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.append(digits, point, end).toString();
  }
}
