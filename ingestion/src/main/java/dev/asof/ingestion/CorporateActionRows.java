package dev.asof.ingestion;

import dev.asof.api.NewYorkTime;
import dev.asof.catalog.CorporateActionKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Corporate actions. One that was announced on a day is known after its close, another one at the
 * open of its ex-date.
 */
final class CorporateActionRows implements RowReader {
  private static final String NEW_SHARES = "newShares";
  private static final String OLD_SHARES = "oldShares";
  private static final String USD_PER_SHARE = "usdPerShare";
  private static final String NEW_SYMBOL = "newSymbol";
  static final List<String> REQUIRED = List.of("symbol", "kind", "exDate");
  private static final List<String> OF_KINDS =
      List.of(NEW_SHARES, OLD_SHARES, USD_PER_SHARE, NEW_SYMBOL);
  static final List<String> OPTIONAL = optional();

  private static List<String> optional() {
    List<String> optional = new ArrayList<>(OF_KINDS);
    optional.addAll(List.of("announced", "source"));
    return List.copyOf(optional);
  }

  static final String ACCEPTS =
      "CSV with "
          + String.join(", ", REQUIRED)
          + " and, as the kind ("
          + String.join(", ", CorporateActionKind.words())
          + ") needs, "
          + String.join(", ", OF_KINDS)
          + "; optionally announced, source";

  private final Intake intake;

  CorporateActionRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String symbol = check.requiredKey("symbol");
    Optional<CorporateActionKind> kind =
        CorporateActionKind.find(check.word("kind", CorporateActionKind.words()));
    Optional<LocalDate> exDate = check.date("exDate");
    Optional<LocalDate> announced =
        check.has("announced") ? intake.pastDate(check, "announced") : Optional.empty();
    String source = check.text("source");
    boolean misdated = announced.isEmpty() && check.has("announced");
    if (kind.isEmpty() || exDate.isEmpty() || misdated) {
      return;
    }
    List<String> columns = columns(kind.get());
    for (String column : OF_KINDS) {
      if (check.has(column) && !columns.contains(column)) {
        check.reject(
            column,
            OneLine.quoted(check.written(column))
                + " is no part of a "
                + kind.get().word()
                + "; leave it blank");
      }
    }
    Double newShares = columns.contains(NEW_SHARES) ? shares(check, NEW_SHARES) : null;
    Double oldShares = columns.contains(OLD_SHARES) ? shares(check, OLD_SHARES) : null;
    Double usdPerShare = usdPerShare(check, kind.get());
    String newSymbol = columns.contains(NEW_SYMBOL) ? newSymbol(check, symbol) : "";
    Instant knownAt = knownAt(check, exDate.get(), announced);
    if (check.passed()) {
      intake.add(
          new Action(
              row.line(),
              symbol,
              kind.get().word(),
              exDate.get(),
              newShares,
              oldShares,
              usdPerShare,
              newSymbol,
              announced,
              source,
              knownAt));
    }
  }

  private static List<String> columns(CorporateActionKind kind) {
    return switch (kind) {
      case SPLIT, STOCK_DIVIDEND -> List.of(NEW_SHARES, OLD_SHARES);
      case SPIN_OFF, STOCK_MERGER -> List.of(NEW_SHARES, OLD_SHARES, USD_PER_SHARE, NEW_SYMBOL);
      case SYMBOL_CHANGE -> List.of(NEW_SYMBOL);
      case CASH_DIVIDEND, DELISTING, CASH_MERGER, RIGHTS -> List.of(USD_PER_SHARE);
    };
  }

  private static Double shares(RowCheck check, String column) {
    double shares = check.number(column);
    if (shares <= 0) {
      check.reject(column, check.written(column) + " is no number of shares; expected more than 0");
    }
    return shares;
  }

  /** Null where the kind has none, and where it may be left open and nobody says it. */
  private static Double usdPerShare(RowCheck check, CorporateActionKind kind) {
    boolean optional =
        kind == CorporateActionKind.DELISTING
            || kind == CorporateActionKind.SPIN_OFF
            || kind == CorporateActionKind.STOCK_MERGER;
    if (optional && !check.has(USD_PER_SHARE) || !columns(kind).contains(USD_PER_SHARE)) {
      return null;
    }
    double usd = check.number(USD_PER_SHARE);
    if (usd < 0) {
      check.reject(
          USD_PER_SHARE,
          check.written(USD_PER_SHARE) + " is negative; expected 0 or more USD a share");
    }
    return usd;
  }

  private static String newSymbol(RowCheck check, String symbol) {
    String newSymbol = check.requiredKey(NEW_SYMBOL);
    if (!newSymbol.isEmpty() && newSymbol.equals(symbol)) {
      check.reject(
          NEW_SYMBOL, OneLine.quoted(newSymbol) + " is the old symbol; expected another one");
    }
    return newSymbol;
  }

  /** Without a date of its announcement, a file that is known before the ex-date announces it. */
  private Instant knownAt(RowCheck check, LocalDate exDate, Optional<LocalDate> announced) {
    return announced
        .map(
            day ->
                intake.knownAt(
                    check,
                    "announced",
                    NewYorkTime.announcement(day),
                    NewYorkTime.at(day.atStartOfDay())))
        .orElseGet(() -> intake.knownAt(check, "exDate", NewYorkTime.open(exDate), Instant.MIN));
  }
}
