package dev.asof.ingestion;

import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Rates at which shares can be borrowed. Lenders quote before the session; a day's rate counts as
 * known at its open, unless the file is said to have come later.
 */
final class BorrowRateRows implements RowReader {
  static final List<String> REQUIRED = List.of("date", "symbol", "rate");
  static final List<String> OPTIONAL = List.of("available", "source");
  private static final double MAX_PERCENT = 10_000;

  private final Intake intake;

  BorrowRateRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    Optional<LocalDate> date = intake.pastDate(check, "date");
    String symbol = check.requiredKey("symbol");
    double rate = check.number("rate");
    if (Math.abs(rate) > MAX_PERCENT) {
      check.reject(
          "rate", check.written("rate") + " is no rate; expected percent a year, at most 10000");
    }
    Double available = check.has("available") ? Double.valueOf(check.number("available")) : null;
    if (available != null && available < 0) {
      check.reject(
          "available", check.written("available") + " is negative; expected 0 or more shares");
    }
    String source = check.text("source");
    if (date.isEmpty()) {
      return;
    }
    Instant open = NewYorkTime.open(date.get());
    Instant knownAt =
        intake.knownAt(check, "date", open, NewYorkTime.at(date.get().atStartOfDay()));
    if (check.passed()) {
      intake.add(new BorrowRate(row.line(), symbol, date.get(), rate, available, source, knownAt));
    }
  }
}
