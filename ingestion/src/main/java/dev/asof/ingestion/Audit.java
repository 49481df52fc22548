package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NyseCalendar;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RowSpool;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDefinition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Holds staged files against the rules of its table, by SQL on the stage's branch. Statements see
 * {@code staged_rows} (the files' rows with {@code line}, which tells them apart and counts on from
 * file to file), {@code branch_rows} (the table as it would be), {@code previous_rows} (as it is)
 * and the lake's tables.
 */
final class Audit implements AutoCloseable {
  private static final String STAGED = "staged_rows";
  private static final String BRANCH = "branch_rows";
  private static final String PREVIOUS = "previous_rows";
  private static final String FOUND = "asof_found";
  private static final String NUMBER = "asof_n";
  private static final String COUNTED = "asof_found";

  // One more than may be left out of a file, so that a rule that finds too much shows it.
  private static final int MOST_OF_A_RULE = TableAudits.MOST_ROWS + 1;

  /** Enough for most files; the other statement counts and sorts what each rule found. */
  private static final String FEW =
      "SELECT * FROM (%s) ORDER BY line NULLS LAST, rule, key LIMIT %d";

  private static final String WORST =
      """
      SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY rule ORDER BY line NULLS LAST, key) AS asof_n,
          count(*) OVER (PARTITION BY rule) AS asof_found
        FROM (%s))
      WHERE asof_n <= %d ORDER BY rule, asof_n
      """;

  private final Lake lake;
  private final SparkSession spark;
  private final Stage stage;
  private final String staged;
  private final StagedFiles files;
  private final Extent extent;
  private final Set<TableDefinition> filled;
  private final Map<String, AuditRule> rules = new HashMap<>();
  private final TableAudits audits;
  private final List<AuditFinding> found = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long more;

  /**
   * For the files of one merge.
   *
   * @param staged their rows in SQL
   * @param filled tables of the lake that hold rows
   */
  Audit(
      Lake lake,
      SparkSession spark,
      Stage stage,
      String staged,
      StagedFiles files,
      TableAudits audits,
      Set<TableDefinition> filled) {
    this.lake = lake;
    this.spark = spark;
    this.stage = stage;
    this.staged = staged;
    this.files = files;
    this.extent = files.rows().extent();
    this.audits = audits;
    this.filled = filled;
    audits.rules().forEach(rule -> rules.put(rule.name(), rule));
  }

  /** Runs the rules on what was merged. */
  void run() {
    AuditStatement own = new AuditStatement(stage, filled, files);
    long rows = files.readings().stream().mapToLong(Reading::count).max().orElse(0);
    List<AuditRule> statements = new ArrayList<>();
    for (AuditRule rule : audits.rules()) {
      if (rule.standard().isEmpty()) {
        statements.add(rule);
      } else if (rule.is(StandardRule.TIME_ORDER) && rows > rule.number("mostRows")) {
        warnings.add(
            "rule "
                + rule.name()
                + " was left out: the file has "
                + rows
                + " rows, more than its mostRows");
      } else {
        own.add(rule);
      }
    }
    if (own.isEmpty() && statements.isEmpty()) {
      return;
    }
    show();
    if (!own.isEmpty()) {
      add(rows(own.text(), own.arguments()));
    }
    statements.forEach(this::run);
  }

  private void show() {
    spark.table(staged).createOrReplaceTempView(STAGED);
    CompleteColumns columns = new CompleteColumns(lake, spark);
    Dataset<Row> branch = columns.of(stage.table(), spark.table(stage.sqlName()));
    branch.createOrReplaceTempView(BRANCH);
    Dataset<Row> previous =
        columns.of(stage.table(), spark.sql("SELECT * FROM " + previous(stage) + " t"));
    previous.createOrReplaceTempView(PREVIOUS);
    if (stage.table() == TableDefinition.DAILY_BARS) {
      showSessions();
    }
  }

  /** What a stage was opened on, in SQL; to be followed by a name. */
  static String previous(Stage stage) {
    return stage.parentSnapshotId().isPresent()
        ? stage.sqlName().substring(0, stage.sqlName().lastIndexOf('.'))
            + " VERSION AS OF "
            + stage.parentSnapshotId().getAsLong()
        : "(SELECT * FROM " + stage.sqlName() + " WHERE false)";
  }

