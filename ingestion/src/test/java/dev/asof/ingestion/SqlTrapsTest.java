package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.catalog.Lake;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL over the lake where other versions of Spark and Iceberg answer with the wrong version. */
class SqlTrapsTest {
  private static final String CLOSES_AS_OF =
      "SELECT close FROM daily_bars VERSION AS OF '%s' ORDER BY session";

  private Lake lake;
  private Ingestion ingestion;

  @BeforeEach
  void fillALake(@TempDir Path folder) {
    VendorFileFixture files = new VendorFileFixture(folder);
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
    String header = "date,symbol,open,high,low,close,volume\n";
    ingestion.ingest(
        tagged(files.bars(header + "2022-03-31,PENN,31,32,30,31.3,1000\n"), "Q1_2022"));
    ingestion.ingest(
        tagged(files.bars(header + "2022-09-30,PENN,27,28,26,27.5,2000\n"), "Q3_2022"));
  }

  @AfterEach
  void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private List<List<Object>> rows(String statement) {
    return ingestion.sql(statement).rows();
  }

  @Test
  void unionAndExceptKeepTwoTagsApart() {
    assertThat(
            rows(
                "SELECT * FROM daily_bars VERSION AS OF 'Q1_2022'"
                    + " UNION SELECT * FROM daily_bars VERSION AS OF 'Q3_2022'"))
        .hasSize(2);
    assertThat(
            rows(
                "SELECT close FROM daily_bars VERSION AS OF 'Q3_2022'"
                    + " EXCEPT SELECT close FROM daily_bars VERSION AS OF 'Q1_2022'"))
        .containsExactly(List.of(27.5));
  }

  @Test
  void whatIsCachedOfOneTagAnswersForNoOther() {
    assertThat(rows(CLOSES_AS_OF.formatted("Q1_2022"))).containsExactly(List.of(31.3));
    Dataset<Row> cached =
        SparkSession.active().sql("SELECT * FROM daily_bars VERSION AS OF 'Q1_2022'").cache();
    try {
      assertThat(cached.count()).isEqualTo(1);
      assertThat(rows(CLOSES_AS_OF.formatted("Q3_2022")))
          .containsExactly(List.of(31.3), List.of(27.5));
      assertThat(rows("SELECT close FROM daily_bars ORDER BY session"))
          .containsExactly(List.of(31.3), List.of(27.5));
    } finally {
      cached.unpersist();
    }
  }

  @Test
  void aColumnThatIsAddedStandsUnderOlderTagsToo() {
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      catalog.initialize(Lake.CATALOG, lake.sparkCatalogOptions());
      Table table = catalog.loadTable(TableIdentifier.of(Lake.NAMESPACE, "daily_bars"));
      table.updateSchema().addColumn("vwap", Types.DoubleType.get()).commit();
    }

    List<String> tagged = columns("SELECT * FROM daily_bars VERSION AS OF 'Q3_2022'");
    List<String> now = columns("SELECT * FROM daily_bars");

    assertThat(now)
        .containsExactly(
            "symbol", "session", "open", "high", "low", "close", "volume", "known_at", "vwap");
    assertThat(tagged).isEqualTo(now);
    assertThat(rows("SELECT vwap FROM daily_bars VERSION AS OF 'Q1_2022'"))
        .containsExactly(Collections.singletonList(null));
  }

  private List<String> columns(String statement) {
    return ingestion.sql(statement).columns().stream().map(SqlRows.Column::name).toList();
  }
}
