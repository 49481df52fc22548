package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {
  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void fillALake(@TempDir Path folder) {
    VendorFileFixture files = new VendorFileFixture(folder);
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
    String header = "date,symbol,open,high,low,close,volume\n";
    ingestion.ingest(
        tagged(files.bars(header + "2022-03-31,PENN,31,32,30,31.3,1000\n"), "Q1_2022"));
    ingestion.ingest(
        tagged(files.bars(header + "2022-09-30,PENN,27,28,26,27.5,2000\n"), "Q3_2022"));
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  @Test
  void twoTagsOfATableAreReadInOneStatement() {
    SqlRows rows =
        ingestion.sql(
            """
            SELECT 'Q1' AS tag, count(*) AS n, max(session) AS last, max(close) AS close,
                   max(known_at) AS known_at
            FROM daily_bars VERSION AS OF 'Q1_2022'
            UNION ALL
            SELECT 'Q3', count(*), max(session), max(close), max(known_at)
            FROM daily_bars VERSION AS OF 'Q3_2022' ORDER BY tag;
            """);

    assertThat(rows.columns().toString())
        .isEqualTo(
            "[Column[name=tag, type=STRING], Column[name=n, type=BIGINT], Column[name=last,"
                + " type=DATE], Column[name=close, type=DOUBLE], Column[name=known_at,"
                + " type=TIMESTAMP]]");
    assertThat(rows.rows())
        .containsExactly(
            List.of(
                "Q1", 1L, LocalDate.of(2022, 3, 31), 31.3, Instant.parse("2022-03-31T20:00:00Z")),
            List.of(
                "Q3", 2L, LocalDate.of(2022, 9, 30), 31.3, Instant.parse("2022-09-30T20:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOW TABLES",
        "DESCRIBE daily_bars",
        "EXPLAIN SELECT * FROM daily_bars",
        "DESCRIBE QUERY SELECT * FROM daily_bars",
        "SHOW COLUMNS IN daily_bars",
        "WITH b AS (SELECT 1) SELECT * FROM b",
        "VALUES (1), (2)",
        "SELECT name FROM market.daily_bars.refs"
      })
  void whatReadsRuns(String statement) {
    assertThat(ingestion.sql(statement).rows()).isNotEmpty();
  }

  @Test
  void nestedValuesAreListsAndMaps() {
    assertThat(
            ingestion
                .sql(
                    "SELECT array(1, 2), map('b', 1, 'a', 2), named_struct('x', 1, 'y', array(true)),"
                        + " CAST(NULL AS STRING), CAST(1.50 AS DECIMAL(5,2))")
                .rows()
                .toString())
        .isEqualTo("[[[1, 2], {a=2, b=1}, {x=1, y=[true]}, null, 1.50]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE daily_bars DROP TAG Q1_2022",
        "ALTER TABLE daily_bars CREATE OR REPLACE TAG Q1_2022",
        "ALTER TABLE daily_bars DROP BRANCH main",
        "ALTER TABLE daily_bars SET TBLPROPERTIES ('a'='b')",
        "CALL asof.system.rollback_to_snapshot('market.daily_bars', 1)",
        "CALL asof.system.fast_forward('market.daily_bars', 'main', 'x')",
        "DROP TABLE daily_bars",
        "DROP NAMESPACE market CASCADE",
        "CREATE TABLE x (a INT) USING iceberg",
        "CREATE TABLE x AS SELECT * FROM daily_bars",
        "CREATE VIEW v AS SELECT 1",
        "DELETE FROM daily_bars",
        "UPDATE daily_bars SET close = 1",
        "TRUNCATE TABLE daily_bars",
        "INSERT INTO daily_bars SELECT * FROM daily_bars",
        "INSERT OVERWRITE daily_bars SELECT * FROM daily_bars",
        "FROM daily_bars INSERT INTO daily_bars SELECT *",
        "WITH b AS (SELECT * FROM daily_bars) INSERT INTO daily_bars SELECT * FROM b",
        "MERGE INTO daily_bars t USING daily_bars s ON t.symbol = s.symbol"
            + " WHEN MATCHED THEN DELETE",
        "INSERT OVERWRITE DIRECTORY 'target/written' USING parquet SELECT 1",
        "BEGIN DELETE FROM daily_bars; END",
        "EXECUTE IMMEDIATE 'DELETE FROM daily_bars'",
        "EXPLAIN CALL asof.system.rollback_to_snapshot('market.daily_bars', 1)",
        "EXPLAIN EXECUTE IMMEDIATE 'DELETE FROM daily_bars'",
        "CACHE TABLE daily_bars",
        "SET spark.sql.defaultCatalog=x",
        "USE market",
        "ADD JAR '/tmp/x.jar'"
      })
  void whatWritesMovesOrDropsIsRefused(String statement) {
    List<TableState> before = lake.tables();

    assertThatThrownBy(() -> ingestion.sql(statement))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_INVALID))
        .hasMessage(
            "Cannot run this statement: lake sql only reads (SELECT, WITH, VALUES, SHOW, DESCRIBE,"
                + " EXPLAIN); rows and tags come in by lake ingest, and a tag never moves");
    assertThat(lake.tables()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELEC 1 | [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'",
        "'' | [PARSE_EMPTY_STATEMENT]",
        "SELECT nope FROM daily_bars | [UNRESOLVED_COLUMN.WITH_SUGGESTION]",
        "SELECT * FROM nope | [TABLE_OR_VIEW_NOT_FOUND]",
        "SELECT 1 / 0 | [DIVIDE_BY_ZERO]",
        "SELECT * FROM daily_bars VERSION AS OF 'NOPE' | Cannot find matching snapshot ID or"
      })
  void aBadStatementIsAnsweredWithSparksReasonInOneLine(String statement, String reason) {
    assertThatThrownBy(() -> ingestion.sql(statement))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_INVALID))
        .message()
        .startsWith("Cannot run this statement: " + reason)
        .doesNotContain("\n", "== SQL", "'Project")
        .hasSizeLessThan(500);
  }

  @Test
  void nothingIsLeftInTheWorkingFolder() {
    assertThat(Path.of("spark-warehouse")).doesNotExist();
    assertThat(Path.of("metastore_db")).doesNotExist();
    assertThat(Files.exists(lake.home().resolve("spark-warehouse"))).isFalse();
  }
}