  private void showSessions() {
    Map<String, Object> range = extent.range().orElseThrow();
    LocalDate first = (LocalDate) range.get("first");
    LocalDate last = (LocalDate) range.get("last");
    List<Row> sessions = new ArrayList<>();
    LocalDate from = later(first.minusDays(AuditStatement.DAYS_BEFORE), NyseCalendar.FIRST_DAY);
    LocalDate to = earlier(last.plusDays(AuditStatement.DAYS_AFTER), NyseCalendar.LAST_DAY);
    if (!from.isAfter(to)) {
      for (LocalDate session : NyseCalendar.sessions(from, to)) {
        sessions.add(RowFactory.create(session, sessions.size()));
      }
    }
    spark
        .createDataFrame(
            sessions,
            new StructType()
                .add("session", DataTypes.DateType)
                .add("number", DataTypes.IntegerType))
        .createOrReplaceTempView(AuditStatement.SESSIONS);
  }

  private static LocalDate later(LocalDate day, LocalDate other) {
    return day.isAfter(other) ? day : other;
  }

  private static LocalDate earlier(LocalDate day, LocalDate other) {
    return day.isBefore(other) ? day : other;
  }

  private void run(AuditRule rule) {
    BoundedStatement bounds = new BoundedStatement(spark, rule.time(), "key timeout of the rule");
    try {
      add(bounds.run(() -> rows(rule)));
    } catch (AsOfException refused) {
      throw refused.code() == ErrorCode.SQL_INVALID || refused.code() == ErrorCode.SQL_LIMIT
          ? broken(rule, refused)
          : refused;
    }
  }

  /** A statement that is ended late must not show its findings as those of another. */
  private List<Row> rows(AuditRule rule) {
    String view = FOUND + "_" + UUID.randomUUID().toString().replace('-', '_');
    answer(rule).createOrReplaceTempView(view);
    try {
      return rows(
          "SELECT key, line, :rule AS rule, value, `limit` FROM " + view,
          Map.of("rule", rule.name()));
    } finally {
      spark.catalog().dropTempView(view);
    }
  }

  private Dataset<Row> answer(AuditRule rule) {
    Dataset<Row> answer = ReadingStatement.answer(lake, spark, rule.statement(), SqlUse.RULE);
    List<String> columns = Arrays.asList(answer.columns());
    for (String wanted : List.of("key", "value", "limit")) {
      if (columns.stream().noneMatch(wanted::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "its answer has no column "
                + wanted
                + "; expected key, value, limit and, where a row of the file is meant, line");
      }
    }
    boolean lines = columns.stream().anyMatch(RowSpool.LINE::equalsIgnoreCase);
    return answer.selectExpr(
        "CAST(key AS STRING) AS key",
        "CAST(" + (lines ? "line" : "NULL") + " AS BIGINT) AS line",
        "CAST(value AS STRING) AS value",
        "CAST(`limit` AS STRING) AS `limit`");
  }

  private AsOfException broken(AuditRule rule, AsOfException problem) {
    return new AsOfException(
        problem.code(),
        "Cannot audit "
            + stage.table().tableName()
            + " by rule "
            + rule.name()
            + ": "
            + problem.getMessage(),
        problem);
  }

  private List<Row> rows(String findings, Map<String, Object> arguments) {
    List<Row> few = spark.sql(FEW.formatted(findings, MOST_OF_A_RULE), arguments).collectAsList();
    return few.size() < MOST_OF_A_RULE
        ? few
        : spark.sql(WORST.formatted(findings, MOST_OF_A_RULE), arguments).collectAsList();
  }

  private void add(List<Row> rows) {
    for (Row row : rows) {
      add(row);
      boolean counted = row.schema().getFieldIndex(COUNTED).isDefined();
      if (counted && row.<Integer>getAs(NUMBER) == MOST_OF_A_RULE) {
        more += row.<Long>getAs(COUNTED) - MOST_OF_A_RULE;
      }
    }
  }

  private void add(Row row) {
    AuditRule rule = rules.get(row.<String>getAs("rule"));
    Long line = row.getAs("line");
    found.add(
        new AuditFinding(
            rule.severity(),
            rule.name(),
            line == null ? OptionalLong.empty() : OptionalLong.of(line),
            rule.column().orElse(""),
            text(row, "key"),
            text(row, "value"),
            text(row, "limit")));
  }

  private static String text(Row row, String column) {
    String text = row.getAs(column);
    return text == null ? "" : OneLine.of(text);
  }

  /** What was found so far. */
  List<AuditFinding> found() {
    return found;
  }

  /** How many more there are. */
  long more() {
    return more;
  }

  /** What the person who ingests should know about the rules. */
  List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    for (String view : List.of(STAGED, BRANCH, PREVIOUS, AuditStatement.SESSIONS)) {
      spark.catalog().dropTempView(view);
    }
  }
}
