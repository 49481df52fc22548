package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlLimitsTest {
  private static final Duration MINUTES = Duration.ofMinutes(5);

  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void start(@TempDir Path folder) {
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
  }

  @AfterAll
  static void stop() {
    ingestion.close();
    lake.close();
  }

  /** Keeps what it was handed. */
  private static final class Kept implements SqlRowReceiver {
    private final List<String> columns = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    @Override
    public void columns(List<SqlRows.Column> all) {
      all.forEach(column -> columns.add(column.name()));
    }

    @Override
    public void row(List<Object> values) {
      rows.add(values);
    }
  }

  @Test
  void anAnswerIsCutAtItsLimitAndSaysSo() {
    Kept kept = new Kept();

    assertThat(ingestion.sql("SELECT id FROM range(200000000)", new SqlLimits(2, MINUTES), kept))
        .isTrue();
    assertThat(kept.columns).containsExactly("id");
    assertThat(kept.rows).containsExactly(List.of(0L), List.of(1L));
  }

  @Test
  void anAnswerOfJustAsManyRowsIsWhole() {
    Kept kept = new Kept();

    assertThat(
            ingestion.sql(
                "SELECT id FROM range(3) ORDER BY id DESC", new SqlLimits(3, MINUTES), kept))
        .isFalse();
    assertThat(kept.rows).containsExactly(List.of(2L), List.of(1L), List.of(0L));
  }

  @Test
  void longAnswersComeInTheirOrder() {
    for (long limit : List.of(20_000L, SqlLimits.ALL_ROWS)) {
      Kept kept = new Kept();

      assertThat(
              ingestion.sql(
                  "SELECT id FROM range(15000) ORDER BY -id", new SqlLimits(limit, MINUTES), kept))
          .isFalse();
      assertThat(kept.rows).hasSize(15_000).startsWith(List.of(14_999L)).endsWith(List.of(0L));
    }
  }

  @Test
  void anAnswerIsNotHeldPastAMillionRows() {
    assertThatThrownBy(() -> ingestion.sql("SELECT id FROM range(200000000)"))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_LIMIT))
        .hasMessage(
            "Cannot hold this statement's answer: it has more than 1000000 rows; add a LIMIT, or"
                + " aggregate in SQL");
  }

  @Test
  void aStatementEndsWhenItsTimeIsOver() {
    assertLimit(
        "SELECT count(*) FROM range(1000000000000) WHERE hash(id) = 1",
        Duration.ofSeconds(3),
        "Cannot run this statement within 3 s: it was ended");
    // Spark evaluates this before there is a job that could be cancelled.
    assertLimit(
        "SELECT aggregate(sequence(1, 6000), 0L, (a, x) -> aggregate(sequence(1, 6000), a,"
            + " (b, y) -> b + y))",
        Duration.ofMillis(500),
        "Cannot run this statement within 500 ms: it was ended");

    assertThat(ingestion.sql("SELECT 1").rows()).containsExactly(List.of(1));
  }

  @Test
  void aStatementThatNeedsTooMuchMemoryFailsAlone() {
    assertLimit(
        "SELECT length(repeat('x', 2147483647) || 'x')",
        MINUTES,
        "Cannot hold this statement's rows in the ");
    assertLimit(
        "SELECT sum(length(repeat(CAST(id + 1 AS STRING), 2147483640))) FROM range(2)",
        MINUTES,
        "Cannot hold this statement's rows in the ");

    assertThat(ingestion.sql("SELECT 1").rows()).containsExactly(List.of(1));
  }

  private static void assertLimit(String statement, Duration time, String message) {
    assertThatThrownBy(() -> ingestion.sql(statement, new SqlLimits(10, time), new Kept()))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_LIMIT))
        .hasMessageStartingWith(message);
  }
}
