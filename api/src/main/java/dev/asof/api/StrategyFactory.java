package dev.asof.api;

import java.util.List;
import java.util.Set;

/**
 * Makes strategies of one kind. An implementation is listed in {@code
 * META-INF/services/dev.asof.api.StrategyFactory} of its jar and has a public constructor without
 * arguments.
 */
public interface StrategyFactory {
  /** The name that definitions use, for example {@code index-rebalance}. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** Its parameters, in the order in which they are shown. */
  List<Parameter<?>> parameters();

  /** The types of fact that a strategy with these parameters needs. */
  Set<Class<? extends Fact>> facts(Parameters parameters);

  /**
   * A new strategy.
   *
   * @throws AsOfException with {@link ErrorCode#PARAMETER_INVALID} when values do not fit together
   */
  Strategy create(Parameters parameters);
}
