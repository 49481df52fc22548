package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.knownAt;
import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.CorporateAction;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.NewYorkTime;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark writes instruments, corporate actions and members; Iceberg's own scan reads them. */
class InstrumentDatasetsTest {
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");
  private static final LocalDate LISTED = LocalDate.parse("2012-05-18");
  private static final LocalDate RENAMED = LocalDate.parse("2022-06-09");

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

  private IngestRequest actions(String rows) {
    return files.csv(
        Dataset.CORPORATE_ACTIONS,
        "actions.csv",
        "symbol,kind,exDate,newShares,oldShares,usdPerShare,newSymbol,announced,source\n" + rows);
  }

  private IngestRequest instruments(String rows) {
    return files.csv(
        Dataset.INSTRUMENTS,
        "names.csv",
        "instrument,symbol,isin,cusip,name,validFrom,validTo,announced,endAnnounced\n" + rows);
  }

  @Test
  void actionsAreKnownAfterTheirAnnouncementOrElseAtTheOpenOfTheirExDate() {
    IngestReport report =
        ingestion.ingest(
            tagged(
                actions(
                    """
                    AMZN,Split,2022-06-06,20,1,,,2022-03-09,issuer
                    KO,cash-dividend,2022-06-14,,,0.44,,,
                    FB,symbol-change,2022-06-09,,,,META,2022-05-31,Meta
                    SIVB,delisting,2022-11-25,,,,,,
                    TWTR,cash-merger,2022-11-01,,,54.20,,2022-10-27,
                    CTXS,delisting,2022-10-03,,,104,,,
                    """),
                "T"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=6, updated=0, unchanged=0}");
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2022-11-25T14:30:00Z"));
    assertThat(lake.corporateActions(TAG))
        .containsExactly(
            new CorporateAction.Split(
                "AMZN",
                LocalDate.parse("2022-06-06"),
                20,
                1,
                Instant.parse("2022-03-09T22:15:00Z")),
            new CorporateAction.SymbolChange(
                "FB", RENAMED, "META", Instant.parse("2022-05-31T21:15:00Z")),
            new CorporateAction.CashDividend("KO", LocalDate.parse("2022-06-14"), 0.44),
            new CorporateAction.Delisting("CTXS", LocalDate.parse("2022-10-03"), 104),
            new CorporateAction.CashMerger(
                "TWTR", LocalDate.parse("2022-11-01"), 54.2, Instant.parse("2022-10-27T21:15:00Z")),
            new CorporateAction.Delisting("SIVB", LocalDate.parse("2022-11-25"), Double.NaN));
    assertThat(
            ingestion
                .sql(
                    "SELECT kind, newShares, usdPerShare, newSymbol, announced, source FROM"
                        + " corporate_actions WHERE symbol IN ('AMZN', 'SIVB') ORDER BY kind")
                .rows()
                .toString())
        .isEqualTo(
            "[[delisting, null, null, , null, ], [split, 20.0, null, , 2022-03-09, issuer]]");
  }

  /** The rows of the case of a spin-off and a merger for shares and cash. */
  @Test
  void spinOffsMergersForSharesStockDividendsAndRightsAreTaken() {
    ingestion.ingest(
        tagged(
            actions(
                """
                PAR,spin-off,2022-06-03,1,2,,KID,2022-05-15,notice
                PAR,stock-merger,2022-07-01,1,2,10,ACQ,2022-05-15,notice
                PAR,stock-dividend,2022-06-10,1,10,,,2022-05-15,notice
                PAR,rights,2022-06-20,,,2.5,,2022-05-15,notice
                """),
            "T"));
    Instant known = Instant.parse("2022-05-15T21:15:00Z");
    assertThat(lake.corporateActions(TAG))
        .containsExactly(
            new CorporateAction.StockDividend("PAR", LocalDate.parse("2022-06-10"), 1, 10, known),
            new CorporateAction.SpinOff(
                "PAR", LocalDate.parse("2022-06-03"), "KID", 1, 2, Double.NaN, known),
            new CorporateAction.StockMerger(
                "PAR", LocalDate.parse("2022-07-01"), "ACQ", 1, 2, 10, known),
            new CorporateAction.Rights("PAR", LocalDate.parse("2022-06-20"), 2.5, known));
  }

  @Test
  void anActionOfAFileOfTodayIsKnownWhenTheFileIsEvenIfItsExDateIsToCome() {
    ingestion.ingest(
        tagged(
            knownAt(actions("KO,cash-dividend,2023-03-16,,,0.46,,,\n"), "2023-01-10T12:00:00Z"),
            "T"));

    assertThat(lake.corporateActions(TAG))
        .containsExactly(
            new CorporateAction.CashDividend(
                "KO", LocalDate.parse("2023-03-16"), 0.46, Instant.parse("2023-01-10T12:00:00Z")));
  }

  @Test
  void aCorrectedActionIsUpdatedAndItsLikesLeftAlone() {
    ingestion.ingest(
        actions("KO,cash-dividend,2022-06-14,,,0.44,,,\nSIVB,delisting,2022-11-25,,,,,,\n"));

    IngestReport report =
        ingestion.ingest(
            tagged(
                actions(
                    "KO,cash-dividend,2022-06-14,,,0.44,,,\n"
                        + "SIVB,delisting,2022-11-25,,,0.01,,,\n"
                        + "PEP,cash-dividend,2022-09-01,,,1.15,,,\n"),
                "T"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=1, updated=1, unchanged=1}");
    assertThat(lake.corporateActions(TAG))
        .containsExactly(
            new CorporateAction.CashDividend("KO", LocalDate.parse("2022-06-14"), 0.44),
            new CorporateAction.CashDividend("PEP", LocalDate.parse("2022-09-01"), 1.15),
            new CorporateAction.Delisting(
                "SIVB", LocalDate.parse("2022-11-25"), 0.01, VendorFileFixture.NOW));
  }

  @Test
  void aRenamedInstrumentIsSeenUnderItsOldNameUntilTheNewOneIsAnnounced() {
    IngestReport report =
        ingestion.ingest(
            tagged(
                instruments(
                    """
                    META.US,FB,US30303M1027,30303M102,Facebook,2012-05-18,2022-06-09,,2022-05-31
                    META.US,META,US30303M1027,30303M102,Meta Platforms,2022-06-09,,2022-05-31,
                    METV.US,META,,,Ball Metaverse,2021-06-30,2022-01-31,,
                    """),
                "T"));

    Instant announced = Instant.parse("2022-05-31T21:15:00Z");
    assertThat(report.knownAt()).isEqualTo(announced);
    assertThat(lake.listings(TAG))
        .containsExactly(
            facebook(Optional.empty(), NewYorkTime.open(LISTED)),
            metaverse(Optional.empty(), Instant.parse("2021-06-30T13:30:00Z")),
            metaverse(
                Optional.of(LocalDate.parse("2022-01-31")), Instant.parse("2022-01-31T14:30:00Z")),
            facebook(Optional.of(RENAMED), announced),
            new Listing(
                "META.US",
                "META",
                "US30303M1027",
                "30303M102",
                "Meta Platforms",
                RENAMED,
                Optional.empty(),
                announced));
  }

  private static Listing facebook(Optional<LocalDate> end, Instant knownAt) {
    return new Listing(
        "META.US", "FB", "US30303M1027", "30303M102", "Facebook", LISTED, end, knownAt);
  }

  private static Listing metaverse(Optional<LocalDate> end, Instant knownAt) {
    return new Listing(
        "METV.US", "META", "", "", "Ball Metaverse", LocalDate.parse("2021-06-30"), end, knownAt);
  }

  @Test
  void theEndOfAListingIsNewsAndNoRestatement() {
    ingestion.ingest(
        instruments("META.US,FB,US30303M1027,30303M102,Facebook,2012-05-18,,2012-05-17,\n"));

    IngestReport report =
        ingestion.ingest(
            tagged(
                instruments("META.US,FB,US30303M1027,30303M102,Facebook,2012-05-18,2022-06-09,,\n"),
                "T"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=0, updated=1, unchanged=0}");
    assertThat(report.warnings()).isEmpty();
    assertThat(report.knownAt()).isEqualTo(NewYorkTime.open(RENAMED));
    assertThat(lake.listings(TAG))
        .containsExactly(
            facebook(Optional.empty(), Instant.parse("2012-05-17T21:15:00Z")),
            facebook(Optional.of(RENAMED), Instant.parse("2022-06-09T13:30:00Z")));
  }

  @Test
  void aCorrectedIdentifierIsNotSeenBeforeItsCorrection() {
    ingestion.ingest(instruments("META.US,FB,,,Facebook,2012-05-18,2022-06-09,,\n"));

    IngestReport report =
        ingestion.ingest(
            tagged(
                instruments("META.US,FB,US30303M1027,30303M102,Facebook,2012-05-18,2022-06-09,,\n"),
                "T"));

    assertThat(report.warnings())
        .containsExactly(
            "1 row was restated and counts as known from now on, 2023-01-15T12:00:00Z; give"
                + " --known-at to say when the restatement was published");
    assertThat(lake.listings(TAG))
        .containsExactly(facebook(Optional.of(RENAMED), VendorFileFixture.NOW));
  }

  @Test
  void aListOfMembersIsKnownAtTheCloseOfItsDay() {
    Path bare = files.write("members.csv", "date,symbol\n2022-11-25,A\n2022-11-26,A\n");

    IngestReport report = ingestion.ingest(tagged(VendorFileFixture.members("S&P 500", bare), "T"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=2, updated=0, unchanged=0}");
    assertThat(lake.indexMembers(TAG))
        .containsExactly(
            new IndexMembership(
                "S&P 500",
                LocalDate.parse("2022-11-25"),
                "A",
                "",
                Instant.parse("2022-11-25T18:00:00Z")),
            new IndexMembership(
                "S&P 500",
                LocalDate.parse("2022-11-26"),
                "A",
                "",
                Instant.parse("2022-11-26T21:00:00Z")));
    assertThat(ingestion.ingest(VendorFileFixture.members("S&P 500", bare)).alreadyApplied())
        .isTrue();
    IngestReport other = ingestion.ingest(VendorFileFixture.members("S&P 100", bare));
    assertThat(other.counts()).containsEntry("inserted", 2L);
    assertThat(other.warnings())
        .containsExactly(
            "the lake has the same bytes already, as members.csv read as index-members-csv, index"
                + " S&P 500; that stays, and asof lake ingest --delete removes rows of it");
  }

  @Test
  void aShorterListTakesNobodyOutAndSaysSo() {
    String header = "index,date,symbol\n";
    ingestion.ingest(
        files.csv(
            Dataset.INDEX_MEMBERS,
            "members.csv",
            header
                + "S&P 500,2022-11-25,A\nS&P 500,2022-11-25,B\nS&P 500,2022-11-23,C\n"
                + "S&P 400,2022-11-25,D\n"));

    IngestReport report =
        ingestion.ingest(
            files.csv(
                Dataset.INDEX_MEMBERS,
                "members.csv",
                header + "S&P 500,2022-11-25,A\nS&P 500,2022-11-25,E\n"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=1, updated=0, unchanged=1}");
    assertThat(report.warnings())
        .containsExactly(
            "1 member that the lake has on a day of this file's lists isn't in it and stays");
  }

  @Test
  void listsOfSeveralIndexesMayStandInOneFile() {
    ingestion.ingest(
        tagged(
            knownAt(
                files.csv(
                    Dataset.INDEX_MEMBERS,
                    "members.csv",
                    "index,date,symbol,isin\n"
                        + "S&P 500,2022-11-25,AAPL,US0378331005\n"
                        + "Nasdaq-100,2022-11-25,AAPL,\n"),
                "2022-11-28T12:00:00Z"),
            "T"));

    Instant known = Instant.parse("2022-11-28T12:00:00Z");
    assertThat(lake.indexMembers(TAG))
        .containsExactly(
            new IndexMembership("Nasdaq-100", LocalDate.parse("2022-11-25"), "AAPL", "", known),
            new IndexMembership(
                "S&P 500", LocalDate.parse("2022-11-25"), "AAPL", "US0378331005", known));
  }

  @Test
  void eachFormatSaysItsColumns() {
    assertThat(accepted(Dataset.CORPORATE_ACTIONS))
        .containsExactly(
            """
            CSV with symbol, kind, exDate and, as the kind (split, cash-dividend, \
            symbol-change, delisting, cash-merger, stock-dividend, spin-off, stock-merger, \
            rights) needs, newShares, oldShares, usdPerShare, \
            newSymbol; optionally announced, source""");
    assertThat(accepted(Dataset.INSTRUMENTS))
        .containsExactly(
            """
            CSV with instrument, symbol, validFrom and optionally validTo, isin, cusip, name, \
            announced, endAnnounced; validTo is the first day without""");
    assertThat(Dataset.INDEX_MEMBERS.table()).isEqualTo(TableDefinition.INDEX_MEMBERS);
    assertThat(accepted(Dataset.INDEX_MEMBERS))
        .containsExactly(
            "CSV with date, symbol and optionally index, isin; without index, give --index");
  }

  private static List<String> accepted(Dataset dataset) {
    return VendorFormats.load(VendorFormats.class.getClassLoader()).of(dataset).stream()
        .map(VendorFormat::accepts)
        .toList();
  }
}
