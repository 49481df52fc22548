package dev.asof.ingestion;

import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.HoldingChange;
import dev.asof.api.PointInTime;
import dev.asof.api.RevealedFact;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDiff;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A security that a fund holds long and short is two positions. */
class HoldingSidesTest {
  private static final Instant NOW = Instant.parse("2023-12-01T12:00:00Z");
  private static final Instant MAY = Instant.parse("2023-05-30T20:00:00Z");
  private static final Instant AUGUST = Instant.parse("2023-08-29T20:00:00Z");
  private static final Instant NOVEMBER = Instant.parse("2023-11-29T21:00:00Z");
  private static final String UMBS = "US01F0606420";
  private static final String POSITIONS =
      "SELECT isin, side, balance, status FROM fund_holdings ORDER BY isin, side";

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

  /** A filing with 9,000,000 short and 2,000,000 long. */
  private static String filing() throws IOException {
    try (InputStream xml = HoldingSidesTest.class.getResourceAsStream("nport-long-and-short.xml")) {
      return new String(xml.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The next quarter's filing, in which the short position isn't any more. */
  private static String filingWithoutShort() throws IOException {
    return filing()
        .replace("2023-03-31", "2023-06-30")
        .replaceFirst("(?s)<invstOrSec>.*?</invstOrSec>", "");
  }

  private IngestRequest request(String name, String text, Instant knownAt, String tag) {
    return IngestRequest.of(Dataset.FUND_HOLDINGS, files.write(name, text), NOW)
        .withFund(Optional.of("BOND"))
        .withKnownAt(Optional.of(knownAt))
        .withTag(Optional.of(new PointInTime.Tag(tag)));
  }

  private String rows(String sql) {
    return ingestion.sql(sql).rows().toString();
  }

  private static PointInTime at(String tag) {
    return PointInTime.parse(tag);
  }

  private static HoldingChange umbs(
      HoldingChange.Action action, HoldingChange.Side side, String period, Instant knownAt) {
    return new HoldingChange("BOND", "", UMBS, action, LocalDate.parse(period), side, knownAt);
  }

  @Test
  void bothSidesOfASecurityAreRowsAndEachGoesByItself() throws IOException {
    IngestReport first = ingestion.ingest(request("q1.xml", filing(), MAY, "Q1"));

    assertThat(first.counts()).isEqualTo(Map.of("new", 2L, "unchanged", 0L, "expired", 0L));
    assertThat(rows(POSITIONS))
        .isEqualTo(
            "[[US01F0606420, null, 2000000.0, new], [US01F0606420, short, -9000000.0, new]]");

    IngestReport second = ingestion.ingest(request("q2.xml", filingWithoutShort(), AUGUST, "Q2"));

    assertThat(second.counts()).isEqualTo(Map.of("new", 0L, "unchanged", 1L, "expired", 1L));
    assertThat(rows(POSITIONS))
        .isEqualTo(
            "[[US01F0606420, null, 2000000.0, unchanged],"
                + " [US01F0606420, short, -9000000.0, expired]]");
    TableDiff diff = lake.diff(FUND_HOLDINGS, at("Q1"), at("Q2"));
    assertThat(diff.entered()).isEmpty();
    assertThat(diff.changed()).isEmpty();
    assertThat(diff.left())
        .extracting(row -> row.text(FUND_HOLDINGS.column("side").orElseThrow()))
        .containsExactly("short");
    HoldingChange left =
        umbs(HoldingChange.Action.LEFT, HoldingChange.Side.SHORT, "2023-06-30", AUGUST);
    assertThat(lake.holdingChanges("BOND", at("Q1"), at("Q2"))).containsExactly(left);
    assertThat(lake.holdingFacts("BOND", at("Q1"), at("Q2")).facts())
        .extracting(RevealedFact::fact)
        .containsExactly(left);

    String back = filing().replace("2023-03-31", "2023-09-30");
    IngestReport third = ingestion.ingest(request("q3.xml", back, NOVEMBER, "Q3"));

    assertThat(third.counts()).isEqualTo(Map.of("new", 1L, "unchanged", 1L, "expired", 0L));
    assertThat(
            lake.holdingFacts("BOND", (PointInTime.Timeline) PointInTime.parse("timeline")).facts())
        .extracting(RevealedFact::fact)
        .containsExactly(
            left,
            umbs(HoldingChange.Action.ENTERED, HoldingChange.Side.SHORT, "2023-09-30", NOVEMBER));
  }

  @Test
  void aFilingThatOnlyHasLongPositionsIsWhatItAlwaysWas() throws IOException {
    ingestion.ingest(request("q2.xml", filingWithoutShort(), AUGUST, "Q2"));
    ingestion.ingest(
        request("q3.xml", filingWithoutShort().replace("06-30", "09-30"), NOVEMBER, "Q3"));

    assertThat(rows(POSITIONS)).isEqualTo("[[US01F0606420, null, 2000000.0, unchanged]]");
    assertThat(lake.diff(FUND_HOLDINGS, at("Q2"), at("Q3")).changed()).isEmpty();
  }

  @Test
  void aPositionGoesByItsSideAndWithoutOneTheLongGoes() throws IOException {
    ingestion.ingest(request("q1.xml", filing(), MAY, "Q1"));

    ingestion.ingest(deleted("long.csv", "isin\n" + UMBS + "\n"));
    assertThat(rows(POSITIONS)).isEqualTo("[[US01F0606420, short, -9000000.0, new]]");
    assertThatThrownBy(() -> ingestion.ingest(deleted("again.csv", "isin,side\n" + UMBS + ",\n")))
        .hasMessageContaining("fund BOND, isin US01F0606420")
        .hasMessageContaining("no such row");
    ingestion.ingest(deleted("short.csv", "isin,side\n" + UMBS + ",Short\n"));
    assertThat(rows(POSITIONS)).isEqualTo("[]");
  }

  private IngestRequest deleted(String name, String csv) {
    return IngestRequest.of(Dataset.FUND_HOLDINGS, files.write(name, csv), NOW)
        .withFund(Optional.of("BOND"))
        .withReason(Optional.of("the filing was withdrawn"))
        .withEffect(IngestRequest.Effect.DELETE);
  }

  @Test
  void csvAndJsonMayGiveTheSideAndOneThatIsNoneIsRefused() {
    String header = "date,symbol,name,cusip,isin,balance,valUsd,pctVal,side\n";
    String row = "2023-03-31,HON,Honeywell,438516106,US4385161066,10,20,1,";
    ingestion.ingest(request("sides.csv", header + row + "\n" + row + "short\n", MAY, "CSV"));
    assertThat(rows("SELECT side FROM fund_holdings ORDER BY side")).isEqualTo("[[null], [short]]");

    String json =
        """
        [{"date": "2023-06-30", "symbol": "HON", "name": "Honeywell", "cusip": "438516106",
          "isin": "US4385161066", "balance": -10, "valUsd": -20, "pctVal": -1,
          "payoffProfile": "Short"}]""";
    IngestReport report = ingestion.ingest(request("sides.json", json, AUGUST, "JSON"));
    assertThat(report.counts()).isEqualTo(Map.of("new", 0L, "unchanged", 1L, "expired", 1L));

    assertThatThrownBy(
            () -> ingestion.ingest(request("bad.csv", header + row + "buy\n", NOW, "BAD")))
        .hasMessageContaining("column side: 'buy' isn't known; expected one of long, short, n/a");
    assertThatThrownBy(
            () ->
                ingestion.ingest(
                    request("twice.csv", header + row + "short\n" + row + "short\n", NOW, "BAD")))
        .hasMessageContaining("fund BOND, isin US4385161066, side short");
  }

  @Test
  void aLakeFromBeforeTheColumnGoesOnAndItsRowsAreLong() throws IOException {
    Schema older =
        new Schema(
            FUND_HOLDINGS.icebergSchema().columns().stream()
                .filter(field -> !field.name().equals("side"))
                .toList());
    TableIdentifier name = TableIdentifier.of(Lake.NAMESPACE, FUND_HOLDINGS.tableName());
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      ingestion.sql("SELECT 1");
      catalog.initialize(Lake.CATALOG, lake.sparkCatalogOptions());
      catalog.buildTable(name, older).withProperty("format-version", "2").create();
      SparkSession.active()
          .sql(
              "INSERT INTO asof.market.fund_holdings VALUES ('BOND', '', 'US01F0606420',"
                  + " '01F060642', 'UMBS', DATE'2022-12-31', NULL, 1000000D, 1D, 0.3D, 'new',"
                  + " TIMESTAMP'2023-02-28 21:00:00Z')");
      Table table = catalog.loadTable(name);
      table.manageSnapshots().createTag("OLD", table.currentSnapshot().snapshotId()).commit();
    }
    assertThat(rows("SELECT side FROM fund_holdings VERSION AS OF 'OLD'")).isEqualTo("[[null]]");

    IngestRequest request = request("q1.xml", filing(), MAY, "Q1");
    assertThat(ingestion.preview(request).changes())
        .filteredOn(change -> change.change().equals("inserted"))
        .extracting(RowChange::key)
        .containsExactly("fund BOND, isin US01F0606420, side short");
    IngestReport report = ingestion.ingest(request);

    assertThat(report.counts()).isEqualTo(Map.of("new", 1L, "unchanged", 1L, "expired", 0L));
    assertThat(rows("SELECT side FROM fund_holdings VERSION AS OF 'OLD'")).isEqualTo("[[null]]");
    assertThat(lake.holdingChanges("BOND", at("OLD"), at("Q1")))
        .containsExactly(
            umbs(HoldingChange.Action.ENTERED, HoldingChange.Side.SHORT, "2023-03-31", MAY));
    assertThat(lake.columns(FUND_HOLDINGS)).isEqualTo(FUND_HOLDINGS.columns());
  }
}
