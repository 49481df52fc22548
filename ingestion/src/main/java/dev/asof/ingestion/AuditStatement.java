package dev.asof.ingestion;

import dev.asof.catalog.Column;
import dev.asof.catalog.RowSpool;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDefinition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * AsOf's own rules of one table as one SQL statement, so that all rules on rows cost one pass. Its
 * answer has the columns key, line, rule, value and limit. Limits are parameters; nothing of a file
 * or of a policy stands in the text but the names of columns that the table has.
 *
 * <p>Bars are looked at with their neighbours: the bars of the file's symbols from {@value
 * #DAYS_BEFORE} days before its first to {@value #DAYS_AFTER} days after its last. A bar that
 * follows one of the file's is held against it too, and counts under the line of that one.
 */
final class AuditStatement {
  /** How far back a bar looks for the one before. */
  static final int DAYS_BEFORE = 400;

  /** How far ahead a bar looks for the one that follows. */
  static final int DAYS_AFTER = 400;

  /** How far back a day with few or many rows looks for the one before. */
  private static final int DAYS_COUNTED = 40;

  /** Sessions of the NYSE with growing numbers. */
  static final String SESSIONS = "asof_sessions";

  private static final String BARS =
      """
      (SELECT %2$s,
         lag(%3$s) OVER w AS asof_line_before,
         lag(t.session) OVER w AS asof_session_before,
         lag(t.close) OVER w AS asof_close_before,
         d.number AS asof_number,
         lag(d.number) OVER w AS asof_number_before%4$s
       FROM %1$s
       WINDOW w AS (PARTITION BY t.symbol ORDER BY t.session)) a
      """;

  /** The first rows of a table have no neighbours but themselves. */
  private static final String ALONE =
      "staged_rows t LEFT JOIN asof_sessions d ON d.session = t.session";

  private static final String NEIGHBOURS =
      """
      branch_rows t
       LEFT SEMI JOIN staged_rows n ON n.symbol = t.symbol
       LEFT JOIN staged_rows s ON s.symbol = t.symbol AND s.session = t.session
       LEFT JOIN asof_sessions d ON d.session = t.session
       WHERE t.session BETWEEN date_sub(:first, %d) AND date_add(:last, %d)""";

  private static final String REPEATS =
      """
      ,
         count(*) OVER (PARTITION BY t.symbol ORDER BY t.session ROWS %1$d PRECEDING) = %2$d
           AND min(t.close) OVER (PARTITION BY t.symbol ORDER BY t.session ROWS %1$d PRECEDING)
             = max(t.close) OVER (PARTITION BY t.symbol ORDER BY t.session ROWS %1$d PRECEDING)
           AND min(t.volume) OVER (PARTITION BY t.symbol ORDER BY t.session ROWS %1$d PRECEDING)
             = max(t.volume) OVER (PARTITION BY t.symbol ORDER BY t.session ROWS %1$d PRECEDING)
           AND NOT (lag(t.close, %2$d) OVER w <=> t.close AND lag(t.volume, %2$d) OVER w <=> t.volume)
           AS asof_repeats""";

  private static final String QUOTES =
      """
      (SELECT t.*, lag(t.adapter_ts_ns) OVER (PARTITION BY t.exchange_code, t.instrument,
         CAST(t.adapterTimestamp_ts_utc AS DATE) ORDER BY t.event_id) AS asof_ns_before
       FROM staged_rows t) a
      """;

  /** What became of a share by actions, by ex-date and there splits first. */
  private static final String ACTIONS =
      """
      LEFT JOIN (
        SELECT symbol AS asof_symbol, array_sort(collect_list(named_struct('exDate', exDate,
          'place', CASE WHEN kind IN ('split', 'stock-dividend') THEN 0 ELSE 1 END,
          'factor', CASE kind WHEN 'split' THEN oldShares / newShares
            WHEN 'stock-dividend' THEN oldShares / (oldShares + newShares) ELSE 1D END,
          'cash', CASE WHEN kind IN ('split', 'stock-dividend') THEN 0D
            ELSE usdPerShare END))) AS asof_actions
        FROM corporate_actions
        WHERE kind IN ('split', 'stock-dividend', 'cash-dividend', 'rights', 'spin-off')
        GROUP BY symbol
      ) c ON c.asof_symbol = a.symbol
      """;

