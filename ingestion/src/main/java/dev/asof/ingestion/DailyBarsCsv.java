package dev.asof.ingestion;

import dev.asof.api.NewYorkTime;
import dev.asof.api.NyseCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Daily bars as CSV, one symbol or many in a file. */
final class DailyBarsCsv implements FileParser<Bar> {
  private static final List<String> COLUMNS =
      List.of("date", "symbol", "open", "high", "low", "close", "volume");

  @Override
  public String accepts() {
    return "CSV with " + String.join(", ", COLUMNS);
  }

  @Override
  public String extension() {
    return ".csv";
  }

  @Override
  public void parse(VendorFile file, Intake<Bar> intake) {
    CsvRows.read(file, COLUMNS, List.of(), intake, row -> read(row, intake));
    warnOfOtherDays(intake);
  }

  /** Bars of other exchanges are welcome; on the NYSE's days off a wrong date is likelier. */
  private static void warnOfOtherDays(Intake<Bar> intake) {
    List<Bar> others =
        intake.rows().stream()
            .filter(bar -> NyseCalendar.covers(bar.session()))
            .filter(bar -> !NyseCalendar.isSession(bar.session()))
            .toList();
    if (!others.isEmpty()) {
      Bar first = others.get(0);
      intake.warn(
          "the NYSE doesn't trade on "
              + first.session()
              + ", the date in line "
              + first.line()
              + " of "
              + intake.fileName()
              + (others.size() == 1
                  ? "; that bar counts"
                  : "; it and " + (others.size() - 1) + " more such bars count")
              + " as known at 16:00");
    }
  }

  private static void read(RawRow row, Intake<Bar> intake) {
    RowCheck check = new RowCheck(row, intake.findings());
    Optional<LocalDate> session = intake.pastDate(check, "date");
    String symbol = check.requiredText("symbol");
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
      intake.add(
          new Bar(row.line(), symbol, session.get(), open, high, low, close, volume, knownAt));
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
