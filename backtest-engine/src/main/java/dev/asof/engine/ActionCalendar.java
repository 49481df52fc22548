package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.Listing;
import dev.asof.api.RevealedFact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The corporate actions of a run by the bar before whose open they take effect, there in the order
 * of {@link CorporateAction#inOrder()}. Actions before the first bar and those of instruments that
 * the bars do not have are left out; one whose ex-date is no session takes effect at the next.
 */
final class ActionCalendar {
  /**
   * An action of an instrument of the bars.
   *
   * @param action under the names of the bars
   * @param instrument what it happens to
   * @param successor the instrument of its new symbol; -1 where there is none
   */
  record Entry(CorporateAction action, int instrument, int successor) {}

  private final Bars bars;
  private final Tickers tickers;

  /** By bar; null where there are none. */
  private final List<Entry>[] byBar;

  /**
   * Sorts the actions of a run.
   *
   * @throws AsOfException with {@link ErrorCode#DATA_MISSING} when a symbol changes to one that the
   *     bars do not have, and the old one's bars end
   */
  ActionCalendar(MarketData market) {
    this.bars = market.bars();
    this.tickers =
        new Tickers(
            bars.symbols(),
            market.facts().stream()
                .filter(revealed -> revealed.fact() instanceof Listing)
                .sorted(Comparator.comparing(RevealedFact::visibleFrom))
                .map(revealed -> (Listing) revealed.fact())
                .toList());
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<Entry>[] lists = new List[bars.sessions()];
    this.byBar = lists;
    // Of a lake's actions a run's bars have few.
    List<CorporateAction> actions =
        market.actions().stream()
            .filter(action -> holder(action) >= 0)
            .sorted(CorporateAction.inOrder())
            .toList();
    Map<Renamed, Integer> renamed = new HashMap<>();
    List<LocalDate> sessions = bars.sessionDates();
    for (CorporateAction action : actions) {
      int found = Collections.binarySearch(sessions, action.exDate());
      int bar = found >= 0 ? found : -found - 1;
      if (found != -1 && bar < bars.sessions()) {
        add(bar, action, holder(action), renamed);
      }
    }
  }

  /** The instrument with an action's symbol before the action; -1 when there is none. */
  private int holder(CorporateAction action) {
    return tickers.indexOf(action.symbol(), action.exDate().minusDays(1));
  }

  /** An instrument that goes on as another one from a day on. */
  private record Renamed(int instrument, LocalDate exDate) {}

  private void add(int bar, CorporateAction action, int instrument, Map<Renamed, Integer> renamed) {
    int holder = instrument;
    if (action instanceof CorporateAction.SymbolChange change) {
      int successor = successor(change);
      if (successor == instrument || successor < 0 && goesOn(bar, instrument, change)) {
        return;
      }
      renamed.put(new Renamed(instrument, action.exDate()), successor);
    } else if (!(action instanceof CorporateAction.Delisting)) {
      // What vendors write under the old symbol happens to what goes on. The end of a symbol does
      // not: it is all that they may say of a change.
      holder = renamed.getOrDefault(new Renamed(instrument, action.exDate()), instrument);
    }
    int successor =
        action instanceof CorporateAction.Succession succession ? successor(succession) : -1;
    if (byBar[bar] == null) {
      byBar[bar] = new ArrayList<>();
    }
    byBar[bar].add(
        action instanceof CorporateAction.SymbolChange change
            ? place(byBar[bar], change, holder)
            : byBar[bar].size(),
        new Entry(named(action, holder, successor), holder, successor));
  }

  /**
   * The place of a change of symbol: before one of the same day that takes the old symbol over, so
   * that what is held moves once.
   */
  private static int place(
      List<Entry> entries, CorporateAction.SymbolChange change, int instrument) {
    for (int n = 0; n < entries.size(); n++) {
      if (entries.get(n).action() instanceof CorporateAction.SymbolChange other
          && other.exDate().equals(change.exDate())
          && entries.get(n).successor() == instrument) {
        return n;
      }
    }
    return entries.size();
  }

  private CorporateAction named(CorporateAction action, int instrument, int successor) {
    CorporateAction named = action;
    String name = bars.symbols().get(instrument);
    if (!name.equals(action.symbol())) {
      named = named.withSymbol(name);
    }
    if (successor >= 0 && named instanceof CorporateAction.Succession succession) {
      String newName = bars.symbols().get(successor);
      named = newName.equals(succession.newSymbol()) ? named : succession.withNewSymbol(newName);
    }
    return named;
  }

  private int successor(CorporateAction.Succession succession) {
    return tickers.indexOf(succession.newSymbol(), succession.exDate());
  }

  /** Whether the bars have the shares under the old symbol through the change. */
  private boolean goesOn(int bar, int instrument, CorporateAction.SymbolChange change) {
    for (int later = bar; later < bars.sessions(); later++) {
      if (Double.isFinite(bars.close(later, instrument))) {
        return true;
      }
    }
    throw new AsOfException(
        ErrorCode.DATA_MISSING,
        "Cannot rename "
            + change.symbol()
            + " on "
            + change.exDate()
            + ": the bars have no symbol '"
            + change.newSymbol()
            + "'; add it to the universe, or leave corporate actions out"
            + " (data.corporateActions: false)");
  }

  /** What takes effect before the open of a bar, in order. */
  List<Entry> at(int bar) {
    return byBar[bar] == null ? List.of() : byBar[bar];
  }
}