  private static final String EXPECTED =
      """
      CASE WHEN asof_actions IS NULL THEN asof_close_before ELSE aggregate(
        filter(asof_actions, x -> x.exDate > asof_session_before AND x.exDate <= session),
        asof_close_before, (price, x) -> price * x.factor - coalesce(x.cash, 0D)) END""";

  private static final String LISTED =
      "LEFT JOIN (SELECT DISTINCT symbol AS asof_listed FROM instruments) l"
          + " ON l.asof_listed = a.symbol\n";

  private static final String WEIGHTS =
      """
      SELECT concat('fund ', fund) AS key, CAST(NULL AS BIGINT) AS line, :rule_%1$d AS rule,
        format_string('%%.4f percent', sum(pctVal)) AS value, :limit_%1$d AS `limit`
      FROM staged_rows GROUP BY fund HAVING NOT (sum(pctVal) BETWEEN :min_%1$d AND :max_%1$d)
      """;

  /** A split of less than a fifth can't be told from a day's news. */
  private static final String SPLITS =
      """
      SELECT concat('symbol ', symbol, ', exDate ', exDate) AS key, line, :rule_%1$d AS rule,
        concat('close ', after, ' after ', before, ', ', before * factor, ' by the split: the bars'
          ' look adjusted for it') AS value, :limit_%1$d AS `limit`
      FROM (SELECT s.symbol, s.exDate, s.line, s.oldShares / s.newShares AS factor,
          max_by(b.close, b.session) FILTER (WHERE b.session < s.exDate) AS before,
          min_by(b.close, b.session) FILTER (WHERE b.session >= s.exDate) AS after
        FROM staged_rows s JOIN daily_bars b ON b.symbol = s.symbol
          AND b.session BETWEEN date_sub(s.exDate, 10) AND date_add(s.exDate, 10)
        WHERE s.kind = 'split' GROUP BY s.symbol, s.exDate, s.line, s.oldShares, s.newShares)
      WHERE abs(ln(factor)) > 0.18 AND abs(ln(after / before)) < abs(ln(factor)) / 2
      """;

  private static final String POSITIONS =
      """
      SELECT concat('fund ', b.fund) AS key, CAST(NULL AS BIGINT) AS line, :rule_%1$d AS rule,
        concat(b.n, ' positions after ', p.n) AS value, :limit_%1$d AS `limit`
      FROM (SELECT fund, count(*) AS n FROM branch_rows WHERE status <> 'expired' GROUP BY fund) b
      JOIN (SELECT fund, count(*) AS n FROM previous_rows WHERE status <> 'expired' GROUP BY fund) p
        ON p.fund = b.fund
      WHERE b.fund IN (SELECT fund FROM staged_rows)
        AND p.n >= :least_%1$d AND abs(b.n - p.n) > :share_%1$d * p.n
      """;

  private static final String ROWS_A_DAY =
      """
      SELECT concat_ws(', ', %3$s) AS key, CAST(NULL AS BIGINT) AS line, :rule_%1$d AS rule,
        concat(n, ' rows after ', before, ' on ', day_before) AS value, :limit_%1$d AS `limit`
      FROM (SELECT *, lag(n) OVER w AS before, lag(`%2$s`) OVER w AS day_before
        FROM (SELECT %4$s`%2$s`, count(*) AS n FROM branch_rows WHERE %6$s GROUP BY %4$s`%2$s`)
        WINDOW w AS (%5$s ORDER BY `%2$s`)) d
      LEFT SEMI JOIN staged_rows s ON s.`%2$s` = d.`%2$s`%7$s
      WHERE before >= :least_%1$d AND abs(n - before) > :share_%1$d * before
      """;

  private final TableDefinition table;
  private final Set<TableDefinition> filled;
  private final boolean alone;
  private final StagedFiles files;
  private final List<String> structs = new ArrayList<>();
  private final List<String> selects = new ArrayList<>();
  private final Map<String, Object> arguments = new LinkedHashMap<>();
  private boolean actions;
  private boolean listed;
  private boolean ordered;
  private int repeats;

