package dev.asof.catalog;

import static dev.asof.catalog.Column.Kind.DATE;
import static dev.asof.catalog.Column.Kind.DOUBLE;
import static dev.asof.catalog.Column.Kind.LONG;
import static dev.asof.catalog.Column.Kind.STRING;
import static dev.asof.catalog.Column.Kind.TIMESTAMP;
import static dev.asof.catalog.Column.Role.CLOCK;
import static dev.asof.catalog.Column.Role.KEY;
import static dev.asof.catalog.Column.Role.OPTIONAL_KEY;
import static dev.asof.catalog.Column.Role.STATUS;
import static dev.asof.catalog.Column.Role.VALUE;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;

/** The tables of the lake: columns with their units, keys, partitioning and sort order. */
public enum TableDefinition {
  /**
   * What funds hold, one row a fund, ISIN and side. Small (a few thousand rows a fund), so it is
   * not partitioned; sorted by its key, so that a merge of one fund's file rewrites few files.
   */
  FUND_HOLDINGS(
      "fund_holdings",
      "Positions of funds, as their latest files list them",
      List.of(
          new Column("fund", STRING, "", "Ticker of the fund", KEY),
          new Column("symbol", STRING, "", "Ticker as the file gave it, may be blank", VALUE),
          new Column("isin", STRING, "ISO 6166", "Identifier of the instrument", KEY),
          new Column("cusip", STRING, "", "Identifier in the US, may be blank", VALUE),
          new Column("name", STRING, "", "Name of the instrument", VALUE),
          new Column("date", DATE, "", "End of the period that the file speaks about", CLOCK),
          new Column("acceptanceTime", TIMESTAMP, "UTC", "When the filing was accepted", CLOCK),
          new Column("balance", DOUBLE, "shares", "Position", VALUE),
          new Column("valUsd", DOUBLE, "USD", "Value of the position", VALUE),
          new Column("pctVal", DOUBLE, "percent", "Value in percent of the fund's assets", VALUE),
          new Column(
              "status",
              STRING,
              "new, unchanged or expired",
              "Whether the fund's latest file brought, kept or dropped the position",
              STATUS),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK),
          new Column(
              "side",
              STRING,
              "short",
              "Side of the position, null where it is long",
              OPTIONAL_KEY)),
      List.of(),
      List.of("fund", "isin")),

  /**
   * Announced changes of indexes, one row an index, symbol, action and effective date. A few dozen
   * rows a year: not partitioned; sorted by effective date, as it is read.
   */
  INDEX_CHANGES(
      "index_changes",
      "Announced changes of the lists of members of indexes",
      List.of(
          new Column("index", STRING, "", "Name of the index", KEY),
          new Column("symbol", STRING, "", "Ticker as announced", KEY),
          new Column("isin", STRING, "ISO 6166", "Identifier, blank when not given", VALUE),
          new Column("action", STRING, "added or removed", "What happens to the symbol", KEY),
          new Column(
              "kind",
              STRING,
              "membership, ticker-change, isin-change, spin-off or merger",
              "Why the list changes",
              VALUE),
          new Column("announced", DATE, "", "Date of the announcement", VALUE),
          new Column("effective", DATE, "", "Effective date: funds trade at its close", KEY),
          new Column("source", STRING, "", "Who said so", VALUE),
          new Column(
              "announcementAssumed",
              STRING,
              "effective-open",
              "By what rule announced and known_at were assumed, null where somebody said them",
              VALUE),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK)),
      List.of(),
      List.of("effective", "symbol")),

  /**
   * Daily bars, one row a symbol and session. Partitioned by year of the session: a nightly append
   * rewrites one year's file and no older one, and the years before a study's start are never
   * opened. Within a year sorted by symbol, then session: a panel of a few symbols reads the row
   * groups that hold them and skips the rest, and the symbol column shrinks to runs.
   */
  DAILY_BARS(
      "daily_bars",
      "Daily prices and volumes, raw: not adjusted for splits or dividends",
      List.of(
          new Column("symbol", STRING, "", "Ticker", KEY),
          new Column("session", DATE, "", "Date of the session, by the exchange", KEY),
          new Column("open", DOUBLE, "USD", "First traded price", VALUE),
          new Column("high", DOUBLE, "USD", "Highest traded price", VALUE),
          new Column("low", DOUBLE, "USD", "Lowest traded price", VALUE),
          new Column("close", DOUBLE, "USD", "Last traded price", VALUE),
          new Column("volume", DOUBLE, "shares", "Traded shares", VALUE),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK)),
      List.of("years(session)"),
      List.of("symbol", "session")),

  /**
   * What instruments are called and for how long, one row an instrument and set of identifiers. A
   * few thousand rows: not partitioned; sorted by instrument, so that its names stand together.
   */
  INSTRUMENTS(
      "instruments",
      "Identifiers of instruments with the days on which they are valid",
      List.of(
          new Column("instrument", STRING, "", "Name of the instrument for ever", KEY),
          new Column("symbol", STRING, "", "Ticker during this time", VALUE),
          new Column("isin", STRING, "ISO 6166", "Identifier, blank when not given", VALUE),
          new Column("cusip", STRING, "", "Identifier in the US, may be blank", VALUE),
          new Column("name", STRING, "", "Name of the company or fund, may be blank", VALUE),
          new Column("validFrom", DATE, "", "First day with these identifiers", KEY),
          new Column("validTo", DATE, "", "First day without them, null while they hold", VALUE),
          new Column(
              "startKnownAt",
              TIMESTAMP,
              "UTC",
              "When the row could be known but for its end",
              CLOCK),
          new Column(
              "known_at",
              TIMESTAMP,
              "UTC",
              "When the row could be known, its end included",
              CLOCK)),
      List.of(),
      List.of("instrument", "validFrom")),

  /**
   * What companies did to their shares, one row a symbol, kind and ex-date. A few thousand rows a
   * year at most: not partitioned; sorted by ex-date, as it is applied.
   */
  CORPORATE_ACTIONS(
      "corporate_actions",
      "Splits, dividends, symbol changes, spin-offs, mergers, delistings and rights",
      List.of(
          new Column("symbol", STRING, "", "Ticker before the action", KEY),
          new Column(
              "kind",
              STRING,
              "split, cash-dividend, symbol-change, delisting, cash-merger, stock-dividend, spin-off,"
                  + " stock-merger or rights",
              "What happens",
              KEY),
          new Column("exDate", DATE, "", "First day that trades without it", KEY),
          new Column(
              "newShares",
              DOUBLE,
              "shares",
              "Shares after a split, or given on or for oldShares",
              VALUE),
          new Column("oldShares", DOUBLE, "shares", "Shares before it", VALUE),
          new Column(
              "usdPerShare",
              DOUBLE,
              "USD",
              "Dividend, rights, merger's cash, or worth of a spin-off or at a delisting, null when"
                  + " unknown",
              VALUE),
          new Column("newSymbol", STRING, "", "Ticker after a change, or of what is given", VALUE),
          new Column("announced", DATE, "", "Date of the announcement, null if unknown", VALUE),
          new Column("source", STRING, "", "Who said so, may be blank", VALUE),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK)),
      List.of(),
      List.of("exDate", "symbol")),

  /**
   * Lists of the members of indexes, one row an index, date and member. Some hundred rows a list:
   * not partitioned; sorted by index and date, so that a list stands together.
   */
  INDEX_MEMBERS(
      "index_members",
      "Members of indexes on the dates of lists",
      List.of(
          new Column("index", STRING, "", "Name of the index", KEY),
          new Column("date", DATE, "", "Day that the list speaks about", KEY),
          new Column("symbol", STRING, "", "Ticker on that day", KEY),
          new Column("isin", STRING, "ISO 6166", "Identifier, blank when not given", VALUE),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK)),
      List.of(),
      List.of("index", "date", "symbol")),

  /**
   * What borrowing shares costs, one row a symbol and day. Partitioned by year and sorted as the
   * bars are, since it is read beside them.
   */
  BORROW_RATES(
      "borrow_rates",
      "Rates at which shares can be borrowed",
      List.of(
          new Column("symbol", STRING, "", "Ticker", KEY),
          new Column("date", DATE, "", "Day of the rate", KEY),
          new Column("rate", DOUBLE, "percent a year", "Fee for borrowing the shares", VALUE),
          new Column(
              "available", DOUBLE, "shares", "Shares that can be borrowed, null if unknown", VALUE),
          new Column("source", STRING, "", "Who said so, may be blank", VALUE),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK)),
      List.of("years(date)"),
      List.of("symbol", "date")),

  /**
   * The top of order books, one row an event of an instrument. Partitioned by exchange and
   * instrument and sorted by time, so that one instrument's day is a few row groups of few files.
   * Spark writes no nanoseconds to Iceberg, so they stand in a column of their own. The time is
   * part of the key because many exchanges count events from 1 again each day.
   */
  TOP_OF_BOOK(
      "top_of_book",
      "Best bid and offer of order books, one row an event",
      List.of(
          new Column("exchange_code", STRING, "", "Exchange", KEY),
          new Column("instrument", STRING, "", "Name of the instrument at the exchange", KEY),
          new Column("event_id", LONG, "", "Number of the event, once a day and instrument", KEY),
          new Column(
              "adapterTimestamp_ts_utc",
              TIMESTAMP,
              "UTC",
              "When the event reached the recorder, cut to microseconds",
              KEY),
          new Column(
              "adapter_ts_ns", LONG, "ns since 1970", "When the event reached the recorder", VALUE),
          new Column(
              "exchange_ts_ns", LONG, "ns since 1970", "When the exchange says it happened", VALUE),
          new Column("bid_price", DOUBLE, "quote currency", "Best bid, null without one", VALUE),
          new Column("bid_quantity", DOUBLE, "units", "Quantity at the best bid", VALUE),
          new Column("bid_ordercount", LONG, "orders", "Orders at it, null if unknown", VALUE),
          new Column("ask_price", DOUBLE, "quote currency", "Best offer, null without one", VALUE),
          new Column("ask_quantity", DOUBLE, "units", "Quantity at the best offer", VALUE),
          new Column("ask_ordercount", LONG, "orders", "Orders at it, null if unknown", VALUE),
          new Column("known_at", TIMESTAMP, "UTC", "When the row could be known", CLOCK)),
      List.of("exchange_code", "instrument"),
      List.of("exchange_code", "instrument", "adapterTimestamp_ts_utc"));

  private static final String YEARS = "years(";

  private final String tableName;
  private final String description;
  private final List<Column> columns;
  private final List<String> partitionedBy;
  private final List<String> sortedBy;
  private final Schema schema;

  TableDefinition(
      String tableName,
      String description,
      List<Column> columns,
      List<String> partitionedBy,
      List<String> sortedBy) {
    this.tableName = tableName;
    this.description = description;
    this.columns = columns;
    this.partitionedBy = partitionedBy;
    this.sortedBy = sortedBy;
    List<Types.NestedField> fields = new ArrayList<>();
    Set<Integer> identifiers = new HashSet<>();
    for (Column column : columns) {
      int id = fields.size() + 1;
      boolean key = column.role() == KEY;
      boolean required =
          column.role() != VALUE
              && column.role() != OPTIONAL_KEY
              && !column.name().equals("acceptanceTime");
      fields.add(
          Types.NestedField.builder()
              .withId(id)
              .withName(column.name())
              .isOptional(!required)
              .ofType(column.kind().icebergType())
              .withDoc(column.doc())
              .build());
      if (key) {
        identifiers.add(id);
      }
    }
    this.schema = new Schema(fields, identifiers);
  }

  /**
   * The table with this name.
   *
   * @throws AsOfException {@link ErrorCode#TABLE_MISSING} when there is none
   */
  public static TableDefinition parse(String name) {
    for (TableDefinition table : values()) {
      if (table.tableName.equals(name)) {
        return table;
      }
    }
    throw new AsOfException(
        ErrorCode.TABLE_MISSING,
        "Invalid table '"
            + name
            + "': expected one of "
            + Arrays.stream(values())
                .map(TableDefinition::tableName)
                .collect(Collectors.joining(", ")));
  }

  /** Its name in the lake, for example {@code daily_bars}. */
  public String tableName() {
    return tableName;
  }

  /** What it holds, in one line. */
  public String description() {
    return description;
  }

  /** Its columns, in the order of the schema. */
  public List<Column> columns() {
    return columns;
  }

  /** The columns that name a row: no two rows of a snapshot agree in all of them. */
  public List<Column> keys() {
    return columns.stream().filter(Column::isKey).toList();
  }

  /** How it is partitioned, as Spark SQL writes it; empty when it is not. */
  public String partitioning() {
    return String.join(", ", partitionedBy);
  }

  /** The columns whose values are partitions of their own. */
  public List<String> identityPartitions() {
    return partitionedBy.stream().filter(transform -> !transform.startsWith(YEARS)).toList();
  }

  /** The columns that its files are sorted by. */
  public List<String> sortedBy() {
    return sortedBy;
  }

  /** The schema that a new table starts with. */
  public Schema icebergSchema() {
    return schema;
  }

  /** The partitioning that a new table starts with. */
  public PartitionSpec partitionSpec() {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    for (String transform : partitionedBy) {
      if (transform.startsWith(YEARS)) {
        spec.year(transform.substring(YEARS.length(), transform.length() - 1));
      } else {
        spec.identity(transform);
      }
    }
    return spec.build();
  }

  /** The sort order that a new table starts with, ascending, nulls first. */
  public SortOrder sortOrder() {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    sortedBy.forEach(order::asc);
    return order.build();
  }

  /** How many earlier metadata files of a table stay. */
  static final int METADATA_FILES_KEPT = 20;

  /**
   * How files are written and scans are planned. Copy-on-write, because a table is read far more
   * often than merged. Planning is local, because Iceberg filters a tag wrongly on columns renamed
   * since when it plans on Spark's executors. Row groups are small, so that a few symbols out of
   * thousands can be read alone. Of a table's earlier metadata the last twenty files stay: each
   * ingest writes three, and each of them names every snapshot. Dictionaries of bars are small:
   * their prices are nearly all different, and looking each up makes a panel read take 1.25 times
   * as long, for files that are an eighth smaller.
   */
  Map<String, String> properties() {
    return Map.of(
        TableProperties.FORMAT_VERSION, "2",
        TableProperties.MERGE_MODE, "copy-on-write",
        TableProperties.UPDATE_MODE, "copy-on-write",
        TableProperties.DELETE_MODE, "copy-on-write",
        TableProperties.DATA_PLANNING_MODE, "local",
        TableProperties.DELETE_PLANNING_MODE, "local",
        TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
        TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, Integer.toString(METADATA_FILES_KEPT),
        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(8 << 20),
        TableProperties.PARQUET_DICT_SIZE_BYTES, Integer.toString(dictionaryBytes()));
  }

  private int dictionaryBytes() {
    return this == DAILY_BARS ? 64 << 10 : TableProperties.PARQUET_DICT_SIZE_BYTES_DEFAULT;
  }

  /** The column with this name, without regard to case. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Invalid column: " + tableName + " has no " + name);
  }
}
