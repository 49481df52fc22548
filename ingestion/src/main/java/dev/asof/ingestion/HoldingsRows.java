package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
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
  static final List<String> OPTIONAL = List.of("acceptanceTime", "cik", "fund");

  private final Intake intake;
  private Holding first;

  HoldingsRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String fund = fund(check);
    Optional<LocalDate> date = intake.pastDate(check, "date");
    Optional<LocalDateTime> accepted = check.optionalWallTime("acceptanceTime");
    String cusip = check.text("cusip");
    String isin = isin(check, cusip);
    double balance = check.number("balance");
    double valUsd = check.number("valUsd");
    double pctVal = check.number("pctVal");
    String symbol = check.text("symbol");
    String name = check.text("name");
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
            knownAt.get());
    checkOneFiling(check, holding);
    if (check.passed()) {
      intake.add(holding);
    }
  }

  private String fund(RowCheck check) {
    String written = check.text("fund");
    if (intake.fund().isPresent()) {
      String fund = intake.fund().get();
      if (!written.isEmpty() && !written.equals(fund)) {
        check.reject("fund", OneLine.quoted(written) + " is another fund than --fund " + fund);
      }
      return fund;
    }
    if (written.isEmpty()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + intake.fileName()
              + ": it doesn't say whose holdings these are; give --fund, for example --fund IVV");
    }
    if (!IngestRequest.isFund(written)) {
      check.reject(
          "fund",
          OneLine.quoted(written)
              + " can't be a fund's name; expected letters, digits, '.', '_' or '-', at most 32");
    }
    return written;
  }

  private static String isin(RowCheck check, String cusip) {
    if (!check.text("isin").isEmpty()) {
      return Isin.read(check);
    }
    Optional<String> derived = Isin.ofUsCusip(cusip);
    if (derived.isEmpty()) {
      check.reject(
          "isin",
          "the ISIN is missing and can't be derived from cusip "
              + OneLine.quoted(cusip)
              + "; expected an ISIN, or a US CUSIP of nine characters with the right check digit");
    }
    return derived.orElse("");
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
    if (!holding.acceptanceTime().equals(first.acceptanceTime())) {
      check.reject(
          "acceptanceTime",
          OneLine.quoted(check.written("acceptanceTime"))
              + " differs from line "
              + first.line()
              + "; a file is one filing");
    }
  }
}
