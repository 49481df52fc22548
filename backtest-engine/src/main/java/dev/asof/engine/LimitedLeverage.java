package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.DecisionNote;
import dev.asof.api.RunFinding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a strategy left to keep its positions within a limit on leverage. */
final class LimitedLeverage implements RunFindings.Detector {
  @Override
  public RunFinding.Kind kind() {
    return RunFinding.Kind.LEVERAGE_LIMITED;
  }

  @Override
  public Optional<RunFindings.Observed> look(BacktestResult result, Bars bars) {
    List<DecisionNote> notes =
        result.notes().stream().filter(note -> note.finding().equals(Optional.of(kind()))).toList();
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    DecisionNote first = notes.get(0);
    String text =
        notes.size() == 1
            ? String.format(Locale.ROOT, "Before %s: %s.", first.session(), first.text())
            : String.format(
                Locale.ROOT,
                "%,d times, first before %s: %s.",
                notes.size(),
                first.session(),
                first.text());
    return Optional.of(new RunFindings.Observed(notes.size(), text));
  }
}
