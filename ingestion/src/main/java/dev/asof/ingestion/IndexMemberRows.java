package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Dated lists of an index's members. A list is known at the close of its date. */
final class IndexMemberRows implements RowReader {
  static final List<String> REQUIRED = List.of("date", "symbol");
  static final List<String> OPTIONAL = List.of("index", "isin");

  private final Intake intake;

  IndexMemberRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String index = index(check);
    Optional<LocalDate> date = intake.pastDate(check, "date");
    String symbol = check.requiredKey("symbol");
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

  private String index(RowCheck check) {
    String written = check.key("index");
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
              + intake.fileName()
              + ": it doesn't say whose members these are; give --index, for example --index"
              + " 'S&P 500'");
    }
    return written;
  }
}
