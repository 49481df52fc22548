package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.QuarantinedRow;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.events.CreateSnapshotEvent;
import org.apache.iceberg.events.Listeners;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";
  private static final String BAD =
      BARS
          + "2022-09-02,PENN,31,32,30,31.3,1000\n"
          + "2022-09-02,PVH,54,55,53,\"54,58\",2000\n"
          + "2022-09-06,PENN,310,320,300,313,1000\n"
          + "2022-09-06,HON,1,1\n";

  private static Lake keeperLake;
  private static Ingestion keeper;

  @TempDir Path folder;
  private VendorFileFixture files;
  private Lake lake;

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
  }

  @AfterEach
  void closeTheLake() {
    lake.close();
  }

  private static AuditPolicy allowing(int rows, double share) {
    return new AuditPolicy(
        Map.of(
            TableDefinition.DAILY_BARS,
            new TableAudits(
                List.of(AuditRule.of(StandardRule.PRICE_JUMP, Severity.REJECT)), rows, share)));
  }

  private Ingestion ingestion(AuditPolicy policy) {
    return Ingestion.open(lake, VendorFormats.load(QuarantineTest.class.getClassLoader()), policy);
  }

  private IngestReport ingest(IngestRequest request) {
    try (Ingestion ingestion = ingestion(allowing(3, 1))) {
      return ingestion.ingest(request);
    }
  }

  private String bars() {
    try (Ingestion ingestion = ingestion(AuditPolicy.NONE)) {
      return ingestion
          .sql("SELECT session, symbol, close FROM daily_bars ORDER BY session, symbol")
          .rows()
          .toString();
    }
  }

  private List<QuarantinedRow> waiting() {
    return lake.quarantine().rows().stream()
        .filter(row -> row.status() == QuarantinedRow.Status.OPEN)
        .toList();
  }

  @Test
  void rowsThatShareALineAreRefusedTogether() {
    IngestRequest list =
        files
            .changes(
                "effective_date,added,removed,announced_date,kind\n"
                    + "2022-06-21,KDP|ON,,,change\n"
                    + "2022-09-19,CSGP,PENN,2022-09-02,change\n")
            .withIndex(Optional.of("S&P 500"));
    AuditPolicy policy =
        new AuditPolicy(Map.of(TableDefinition.INDEX_CHANGES, new TableAudits(List.of(), 3, 1)));

    try (Ingestion ingestion = ingestion(policy)) {
      assertThatThrownBy(() -> ingestion.ingest(list))
          .hasMessageStartingWith(
              "Cannot ingest changes.csv, line 2, column announced: the date is missing;")
          .hasMessageEndingWith("(and 1 more)");
    }
    assertThat(waiting()).isEmpty();
  }

  @Test
  void rejectedRowsStayOutAndTheRestIsPublished() {
    IngestReport report = ingest(files.bars(BAD));

    assertThat(report.counts().toString()).isEqualTo("{inserted=1, updated=0, unchanged=0}");
    assertThat(report.quarantined()).isEqualTo(3);
    assertThat(report.findings().worst())
        .extracting(finding -> finding.severity() + finding.words())
        .containsExactly(
            "reject, line 3, column close: '54,58' isn't a number; expected digits with '.' for"
                + " decimals, for example 1031894 or 61.53",
            "reject, line 4: price-jump: symbol PENN, session 2022-09-06: +900.0%, close 313.0 after"
                + " 31.3; limit 50% without a split or dividend",
            "reject, line 5: 4 fields; expected 7 as in the header");
    assertThat(bars()).isEqualTo("[[2022-09-02, PENN, 31.3]]");
    assertThat(waiting())
        .extracting(row -> row.line() + " " + row.rule() + " " + row.row())
        .containsExactly(
            "3 row-invalid {\"date\":\"2022-09-02\",\"symbol\":\"PVH\",\"open\":\"54\",\"high\":\"55\","
                + "\"low\":\"53\",\"close\":\"54,58\",\"volume\":\"2000\"}",
            "4 price-jump {\"date\":\"2022-09-06\",\"symbol\":\"PENN\",\"open\":\"310\",\"high\":\"320\","
                + "\"low\":\"300\",\"close\":\"313\",\"volume\":\"1000\"}",
            "5 file-malformed {\"\":\"2022-09-06,HON,1,1\"}");
    assertThat(waiting())
        .allSatisfy(
            row -> {
              assertThat(row.dataset()).isEqualTo("daily-bars");
              assertThat(row.file()).isEqualTo("bars.csv");
              assertThat(row.sha256()).isEqualTo(report.sha256());
              assertThat(row.recordedAt()).isEqualTo(VendorFileFixture.NOW);
            });
    assertThat(ingest(files.bars(BAD)).alreadyApplied()).isTrue();
    assertThat(waiting()).hasSize(3);
  }

  @Test
  void moreRowsThanThePolicyAllowsRefuseTheFile() {
    List<TableState> before = lake.tables();
    for (AuditPolicy policy : List.of(allowing(2, 1), allowing(3, 0.5))) {
      try (Ingestion ingestion = ingestion(policy)) {
        assertThatThrownBy(() -> ingestion.ingest(files.bars(BAD)))
            .isInstanceOfSatisfying(
                FileRefused.class, refused -> assertThat(refused.findings().count()).isEqualTo(3))
            .hasMessageContaining("Cannot ingest bars.csv, line 3, column close: '54,58' isn't a")
            .hasMessageContaining(
                "(and 2 more); at most 2 rows of this file may go to the quarantine, by the audits of"
                    + " daily_bars; to go on without them, give --audits a copy of conf/audits.yaml"
                    + " with daily_bars: quarantine: {rows: 3, share: 0.");
      }
    }
    assertThat(lake.tables()).isEqualTo(before);
    assertThat(lake.quarantine().rows()).isEmpty();
  }

  @Test
  void aStatementThatRejectsRowsMustNameTheirLines() {
    AuditRule rule =
        AuditRule.ofStatement(
            "own",
            Severity.REJECT,
            "SELECT symbol AS key, close AS value, 1 AS limit FROM staged_rows");
    try (Ingestion ingestion =
        ingestion(
            new AuditPolicy(
                Map.of(TableDefinition.DAILY_BARS, new TableAudits(List.of(rule), 3, 1))))) {
      assertThatThrownBy(
              () -> ingestion.ingest(files.bars(BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n")))
          .isInstanceOf(FileRefused.class)
          .hasMessage(
              "Cannot ingest bars.csv: own: PENN: 31.3; limit 1; rule own rejects rows, but names no"
                  + " line of one");
    }
  }

  @Test
  void aKeyWithTwoValuesPublishesNeitherAndOneWithTheSameTwiceOnlyOnce() {
    IngestReport report =
        ingest(
            files.bars(
                BARS
                    + "2022-09-02,PENN,31,32,30,31.3,1000\n"
                    + "2022-09-02,PVH,54,55,53,54,2000\n"
                    + "2022-09-02,PVH,54,55,53,55,2000\n"
                    + "2022-09-02,PENN,31,32,30,31.3,1000\n"));

    assertThat(report.quarantined()).isEqualTo(3);
    assertThat(bars()).isEqualTo("[[2022-09-02, PENN, 31.3]]");
    assertThat(waiting()).extracting(QuarantinedRow::line).containsExactly(3L, 4L, 5L);
    assertThat(waiting().get(0).limit())
        .isEqualTo("the key symbol PVH, date 2022-09-02 stands again in line 4 with other values");
  }

  @Test
  void correctedRowsArePublishedAndNoLongerWait() {
    ingest(files.bars(BAD));
    IngestRequest corrected = corrected();

    IngestReport report = ingest(corrected);

    assertThat(report.counts().toString()).isEqualTo("{inserted=1, updated=0, unchanged=0}");
    assertThat(bars()).isEqualTo("[[2022-09-02, PENN, 31.3], [2022-09-02, PVH, 54.58]]");
    assertThat(lake.quarantine().rows())
        .filteredOn(row -> row.status() == QuarantinedRow.Status.REPLAYED)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.line()).isEqualTo(3);
              assertThat(row.reason()).isEqualTo("corrected.csv " + report.sha256());
            });
    assertThat(ingest(corrected).alreadyApplied()).isTrue();
  }

  private IngestRequest corrected() {
    return corrected(waiting().get(0).id(), "54.58");
  }

  private IngestRequest corrected(String id, String close) {
    return files.csv(
        Dataset.DAILY_BARS,
        "corrected.csv",
        "quarantine_id,quarantine_reason,"
            + BARS
            + id
            + ",not a number,2022-09-02,PVH,54,55,53,"
            + close
            + ",2000\n");
  }

  @Test
  void aCorrectionOfWhatDoesNotWaitOrIsStillWrongIsRefused() {
    ingest(files.bars(BAD));
    List<QuarantinedRow> before = lake.quarantine().rows();
    String id = waiting().get(0).id();

    assertThatThrownBy(() -> ingest(corrected("0123456789abcdef", "54.58")))
        .isInstanceOf(FileRefused.class)
        .hasMessage(
            "Cannot ingest corrected.csv, line 2, column quarantine_id: '0123456789abcdef' isn't in"
                + " the quarantine; asof lake quarantine lists what is");
    assertThatThrownBy(() -> ingest(corrected(id, "x")))
        .hasMessageContaining("line 2, column close: 'x' isn't a number");
    assertThatThrownBy(
            () ->
                ingest(
                    corrected(id, "54.58")
                        .withNow(VendorFileFixture.NOW)
                        .withKnownAt(Optional.of(Instant.parse("2022-09-01T00:00:00Z")))))
        .hasMessageContaining("--known-at 2022-09-01T00:00:00Z is too early");
    assertThat(lake.quarantine().rows()).isEqualTo(before);

    lake.quarantine()
        .settle(List.of(id), QuarantinedRow.Status.DROPPED, VendorFileFixture.NOW, "no trade");
    assertThatThrownBy(() -> ingest(corrected(id, "54.58")))
        .hasMessageEndingWith("'" + id + "' was dropped already: no trade");
  }

  @Test
  void aCrashBetweenQuarantineAndPublishingIsCompletedByRepeating() {
    onCommitTo("quarantine", lake::close);
    assertThatThrownBy(() -> ingest(files.bars(BAD))).isInstanceOf(RuntimeException.class);
    lake = Lake.open(folder.resolve("home"));

    assertThat(waiting()).hasSize(3);
    assertThat(lake.tables()).allMatch(table -> table.rows() == 0);

    IngestReport report = ingest(files.bars(BAD));

    assertThat(report.alreadyApplied()).isFalse();
    assertThat(bars()).isEqualTo("[[2022-09-02, PENN, 31.3]]");
    assertThat(lake.quarantine().rows()).hasSize(3);
  }

  @Test
  void aCrashBetweenPublishingCorrectionsAndSayingSoIsCompletedByRepeating() throws IOException {
    ingest(files.bars(BAD));
    IngestRequest corrected = corrected();
    Path quarantine = folder.resolve("home/warehouse/market/quarantine");
    Path aside = folder.resolve("aside");
    assertThat(quarantine).isDirectory();
    onCommitTo("daily_bars", () -> Files.move(quarantine, aside));
    assertThatThrownBy(() -> ingest(corrected))
        .isInstanceOfSatisfying(
            AsOfException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
    Files.move(aside, quarantine);
    assertThat(bars()).isEqualTo("[[2022-09-02, PENN, 31.3], [2022-09-02, PVH, 54.58]]");
    assertThat(waiting()).hasSize(3);

    assertThat(ingest(corrected).alreadyApplied()).isTrue();

    assertThat(waiting()).hasSize(2);
  }

  private interface Interruption {
    void run() throws IOException;
  }

  /** Iceberg tells of a snapshot in the thread that commits it. */
  private static void onCommitTo(String table, Interruption interruption) {
    AtomicBoolean armed = new AtomicBoolean(true);
    Listeners.register(
        event -> {
          if (event.tableName().endsWith("." + table) && armed.getAndSet(false)) {
            try {
              interruption.run();
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          }
        },
        CreateSnapshotEvent.class);
  }

  @Test
  void aDryRunPutsNothingInTheQuarantine() {
    try (Ingestion ingestion = ingestion(allowing(3, 1))) {
      assertThat(ingestion.preview(files.bars(BAD)).quarantined()).isEqualTo(3);
    }
    assertThat(lake.quarantine().rows()).isEmpty();
  }

  @Test
  void rowsOnTheirWayToABranchAreReplayedThere() {
    ingest(files.bars(BARS + "2022-09-01,PENN,31,32,30,31.3,1000\n"));
    PointInTime.Branch branch = new PointInTime.Branch("what_if");
    lake.openBranch(branch, List.of(TableDefinition.DAILY_BARS), Optional.empty());
    try (Ingestion ingestion = ingestion(allowing(3, 1))) {
      IngestReport report =
          ingestion.ingestTo(
              branch,
              files.csv(
                  Dataset.DAILY_BARS,
                  "branch.csv",
                  BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n2022-09-02,PVH,1,2,1,x,1\n"));
      assertThat(report.branch()).contains(branch);
      assertThatThrownBy(() -> ingestion.ingest(corrected()))
          .hasMessageEndingWith("was on its way to branch what_if");
      ingestion.ingestTo(branch, corrected());
    }
    assertThat(waiting()).isEmpty();
    assertThat(bars()).isEqualTo("[[2022-09-01, PENN, 31.3]]");
  }

  @Test
  void aRowOfAFileThatIsTooLargeForMemoryStaysOutToo() {
    StringBuilder csv = new StringBuilder("symbol,date,rate\n");
    for (int i = 0; i <= 100_000; i++) {
      csv.append("S").append(i).append(",2022-09-02,").append(i == 77_777 ? 900 : 1).append('\n');
    }
    AuditPolicy policy =
        new AuditPolicy(
            Map.of(
                TableDefinition.BORROW_RATES,
                new TableAudits(
                    List.of(
                        AuditRule.of(StandardRule.RANGE, Severity.REJECT)
                            .about("rate")
                            .with("max", 500)),
                    1,
                    1)));
    try (Ingestion ingestion = ingestion(policy)) {
      IngestReport report =
          ingestion.ingest(files.csv(Dataset.BORROW_RATES, "rates.csv", csv.toString()));
      assertThat(report.counts().toString()).isEqualTo("{inserted=100000, updated=0, unchanged=0}");
      assertThat(ingestion.sql("SELECT max(rate), count(*) FROM borrow_rates").rows().toString())
          .isEqualTo("[[1.0, 100000]]");
    }
    assertThat(waiting()).extracting(QuarantinedRow::line).containsExactly(77_779L);
  }

  @Test
  void holdingsAreWholeOrNotThere() {
    assertThatThrownBy(
            () ->
                new AuditPolicy(
                    Map.of(TableDefinition.FUND_HOLDINGS, new TableAudits(List.of(), 1, 1))))
        .hasMessage("Invalid audits of fund_holdings: a row left out would expire its position");
  }
}
