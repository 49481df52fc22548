package dev.asof.api;

import java.util.Objects;
import java.util.Optional;

/**
 * An order with all that can be said about it. {@link OrderSheet#targetWeight} and {@link
 * OrderSheet#targetShares} are short for the plainest ones.
 *
 * @param instrument index of the instrument
 * @param sizeType what {@code size} means
 * @param size how much; its sign says buy or sell; may be infinite, not NaN
 * @param at when it fills
 * @param triggerUsd the limit or stop in USD, above 0; NaN at the open and at the close
 * @param timeInForce how long it stays; at the open and at the close always a day
 * @param terms what it may do, when that differs from the terms of the run
 * @param costs what it costs, when that differs from the costs of the run
 */
public record Order(
    int instrument,
    SizeType sizeType,
    double size,
    FillAt at,
    double triggerUsd,
    TimeInForce timeInForce,
    Optional<OrderTerms> terms,
    Optional<OrderCosts> costs) {
  /**
   * Checks what does not depend on the run.
   *
   * @throws IllegalArgumentException for a size that is NaN, a trigger that is not above 0 where
   *     one is needed, or a good-till-cancelled order at the open or close
   */
  public Order {
    Objects.requireNonNull(sizeType);
    Objects.requireNonNull(at);
    Objects.requireNonNull(timeInForce);
    Objects.requireNonNull(terms);
    Objects.requireNonNull(costs);
    if (Double.isNaN(size)) {
      throw new IllegalArgumentException("Invalid size NaN: expected a number");
    }
    if (at == FillAt.LIMIT || at == FillAt.STOP) {
      if (!(triggerUsd > 0 && triggerUsd < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Invalid limit or stop " + triggerUsd + ": expected USD, above 0");
      }
    } else if (timeInForce != TimeInForce.DAY) {
      throw new IllegalArgumentException(
          "Invalid order: good till cancelled needs a limit or a stop, not " + at);
    }
  }

  /** An order at the session's first price. */
  public static Order atOpen(int instrument, SizeType type, double size) {
    return market(instrument, type, size, FillAt.OPEN);
  }

  /** An order at the session's last price. */
  public static Order atClose(int instrument, SizeType type, double size) {
    return market(instrument, type, size, FillAt.CLOSE);
  }

  private static Order market(int instrument, SizeType type, double size, FillAt at) {
    return new Order(
        instrument,
        type,
        size,
        at,
        Double.NaN,
        TimeInForce.DAY,
        Optional.empty(),
        Optional.empty());
  }

  /** An order for the day at a limit, in USD. */
  public static Order limit(int instrument, SizeType type, double size, double limitUsd) {
    return triggered(instrument, type, size, FillAt.LIMIT, limitUsd);
  }

  /** An order for the day at a stop, in USD. */
  public static Order stop(int instrument, SizeType type, double size, double stopUsd) {
    return triggered(instrument, type, size, FillAt.STOP, stopUsd);
  }

  private static Order triggered(
      int instrument, SizeType type, double size, FillAt at, double triggerUsd) {
    return new Order(
        instrument,
        type,
        size,
        at,
        triggerUsd,
        TimeInForce.DAY,
        Optional.empty(),
        Optional.empty());
  }

  /** This order, staying until it fills, is replaced or is cancelled. */
  public Order goodTillCancelled() {
    return new Order(
        instrument, sizeType, size, at, triggerUsd, TimeInForce.GOOD_TILL_CANCELLED, terms, costs);
  }

  /** This order on terms of its own. */
  public Order withTerms(OrderTerms value) {
    return new Order(
        instrument, sizeType, size, at, triggerUsd, timeInForce, Optional.of(value), costs);
  }

  /** This order at costs of its own. */
  public Order withCosts(OrderCosts value) {
    return new Order(
        instrument, sizeType, size, at, triggerUsd, timeInForce, terms, Optional.of(value));
  }
}
