package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.RunFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds positions that the last session values at the close of an earlier one, because their
 * instrument has no bar since.
 */
final class UnpricedPositions implements RunFindings.Detector {
  private static final int NAMED = 5;

  /**
   * A position at its last price.
   *
   * @param lastBar index of the last bar with a close, or -1 when there is none
   * @param valueUsd at that close, negative when short; NaN without one
   */
  private record Position(int instrument, int lastBar, double valueUsd) {}

  @Override
  public RunFinding.Kind kind() {
    return RunFinding.Kind.POSITION_WITHOUT_PRICE;
  }

  @Override
  public Optional<RunFindings.Observed> look(BacktestResult result, Bars bars) {
    List<Position> unpriced = positions(result, bars);
    if (unpriced.isEmpty()) {
      return Optional.empty();
    }
    double grossUsd = 0;
    for (Position position : unpriced) {
      grossUsd += Double.isNaN(position.valueUsd) ? 0 : Math.abs(position.valueUsd);
    }
    double[] equity = result.equityUsd();
    double equityUsd = equity[equity.length - 1];
    StringBuilder text = new StringBuilder();
    text.append(
        unpriced.size() == 1
            ? "1 position held at the end has no price any more and is valued at its last close, "
            : String.format(
                Locale.ROOT,
                "%,d positions held at the end have no price any more and are valued at their last"
                    + " closes, ",
                unpriced.size()));
    text.append(share(grossUsd, equityUsd)).append(". ");
    text.append(unpriced.size() == 1 ? "It is " : "The oldest are ");
    for (int n = 0; n < Math.min(NAMED, unpriced.size()); n++) {
      text.append(n == 0 ? "" : ", ").append(named(unpriced.get(n), bars, equityUsd));
    }
    text.append(unpriced.size() > NAMED ? " and others." : ".");
    return Optional.of(
        new RunFindings.Observed(equityUsd > 0 ? grossUsd / equityUsd : grossUsd, text.toString()));
  }

  private static String named(Position position, Bars bars, double equityUsd) {
    boolean never = position.lastBar < 0;
    return bars.symbols().get(position.instrument)
        + (never ? " without any price" : " since " + bars.session(position.lastBar))
        + (never
            ? ""
            : position.valueUsd < 0
                ? " (short, " + share(-position.valueUsd, equityUsd) + ")"
                : " (" + share(position.valueUsd, equityUsd) + ")");
  }

  private static String share(double valueUsd, double equityUsd) {
    return equityUsd > 0
        ? String.format(Locale.ROOT, "%.1f %% of equity", 100 * valueUsd / equityUsd)
        : String.format(Locale.ROOT, "%,.0f USD", valueUsd);
  }

  /** Returns the positions of the last session without a close there, the oldest first. */
  private static List<Position> positions(BacktestResult result, Bars bars) {
    int instruments = bars.instruments();
    int last = result.sessions().size() - 1;
    double[] valuesUsd = new double[instruments];
    boolean[] held = new boolean[instruments];
    ClosingValues.visit(
        result,
        bars,
        (session, instrument, valueUsd) -> {
          if (session == last) {
            held[instrument] = true;
            valuesUsd[instrument] = valueUsd;
          }
        });
    int end = bars.sessions() - 1;
    while (!bars.session(end).equals(result.sessions().get(last))) {
      end--;
    }
    List<Position> unpriced = new ArrayList<>();
    for (int i = 0; i < instruments; i++) {
      if (held[i]) {
        int bar = end;
        while (bar >= 0 && !Double.isFinite(bars.close(bar, i))) {
          bar--;
        }
        if (bar < end) {
          unpriced.add(new Position(i, bar, valuesUsd[i]));
        }
      }
    }
    unpriced.sort(Comparator.comparingInt(Position::lastBar));
    return unpriced;
  }
}
