package dev.asof.cli;

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

  private static String format(String pattern, double amount) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount);
  }
}
