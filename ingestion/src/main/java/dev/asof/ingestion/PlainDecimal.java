package dev.asof.ingestion;

/**
 * Reads what most numbers in a vendor's file look like, {@code 61800.20}, without a pattern and
 * without {@link Double#parseDouble}, which took most of the time of reading quotes.
 */
final class PlainDecimal {
  private static final int MAX_DIGITS = 15;
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private PlainDecimal() {}

  /**
   * The number that the text is, or NaN when it is anything but up to 15 digits, perhaps with a
   * point between them. Digits and power of ten are exact as doubles then, so their quotient is
   * rounded once and is what {@link Double#parseDouble} gives (Clinger 1990).
   */
  static double parse(String text) {
    int length = text.length();
    long digits = 0;
    int point = -1;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
      } else if (c == '.' && point < 0 && i > 0) {
        point = i;
      } else {
        return Double.NaN;
      }
    }
    int count = point < 0 ? length : length - 1;
    if (count == 0 || count > MAX_DIGITS) {
      return Double.NaN;
    }
    return point < 0 ? digits : digits / POWERS[length - 1 - point];
  }
}
