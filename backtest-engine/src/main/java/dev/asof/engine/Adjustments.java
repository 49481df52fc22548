package dev.asof.engine;

import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import java.time.LocalDate;
import java.util.ArrayList;
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
  private LocalDate computedFor = LocalDate.MIN;

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
    computedFor = session;
    List<CorporateAction> due = new ArrayList<>();
    for (CorporateAction action : facts.visible(CorporateAction.class)) {
      if (action.exDate().isAfter(session)) {
        validBefore = action.exDate().isBefore(validBefore) ? action.exDate() : validBefore;
      } else if (action instanceof CorporateAction.UnitChange
          || action instanceof CorporateAction.CashDividend
          || action instanceof CorporateAction.Rights
          || action instanceof CorporateAction.SpinOff) {
        due.add(action);
      }
    }
    due.sort(CorporateAction.inOrder());
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
    int lastBar = -1;
    double last = Double.NaN;
    for (int n = 0; n < made.length; n++) {
      CorporateAction action = own.get(n);
      int bars = history.before(action.exDate());
      int closed = lastClosed(instrument, bars);
      if (closed != lastBar) {
        // Without a close in between, the last price is what the action before left of it.
        lastBar = closed;
        last = history.close[closed][instrument];
      }
      double factor = 1;
      if (action instanceof CorporateAction.UnitChange change) {
        factor = change.priceUsdAfter(1);
        last = change.priceUsdAfter(last);
      } else {
        double usdPerShare = usdPerShare(action);
        if (usdPerShare < last) {
          factor = 1 - usdPerShare / last;
          last -= usdPerShare;
        }
      }
      made[n] = new Step(bars, factor, action);
    }
    for (int n = made.length - 2; n >= 0; n--) {
      made[n] = new Step(made[n].bars, made[n].factor * made[n + 1].factor, made[n].action);
    }
    return made;
  }

  /** What an action gives on one share; NaN while that is unknown. */
  private double usdPerShare(CorporateAction action) {
    if (action instanceof CorporateAction.CashDividend dividend) {
      return dividend.usdPerShare();
    }
    if (action instanceof CorporateAction.Rights rights) {
      return rights.usdPerShare();
    }
    CorporateAction.SpinOff spinOff = (CorporateAction.SpinOff) action;
    if (!Double.isNaN(spinOff.usdPerShare())) {
      return spinOff.usdPerShare();
    }
    int given = tickers.indexOf(spinOff.newSymbol(), spinOff.exDate());
    for (int bar = history.before(spinOff.exDate()); given >= 0 && bar < history.count(); bar++) {
      if (Double.isFinite(history.close[bar][given])) {
        return spinOff.sharesOn(history.close[bar][given]);
      }
    }
    if (given >= 0 && computedFor.isBefore(validBefore)) {
      // Its first close may come with the next session.
      validBefore = computedFor.plusDays(1);
    }
    return Double.NaN;
  }

  /** The last of the first sessions with a close; -1 when there is none. */
  private int lastClosed(int instrument, int bars) {
    int bar = bars - 1;
    while (bar >= 0 && !Double.isFinite(history.close[bar][instrument])) {
      bar--;
    }
    return bar;
  }
}
