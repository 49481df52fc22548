package dev.asof.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis: round bounds around the values, and ticks at multiples of 1, 2 or 5 times a
 * power of ten.
 */
final class AxisScale {
  private static final int MOST_STEPS = 5;
  private static final double[] STEPS = {1, 2, 5, 10};

  private final Unit unit;
  private final BigDecimal step;
  private final long firstTick;
  private final long lastTick;

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

  private AxisScale(Unit unit, BigDecimal step, long firstTick, long lastTick) {
    this.unit = unit;
    this.step = step;
    this.firstTick = firstTick;
    this.lastTick = lastTick;
  }

  /** A scale that holds both values, which are finite. */
  static AxisScale around(double lowest, double highest, Unit unit) {
    double span = highest - lowest;
    if (!(span > Math.max(Math.abs(lowest), Math.abs(highest)) * 1e-9)) {
      double pad = lowest == 0 ? 0.01 : Math.abs(lowest) * 0.01;
      return around(lowest - pad, highest + pad, unit);
    }
    BigDecimal step = roundStep(span / MOST_STEPS);
    double size = step.doubleValue();
    return new AxisScale(
        unit, step, (long) Math.floor(lowest / size), (long) Math.ceil(highest / size));
  }

  /** The smallest of 1, 2 or 5 times a power of ten that is not below a number above 0. */
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

  /** The lowest value shown. */
  double low() {
    return value(firstTick).doubleValue();
  }

  /** The highest value shown. */
  double high() {
    return value(lastTick).doubleValue();
  }

  /** Ticks from {@link #low} to {@link #high}. */
  List<BigDecimal> ticks() {
    List<BigDecimal> ticks = new ArrayList<>();
    for (long tick = firstTick; tick <= lastTick; tick++) {
      ticks.add(value(tick));
    }
    return ticks;
  }

  private BigDecimal value(long tick) {
    return step.multiply(BigDecimal.valueOf(tick));
  }

  /** What stands beside a tick. */
  String label(BigDecimal tick) {
    if (unit == Unit.FRACTION) {
      return number(tick, 2) + "\u00a0%";
    }
    if (unit == Unit.RATIO) {
      return number(tick, 0);
    }
    if (unit == Unit.LOG_GROWTH) {
      double percent = (StrictMath.exp(tick.doubleValue()) - 1) * 100;
      return NumberText.fixed(percent, Math.abs(percent) < 10 && percent != 0 ? 1 : 0) + "\u00a0%";
    }
    double largest = Math.max(Math.abs(low()), Math.abs(high()));
    if (largest >= 1e9) {
      return number(tick, -9) + "B";
    }
    if (largest >= 1e6) {
      return number(tick, -6) + "M";
    }
    return largest >= 1e4 ? number(tick, -3) + "k" : number(tick, 0);
  }

  private String number(BigDecimal tick, int power) {
    int decimals = Math.max(0, step.scaleByPowerOfTen(power).scale());
    BigDecimal scaled = tick.scaleByPowerOfTen(power).setScale(decimals, RoundingMode.HALF_EVEN);
    return NumberText.fixed(scaled.doubleValue(), decimals);
  }
}
