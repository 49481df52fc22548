package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a fund's holdings from rows of any format. A file is one filing: it speaks about one fund
 * and one period, and was accepted once.
 */
final class HoldingsRows implements RowReader {
  /** Fields that a row has. */
  static final List<String> COLUMNS =
      List.of("date", "symbol", "name", "cusip", "isin", "balance", "valUsd", "pctVal");

  /** Fields that a row may have. */
  static final List<String> OPTIONAL =
      List.of("acceptanceTime", "cik", "fund", PositionSide.COLUMN, PositionSide.FILED);

  /**
   * When a vendor's file that is no filing became public, New York time; a format that knows it
   * hands it over instead of a time of acceptance.
   */
  static final String PUBLISHED = "publishedTime";

  private static final int MANY_POSITIONS = 20;

  private final Intake intake;
  private Holding first;
  private long positions;
  private double weights;

  HoldingsRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String fund = fund(check);
    Optional<LocalDate> date = intake.pastDate(check, "date");
    Optional<LocalDateTime> accepted = check.optionalWallTime("acceptanceTime");
    String cusip = check.key("cusip");
    String isin = isin(check, cusip, date);
    double balance = check.number("balance");
    Optional<Double> valUsd = check.numberUnlessLacking("valUsd");
    double pctVal = check.number("pctVal");
    String symbol = check.key("symbol");
    String name = check.text("name");
    Optional<String> side = PositionSide.read(check);
    if (date.isEmpty()) {
      return;
    }
    Optional<Instant> knownAt = knownAt(check, date.get(), accepted);
    if (knownAt.isEmpty() || !check.passed()) {
      return;
    }
    Holding holding =
        new Holding(
            row.line(),
            fund,
            symbol,
            isin,
            cusip,
            name,
            date.get(),
            accepted.map(NewYorkTime::at),
            balance,
            valUsd,
            pctVal,
            knownAt.get(),
            side);
    checkOneFiling(check, holding);
    if (check.passed() && intake.add(holding)) {
      positions++;
      weights += pctVal;
    }
  }

  /** Weights of 0.07 for seven percent would stand in the lake as a hundredth of what they are. */
  @Override
  public void finish() {
    if (intake.isins().found() > 0) {
      intake.warn(
          (intake.isins().found() == 1
                  ? "1 position has its ISIN"
                  : intake.isins().found() + " positions have their ISINs")
              + " from instruments, by symbol and day, "
              + first.date());
    }
    if (positions >= MANY_POSITIONS && weights > 0.9 && weights < 1.1) {
      throw Findings.malformed(
          intake.fileName(),
          "the weights of its "
              + positions
              + " positions sum to "
              + String.format(Locale.ROOT, "%.3f", weights)
              + " percent, as fractions of 1 would; give --read-as "
              + FractionHoldings.ID
              + " for a file with fractions");
    }
  }

  private String fund(RowCheck check) {
    String written = check.key("fund");
    if (intake.fund().isPresent()) {
      String fund = intake.fund().get();
      if (!written.isEmpty() && !written.equals(fund)) {
        check.reject("fund", OneLine.quoted(written) + " is another fund than --fund " + fund);
      }
      return fund;
    }
    if (!check.has("fund")) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + intake.fileName()
              + ": it doesn't say whose holdings these are; give --fund, for example --fund IVV");
    }
    if (!written.isEmpty() && !IngestRequest.isShortName(written)) {
      check.reject(
          "fund",
          OneLine.quoted(written)
              + " can't be a fund's name; expected letters, digits, '.', '_' or '-', at most 32");
    }
    return written;
  }

  private String isin(RowCheck check, String cusip, Optional<LocalDate> date) {
    if (!check.text("isin").isEmpty()) {
      return Isin.read(check);
    }
    Optional<String> derived = Isin.ofUsCusip(cusip);
    String symbol = check.key("symbol");
    if (derived.isEmpty() && !symbol.isEmpty() && date.isPresent()) {
      derived = intake.isins().find(symbol, date.get());
    }
    if (derived.isEmpty()) {
      check.reject(
          "isin",
          "the ISIN is missing and can't be derived from cusip "
              + OneLine.quoted(cusip)
              + "; expected an ISIN, or a US CUSIP of nine characters with the right check digit"
              + unlisted(symbol, date));
    }
    return derived.orElse("");
  }

  private String unlisted(String symbol, Optional<LocalDate> date) {
    return symbol.isEmpty() || date.isEmpty() || !intake.isins().isKnown()
        ? ""
        : ", or a symbol of which instruments says the ISIN on "
            + date.get()
            + ", which it doesn't of "
            + OneLine.quoted(symbol);
  }

  private Optional<Instant> knownAt(
      RowCheck check, LocalDate date, Optional<LocalDateTime> accepted) {
    Instant periodEnd = NewYorkTime.at(date.atStartOfDay());
    if (accepted.isPresent()) {
      Instant acceptance = NewYorkTime.at(accepted.get());
      if (acceptance.isBefore(periodEnd)) {
        check.reject(
            "acceptanceTime",
            OneLine.quoted(check.written("acceptanceTime"))
                + " is before the period that ends on "
                + date);
      }
      return Optional.of(intake.knownAt(check, "acceptanceTime", acceptance, acceptance));
    }
    Optional<LocalDateTime> published = check.optionalWallTime(PUBLISHED);
    if (published.isPresent()) {
      return Optional.of(intake.knownAt(check, "date", NewYorkTime.at(published.get()), periodEnd));
    }
    if (check.passed() && intake.requestedKnownAt().isEmpty()) {
      check.reject(
          "acceptanceTime",
          "the time of acceptance is missing; give --known-at to say when the file became known");
      return Optional.empty();
    }
    return intake.requestedKnownAt().map(given -> intake.knownAt(check, "date", given, periodEnd));
  }

  private void checkOneFiling(RowCheck check, Holding holding) {
    if (first == null) {
      first = holding;
      return;
    }
    if (!holding.fund().equals(first.fund())) {
      check.reject(
          "fund",
          OneLine.quoted(holding.fund())
              + " is another fund than "
              + OneLine.quoted(first.fund())
              + " in line "
              + first.line()
              + "; a file speaks for one fund");
    }
    if (!holding.date().equals(first.date())) {
      check.reject(
          "date",
          holding.date()
              + " is another period than "
              + first.date()
              + " in line "
              + first.line()
              + "; a file speaks about one period");
    }
    if (!holding.acceptanceTime().equals(first.acceptanceTime())
        || !holding.knownAt().equals(first.knownAt())) {
      check.reject(
          "acceptanceTime",
          OneLine.quoted(check.written("acceptanceTime"))
              + " differs from line "
              + first.line()
              + "; a file is one filing");
    }
  }
}
