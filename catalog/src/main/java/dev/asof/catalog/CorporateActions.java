package dev.asof.catalog;

import dev.asof.api.CorporateAction;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns rows into corporate actions. */
final class CorporateActions {
  private static final Comparator<CorporateAction> ORDER =
      Comparator.comparing(CorporateAction::knownAt)
          .thenComparing(CorporateAction::symbol)
          .thenComparing(CorporateActionKind::of)
          .thenComparing(CorporateAction::exDate);

  private CorporateActions() {}

  static List<CorporateAction> of(Version version) {
    List<CorporateAction> actions = new ArrayList<>();
    for (FactRow row : FactRow.all(version)) {
      actions.add(action(row));
    }
    actions.sort(ORDER);
    return List.copyOf(actions);
  }

  private static CorporateAction action(FactRow row) {
    Optional<CorporateActionKind> kind = CorporateActionKind.find(row.text("kind"));
    if (kind.isEmpty()) {
      throw row.invalid("kind", "one of " + String.join(", ", CorporateActionKind.words()));
    }
    String symbol = row.requiredText("symbol");
    LocalDate exDate = row.date("exDate");
    Instant knownAt = row.instant("known_at");
    return switch (kind.get()) {
      case SPLIT ->
          new CorporateAction.Split(
              symbol, exDate, row.positive("newShares"), row.positive("oldShares"), knownAt);
      case CASH_DIVIDEND ->
          new CorporateAction.CashDividend(symbol, exDate, row.amount("usdPerShare"), knownAt);
      case SYMBOL_CHANGE ->
          new CorporateAction.SymbolChange(symbol, exDate, newSymbol(row, symbol), knownAt);
      case DELISTING ->
          new CorporateAction.Delisting(symbol, exDate, row.optionalAmount("usdPerShare"), knownAt);
      case CASH_MERGER ->
          new CorporateAction.CashMerger(symbol, exDate, row.amount("usdPerShare"), knownAt);
      case STOCK_DIVIDEND ->
          new CorporateAction.StockDividend(
              symbol, exDate, row.positive("newShares"), row.positive("oldShares"), knownAt);
      case SPIN_OFF ->
          new CorporateAction.SpinOff(
              symbol,
              exDate,
              newSymbol(row, symbol),
              row.positive("newShares"),
              row.positive("oldShares"),
              row.optionalAmount("usdPerShare"),
              knownAt);
      case STOCK_MERGER -> {
        double cash = row.optionalAmount("usdPerShare");
        yield new CorporateAction.StockMerger(
            symbol,
            exDate,
            newSymbol(row, symbol),
            row.positive("newShares"),
            row.positive("oldShares"),
            Double.isNaN(cash) ? 0 : cash,
            knownAt);
      }
      case RIGHTS -> new CorporateAction.Rights(symbol, exDate, row.amount("usdPerShare"), knownAt);
    };
  }

  private static String newSymbol(FactRow row, String symbol) {
    String newSymbol = row.requiredText("newSymbol");
    if (newSymbol.equals(symbol)) {
      throw row.invalid("newSymbol", "another symbol");
    }
    return newSymbol;
  }
}
