package dev.asof.ingestion;

import dev.asof.api.NewYorkTime;
import dev.asof.api.NyseCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Daily bars, one symbol or many in a file. */
final class BarRows implements RowReader {
  static final List<String> COLUMNS =
      List.of("date", "symbol", "open", "high", "low", "close", "volume");

  private final Intake intake;
  private Bar firstOnAnotherDay;
  private long onOtherDays;
  private String onlySymbol;
  private boolean ofSeveral;

  BarRows(Intake intake) {
    this.intake = intake;
  }

  /** Bars of other exchanges are welcome; on the NYSE's days off a wrong date is likelier. */
  @Override
  public void finish() {
    warnOfName();
    if (onOtherDays > 0) {
      intake.warn(
          "the NYSE doesn't trade on "
              + firstOnAnotherDay.session()
              + ", the date in line "
              + firstOnAnotherDay.line()
              + " of "
              + intake.fileName()
              + (onOtherDays == 1
                  ? "; that bar counts"
                  : "; it and " + (onOtherDays - 1) + " more such bars count")
              + " as known at 16:00");
    }
  }

  /**
   * Warns of a file that is named by a symbol and holds another's bars, because it may have been
   * renamed or mixed up. A number names a part of a delivery more often than an instrument.
   */
  private void warnOfName() {
    Optional<String> named = FileSymbol.in(intake.fileName());
    if (onlySymbol != null
        && !ofSeveral
        && named.isPresent()
        && named.get().chars().anyMatch(Character::isLetter)
        && !named.get().equalsIgnoreCase(onlySymbol)) {
      intake.warn(
          "all bars are of "
              + OneLine.of(onlySymbol)
              + ", as the file's rows say, though its name could be the symbol "
              + named.get()
              + "; the rows count");
    }
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    Optional<LocalDate> session = intake.pastDate(check, "date");
    String symbol = check.requiredKey("symbol");
    double open = price(check, "open");
    double high = price(check, "high");
    double low = price(check, "low");
    double close = price(check, "close");
    double volume = check.number("volume");
    if (volume < 0) {
      check.reject("volume", check.written("volume") + " is negative; expected 0 or more shares");
    }
    if (high < low) {
      check.reject(
          "high",
          check.written("high")
              + " is below low "
              + check.written("low")
              + "; high must be at least low");
    } else {
      within(check, "open", open, high, low);
      within(check, "close", close, high, low);
    }
    if (session.isEmpty()) {
      return;
    }
    Instant ownClock = NewYorkTime.close(session.get());
    Instant knownAt = intake.knownAt(check, "date", ownClock, ownClock);
    if (check.passed()) {
      Bar bar = new Bar(row.line(), symbol, session.get(), open, high, low, close, volume, knownAt);
      ofSeveral |= onlySymbol != null && !onlySymbol.equals(symbol);
      onlySymbol = symbol;
      if (intake.add(bar)
          && NyseCalendar.covers(bar.session())
          && !NyseCalendar.isSession(bar.session())
          && onOtherDays++ == 0) {
        firstOnAnotherDay = bar;
      }
    }
  }

  private static double price(RowCheck check, String column) {
    double price = check.number(column);
    if (price <= 0) {
      check.reject(
          column, check.written(column) + " is not a price; expected more than 0 USD a share");
      return Double.NaN;
    }
    return price;
  }

  private static void within(RowCheck check, String column, double price, double high, double low) {
    if (price > high || price < low) {
      check.reject(
          column,
          check.written(column)
              + " is outside of low "
              + check.written("low")
              + " to high "
              + check.written("high"));
    }
  }
}
