package dev.asof.engine;

/**
 * Comparison of sums that should be equal but for rounding, so that a position sold in parts ends
 * at exactly 0. Two values are close when they differ by no more than a billionth of the larger, or
 * by no more than 1e-12; NaN and infinity are close to nothing.
 */
final class Closeness {
  private static final double RELATIVE = 1e-9;
  private static final double ABSOLUTE = 1e-12;

  private Closeness() {}

  static boolean isClose(double a, double b) {
    if (a == b) {
      return Double.isFinite(a);
    }
    double limit = Math.max(RELATIVE * Math.max(Math.abs(a), Math.abs(b)), ABSOLUTE);
    return limit < Double.POSITIVE_INFINITY && Math.abs(a - b) <= limit;
  }

  static boolean isZero(double a) {
    return Math.abs(a) <= ABSOLUTE;
  }

  static boolean isLess(double a, double b) {
    return a < b && !isClose(a, b);
  }

  static boolean isLessOrClose(double a, double b) {
    return a < b || isClose(a, b);
  }

  /** The sum, or 0 when what cancels is close. */
  static double add(double a, double b) {
    double sum = a + b;
    boolean cancels =
        Math.signum(a) == Math.signum(b) ? isZero(sum) : isClose(Math.abs(a), Math.abs(b));
    return cancels ? 0 : sum;
  }

  /** The value, or 0 when it is close to it. */
  static double snap(double a) {
    return isZero(a) ? 0 : a;
  }
}
