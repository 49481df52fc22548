package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a vendor's file can hold: the table that it goes into, and how its rows are checked. */
public enum Dataset {
  /** One fund's positions in one filing. */
  FUND_HOLDINGS(
      "fund-holdings",
      TableDefinition.FUND_HOLDINGS,
      "a fund's holdings, one filing in a file",
      List.of("new", "unchanged", "expired"),
      HoldingsRows::new),
  /** Announced changes of indexes. */
  INDEX_CHANGES(
      "index-changes",
      TableDefinition.INDEX_CHANGES,
      "announced changes of an index's members",
      List.of("inserted", "updated", "unchanged"),
      IndexChangeRows::new),
  /** Daily bars of any number of symbols. */
  DAILY_BARS(
      "daily-bars",
      TableDefinition.DAILY_BARS,
      "daily bars, raw prices in USD",
      List.of("inserted", "updated", "unchanged"),
      BarRows::new),
  /** Identifiers of instruments with their validity. */
  INSTRUMENTS(
      "instruments",
      TableDefinition.INSTRUMENTS,
      "identifiers of instruments and the days on which they are valid",
      List.of("inserted", "updated", "unchanged"),
      InstrumentRows::new),
  /** Splits, dividends and what else companies do to their shares. */
  CORPORATE_ACTIONS(
      "corporate-actions",
      TableDefinition.CORPORATE_ACTIONS,
      "splits, dividends, symbol changes, spin-offs, mergers, delistings and rights",
      List.of("inserted", "updated", "unchanged"),
      CorporateActionRows::new),
  /** Dated lists of an index's members. */
  INDEX_MEMBERS(
      "index-members",
      TableDefinition.INDEX_MEMBERS,
      "dated lists of an index's members",
      List.of("inserted", "updated", "unchanged"),
      IndexMemberRows::new),
  /** What borrowing shares costs. */
  BORROW_RATES(
      "borrow-rates",
      TableDefinition.BORROW_RATES,
      "rates at which shares can be borrowed, percent a year",
      List.of("inserted", "updated", "unchanged"),
      BorrowRateRows::new),
  /** Best bids and offers. */
  TOP_OF_BOOK(
      "top-of-book",
      TableDefinition.TOP_OF_BOOK,
      "the top of order books, one row an event",
      List.of("inserted", "updated", "unchanged"),
      QuoteRows::new);

  private final String id;
  private final TableDefinition table;
  private final String summary;
  private final List<String> counts;
  private final Function<Intake, RowReader> reader;

  Dataset(
      String id,
      TableDefinition table,
      String summary,
      List<String> counts,
      Function<Intake, RowReader> reader) {
    this.id = id;
    this.table = table;
    this.summary = summary;
    this.counts = counts;
    this.reader = reader;
  }

  /**
   * The dataset with this id, in any case.
   *
   * @throws AsOfException with {@link ErrorCode#USAGE}
   */
  public static Dataset parse(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(dataset -> dataset.id.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.USAGE,
                    "Invalid dataset "
                        + OneLine.quoted(text)
                        + ": expected one of "
                        + Arrays.stream(values())
                            .map(Dataset::id)
                            .collect(Collectors.joining(", "))));
  }

  /** How it is written on a command line, for example {@code daily-bars}. */
  public String id() {
    return id;
  }

  /** The table that its files go into. */
  public TableDefinition table() {
    return table;
  }

  /** What a file can do to a row, in reading order. */
  List<String> counts() {
    return counts;
  }

  /** What it is, in a few words. */
  public String summary() {
    return summary;
  }

  /** What checks the rows of one file. */
  RowReader reader(Intake intake) {
    return reader.apply(intake);
  }
}
