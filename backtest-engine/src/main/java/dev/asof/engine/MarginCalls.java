package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.RunFinding;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds positions that were closed because an account missed its maintenance requirement. */
final class MarginCalls implements RunFindings.Detector {
  @Override
  public RunFinding.Kind kind() {
    return RunFinding.Kind.MARGIN_CALL;
  }

  @Override
  public Optional<RunFindings.Observed> look(BacktestResult result, Bars bars) {
    SortedSet<LocalDate> sessions = new TreeSet<>();
    SortedSet<String> symbols = new TreeSet<>();
    for (OrderRecord order : result.orders()) {
      if (order.reason() == OrderReason.MARGIN_CALL) {
        sessions.add(order.session());
        symbols.add(order.symbol());
      }
    }
    if (sessions.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunFindings.Observed(
            sessions.size(),
            String.format(
                Locale.ROOT,
                "The equity was below the maintenance requirement before %s, and positions of"
                    + " %s were closed at the open.",
                sessions.size() == 1
                    ? sessions.first().toString()
                    : String.format(
                        Locale.ROOT, "%,d opens, first %s", sessions.size(), sessions.first()),
                symbols.size() == 1
                    ? symbols.first()
                    : String.format(Locale.ROOT, "%,d instruments", symbols.size()))));
  }
}
