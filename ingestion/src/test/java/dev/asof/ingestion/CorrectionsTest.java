package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.filing;
import static dev.asof.ingestion.VendorFileFixture.knownAt;
import static dev.asof.ingestion.VendorFileFixture.position;
import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectionsTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";
  private static final String Q1 = "2022-03-31";
  private static final String Q1_ACCEPTED = "2022-05-27 13:54:03";
  private static final String Q3 = "2022-09-30";
  private static final String Q3_ACCEPTED = "2022-11-28 15:50:55";

  private static Lake keeperLake;
  private static Ingestion keeper;

  @TempDir Path folder;
  private VendorFileFixture files;
  private Lake lake;
  private Ingestion ingestion;

  @BeforeAll
  static void startSparkOnce(@TempDir Path home) {
    keeperLake = Lake.create(home.resolve("keeper"));
    keeper = Ingestion.open(keeperLake);
    keeper.sql("SELECT 1");
  }

  @AfterAll
  static void stopSpark() {
    keeper.close();
    keeperLake.close();
  }

  @BeforeEach
  void openALake() {
    files = new VendorFileFixture(folder);
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
  }

  @AfterEach
  void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private String rows(String sql) {
    return ingestion.sql(sql).rows().toString();
  }

  private IngestRequest delete(String name, String csv) {
    return files
        .csv(Dataset.DAILY_BARS, name, csv)
        .withReason(Optional.of("the exchange cancelled these trades"))
        .withEffect(IngestRequest.Effect.DELETE);
  }

  @Test
  void rowsGoByTheirKeysAndTagsKeepThem() {
    IngestRequest bars =
        files.bars(
            BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n2022-09-02,PVH,54,55,53,54.58,2000\n");
    ingestion.ingest(tagged(bars, "BEFORE"));
    IngestRequest request = delete("keys.csv", "date,symbol\n2022-09-02,PVH\n");

    assertThat(ingestion.preview(request).changes())
        .containsExactly(
            new RowChange(
                "deleted",
                "symbol PVH, session 2022-09-02",
                "",
                "open 54.0, high 55.0, low 53.0, close 54.58, volume 2000.0, known_at 2022-09-02"
                    + " 20:00:00",
                ""));
    IngestReport report = ingestion.ingest(tagged(request, "AFTER"));

    assertThat(report.counts()).isEqualTo(Map.of("deleted", 1L));
    assertThat(report.knownAt()).isEqualTo(VendorFileFixture.NOW);
    assertThat(rows("SELECT symbol FROM daily_bars")).isEqualTo("[[PENN]]");
    assertThat(rows("SELECT count(*) FROM daily_bars VERSION AS OF 'BEFORE'")).isEqualTo("[[2]]");
    assertThat(
            rows(
                "SELECT summary['asof.reason'], summary['asof.rows.deleted'],"
                    + " summary['asof.known-at'] FROM market.daily_bars.snapshots WHERE snapshot_id = "
                    + report.snapshotId()))
        .isEqualTo("[[the exchange cancelled these trades, 1, 2023-01-15T12:00:00Z]]");
    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();

    // The same bytes can bring rows and name those that are to go.
    IngestReport all =
        ingestion.ingest(
            knownAt(
                delete("bars.csv", BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n"),
                "2022-12-01T00:00:00Z"));
    assertThat(all.counts()).isEqualTo(Map.of("deleted", 1L));
    assertThat(rows("SELECT symbol FROM daily_bars")).isEqualTo("[]");
  }

  @Test
  void aFileThatNamesARowThatIsNotThereDeletesNone() {
    ingestion.ingest(files.bars(BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n"));

    assertThatThrownBy(
            () ->
                ingestion.ingest(
                    delete(
                        "keys.csv",
                        "date,symbol\n2022-09-02,PENN\n2022-09-06,PENN\n2022-09-07,X\n")))
        .isInstanceOfSatisfying(
            FileRefused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.AUDIT_REFUSED);
              assertThat(refused.findings().count()).isEqualTo(2);
            })
        .hasMessage(
            "Cannot ingest keys.csv, line 3: delete: symbol PENN, session 2022-09-06: no such row;"
                + " limit a row of daily_bars (and 1 more)");
    assertThat(rows("SELECT symbol FROM daily_bars")).isEqualTo("[[PENN]]");
    assertThatThrownBy(
            () ->
                files
                    .bars("date,symbol\n2022-09-02,PENN\n")
                    .withEffect(IngestRequest.Effect.DELETE))
        .isInstanceOf(AsOfException.class)
        .hasMessage("Cannot use --delete without --reason: rows that go need a reason");
  }

  private IngestRequest filed(String name, String... positions) {
    return VendorFileFixture.holdings("IVV", files.write(name, filing(positions)));
  }

  @Test
  void aFilingThatIsSentAgainCorrectsTheFirst() {
    ingestion.ingest(
        filed(
            "q1.json",
            position("HON", "US4385161066", Q1, Q1_ACCEPTED, 10),
            position("PENN", "US7075691094", Q1, Q1_ACCEPTED, 20)));
    IngestReport first =
        ingestion.ingest(
            filed(
                "q3.json",
                position("HON", "US4385161066", Q3, Q3_ACCEPTED, 11),
                position("INVH", "US46187W1071", Q3, Q3_ACCEPTED, 40),
                position("ABMD", "US0036541003", Q3, Q3_ACCEPTED, 50)));
    assertThat(first.counts().toString()).isEqualTo("{new=2, unchanged=1, expired=1}");

    IngestReport again =
        ingestion.ingest(
            filed(
                "q3-again.json",
                position("HON", "US4385161066", Q3, Q3_ACCEPTED, 12),
                position("INVH", "US46187W1071", Q3, Q3_ACCEPTED, 40),
                position("PENN", "US7075691094", Q3, Q3_ACCEPTED, 20)));

    assertThat(again.counts().toString()).isEqualTo("{new=1, unchanged=2, expired=1}");
    assertThat(rows("SELECT symbol, status, balance, known_at FROM fund_holdings ORDER BY symbol"))
        .isEqualTo(
            "[[ABMD, expired, 50.0, 2023-01-15T12:00:00Z],"
                + " [HON, unchanged, 12.0, 2023-01-15T12:00:00Z],"
                + " [INVH, new, 40.0, 2022-11-28T20:50:55Z],"
                + " [PENN, unchanged, 20.0, 2023-01-15T12:00:00Z]]");
    assertThat(again.knownAt()).isEqualTo(VendorFileFixture.NOW);
    assertThat(again.warnings())
        .containsExactly(
            "the filing was sent again, and what differs (1 restated, 1 returned, 1 expired) counts"
                + " as known from now on, 2023-01-15T12:00:00Z; give --known-at to say when the"
                + " correction was published");
  }

  @Test
  void aFilingThatIsSentAgainAsItWasChangesNoRow() {
    String hon = position("HON", "US4385161066", Q3, Q3_ACCEPTED, 11);
    ingestion.ingest(filed("q3.json", hon));
    List<List<Object>> before = ingestion.sql("SELECT * FROM fund_holdings").rows();

    IngestReport again = ingestion.ingest(filed("q3-again.json", hon + "\n"));

    assertThat(again.counts().toString()).isEqualTo("{new=1, unchanged=0, expired=0}");
    assertThat(again.warnings()).isEmpty();
    assertThat(again.knownAt()).isEqualTo(Instant.parse("2022-11-28T20:50:55Z"));
    assertThat(ingestion.sql("SELECT * FROM fund_holdings").rows()).isEqualTo(before);
  }
}