  /**
   * No rules yet.
   *
   * @param filled tables of the lake that hold rows
   * @param files those that are merged
   */
  AuditStatement(Stage stage, Set<TableDefinition> filled, StagedFiles files) {
    this.table = stage.table();
    this.alone = stage.parentSnapshotId().isEmpty();
    this.filled = filled;
    this.files = files;
    files.rows().extent().range().ifPresent(arguments::putAll);
  }

  void add(AuditRule rule) {
    int i = arguments.size();
    switch (rule.standard().orElseThrow()) {
      case NULLS -> {
        String column = quoted(rule);
        row(
            rule,
            "coalesce(trim(CAST(" + column + " AS STRING)), '') = ''",
            "'nothing'",
            "a value");
      }
      case RANGE -> {
        arguments.put("min_" + i, rule.number("min"));
        arguments.put("max_" + i, rule.number("max"));
        row(
            rule,
            "NOT (" + quoted(rule) + " BETWEEN :min_" + i + " AND :max_" + i + ")",
            quoted(rule),
            between(rule));
      }
      case OHLC ->
          row(
              rule,
              "high < greatest(open, close, low) OR low > least(open, close) OR low <= 0",
              "concat('open ', open, ', high ', high, ', low ', low, ', close ', close)",
              "low to high, above 0, hold open and close");
      case PRICE_JUMP -> {
        arguments.put("jump_" + i, rule.number("limit"));
        actions = filled.contains(TableDefinition.CORPORATE_ACTIONS);
        row(
            rule,
            "asof_expected <= 0 OR greatest(close / asof_expected, asof_expected / close) - 1 > :jump_"
                + i,
            "concat(format_string('%+.1f%%, ', 100 * (close / asof_expected - 1)), 'close ', close,"
                + " ' after ', asof_close_before, CASE WHEN asof_expected = asof_close_before THEN"
                + " '' ELSE concat(', ', asof_expected, ' by corporate actions') END)",
            percent(rule.number("limit")) + " without a split or dividend");
      }
      case STALE_REPEAT -> {
        repeats = (int) rule.number("sessions");
        row(
            rule,
            "asof_repeats",
            "concat('close ', close, ' and volume ', volume)",
            "other values within " + repeats + " bars");
      }
      case CALENDAR_GAP -> {
        arguments.put("sessions_" + i, rule.number("sessions"));
        row(
            rule,
            "asof_number - asof_number_before - 1 > :sessions_" + i,
            "concat(asof_number - asof_number_before - 1, ' sessions missing after ',"
                + " asof_session_before)",
            plain(rule.number("sessions")) + " sessions");
      }
      case UNKNOWN_SYMBOL -> {
        if (filled.contains(TableDefinition.INSTRUMENTS)) {
          listed = true;
          row(rule, "asof_listed IS NULL", "symbol", "a symbol of instruments");
        }
      }
      case CROSSED_BOOK ->
          row(
              rule,
              "bid_price > ask_price",
              "concat('bid ', bid_price, ', ask ', ask_price)",
              "a bid not above the ask");
      case TIME_ORDER -> {
        ordered = true;
        row(
            rule,
            "adapter_ts_ns < asof_ns_before",
            "concat(adapter_ts_ns, ' ns after ', asof_ns_before, ' ns')",
            "not before the event before it");
      }
      case WEIGHTS_SUM -> {
        arguments.put("min_" + i, rule.number("min"));
        arguments.put("max_" + i, rule.number("max"));
        select(rule, i, between(rule) + " percent", WEIGHTS.formatted(i));
      }
      case KEY_SPELLING -> {
        select(rule, i, "one spelling of a key", KeySpelling.of(table, i));
      }
      case SPLIT_IN_PRICES -> {
        if (filled.contains(TableDefinition.DAILY_BARS)) {
          select(rule, i, "raw prices, which a split moves", SPLITS.formatted(i));
        }
      }
      case ROW_COUNT -> {
        arguments.put("share_" + i, rule.number("limit"));
        arguments.put("least_" + i, rule.number("least"));
        select(rule, i, percent(rule.number("limit")) + " more or less", counts(i));
      }
    }
  }

