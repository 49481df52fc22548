package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.Fact;
import dev.asof.api.Order;
import dev.asof.api.Protection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/**
 * One decision: what the strategy was told before it and what it ordered.
 *
 * @param session the session decided for
 * @param decidedAt its open, the moment of the decision
 * @param reads each input once, in the order first asked for
 * @param orders in the order given; a later one for the same instrument and fill replaces an
 *     earlier one
 * @param protections in the order given
 */
public record DecisionTrace(
    LocalDate session,
    Instant decidedAt,
    List<Read> reads,
    List<Order> orders,
    List<Protected> protections) {

  /** Copies the lists. */
  public DecisionTrace {
    reads = List.copyOf(reads);
    orders = List.copyOf(orders);
    protections = List.copyOf(protections);
  }

  /** Something that a strategy was told. */
  public sealed interface Read permits BarRead, FactRead {}

  /**
   * A field of a bar.
   *
   * @param field which one
   * @param instrument index of the instrument
   * @param session the bar's session
   * @param value as the strategy was told; NaN where it was told that there is none
   * @param revision index into the data's {@link dev.asof.api.BarRevisions} of the revision that
   *     the value came from; empty where it is that of {@link dev.asof.api.Bars}, or where the bar
   *     had not come yet
   */
  public record BarRead(
      BarField field, int instrument, LocalDate session, double value, OptionalInt revision)
      implements Read {}

  /**
   * A fact: one that the strategy took from a list, or one behind a member, a ticker or an adjusted
   * price that it asked for.
   *
   * @param fact what it says
   * @param table the table it came from
   */
  public record FactRead(Fact fact, String table) implements Read {}

  /**
   * Stops asked for.
   *
   * @param instrument index of the instrument
   * @param protection {@link Protection#NONE} when they were ended
   */
  public record Protected(int instrument, Protection protection) {}
}
