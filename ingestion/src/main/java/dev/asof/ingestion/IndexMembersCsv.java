package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Dated lists of an index's members as CSV. A list is known at the close of its date. */
final class IndexMembersCsv implements FileParser<Member> {
  private static final List<String> REQUIRED = List.of("date", "symbol");
  private static final List<String> OPTIONAL = List.of("index", "isin");

  @Override
  public String accepts() {
    return "CSV with "
        + String.join(", ", REQUIRED)
        + " and optionally "
        + String.join(", ", OPTIONAL)
        + "; without index, give --index";
  }

  @Override
  public String extension() {
    return ".csv";
  }

  @Override
  public void parse(VendorFile file, Intake<Member> intake) {
    CsvRows.read(file, REQUIRED, OPTIONAL, intake, row -> read(file, row, intake));
  }

  private static void read(VendorFile file, RawRow row, Intake<Member> intake) {
    RowCheck check = new RowCheck(row, intake.findings());
    String index = index(file, check, intake);
    Optional<LocalDate> date = intake.pastDate(check, "date");
    String symbol = check.requiredText("symbol");
    String isin = Isin.read(check);
    if (date.isEmpty()) {
      return;
    }
    Instant close = NewYorkTime.close(date.get());
    Instant knownAt =
        intake.knownAt(check, "date", close, NewYorkTime.at(date.get().atStartOfDay()));
    if (check.passed()) {
      intake.add(new Member(row.line(), index, date.get(), symbol, isin, knownAt));
    }
  }

  private static String index(VendorFile file, RowCheck check, Intake<Member> intake) {
    String written = check.text("index");
    if (intake.index().isPresent()) {
      String index = intake.index().get();
      if (!written.isEmpty() && !written.equals(index)) {
        check.reject("index", OneLine.quoted(written) + " is another index than --index " + index);
      }
      return index;
    }
    if (written.isEmpty() && check.passed()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + file.name()
              + ": it doesn't say whose members these are; give --index, for example --index"
              + " 'S&P 500'");
    }
    return written;
  }
}