  private String counts(int i) {
    return switch (table) {
      case FUND_HOLDINGS -> POSITIONS.formatted(i);
      case INDEX_MEMBERS ->
          ROWS_A_DAY.formatted(
              i,
              "date",
              "concat('index ', `index`), concat('date ', date)",
              "`index`, ",
              "PARTITION BY `index`",
              "true",
              " AND s.`index` = d.`index`");
      default -> {
        String day = table == TableDefinition.DAILY_BARS ? "session" : "date";
        // Files of one symbol say nothing of how many there are.
        String asked =
            files.readings().size() == 1
                ? "(SELECT count(DISTINCT symbol) FROM staged_rows) > 1"
                : Boolean.toString(files.readings().stream().anyMatch(Reading::isOfSeveralNames));
        String near =
            "`" + day + "` BETWEEN date_sub(:first, " + DAYS_COUNTED + ") AND :last AND " + asked;
        yield ROWS_A_DAY.formatted(
            i, day, "concat('" + day + " ', `" + day + "`)", "", "", near, "");
      }
    };
  }

  private static String quoted(AuditRule rule) {
    return "`" + rule.column().orElseThrow() + "`";
  }

  private void row(AuditRule rule, String condition, String value, String limit) {
    int i = named(rule, limit);
    structs.add(
        "CASE WHEN "
            + condition
            + " THEN named_struct('rule', :rule_"
            + i
            + ", 'value', CAST("
            + value
            + " AS STRING), 'limit', :limit_"
            + i
            + ") END");
  }

  private void select(AuditRule rule, int i, String limit, String select) {
    arguments.put("rule_" + i, rule.name());
    arguments.put("limit_" + i, limit);
    selects.add(select);
  }

  private int named(AuditRule rule, String limit) {
    int i = arguments.size();
    arguments.put("rule_" + i, rule.name());
    arguments.put("limit_" + i, limit);
    return i;
  }

  private static String between(AuditRule rule) {
    double min = rule.number("min");
    double max = rule.number("max");
    if (min == -Double.MAX_VALUE) {
      return "at most " + plain(max);
    }
    return max == Double.MAX_VALUE ? "at least " + plain(min) : plain(min) + " to " + plain(max);
  }

  private static String percent(double share) {
    return plain(BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(100)).doubleValue()) + "%";
  }

  private static String plain(double number) {
    return number == 0 ? "0" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  boolean isEmpty() {
    return structs.isEmpty() && selects.isEmpty();
  }

  Map<String, Object> arguments() {
    return arguments;
  }

  String text() {
    List<String> all = new ArrayList<>(selects);
    if (!structs.isEmpty()) {
      all.add(0, rows());
    }
    return String.join("\nUNION ALL\n", all);
  }

  private String rows() {
    boolean bars = table == TableDefinition.DAILY_BARS;
    String line = bars ? "coalesce(line, asof_line_before)" : RowSpool.LINE;
    String key =
        table.keys().stream()
            .map(Column::name)
            .map(name -> "concat('" + name + " ', `" + name + "`)")
            .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
    String source =
        bars
            ? BARS.formatted(
                alone ? ALONE : NEIGHBOURS.formatted(DAYS_BEFORE, DAYS_AFTER),
                alone ? "t.*" : "t.*, s.line",
                alone ? "t.line" : "s.line",
                repeats > 0 ? REPEATS.formatted(repeats - 1, repeats) : "")
            : ordered ? QUOTES : "staged_rows a\n";
    return "SELECT asof_key AS key, asof_line AS line, inline(array_compact(array("
        + String.join(",\n", structs)
        + ")))\nFROM (SELECT "
        + key
        + " AS asof_key, "
        + line
        + " AS asof_line, "
        + (bars ? (actions ? EXPECTED : "asof_close_before") + " AS asof_expected, " : "")
        + "*\nFROM "
        + source
        + (actions ? ACTIONS : "")
        + (listed ? LISTED : "")
        + (bars ? "WHERE " + line + " IS NOT NULL" : "")
        + ")";
  }
}
