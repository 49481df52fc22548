package dev.asof.ingestion;

import static dev.asof.ingestion.Query.count;
import static dev.asof.ingestion.Query.expect;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Column;
import dev.asof.catalog.Stage;
import dev.asof.catalog.StagedTotals;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Holdings by fund, ISIN and side. A file is all that its fund holds: a live position that it lists
 * is {@code unchanged} with new values, one that wasn't live is {@code new}, and a live one that it
 * doesn't list is {@code expired}; that one keeps its values and dates, and its {@code known_at}
 * becomes the file's. Other funds are not touched.
 *
 * <p>A filing that is sent again (the fund's last period and acceptance, other bytes) corrects the
 * first one: what that brought stays {@code new}, and a position that it lacked by mistake is
 * {@code unchanged} again. What differs was not known when the filing was accepted, but when {@code
 * --known-at} says, or from now on. An earlier filing can't be corrected: the table holds what the
 * last one says, and what was thought before stands in tags, which never move.
 */
final class HoldingsMerge implements Merge {
  private static final String FORECAST =
      """
      SELECT
        count_if(s.isin IS NOT NULL AND (t.isin IS NULL OR t.status = 'expired')) AS new,
        count_if(s.isin IS NOT NULL AND t.status <> 'expired') AS unchanged,
        count_if(s.isin IS NULL AND t.fund = :fund AND t.status <> 'expired') AS expired,
        count_if(s.isin IS NULL AND t.fund = :fund AND t.status = 'expired') AS stays_expired,
        count_if(t.fund <> :fund) AS other_funds,
        count_if(s.isin IS NOT NULL AND t.status = 'new') AS stays_new,
        count_if(s.isin IS NOT NULL AND t.status = 'expired' AND t.known_at >= s.known_at)
          AS returned,
        count_if(s.isin IS NOT NULL AND t.status <> 'expired' AND NOT (%s)) AS restated,
        max(CASE WHEN t.fund = :fund THEN t.date END) AS last_date,
        max(CASE WHEN t.fund = :fund THEN t.acceptanceTime END) AS last_acceptance
      FROM %s s FULL OUTER JOIN %s t ON s.fund = t.fund AND s.isin = t.isin
        AND s.side <=> t.side
      """;

  private static final String MERGE =
      """
      MERGE INTO %2$s t USING %1$s s ON t.fund = s.fund AND t.isin = s.isin
        AND t.side <=> s.side
      WHEN MATCHED THEN UPDATE SET
        symbol = s.symbol, cusip = s.cusip, name = s.name, date = s.date,
        acceptanceTime = s.acceptanceTime, balance = s.balance, valUsd = s.valUsd,
        pctVal = s.pctVal%4$s,
        known_at = CASE
          WHEN NOT :again OR t.status = 'expired' AND t.known_at < s.known_at THEN s.known_at
          WHEN t.status <> 'expired' AND %3$s THEN t.known_at
          ELSE greatest(s.known_at, :restated) END,
        status = CASE
          WHEN t.status = 'expired' AND NOT (:again AND t.known_at >= s.known_at) THEN 'new'
          WHEN t.status = 'new' AND :again THEN 'new'
          ELSE 'unchanged' END
      WHEN NOT MATCHED THEN INSERT
        (fund, symbol, isin, cusip, name, date, acceptanceTime, balance, valUsd, pctVal, status,
         known_at, side%5$s)
        VALUES (s.fund, s.symbol, s.isin, s.cusip, s.name, s.date, s.acceptanceTime, s.balance,
         s.valUsd, s.pctVal, 'new', s.known_at, s.side%6$s)
      WHEN NOT MATCHED BY SOURCE AND t.fund = :fund AND t.status <> 'expired' THEN UPDATE SET
        status = 'expired', known_at = :expiredAt
      """;

  private static final String SAME_VALUES =
      "(t.symbol <=> s.symbol AND t.cusip <=> s.cusip AND t.name <=> s.name"
          + " AND t.balance <=> s.balance AND t.valUsd <=> s.valUsd AND t.pctVal <=> s.pctVal%s)";

  private static final String AUDIT =
      """
      SELECT
        count_if(fund = :fund AND status = 'new') AS new,
        count_if(fund = :fund AND status = 'unchanged') AS unchanged,
        count_if(fund = :fund AND status = 'expired') AS expired,
        count_if(fund = :fund AND status <> 'expired' AND date = :date) AS dated,
        count_if(fund <> :fund) AS other_funds,
        count(DISTINCT fund, isin, coalesce(side, 'long')) AS keys
      FROM %s
      """;

  private final SparkSession spark;
  private final Stage stage;
  private final String staged;
  private final String file;
  private final String fund;
  private final LocalDate date;
  private final Holding filing;
  private final Instant knownAt;
  private final Instant restatedAt;
  private final boolean dated;
  private final long rows;
  private final List<String> addedColumns;
  private final String sameValues;
  private Map<String, Long> counts;
  private boolean again;
  private long restated;
  private long returned;
  private long staysExpired;
  private long otherFunds;

  HoldingsMerge(SparkSession spark, Stage stage, String staged, StagedFiles files) {
    this.spark = spark;
    this.stage = stage;
    this.staged = staged;
    this.file = files.name();
    this.filing = (Holding) files.rows().first();
    this.fund = filing.fund();
    this.date = filing.date();
    this.knownAt = filing.knownAt();
    this.restatedAt = files.restatedAt();
    this.dated = files.first().intake().requestedKnownAt().isPresent();
    this.rows = files.rows().count();
    this.addedColumns = files.addedColumns().stream().map(Column::name).toList();
    this.sameValues = SAME_VALUES.formatted(added(" AND t.`%1$s` <=> s.`%1$s`"));
  }

  /** Part of a statement for each column that was added to the table and that the file has. */
  private String added(String part) {
    return addedColumns.stream().map(part::formatted).collect(Collectors.joining());
  }

  @Override
  public List<Map<String, Long>> forecast() {
    counts = new LinkedHashMap<>();
    if (stage.parentSnapshotId().isEmpty()) {
      counts.put("new", rows);
      counts.put("unchanged", 0L);
      counts.put("expired", 0L);
      return List.of(counts);
    }
    Row row =
        Query.single(
            spark, FORECAST.formatted(sameValues, staged, stage.sqlName()), Map.of("fund", fund));
    refuseWhenStale(row);
    for (String kind : List.of("new", "unchanged", "expired")) {
      counts.put(kind, count(row, kind));
    }
    again = isLast(row);
    if (again) {
      restated = count(row, "restated");
      returned = count(row, "returned");
      long more = count(row, "stays_new") - returned;
      counts.merge("new", more, Long::sum);
      counts.merge("unchanged", -more, Long::sum);
    }
    staysExpired = count(row, "stays_expired");
    otherFunds = count(row, "other_funds");
    return List.of(counts);
  }

  /** Whether it is the filing that the fund's live positions are from, sent again. */
  private boolean isLast(Row row) {
    return date.equals(row.getAs("last_date"))
        && filing
            .acceptanceTime()
            .equals(Optional.ofNullable(row.<Instant>getAs("last_acceptance")));
  }

  private void refuseWhenStale(Row row) {
    LocalDate lastDate = row.getAs("last_date");
    Instant lastAcceptance = row.getAs("last_acceptance");
    if (lastDate != null && date.isBefore(lastDate)) {
      throw new AsOfException(
          ErrorCode.PERIOD_STALE,
          "Cannot ingest "
              + file
              + ": its period "
              + date
              + " is before "
              + lastDate
              + ", which fund "
              + fund
              + " has already; expected that period or a later one");
    }
    if (lastAcceptance != null
        && filing.acceptanceTime().isPresent()
        && filing.acceptanceTime().get().isBefore(lastAcceptance)) {
      throw new AsOfException(
          ErrorCode.PERIOD_STALE,
          "Cannot ingest "
              + file
              + ": it was accepted at "
              + filing.acceptanceTime().get()
              + ", before the filing of "
              + lastAcceptance
              + " that fund "
              + fund
              + " has already; expected a later one");
    }
  }

  @Override
  public void apply() {
    spark.sql(
        MERGE.formatted(
            staged,
            stage.sqlName(),
            sameValues,
            added(", `%1$s` = s.`%1$s`"),
            added(", `%1$s`"),
            added(", s.`%1$s`")),
        Map.of(
            "fund",
            fund,
            "again",
            again,
            "restated",
            restatedAt,
            "expiredAt",
            again ? later(knownAt, restatedAt) : knownAt));
  }

  @Override
  public void audit(StagedTotals totals) {
    Row row =
        Query.single(spark, AUDIT.formatted(stage.sqlName()), Map.of("fund", fund, "date", date));
    long expired = counts.get("expired") + staysExpired;
    expect(file, "new", count(row, "new"), counts.get("new"));
    expect(file, "unchanged", count(row, "unchanged"), counts.get("unchanged"));
    expect(file, "expired", count(row, "expired"), expired);
    expect(file, "dated", count(row, "dated"), rows);
    expect(file, "other_funds", count(row, "other_funds"), otherFunds);
    expect(file, "keys", count(row, "keys"), rows + expired + otherFunds);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public Instant knownAt(int number) {
    return corrects() ? later(knownAt, restatedAt) : knownAt;
  }

  private boolean corrects() {
    return again && restated + returned + counts.get("expired") > 0;
  }

  @Override
  public List<String> warnings(int number) {
    if (!corrects() || dated) {
      return List.of();
    }
    return List.of(
        "the filing was sent again, and what differs ("
            + restated
            + " restated, "
            + returned
            + " returned, "
            + counts.get("expired")
            + " expired) counts as known from now on, "
            + restatedAt
            + "; give --known-at to say when the correction was published");
  }

  @Override
  public void close() {}
}
