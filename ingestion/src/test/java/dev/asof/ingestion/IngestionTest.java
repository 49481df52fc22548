package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.filing;
import static dev.asof.ingestion.VendorFileFixture.knownAt;
import static dev.asof.ingestion.VendorFileFixture.position;
import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.iceberg.events.CreateSnapshotEvent;
import org.apache.iceberg.events.Listeners;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionTest {
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
    lake = Lake.create(folder.resolve("home of tests"));
    ingestion = Ingestion.open(lake);
  }

  @AfterEach
  void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private IngestRequest firstQuarter() {
    return tagged(
        files.holdings(
            filing(
                position("HON", "US4385161066", Q1, Q1_ACCEPTED, 10),
                position("PENN", "US7075691094", Q1, Q1_ACCEPTED, 20),
                position("", "US25470F3029", Q1, Q1_ACCEPTED, 30))),
        "Q1_2022");
  }

  private IngestRequest thirdQuarter() {
    return tagged(
        VendorFileFixture.holdings(
            "IVV",
            files.write(
                "q3.json",
                filing(
                    position("HON", "US4385161066", Q3, Q3_ACCEPTED, 11),
                    position("INVH", "US46187W1071", Q3, Q3_ACCEPTED, 40)))),
        "Q3_2022");
  }

  @Test
  void theNextFilingKeepsAddsAndExpiresPositionsOfItsFund() {
    IngestReport first = ingestion.ingest(firstQuarter());
    IngestReport second = ingestion.ingest(thirdQuarter());

    assertThat(first.counts().toString()).isEqualTo("{new=3, unchanged=0, expired=0}");
    assertThat(second.counts().toString()).isEqualTo("{new=1, unchanged=1, expired=2}");
    assertThat(second.knownAt()).isEqualTo(Instant.parse("2022-11-28T20:50:55Z"));
    assertThat(
            ingestion
                .sql(
                    "SELECT symbol, status, date, balance, known_at FROM fund_holdings"
                        + " ORDER BY isin")
                .rows()
                .toString())
        .isEqualTo(
            "[[, expired, 2022-03-31, 30.0, 2022-11-28T20:50:55Z],"
                + " [HON, unchanged, 2022-09-30, 11.0, 2022-11-28T20:50:55Z],"
                + " [INVH, new, 2022-09-30, 40.0, 2022-11-28T20:50:55Z],"
                + " [PENN, expired, 2022-03-31, 20.0, 2022-11-28T20:50:55Z]]");
  }

  @Test
  void aPositionThatReturnsIsNewAgain() {
    ingestion.ingest(firstQuarter());
    ingestion.ingest(thirdQuarter());
    IngestReport third =
        ingestion.ingest(
            VendorFileFixture.holdings(
                "IVV",
                files.write(
                    "q4.json",
                    filing(
                        position("HON", "US4385161066", "2022-12-31", "2023-01-10 10:00:00", 11),
                        position(
                            "PENN", "US7075691094", "2022-12-31", "2023-01-10 10:00:00", 5)))));

    assertThat(third.counts().toString()).isEqualTo("{new=1, unchanged=1, expired=1}");
    assertThat(status("IVV", "PENN")).isEqualTo("new");
    assertThat(status("IVV", "INVH")).isEqualTo("expired");
  }

  @Test
  void aFileSpeaksForItsOwnFundOnly() {
    ingestion.ingest(firstQuarter());
    ingestion.ingest(
        VendorFileFixture.holdings(
            "IWM",
            files.write("iwm.json", filing(position("PENN", "US7075691094", Q3, Q3_ACCEPTED, 7)))));
    IngestReport report = ingestion.ingest(thirdQuarter());

    assertThat(report.counts().toString()).isEqualTo("{new=1, unchanged=1, expired=2}");
    assertThat(status("IVV", "PENN")).isEqualTo("expired");
    assertThat(status("IWM", "PENN")).isEqualTo("new");
  }

  private Object status(String fund, String symbol) {
    return ingestion
        .sql(
            "SELECT status FROM fund_holdings WHERE fund = '"
                + fund
                + "' AND symbol = '"
                + symbol
                + "'")
        .rows()
        .get(0)
        .get(0);
  }

  @Test
  void mainAndTagsStayAsTheyWereUntilAllIsPublishedInOneCommit() {
    ingestion.ingest(firstQuarter());
    TableState before = state(TableDefinition.FUND_HOLDINGS);
    List<String> refsWhenMerged = new ArrayList<>();
    List<TableState> statesWhenMerged = new ArrayList<>();
    onceWhenMerged(
        () -> {
          statesWhenMerged.add(state(TableDefinition.FUND_HOLDINGS));
          refsWhenMerged.addAll(refs("fund_holdings"));
        });

    ingestion.ingest(thirdQuarter());

    assertThat(statesWhenMerged).containsExactly(before);
    assertThat(refsWhenMerged).hasSize(3).contains("main BRANCH", "Q1_2022 TAG");
    assertThat(refs("fund_holdings"))
        .containsExactlyInAnyOrder("main BRANCH", "Q1_2022 TAG", "Q3_2022 TAG");
    assertThat(state(TableDefinition.FUND_HOLDINGS).snapshots()).isEqualTo(before.snapshots() + 1);
  }

  @Test
  void whenSomebodyElsePublishesFirstTheFileIsStagedAgainAndNothingIsLost() {
    ingestion.ingest(files.bars(barsOf("2022-09-02", "PENN", 31)));
    Path mine = files.write("mine.csv", barsOf("2022-09-06", "PENN", 32));
    Path theirs = files.write("theirs.csv", barsOf("2022-09-06", "PVH", 55));
    onceWhenMerged(
        () -> {
          try (Lake otherLake = Lake.open(lake.home());
              Ingestion other = Ingestion.open(otherLake)) {
            other.ingest(VendorFileFixture.request(Dataset.DAILY_BARS, theirs));
          }
        });

    IngestReport report =
        ingestion.ingest(tagged(VendorFileFixture.request(Dataset.DAILY_BARS, mine), "BOTH"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=1, updated=0, unchanged=0}");
    assertThat(
            ingestion
                .sql(
                    "SELECT symbol, session, close FROM daily_bars VERSION AS OF 'BOTH' ORDER BY 1, 2")
                .rows()
                .toString())
        .isEqualTo("[[PENN, 2022-09-02, 31.0], [PENN, 2022-09-06, 32.0], [PVH, 2022-09-06, 55.0]]");
    assertThat(refs("daily_bars")).containsExactlyInAnyOrder("main BRANCH", "BOTH TAG");
    assertThat(sources(report)).isEqualTo(3);
  }

  @Test
  void theSameFilePublishedMeanwhileBySomebodyElseCountsAsApplied() {
    Path file = files.write("bars.csv", barsOf("2022-09-06", "PENN", 32));
    IngestRequest request = VendorFileFixture.request(Dataset.DAILY_BARS, file);
    onceWhenMerged(
        () -> {
          try (Lake otherLake = Lake.open(lake.home());
              Ingestion other = Ingestion.open(otherLake)) {
            other.ingest(request);
          }
        });

    IngestReport report = ingestion.ingest(request);

    assertThat(report.alreadyApplied()).isTrue();
    assertThat(sources(report)).isEqualTo(1);
    assertThat(refs("daily_bars")).containsExactly("main BRANCH");
  }

  /** Iceberg tells of a snapshot in the thread that commits it, so the ingest waits meanwhile. */
  private void onceWhenMerged(Runnable action) {
    AtomicBoolean armed = new AtomicBoolean(true);
    Listeners.register(
        event -> {
          if (armed.getAndSet(false)) {
            Thread other = new Thread(action);
            other.start();
            try {
              other.join();
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
          }
        },
        CreateSnapshotEvent.class);
  }

  private int sources(IngestReport report) {
    return lake.resolve(report.dataset().table(), new PointInTime.Snapshot(report.snapshotId()))
        .sources()
        .size();
  }

  private TableState state(TableDefinition table) {
    return lake.tables().stream().filter(at -> at.table() == table).findFirst().orElseThrow();
  }

  private List<String> refs(String table) {
    try (Ingestion reader = Ingestion.open(lake)) {
      return reader.sql("SELECT name, type FROM market." + table + ".refs").rows().stream()
          .map(row -> row.get(0) + " " + row.get(1))
          .toList();
    }
  }

  private static String barsOf(String date, String symbol, double close) {
    return "date,symbol,open,high,low,close,volume\n"
        + date
        + ","
        + symbol
        + ","
        + close
        + ","
        + close
        + ","
        + close
        + ","
        + close
        + ",1000\n";
  }

  @Test
  void theSnapshotRecordsItsSourceAndWhatItDid() {
    IngestReport report = ingestion.ingest(firstQuarter());

    Object summary =
        ingestion
            .sql(
                "SELECT summary FROM market.fund_holdings.snapshots WHERE snapshot_id = "
                    + report.snapshotId())
            .rows()
            .get(0)
            .get(0);
    assertThat(summary)
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
        .containsEntry("asof.source.name", "holdings.json")
        .containsEntry("asof.source.sha256", report.sha256())
        .containsEntry("asof.source.rows", "3")
        .containsEntry("asof.source.fund", "IVV")
        .containsEntry("asof.known-at", "2022-05-27T17:54:03Z")
        .containsEntry("asof.rows.new", "3")
        .containsEntry("asof.rows.expired", "0");
  }

  @Test
  void theSameFileAgainChangesNothing() {
    IngestReport first = ingestion.ingest(firstQuarter());
    ingestion.ingest(thirdQuarter());
    List<TableState> before = lake.tables();

    IngestReport again = ingestion.ingest(firstQuarter());

    assertThat(again.alreadyApplied()).isTrue();
    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(again.counts()).isEqualTo(first.counts());
    assertThat(lake.tables()).isEqualTo(before);
  }

  @Test
  void theSameFileWithAFreeTagNamesTheTableAsItIsNow() {
    ingestion.ingest(firstQuarter());
    IngestReport third = ingestion.ingest(thirdQuarter());

    IngestReport again = ingestion.ingest(tagged(firstQuarter(), "LATEST"));

    assertThat(again.snapshotId()).isEqualTo(third.snapshotId());
    assertThat(again.knownAt()).isEqualTo(third.knownAt());
    assertThat(
            lake.resolve(TableDefinition.FUND_HOLDINGS, new PointInTime.Tag("LATEST")).snapshotId())
        .isEqualTo(third.snapshotId());
  }

  @Test
  void aTagThatNamesAnotherStateIsRefusedBeforeTheFileIsRead() {
    ingestion.ingest(firstQuarter());
    List<TableState> before = lake.tables();

    assertThatThrownBy(
            () -> ingestion.ingest(tagged(files.holdings("this is not JSON"), "Q1_2022")))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_EXISTS))
        .hasMessageContaining("Cannot tag fund_holdings as Q1_2022");
    assertThat(lake.tables()).isEqualTo(before);
  }

  @Test
  void aTagThatDoesNotHoldTheFileIsRefused() {
    ingestion.ingest(firstQuarter());
    ingestion.ingest(thirdQuarter());

    assertThatThrownBy(() -> ingestion.ingest(tagged(thirdQuarter(), "Q1_2022")))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_EXISTS));
  }

  @Test
  void theSameQuotesOfAnotherExchangeAreOthers() {
    IngestRequest request =
        VendorFileFixture.request(
                Dataset.TOP_OF_BOOK,
                files.write(
                    "feed.jsonl",
                    "[6,\"ABC\",1,2,1660000000000000000,1660000000000000000,"
                        + "[[\"bid\",10.5,7,1],[\"ask\",10.6,8,2]]]\n"))
            .withExchange(Optional.of("XNAS"));
    ingestion.ingest(request);

    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();
    IngestReport other = ingestion.ingest(request.withExchange(Optional.of("XNYS")));
    assertThat(other.counts()).containsEntry("inserted", 1L);
    assertThat(other.warnings())
        .containsExactly(
            "the lake has the same bytes already, as feed.jsonl read as feed-jsonl, exchange XNAS;"
                + " that stays, and asof lake ingest --delete removes rows of it");
  }

  @Test
  void theSameHoldingsOfAnotherFundAreOthers() {
    IngestRequest request = firstQuarter();
    ingestion.ingest(request);

    IngestReport other =
        ingestion.ingest(request.withFund(Optional.of("IWM")).withTag(Optional.empty()));
    assertThat(other.counts()).containsEntry("new", 3L);
    assertThat(other.warnings())
        .containsExactly(
            "the lake has the same bytes already, as holdings.json read as holdings-json, fund IVV;"
                + " that stays, and asof lake ingest --delete removes rows of it");
  }

  @Test
  void aPeriodBeforeTheFundsLastIsRefused() {
    ingestion.ingest(thirdQuarter());
    TableState before = state(TableDefinition.FUND_HOLDINGS);

    assertThatThrownBy(() -> ingestion.ingest(firstQuarter()))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERIOD_STALE))
        .hasMessage(
            "Cannot ingest holdings.json: its period 2022-03-31 is before 2022-09-30, which fund"
                + " IVV has already; expected that period or a later one");
    assertThat(state(TableDefinition.FUND_HOLDINGS)).isEqualTo(before);
    assertThat(refs("fund_holdings")).containsExactlyInAnyOrder("main BRANCH", "Q3_2022 TAG");
  }

  @Test
  void aFilingAcceptedBeforeTheFundsLastIsRefused() {
    ingestion.ingest(thirdQuarter());

    assertThatThrownBy(
            () ->
                ingestion.ingest(
                    files.holdings(
                        filing(position("HON", "US4385161066", Q3, "2022-11-28 15:50:54", 1)))))
        .hasMessage(
            "Cannot ingest holdings.json: it was accepted at 2022-11-28T20:50:54Z, before the"
                + " filing of 2022-11-28T20:50:55Z that fund IVV has already; expected a later one");
  }

  @Test
  void restatedBarsAreUpdatedAndEqualOnesLeftAlone() {
    ingestion.ingest(
        files.bars(
            """
            date,symbol,open,high,low,close,volume
            2021-12-31,PENN,50,52,49,51,1000
            2022-09-02,PENN,31,32,30,31.3,1000
            2022-09-02,PVH,54,55,53,54.58,2000
            """));
    IngestReport report =
        ingestion.ingest(
            knownAt(
                files.bars(
                    """
                    date,symbol,open,high,low,close,volume
                    2022-09-02,PENN,31,32,30,31.5,1000
                    2022-09-02,PVH,54,55,53,54.58,2000
                    2022-09-06,PVH,55.15,56,55,55.5,2500
                    """),
                "2022-09-07T12:00:00Z"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=1, updated=1, unchanged=1}");
    assertThat(report.warnings()).isEmpty();
    assertThat(
            ingestion
                .sql("SELECT symbol, session, close, known_at FROM daily_bars ORDER BY 1, 2")
                .rows()
                .toString())
        .isEqualTo(
            "[[PENN, 2021-12-31, 51.0, 2021-12-31T21:00:00Z],"
                + " [PENN, 2022-09-02, 31.5, 2022-09-07T12:00:00Z],"
                + " [PVH, 2022-09-02, 54.58, 2022-09-02T20:00:00Z],"
                + " [PVH, 2022-09-06, 55.5, 2022-09-07T12:00:00Z]]");
  }

  @Test
  void aRestatementWithoutItsTimeCountsAsKnownFromNowOn() {
    ingestion.ingest(
        tagged(files.bars(barsOf("2022-09-02", "PENN", 31) + row("PVH", 55)), "FIRST"));

    IngestReport report =
        ingestion.ingest(
            tagged(files.bars(barsOf("2022-09-02", "PENN", 32) + row("PVH", 55)), "RESTATED"));

    assertThat(report.counts().toString()).isEqualTo("{inserted=0, updated=1, unchanged=1}");
    assertThat(report.warnings())
        .containsExactly(
            "1 row was restated and counts as known from now on, 2023-01-15T12:00:00Z; give"
                + " --known-at to say when the restatement was published");
    assertThat(report.knownAt()).isEqualTo(VendorFileFixture.NOW);
    assertThat(ingestion.sql("SELECT symbol, close, known_at FROM daily_bars ORDER BY 1").rows())
        .containsExactly(
            List.of("PENN", 32.0, VendorFileFixture.NOW),
            List.of("PVH", 55.0, Instant.parse("2022-09-02T20:00:00Z")));
    assertThat(lake.tags(TableDefinition.DAILY_BARS))
        .extracting(state -> state.knownAt().toString())
        .containsExactly("2022-09-02T20:00:00Z", "2023-01-15T12:00:00Z");
  }

  @Test
  void aRestatementThatIsRepeatedChangesNothingMore() {
    ingestion.ingest(files.bars(barsOf("2022-09-02", "PENN", 31)));
    IngestRequest restated = files.bars(barsOf("2022-09-02", "PENN", 32));
    ingestion.ingest(restated);

    assertThat(ingestion.ingest(later(restated)).alreadyApplied()).isTrue();
    IngestReport sameRows =
        ingestion.ingest(later(files.bars(barsOf("2022-09-02", "PENN", 32) + "\n")));
    assertThat(sameRows.counts().toString()).isEqualTo("{inserted=0, updated=0, unchanged=1}");
    assertThat(sameRows.warnings()).isEmpty();
    assertThat(ingestion.sql("SELECT known_at FROM daily_bars").rows())
        .containsExactly(List.of(VendorFileFixture.NOW));
  }

  private static IngestRequest later(IngestRequest request) {
    return request.withNow(request.now().plusSeconds(86_400));
  }

  private static String row(String symbol, double close) {
    return barsOf("2022-09-02", symbol, close).lines().skip(1).findFirst().orElseThrow() + "\n";
  }

  @Test
  void aBarOfAHalfDayIsKnownAtItsEarlyClose() {
    ingestion.ingest(files.bars(barsOf("2022-11-25", "PENN", 35)));

    assertThat(ingestion.sql("SELECT known_at FROM daily_bars").rows())
        .containsExactly(List.of(Instant.parse("2022-11-25T18:00:00Z")));
  }

  @Test
  void barsOnDaysOffOfTheExchangeComeInWithAWarning() {
    IngestReport one =
        ingestion.ingest(
            files.bars(
                """
                date,symbol,open,high,low,close,volume
                2022-11-23,PENN,34,34,34,34,1000
                2022-11-24,PENN,34,34,34,34,1000
                """));
    IngestReport three =
        ingestion.ingest(
            files.bars(
                """
                date,symbol,open,high,low,close,volume
                1989-12-31,PVH,54,54,54,54,1000
                2022-11-24,PVH,54,54,54,54,1000

                2022-11-26,PVH,54,54,54,54,1000
                2022-11-27,PVH,54,54,54,54,1000
                """));

    assertThat(one.warnings())
        .containsExactly(
            "the NYSE doesn't trade on 2022-11-24, the date in line 3 of bars.csv; that bar counts"
                + " as known at 16:00");
    assertThat(three.warnings())
        .containsExactly(
            "the NYSE doesn't trade on 2022-11-24, the date in line 3 of bars.csv; it and 2 more"
                + " such bars count as known at 16:00");
    assertThat(
            ingestion
                .sql(
                    "SELECT known_at FROM daily_bars WHERE symbol = 'PENN' ORDER BY session DESC"
                        + " LIMIT 1")
                .rows())
        .containsExactly(List.of(Instant.parse("2022-11-24T21:00:00Z")));
  }

  @Test
  void aFileWithoutNewsIsRecordedAndRewritesNoDataFile() {
    ingestion.ingest(files.bars(barsOf("2022-09-02", "PENN", 31)));
    TableState before = state(TableDefinition.DAILY_BARS);

    IngestRequest sameRows = files.bars(barsOf("2022-09-02", "PENN", 31) + "\n\n");
    IngestReport report = ingestion.ingest(sameRows);

    assertThat(report.counts().toString()).isEqualTo("{inserted=0, updated=0, unchanged=1}");
    assertThat(state(TableDefinition.DAILY_BARS).bytes()).isEqualTo(before.bytes());
    assertThat(state(TableDefinition.DAILY_BARS).rows()).isEqualTo(1);
    assertThat(ingestion.ingest(sameRows).alreadyApplied()).isTrue();
  }

  @Test
  void announcedChangesCountAsKnownAfterTheCloseAndAreMembershipUnlessTheFileSaysOtherwise() {
    IngestReport report =
        ingestion.ingest(
            files.changes(
                """
                Index,Symbol,ISIN,Action,Kind,Announced,Effective,Source
                S&P 500,CSGP,US22160N1090,added,,2022-09-02,2022-09-19,"S&P, press release"
                S&P 500,META,,Added,ticker-change,2022-05-31,2022-06-09,Meta
                """));

    assertThat(report.counts().toString()).isEqualTo("{inserted=2, updated=0, unchanged=0}");
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2022-09-02T21:15:00Z"));
    assertThat(
            ingestion
                .sql(
                    "SELECT index, symbol, isin, action, kind, announced, effective, source,"
                        + " known_at FROM index_changes ORDER BY symbol")
                .rows()
                .toString())
        .isEqualTo(
            "[[S&P 500, CSGP, US22160N1090, added, membership, 2022-09-02, 2022-09-19,"
                + " S&P, press release, 2022-09-02T21:15:00Z],"
                + " [S&P 500, META, , added, ticker-change, 2022-05-31, 2022-06-09, Meta,"
                + " 2022-05-31T21:15:00Z]]");
  }

  @Test
  void holdingsWithoutATimeOfAcceptanceTakeTheGivenKnowledgeTime() {
    Path file =
        files.write(
            "ivv.csv",
            "fund,date,symbol,name,cusip,isin,balance,valUsd,pctVal,note\n"
                + "IVV,2022-06-13,AAPL,Apple Inc.,037833100,,161318980,21000000000,6.4,x\n");
    IngestReport report =
        ingestion.ingest(
            knownAt(
                VendorFileFixture.request(Dataset.FUND_HOLDINGS, file), "2022-06-14T01:00:00Z"));

    assertThat(report.warnings())
        .containsExactly("column 'note' of ivv.csv is unknown and left out");
    assertThat(
            ingestion.sql("SELECT fund, isin, acceptanceTime, known_at FROM fund_holdings").rows())
        .containsExactly(
            Arrays.asList("IVV", "US0378331005", null, Instant.parse("2022-06-14T01:00:00Z")));
  }

  @Test
  void textOfAFileIsDataAndNeverSql() {
    String hostile = "'; DROP TABLE daily_bars; -- \u0131\uD83D\uDE00 ${x} :fund";
    ingestion.ingest(
        files.changes(
            "index,symbol,action,announced,effective,source\n"
                + "S&P 500,"
                + hostile
                + ",added,2022-09-02,2022-09-19,s\n"));

    assertThat(ingestion.sql("SELECT symbol FROM index_changes").rows())
        .containsExactly(List.of(hostile));
  }

  @Test
  void writersAtTheSameTimeLoseNothing() throws Exception {
    List<String> symbols = List.of("CSGP", "INVH", "PENN", "PVH");
    ExecutorService writers = Executors.newFixedThreadPool(symbols.size());
    try {
      List<Future<IngestReport>> reports = new ArrayList<>();
      for (String symbol : symbols) {
        Path file = files.write(symbol + ".csv", barsOf("2022-09-06", symbol, 32));
        reports.add(
            writers.submit(
                () -> {
                  try (Lake ownLake = Lake.open(lake.home());
                      Ingestion own = Ingestion.open(ownLake)) {
                    return own.ingest(VendorFileFixture.request(Dataset.DAILY_BARS, file));
                  }
                }));
      }
      for (Future<IngestReport> report : reports) {
        assertThat(report.get().counts()).containsEntry("inserted", 1L);
      }
    } finally {
      writers.shutdownNow();
    }

    assertThat(ingestion.sql("SELECT symbol FROM daily_bars ORDER BY 1").rows())
        .isEqualTo(symbols.stream().<List<Object>>map(List::of).toList());
    assertThat(refs("daily_bars")).containsExactly("main BRANCH");
  }

  @Test
  void aFailureWhileMergingIsOneLineAndLeavesMainAndTags() throws IOException {
    ingestion.ingest(firstQuarter());
    TableState before = state(TableDefinition.FUND_HOLDINGS);
    try (Stream<Path> warehouse = Files.walk(lake.home().resolve("warehouse"))) {
      for (Path file : warehouse.filter(at -> at.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }

    assertThatThrownBy(() -> ingestion.ingest(thirdQuarter()))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .message()
        .startsWith("Cannot ingest q3.json: the lake's files in " + lake.home() + ": ")
        .endsWith("; nothing was changed")
        .doesNotContain("\n");
    assertThat(state(TableDefinition.FUND_HOLDINGS)).isEqualTo(before);
    assertThat(refs("fund_holdings")).containsExactlyInAnyOrder("main BRANCH", "Q1_2022 TAG");
  }

  @Test
  void textsLikePathsOrStatementsComeBackAsTheyWere() throws IOException {
    List<String> odd =
        List.of(
            "../../../../x",
            "'; DROP TABLE top_of_book; --",
            "\uD83D\uDE80",
            "%2e%2e%2f",
            "a/b=c",
            "${x}",
            "<b>`\"");
    StringBuilder quotes =
        new StringBuilder(
            "exchange_code,instrument,event_id,adapter_ts_ns,bid_price,bid_quantity,ask_price,"
                + "ask_quantity\n");
    for (String symbol : odd) {
      String quoted = '"' + symbol.replace("\"", "\"\"") + '"';
      quotes.append(quoted).append(',').append(quoted);
      quotes.append(",1,1660000000000000000,1,2,3,4\n");
    }
    IngestRequest request = files.csv(Dataset.TOP_OF_BOOK, "odd.csv", quotes.toString());

    assertThat(ingestion.ingest(request).counts())
        .hasToString("{inserted=7, updated=0, unchanged=0}");
    assertThat(ingestion.sql("SELECT exchange_code, instrument FROM top_of_book").rows())
        .containsExactlyInAnyOrderElementsOf(
            odd.stream().map(symbol -> List.<Object>of(symbol, symbol)).toList());
    // A restated row names its partition in the merge's conditions.
    assertThat(
            ingestion
                .ingest(
                    files.csv(
                        Dataset.TOP_OF_BOOK,
                        "odder.csv",
                        quotes.toString().replace(",4\n", ",5\n")))
                .counts())
        .hasToString("{inserted=0, updated=7, unchanged=0}");
    try (Stream<Path> outside = Files.list(folder)) {
      assertThat(outside.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("home of tests", "odd.csv", "odder.csv");
    }
  }
}
