package dev.asof.jobs.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/** The texts of a range, from one end to the other in steps; the last step need not reach it. */
public final class Steps {
  /** More than anybody lists; a sample takes the rest. */
  private static final int MOST = 1_000_000;

  private static final MathContext EXACT = new MathContext(30, RoundingMode.HALF_EVEN);

  private Steps() {}

  /**
   * Numbers by a step, exactly as decimals add up.
   *
   * @throws IllegalArgumentException unless the step leads from one end towards the other
   */
  public static List<String> of(BigDecimal from, BigDecimal to, BigDecimal step) {
    if (step.signum() <= 0 || from.compareTo(to) > 0) {
      throw new IllegalArgumentException(
          "from " + plain(from) + " does not lead to " + plain(to) + " by steps of " + plain(step));
    }
    refuseMoreThanMost(to.subtract(from).divide(step, EXACT).doubleValue());
    List<String> texts = new ArrayList<>();
    for (BigDecimal at = from; at.compareTo(to) <= 0; at = at.add(step)) {
      texts.add(plain(at));
    }
    return texts;
  }

  /**
   * So many numbers, both ends among them, with six significant digits between.
   *
   * @param count 2 or more
   * @throws IllegalArgumentException for ends that can't be divided so
   */
  public static List<String> divided(
      BigDecimal from, BigDecimal to, int count, Dimension.Scale scale) {
    refuseMoreThanMost(count);
    Dimension.Span span = new Dimension.Span("it", from.doubleValue(), to.doubleValue(), scale);
    List<String> texts = new ArrayList<>();
    texts.add(plain(from));
    for (int n = 1; n < count - 1; n++) {
      texts.add(span.at((double) n / (count - 1)));
    }
    texts.add(plain(to));
    return texts;
  }

  /**
   * Dates by a step; each is counted from the first, so that ends of months don't wander.
   *
   * @param step days, weeks, months or years, above 0
   */
  public static List<String> of(LocalDate from, LocalDate to, Period step) {
    if (!from.plus(step).isAfter(from) || from.isAfter(to)) {
      throw new IllegalArgumentException(
          "from " + from + " does not lead to " + to + " by steps of " + step);
    }
    List<String> texts = new ArrayList<>();
    for (int n = 0; !from.plus(step.multipliedBy(n)).isAfter(to); n++) {
      texts.add(from.plus(step.multipliedBy(n)).toString());
      refuseMoreThanMost(n);
    }
    return texts;
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static void refuseMoreThanMost(double count) {
    if (count > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " values");
    }
  }
}
