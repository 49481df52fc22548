package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.engine.Metric;
import dev.asof.engine.Ruin;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the experiment found, in words that promise no more than it shows. */
final class Verdict {
  private Verdict() {}

  /**
   * One or two sentences, then what limits them.
   *
   * @param events how many distinct events the strategy traded on; 0 when it has none
   */
  static String of(Experiment experiment, List<Run> runs, int events) {
    List<String> sentences = new ArrayList<>();
    if (runs.size() > 1) {
      ruined(runs).ifPresent(sentences::add);
    }
    long failed = runs.stream().filter(run -> !run.failure().isEmpty()).count();
    if (failed > 0) {
      sentences.add(
          NumberText.count(failed) + " of " + NumberText.counted(runs.size(), "run") + " failed.");
    }
    boolean traded = runs.stream().anyMatch(Run::traded);
    if (!traded) {
      sentences.add("No order was filled " + period(runs) + ", so there is nothing to measure.");
    } else if (runs.size() == 1) {
      sentences.add(single(runs.get(0)));
    } else {
      sentences.add(comparison(experiment, runs));
    }
    if (traded && events == 1) {
      sentences.add("All of it rests on one event, and one event proves nothing.");
    } else if (traded && runs.size() > 1) {
      sentences.add(
          "The best of "
              + NumberText.count(runs.size())
              + " was chosen afterwards, which flatters it"
              + (events > 1 ? "; there are " + NumberText.count(events) + " events." : "."));
    } else if (traded && events > 1) {
      sentences.add("It rests on " + NumberText.count(events) + " events.");
    }
    if (traded && !experiment.lookahead().isEmpty()) {
      sentences.add("It uses what was not known in time: nobody could have earned this.");
    }
    return String.join(" ", sentences);
  }

  /** Says of several runs that some were worth nothing or less. */
  private static Optional<String> ruined(List<Run> runs) {
    List<Run> lost =
        runs.stream()
            .filter(run -> run.failure().isEmpty() && Ruin.of(run.result()).isPresent())
            .toList();
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            NumberText.count(lost.size())
                + " of "
                + NumberText.counted(runs.size(), "run")
                + " were ruined; at "
                + lost.get(0).label()
                + ", "
                + fate(lost.get(0), Ruin.of(lost.get(0).result()).orElseThrow()));
  }

  private static String fate(Run run, Ruin ruin) {
    double[] equity = run.result().equityUsd();
    return NumberText.money(run.result().initialCashUsd())
        + " USD fell to an equity of "
        + NumberText.money(ruin.equityUsd())
        + " USD at the close of "
        + ruin.session()
        + " and of "
        + NumberText.money(equity[equity.length - 1])
        + " USD at the end.";
  }

  /** What became of the money of one run. */
  static String single(Run run) {
    Optional<Ruin> ruin = Ruin.of(run.result());
    if (ruin.isPresent()) {
      return "The account was ruined: " + fate(run, ruin.get());
    }
    double[] equity = run.result().equityUsd();
    double last = equity[equity.length - 1];
    return capital(period(List.of(run)))
        + ", "
        + NumberText.money(run.result().initialCashUsd())
        + " USD became "
        + NumberText.money(last)
        + " USD, a total return of "
        + NumberText.signedPercent(run.metric(Metric.TOTAL_RETURN))
        + " with a maximum drawdown of "
        + NumberText.percent(run.metric(Metric.MAX_DRAWDOWN))
        + ".";
  }

  private static String comparison(Experiment experiment, List<Run> runs) {
    Run best = Run.best(runs);
    boolean ranked = !Double.isNaN(best.windowSharpe());
    StringBuilder choice = new StringBuilder();
    for (int axis = 0; axis < best.axisValues().size(); axis++) {
      choice
          .append(axis == 0 ? "" : ", ")
          .append(experiment.axes().get(axis).parameter())
          .append(' ')
          .append(best.axisValues().get(axis));
    }
    long gains = runs.stream().filter(run -> run.windowReturn() > 0).count();
    return "Of "
        + NumberText.count(runs.size())
        + " runs "
        + period(runs)
        + ", "
        + NumberText.count(gains)
        + " gained; the highest "
        + (ranked
            ? "Sharpe ratio over its holding window is "
                + NumberText.fixed(best.windowSharpe(), 2)
                + " (from "
                + NumberText.counted(best.windowSessions(), "daily return")
                + ")"
            : "return is " + NumberText.signedPercent(best.windowReturn()))
        + ", at "
        + choice
        + (ranked ? ", with a return of " + NumberText.signedPercent(best.windowReturn()) : "")
        + ".";
  }

  private static String period(List<Run> runs) {
    LocalDate first = LocalDate.MAX;
    LocalDate last = LocalDate.MIN;
    for (Run run : runs) {
      List<LocalDate> sessions = run.result().sessions();
      LocalDate start = sessions.get(0);
      LocalDate end = sessions.get(sessions.size() - 1);
      first = start.isBefore(first) ? start : first;
      last = end.isAfter(last) ? end : last;
    }
    return "from " + first + " to " + last;
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
