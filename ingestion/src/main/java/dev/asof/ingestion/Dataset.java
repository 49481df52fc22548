package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a vendor's file can hold: the table that it goes into, and the formats that are read. */
public enum Dataset {
  /** One fund's positions in one filing. */
  FUND_HOLDINGS(
      "fund-holdings",
      TableDefinition.FUND_HOLDINGS,
      "a fund's holdings, one filing in a file",
      List.of("new", "unchanged", "expired"),
      List.of(new HoldingsApiJson(), new HoldingsCsv())),
  /** Announced changes of indexes. */
  INDEX_CHANGES(
      "index-changes",
      TableDefinition.INDEX_CHANGES,
      "announced changes of an index's members",
      List.of("inserted", "updated", "unchanged"),
      List.of(new IndexChangesCsv())),
  /** Daily bars of any number of symbols. */
  DAILY_BARS(
      "daily-bars",
      TableDefinition.DAILY_BARS,
      "daily bars, raw prices in USD",
      List.of("inserted", "updated", "unchanged"),
      List.of(new DailyBarsCsv())),
  /** Identifiers of instruments with their validity. */
  INSTRUMENTS(
      "instruments",
      TableDefinition.INSTRUMENTS,
      "identifiers of instruments and the days on which they are valid",
      List.of("inserted", "updated", "unchanged"),
      List.of(new InstrumentsCsv())),
  /** Splits, dividends and what else companies do to their shares. */
  CORPORATE_ACTIONS(
      "corporate-actions",
      TableDefinition.CORPORATE_ACTIONS,
      "splits, dividends, symbol changes, delistings and cash mergers",
      List.of("inserted", "updated", "unchanged"),
      List.of(new CorporateActionsCsv())),
  /** Dated lists of an index's members. */
  INDEX_MEMBERS(
      "index-members",
      TableDefinition.INDEX_MEMBERS,
      "dated lists of an index's members",
      List.of("inserted", "updated", "unchanged"),
      List.of(new IndexMembersCsv()));

  private final String id;
  private final TableDefinition table;
  private final String summary;
  private final List<String> counts;
  private final List<FileParser<? extends DataRow>> parsers;

  Dataset(
      String id,
      TableDefinition table,
      String summary,
      List<String> counts,
      List<FileParser<? extends DataRow>> parsers) {
    this.id = id;
    this.table = table;
    this.summary = summary;
    this.counts = counts;
    this.parsers = parsers;
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

  /** What it is, then per format the ending and the columns; one line each. */
  public String description() {
    return summary
        + parsers.stream()
            .map(parser -> "\n" + parser.extension() + ": " + parser.accepts())
            .collect(Collectors.joining());
  }

  /** The parser for a file, by the ending of its name. */
  FileParser<? extends DataRow> parserOf(VendorFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    return parsers.stream()
        .filter(parser -> name.endsWith(parser.extension()))
        .findFirst()
        .orElseThrow(
            () ->
                Findings.malformed(
                    file.name(),
                    "its name ends in none of "
                        + parsers.stream()
                            .map(FileParser::extension)
                            .collect(Collectors.joining(", "))));
  }
}
