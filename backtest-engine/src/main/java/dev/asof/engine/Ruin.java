package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.RunFinding;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * The first close at which a run's equity is zero or below. Below zero a return is a quotient of
 * debts, so no return, ratio or annualised figure is defined for a run that went there, or that
 * came back from zero; see {@link MetricConvention#ofYear}.
 *
 * @param bar its place among the run's sessions
 * @param session its date
 * @param equityUsd equity at that close, 0 or less
 */
public record Ruin(int bar, LocalDate session, double equityUsd) {
  /** Returns the ruin of a run; empty when its equity is above zero at every close. */
  public static Optional<Ruin> of(BacktestResult result) {
    double[] equity = result.equityUsd();
    for (int bar = 0; bar < equity.length; bar++) {
      if (equity[bar] <= 0) {
        return Optional.of(new Ruin(bar, result.sessions().get(bar), equity[bar]));
      }
    }
    return Optional.empty();
  }

  /** Finds ruined runs. */
  static final class Detector implements RunFindings.Detector {
    @Override
    public RunFinding.Kind kind() {
      return RunFinding.Kind.RUIN;
    }

    @Override
    public Optional<RunFindings.Observed> look(BacktestResult result, Bars bars) {
      return of(result)
          .map(
              ruin -> {
                double[] equity = result.equityUsd();
                double last = equity[equity.length - 1];
                return new RunFindings.Observed(
                    -last,
                    String.format(
                        Locale.ROOT,
                        "The equity was %,.2f USD at the close of %s and %,.2f USD at the end. No"
                            + " return and no ratio is defined across zero.",
                        ruin.equityUsd(),
                        ruin.session(),
                        last));
              });
    }
  }
}
