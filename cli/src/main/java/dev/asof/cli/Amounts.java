package dev.asof.cli;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Amounts as text, the same in every locale. */
final class Amounts {
  private Amounts() {}

  static String usd(double amount) {
    return format("#,##0.00", amount) + " USD";
  }

  static String basisPoints(double amount) {
    return format("#,##0.##", amount) + " bp";
  }

  static String number(double amount) {
    return format("#,##0.##########", amount);
  }

  /** Plain digits that read back to the same double; {@code none} for NaN. */
  static String exact(double number) {
    if (Double.isNaN(number)) {
      return "none";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "unlimited" : "-unlimited";
    }
    BigDecimal digits = new BigDecimal(Double.toString(number));
    return digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
  }

  private static String format(String pattern, double amount) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount);
  }
}
