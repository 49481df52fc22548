package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that decides a result besides the data and the strategy.
 *
 * @param initialCashUsd cash before the first session; above 0
 * @param costs what trading costs
 * @param partialFills whether a purchase that the cash does not pay for is cut to what it pays for;
 *     otherwise it is rejected
 * @param minShares the smallest order that trades, in shares; 0 or more
 * @param missingPrice what happens to an order whose fill price is missing
 * @param allowLookahead whether facts may be seen before they were known
 * @param start first day of the simulated period; bars before it stay visible as history
 * @param end last day of the simulated period
 */
public record BacktestSpec(
    double initialCashUsd,
    Costs costs,
    boolean partialFills,
    double minShares,
    MissingPrice missingPrice,
    boolean allowLookahead,
    Optional<LocalDate> start,
    Optional<LocalDate> end) {

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public BacktestSpec {
    Objects.requireNonNull(costs);
    Objects.requireNonNull(missingPrice);
    if (!(initialCashUsd > 0 && initialCashUsd < Double.POSITIVE_INFINITY)) {
      throw invalid("initial cash " + initialCashUsd + ": expected USD, above 0");
    }
    if (!(minShares >= 0 && minShares < Double.POSITIVE_INFINITY)) {
      throw invalid("smallest order " + minShares + ": expected shares, 0 or more");
    }
    if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
      throw invalid("period: start " + start.get() + " is after end " + end.get());
    }
  }

  private static AsOfException invalid(String what) {
    return new AsOfException(ErrorCode.DEFINITION_INVALID, "Invalid " + what);
  }

  /**
   * A builder that starts from 100,000 USD, no costs, partial fills, 1e-8 shares as the smallest
   * order, refusal of missing prices, no look-ahead, and the whole period of the bars.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private double initialCashUsd = 100_000;
    private Costs costs = Costs.NONE;
    private boolean partialFills = true;
    private double minShares = 1e-8;
    private MissingPrice missingPrice = MissingPrice.REFUSE;
    private boolean allowLookahead;
    private Optional<LocalDate> start = Optional.empty();
    private Optional<LocalDate> end = Optional.empty();

    private Builder() {}

    /** See {@link BacktestSpec#initialCashUsd()}. */
    public Builder initialCashUsd(double value) {
      initialCashUsd = value;
      return this;
    }

    /** See {@link BacktestSpec#costs()}. */
    public Builder costs(Costs value) {
      costs = value;
      return this;
    }

    /** See {@link BacktestSpec#partialFills()}. */
    public Builder partialFills(boolean value) {
      partialFills = value;
      return this;
    }

    /** See {@link BacktestSpec#minShares()}. */
    public Builder minShares(double value) {
      minShares = value;
      return this;
    }

    /** See {@link BacktestSpec#missingPrice()}. */
    public Builder missingPrice(MissingPrice value) {
      missingPrice = value;
      return this;
    }

    /** See {@link BacktestSpec#allowLookahead()}. */
    public Builder allowLookahead(boolean value) {
      allowLookahead = value;
      return this;
    }

    /** See {@link BacktestSpec#start()}. */
    public Builder start(LocalDate value) {
      start = Optional.of(value);
      return this;
    }

    /** See {@link BacktestSpec#end()}. */
    public Builder end(LocalDate value) {
      end = Optional.of(value);
      return this;
    }

    /**
     * The specification.
     *
     * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID} for a value out of range
     */
    public BacktestSpec build() {
      return new BacktestSpec(
          initialCashUsd, costs, partialFills, minShares, missingPrice, allowLookahead, start, end);
    }
  }
}
