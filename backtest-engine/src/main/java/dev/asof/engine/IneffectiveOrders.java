package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.RunFinding;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Counts orders that asked for a trade and got none, by reason. Orders that had nothing to do,
 * whose limit or stop was not reached, or that ended with their position are no finding.
 */
final class IneffectiveOrders implements RunFindings.Detector {
  private static final Set<OrderReason> EXPECTED =
      EnumSet.of(
          OrderReason.NONE,
          OrderReason.SIZE_ZERO,
          OrderReason.PRICE_NOT_REACHED,
          OrderReason.STOPPED_OUT,
          OrderReason.MARGIN_CALL,
          OrderReason.LIQUIDATED,
          OrderReason.DELISTED);

  @Override
  public RunFinding.Kind kind() {
    return RunFinding.Kind.ORDERS_WITHOUT_EFFECT;
  }

  @Override
  public Optional<RunFindings.Observed> look(BacktestResult result, Bars bars) {
    Map<OrderReason, Integer> counts = new EnumMap<>(OrderReason.class);
    Set<String> symbols = new HashSet<>();
    int total = 0;
    for (OrderRecord order : result.orders()) {
      if (!EXPECTED.contains(order.reason())) {
        counts.merge(order.reason(), 1, Integer::sum);
        symbols.add(order.symbol());
        total++;
      }
    }
    if (total == 0) {
      return Optional.empty();
    }
    StringJoiner reasons = new StringJoiner(", ");
    counts.forEach(
        (reason, count) ->
            reasons.add(
                String.format(
                    Locale.ROOT,
                    "%,d %s",
                    count,
                    reason.name().toLowerCase(Locale.ROOT).replace('_', ' '))));
    return Optional.of(
        new RunFindings.Observed(
            total,
            String.format(
                Locale.ROOT,
                "%,d of %,d orders, in %,d instruments, had no effect: %s.",
                total,
                result.orders().size(),
                symbols.size(),
                reasons)));
  }
}
