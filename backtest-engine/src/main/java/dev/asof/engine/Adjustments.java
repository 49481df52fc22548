package dev.asof.engine;

import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Factors that make raw prices comparable with those of now, from visible splits and dividends;
 * kept for as long as nothing can change them.
 */
final class Adjustments {
  private final BarHistory history;
  private final VisibleFacts facts;
  private final Step[][] steps;
  private int actions = -1;
  private int corrections = -1;
  private Tickers tickers;
  private LocalDate validBefore = LocalDate.MIN;

  /**
   * A step of an instrument's factor.
   *
   * @param bars sessions before the ex-date: their prices are multiplied
   * @param factor product of this step and all later ones
   */
  private record Step(int bars, double factor, CorporateAction action) {}

  Adjustments(int instruments, BarHistory history, VisibleFacts facts) {
    this.history = history;
    this.facts = facts;
    this.steps = new Step[instruments][];
  }

  double factor(int instrument, int bar, LocalDate session, Tickers newTickers) {
    refresh(session, newTickers);
    Step[] own = steps[instrument];
    if (own == null) {
      return 1;
    }
    double factor = 1;
    for (int n = own.length - 1; n >= 0 && own[n].bars > bar; n--) {
      factor = own[n].factor;
    }
    return factor;
  }

  /** The actions behind {@link #factor}. */
  List<Fact> behind(int instrument, int bar) {
    List<Fact> behind = new ArrayList<>();
    if (steps[instrument] != null) {
      for (Step step : steps[instrument]) {
        if (step.bars > bar) {
          behind.add(step.action);
        }
      }
    }
    return behind;
  }

  private void refresh(LocalDate session, Tickers newTickers) {
    int newActions = facts.version(CorporateAction.class);
    int newCorrections = history.corrections();
    if (newActions == actions
        && newCorrections == corrections
        && newTickers == tickers
        && session.isBefore(validBefore)) {
      return;
    }
    actions = newActions;
    corrections = newCorrections;
    tickers = newTickers;
    compute(session);
  }

  private void compute(LocalDate session) {
    validBefore = LocalDate.MAX;
    List<CorporateAction> due = new ArrayList<>();
    for (CorporateAction action : facts.visible(CorporateAction.class)) {
      if (action.exDate().isAfter(session)) {
        validBefore = action.exDate().isBefore(validBefore) ? action.exDate() : validBefore;
      } else if (action instanceof CorporateAction.Split
          || action instanceof CorporateAction.CashDividend) {
        due.add(action);
      }
    }
    due.sort(Comparator.comparing(CorporateAction::exDate));
    List<List<CorporateAction>> byInstrument = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      byInstrument.add(null);
    }
    for (CorporateAction action : due) {
      int i = tickers.indexOf(action.symbol(), action.exDate().minusDays(1));
      if (i >= 0) {
        if (byInstrument.get(i) == null) {
          byInstrument.set(i, new ArrayList<>());
        }
        byInstrument.get(i).add(action);
      }
    }
    for (int i = 0; i < steps.length; i++) {
      steps[i] = byInstrument.get(i) == null ? null : steps(i, byInstrument.get(i));
    }
  }

  private Step[] steps(int instrument, List<CorporateAction> own) {
    Step[] made = new Step[own.size()];
    LocalDate day = null;
    double last = Double.NaN;
    for (int n = 0; n < made.length; n++) {
      CorporateAction action = own.get(n);
      int bars = history.before(action.exDate());
      if (!action.exDate().equals(day)) {
        day = action.exDate();
        last = lastClose(instrument, bars);
      }
      double factor = 1;
      if (action instanceof CorporateAction.Split split) {
        factor = split.priceUsdAfter(1);
        last = split.priceUsdAfter(last);
      } else if (action instanceof CorporateAction.CashDividend dividend
          && dividend.usdPerShare() < last) {
        factor = 1 - dividend.usdPerShare() / last;
        last -= dividend.usdPerShare();
      }
      made[n] = new Step(bars, factor, action);
    }
    for (int n = made.length - 2; n >= 0; n--) {
      made[n] = new Step(made[n].bars, made[n].factor * made[n + 1].factor, made[n].action);
    }
    return made;
  }

  private double lastClose(int instrument, int bars) {
    for (int bar = bars - 1; bar >= 0; bar--) {
      double close = history.close[bar][instrument];
      if (Double.isFinite(close)) {
        return close;
      }
    }
    return Double.NaN;
  }
}
