package dev.asof.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis: round bounds around the values, and ticks at round numbers. On a logarithmic
 * axis the numbers that are round are the percentages of growth.
 */
final class AxisScale {
  private static final int MOST_STEPS = 5;
  private static final double[] STEPS = {1, 2, 5, 10};

  private static final double[] GROWTH_STEPS = {1, 2, 5};

  /** Growth by more than this factor is ticked at factors, by less at equal percentages. */
  private static final double WIDE_GROWTH = 4;

  private final List<Tick> ticks;

  /** What the values are. */
  enum Unit {
    /** Dollars, labelled in thousands, millions or billions. */
    USD,
    /** Fractions, labelled as percentages. */
    FRACTION,
    /** Bare numbers. */
    RATIO,
    /** Natural logarithms of growth, labelled with the growth as a percentage. */
    LOG_GROWTH
  }

  /**
   * A place on the axis.
   *
   * @param value where it stands, in the unit of the values
   * @param label what stands beside it
   */
  record Tick(double value, String label) {}

  private AxisScale(List<Tick> ticks) {
    this.ticks = List.copyOf(ticks);
  }

  /** Returns a scale that holds both values, which are finite. */
  static AxisScale around(double lowest, double highest, Unit unit) {
    double span = highest - lowest;
    if (!(span > Math.max(Math.abs(lowest), Math.abs(highest)) * 1e-9)) {
      double pad = lowest == 0 ? 0.01 : Math.abs(lowest) * 0.01;
      return around(lowest - pad, highest + pad, unit);
    }
    return unit == Unit.LOG_GROWTH ? growth(lowest, highest) : even(lowest, highest, unit);
  }

  private static AxisScale even(double lowest, double highest, Unit unit) {
    BigDecimal step = roundStep((highest - lowest) / MOST_STEPS);
    List<BigDecimal> values = multiples(lowest, highest, step);
    double largest =
        Math.max(
            Math.abs(values.get(0).doubleValue()),
            Math.abs(values.get(values.size() - 1).doubleValue()));
    return new AxisScale(
        values.stream()
            .map(value -> new Tick(value.doubleValue(), label(value, step, largest, unit)))
            .toList());
  }

  private static List<BigDecimal> multiples(double lowest, double highest, BigDecimal step) {
    double size = step.doubleValue();
    List<BigDecimal> values = new ArrayList<>();
    for (long tick = (long) Math.floor(lowest / size);
        tick <= (long) Math.ceil(highest / size);
        tick++) {
      values.add(step.multiply(BigDecimal.valueOf(tick)));
    }
    return values;
  }

  /** Ticks at round percentages of growth, or at factors of 1, 2 and 5 where it is wide. */
  private static AxisScale growth(double lowest, double highest) {
    List<Tick> ticks = new ArrayList<>();
    if (highest - lowest <= StrictMath.log(WIDE_GROWTH)) {
      double low = StrictMath.expm1(lowest);
      double high = StrictMath.expm1(highest);
      BigDecimal step = roundStep((high - low) / MOST_STEPS);
      for (BigDecimal value : multiples(low, high, step)) {
        if (value.doubleValue() > -1) {
          ticks.add(
              new Tick(
                  StrictMath.log1p(value.doubleValue()), label(value, step, 1, Unit.FRACTION)));
        }
      }
      if (ticks.get(0).value() > lowest) {
        ticks.add(0, new Tick(lowest, ""));
      }
      return new AxisScale(ticks);
    }
    int decades = (int) Math.ceil((highest - lowest) / StrictMath.log(10));
    int every = Math.max(1, (decades * GROWTH_STEPS.length + MOST_STEPS - 1) / (2 * MOST_STEPS));
    int first = factorBelow(lowest);
    for (int n = first; ticks.isEmpty() || ticks.get(ticks.size() - 1).value() < highest; n++) {
      if ((n - first) % every == 0) {
        double factor = factor(n);
        double percent = (factor - 1) * 100;
        int decimals = Math.abs(percent) > 99.9 && percent < 0 ? 2 : 0;
        ticks.add(
            new Tick(StrictMath.log(factor), NumberText.fixed(percent, decimals) + "\u00a0%"));
      }
    }
    return new AxisScale(ticks);
  }

  /** Returns the n-th number of ..., 0.5, 1, 2, 5, 10, ..., where 1 is the number 0. */
  private static double factor(int n) {
    return BigDecimal.valueOf(GROWTH_STEPS[Math.floorMod(n, GROWTH_STEPS.length)])
        .scaleByPowerOfTen(Math.floorDiv(n, GROWTH_STEPS.length))
        .doubleValue();
  }

  private static int factorBelow(double logarithm) {
    int n = 0;
    while (StrictMath.log(factor(n)) > logarithm) {
      n--;
    }
    while (StrictMath.log(factor(n + 1)) <= logarithm) {
      n++;
    }
    return n;
  }

  /** Returns the smallest of 1, 2 or 5 times a power of ten that is not below a number above 0. */
  static BigDecimal roundStep(double atLeast) {
    int exponent = (int) Math.floor(StrictMath.log10(atLeast));
    for (double leading : STEPS) {
      BigDecimal step = BigDecimal.valueOf(leading).scaleByPowerOfTen(exponent);
      if (step.doubleValue() >= atLeast) {
        return step.stripTrailingZeros();
      }
    }
    return BigDecimal.TEN.scaleByPowerOfTen(exponent);
  }

  /** Returns the lowest value shown. */
  double low() {
    return ticks.get(0).value();
  }

  /** Returns the highest value shown. */
  double high() {
    return ticks.get(ticks.size() - 1).value();
  }

  /** Returns the ticks from {@link #low} to {@link #high}. */
  List<Tick> ticks() {
    return ticks;
  }

  private static String label(BigDecimal tick, BigDecimal step, double largest, Unit unit) {
    if (unit == Unit.FRACTION) {
      return number(tick, step, 2) + "\u00a0%";
    }
    if (unit == Unit.RATIO) {
      return number(tick, step, 0);
    }
    if (largest >= 1e9) {
      return number(tick, step, -9) + "B";
    }
    if (largest >= 1e6) {
      return number(tick, step, -6) + "M";
    }
    return largest >= 1e4 ? number(tick, step, -3) + "k" : number(tick, step, 0);
  }

  private static String number(BigDecimal tick, BigDecimal step, int power) {
    int decimals = Math.max(0, step.scaleByPowerOfTen(power).scale());
    BigDecimal scaled = tick.scaleByPowerOfTen(power).setScale(decimals, RoundingMode.HALF_EVEN);
    return NumberText.fixed(scaled.doubleValue(), decimals);
  }
}
