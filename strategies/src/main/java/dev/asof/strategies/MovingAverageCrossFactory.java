package dev.asof.strategies;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Parameter;
import dev.asof.api.Parameters;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import java.util.List;
import java.util.Set;

/**
 * A moving-average cross on closes: an instrument is bought at the open after its fast average went
 * above its slow one, and sold, or sold short, at the open after it went below. It trades on a
 * cross only: a run that starts between two crosses waits for the next. What leaves the index that
 * is named is sold at the next open.
 */
public final class MovingAverageCrossFactory implements StrategyFactory {
  private static final Parameter<Integer> FAST =
      Parameter.whole("fast", 10, 1, 500, "closes in the fast average; less than slow");
  private static final Parameter<Integer> SLOW =
      Parameter.whole("slow", 50, 2, 1000, "closes in the slow average");
  private static final Parameter<Double> WEIGHT =
      Parameter.decimal(
          "weight",
          1,
          0,
          100,
          "share of the account's value over all instruments, each having an equal part; 1 is 100"
              + " %");
  private static final Parameter<Sides> SIDE =
      Parameter.choice("side", Sides.LONG_ONLY, "what a fast average below the slow one means");

  private static final Parameter<String> INDEX =
      Parameter.text(
          "index",
          "",
          "trade an instrument only while it is a member of this index, as known at the time");

  /** For the service loader. */
  public MovingAverageCrossFactory() {}

  @Override
  public String name() {
    return "moving-average-cross";
  }

  @Override
  public String summary() {
    return "Follows each instrument's trend by two moving averages of its closes";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(FAST, SLOW, WEIGHT, SIDE, INDEX);
  }

  @Override
  public Set<Class<? extends Fact>> facts(Parameters parameters) {
    return parameters.get(INDEX).isEmpty()
        ? Set.of()
        : Set.of(IndexMembership.class, IndexChange.class);
  }

  @Override
  public Strategy create(Parameters parameters) {
    int fast = parameters.get(FAST);
    int slow = parameters.get(SLOW);
    if (fast >= slow) {
      throw new AsOfException(
          ErrorCode.PARAMETER_INVALID,
          "Invalid value '" + fast + "' of parameter fast: expected less than slow, " + slow);
    }
    return new MovingAverageCross(
        fast, slow, parameters.get(WEIGHT), parameters.get(SIDE), parameters.get(INDEX));
  }
}
