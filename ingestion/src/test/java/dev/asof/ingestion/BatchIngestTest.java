package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.filing;
import static dev.asof.ingestion.VendorFileFixture.position;
import static dev.asof.ingestion.VendorFileFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import dev.asof.catalog.Column;
import dev.asof.catalog.HistoryEntry;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one command: together or not at all, each with its own line. */
class BatchIngestTest {
  private static final String HEADER = "date,symbol,open,high,low,close,volume\n";
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");

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

  private static String bar(String date, String symbol, int close) {
    return date + "," + symbol + "," + close + "," + close + "," + close + "," + close + ",100\n";
  }

  private IngestRequest bars(String name, String... rows) {
    return request(Dataset.DAILY_BARS, files.write(name, HEADER + String.join("", rows)));
  }

  private List<String> ingest(IngestRequest... requests) {
    return ingest(BatchPolicy.ALL_OR_NOTHING, requests);
  }

  /** What is said of each file. */
  private List<String> ingest(BatchPolicy policy, IngestRequest... requests) {
    List<String> said = new ArrayList<>();
    try {
      ingestion.ingest(new IngestBatch(List.of(requests), Optional.empty(), policy), told(said));
    } catch (RuntimeException thrown) {
      said.add(thrown.getMessage());
    }
    return said;
  }

  private static IngestWatch told(List<String> said) {
    return new IngestWatch() {
      @Override
      public void read(int done, int of) {
        assertThat(done).isBetween(1, of);
      }

      @Override
      public void settled(FileOutcome outcome) {
        if (outcome instanceof FileOutcome.Applied applied) {
          IngestReport report = applied.report();
          said.add(
              report.fileName()
                  + " "
                  + (report.alreadyApplied() ? "already there" : report.counts())
                  + (report.quarantined() == 0 ? "" : " quarantined " + report.quarantined()));
        } else if (outcome instanceof FileOutcome.Previewed previewed) {
          said.add(
              previewed.preview().fileName()
                  + " would "
                  + previewed.preview().counts()
                  + " "
                  + previewed.preview().changes().size());
        } else if (outcome instanceof FileOutcome.Refused refused) {
          said.add(refused.fileName() + " refused: " + refused.because().getMessage());
        } else if (outcome instanceof FileOutcome.NotApplied notApplied) {
          said.add(notApplied.fileName() + " not applied");
        }
      }
    };
  }

  private List<HistoryEntry> history() {
    return lake.history(TableDefinition.DAILY_BARS);
  }

  private List<String> rows(String sql) {
    return ingestion.sql(sql).rows().stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  @Test
  void filesOfOneCommandAreOneSnapshotThatKnowsEach() {
    IngestRequest[] requests =
        IntStream.range(0, 30)
            .mapToObj(i -> bars("S" + (10 + i) + ".csv", bar("2022-09-06", "S" + (10 + i), 5 + i)))
            .toArray(IngestRequest[]::new);
    requests[29] = requests[29].withTag(Optional.of(TAG));

    assertThat(ingest(requests))
        .hasSize(30)
        .contains("S10.csv {inserted=1, updated=0, unchanged=0}");

    assertThat(history()).hasSize(1);
    assertThat(history().get(0).what()).isEqualTo("30 files, S10.csv to S39.csv");
    assertThat(history().get(0).counts().toString())
        .isEqualTo("{inserted=30, unchanged=0, updated=0}");
    assertThat(lake.resolve(TableDefinition.DAILY_BARS, TAG).sources())
        .hasSize(30)
        .extracting(SourceFile::name)
        .startsWith("S10.csv", "S11.csv");

    // Each is known by itself, and only what is new is read again.
    assertThat(ingest(requests[3], bars("Z.csv", bar("2022-09-06", "Z", 7)), requests[0]))
        .containsExactly(
            "S13.csv already there",
            "Z.csv {inserted=1, updated=0, unchanged=0}",
            "S10.csv already there");
    assertThat(history()).hasSize(2);
  }

  @Test
  void whereFilesHaveTheSameKeyTheLaterOneWinsAndBothStatesStayInTheHistory() {
    assertThat(
            ingest(
                bars("1.csv", bar("2022-09-06", "A", 10), bar("2022-09-07", "A", 11)),
                bars("2.csv", bar("2022-09-06", "A", 20)),
                bars("3.csv", bar("2022-09-07", "A", 11), bar("2022-09-08", "A", 12)),
                bars("4.csv", bar("2022-09-06", "A", 30), bar("2022-09-08", "A", 12))))
        .containsExactly(
            "1.csv {inserted=2, updated=0, unchanged=0}",
            "2.csv {inserted=0, updated=1, unchanged=0}",
            "3.csv {inserted=1, updated=0, unchanged=1}",
            "4.csv {inserted=0, updated=1, unchanged=1}");

    // The second and the third have nothing against each other.
    assertThat(history())
        .extracting(HistoryEntry::what)
        .containsExactly("4.csv", "2 files, 2.csv to 3.csv", "1.csv");
    assertThat(
            rows(
                "SELECT concat(session, ' ', close, ' ', known_at) FROM daily_bars ORDER BY session"))
        .containsExactly(
            "2022-09-06 30.0 2023-01-15 12:00:00",
            "2022-09-07 11.0 2022-09-07 20:00:00",
            "2022-09-08 12.0 2022-09-08 20:00:00");
    assertThat(
            rows(
                "SELECT close FROM daily_bars VERSION AS OF "
                    + history().get(1).snapshotId()
                    + " WHERE session = '2022-09-06'"))
        .containsExactly("20.0");
  }

  @Test
  void rowsThatSeveralFilesHaveWithTheSameValuesAreOneSnapshot() {
    assertThat(
            ingest(
                bars("1.csv", bar("2022-09-06", "A", 10), bar("2022-09-07", "A", 11)),
                bars("2.csv", bar("2022-09-07", "A", 11), bar("2022-09-08", "A", 12)),
                bars("3.csv", bar("2022-09-08", "A", 12), bar("2022-09-07", "A", 11))))
        .containsExactly(
            "1.csv {inserted=2, updated=0, unchanged=0}",
            "2.csv {inserted=1, updated=0, unchanged=1}",
            "3.csv {inserted=0, updated=0, unchanged=2}");
    assertThat(history()).hasSize(1);
    assertThat(
            lake.resolve(
                    TableDefinition.DAILY_BARS,
                    new PointInTime.Snapshot(history().get(0).snapshotId()))
                .sources())
        .extracting(SourceFile::rows)
        .containsExactly(2L, 2L, 2L);
    assertThat(rows("SELECT count(*) FROM daily_bars")).containsExactly("3");
  }

  @Test
  void oneRefusedFileKeepsAllOutAndEachAtFaultIsNamed() {
    ingest(bars("0.csv", bar("2022-09-06", "OLD", 1)));
    IngestRequest good = bars("1.csv", bar("2022-09-06", "A", 10));
    IngestRequest bad = bars("2.csv", bar("2022-09-06", "B", -1));
    IngestRequest alsoBad = bars("3.csv", "2022-09-06,C\n");
    IngestRequest last = bars("4.csv", bar("2022-09-06", "D", 10)).withTag(Optional.of(TAG));

    List<String> said = ingest(good, bad, alsoBad, last);

    assertThat(said).hasSize(5);
    assertThat(said.get(0)).isEqualTo("1.csv not applied");
    assertThat(said.get(1)).startsWith("2.csv refused: Cannot ingest 2.csv, line 2, column open");
    assertThat(said.get(2)).startsWith("3.csv refused: Cannot ingest 3.csv, line 2: 2 fields");
    assertThat(said.get(3)).isEqualTo("4.csv not applied");
    assertThat(said.get(4))
        .startsWith("Cannot ingest 2.csv, line 2, column open")
        .endsWith("; and 1 more file; none of the 4 files was applied");
    assertThat(history()).hasSize(1);
    assertThat(lake.tags(TableDefinition.DAILY_BARS)).isEmpty();

    assertThat(ingest(BatchPolicy.WITHOUT_REFUSED, good, bad, alsoBad, last))
        .hasSize(5)
        .contains("1.csv {inserted=1, updated=0, unchanged=0}")
        .contains("4.csv {inserted=1, updated=0, unchanged=0}")
        .last()
        .asString()
        .endsWith("; and 1 more file; the other 2 of the 4 files are applied, and no tag was made");
    assertThat(lake.tags(TableDefinition.DAILY_BARS)).isEmpty();
    assertThat(rows("SELECT count(*) FROM daily_bars")).containsExactly("3");
  }

  @Test
  void whatAnAuditFindsIsSaidOfTheFileThatHasIt() {
    AuditPolicy policy =
        new AuditPolicy(
            Map.of(
                TableDefinition.DAILY_BARS,
                new TableAudits(
                    List.of(AuditRule.of(StandardRule.PRICE_JUMP, Severity.REJECT)), 1, 0.5)));
    try (Ingestion audited =
        Ingestion.open(lake, VendorFormats.load(getClass().getClassLoader()), policy)) {
      List<String> said = new ArrayList<>();
      audited.ingest(
          new IngestBatch(
              List.of(
                  bars("1.csv", bar("2022-09-06", "A", 10), bar("2022-09-07", "A", 11)),
                  bars("2.csv", bar("2022-09-06", "B", 10), bar("2022-09-07", "B", 90))),
              Optional.empty(),
              BatchPolicy.ALL_OR_NOTHING),
          told(said));

      assertThat(said)
          .containsExactly(
              "1.csv {inserted=2, updated=0, unchanged=0}",
              "2.csv {inserted=1, updated=0, unchanged=0} quarantined 1");
    }
    assertThat(lake.quarantine().rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.file()).isEqualTo("2.csv");
              assertThat(row.line()).isEqualTo(3);
            });
  }

  @Test
  void aDryRunOfSeveralFilesSaysWhatEachWouldChange() {
    ingest(bars("0.csv", bar("2022-09-06", "A", 1)));
    List<String> said = new ArrayList<>();
    ingestion.preview(
        new IngestBatch(
            List.of(
                bars("1.csv", bar("2022-09-06", "A", 2)),
                bars("2.csv", bar("2022-09-06", "B", 3), bar("2022-09-07", "B", 3))),
            Optional.empty(),
            BatchPolicy.ALL_OR_NOTHING),
        told(said));

    // Open, high, low, close and the clock of one row; two new rows.
    assertThat(said)
        .containsExactly(
            "1.csv would {inserted=0, updated=1, unchanged=0} 5",
            "2.csv would {inserted=2, updated=0, unchanged=0} 2");
    assertThat(history()).hasSize(1);
  }

  @Test
  void filingsArePublishedTogetherEachAsASnapshot() {
    IngestRequest first =
        VendorFileFixture.holdings(
            "IVV",
            files.write(
                "q1.json",
                filing(position("HON", "US4385161066", "2022-03-31", "2022-05-27 13:54:03", 10))));
    IngestRequest next =
        VendorFileFixture.holdings(
            "IVV",
            files.write(
                "q3.json",
                filing(position("INVH", "US46187W1071", "2022-09-30", "2022-11-28 15:50:55", 40))));

    assertThat(ingest(first, next))
        .containsExactly(
            "q1.json {new=1, unchanged=0, expired=0}", "q3.json {new=1, unchanged=0, expired=1}");
    assertThat(lake.history(TableDefinition.FUND_HOLDINGS))
        .extracting(HistoryEntry::what)
        .containsExactly("q3.json", "q1.json");
  }

  @Test
  void foldersSayWhatTheFileLacks() throws IOException {
    Path one = Files.createDirectories(folder.resolve("bars/symbol=BRK%2FB/date=2022-09-06"));
    Path two = Files.createDirectories(folder.resolve("bars/symbol=A/year=2022"));
    String header = "open,high,low,close,volume\n";
    List<IngestRequest> requests =
        List.of(
            IngestRequest.of(
                Dataset.DAILY_BARS,
                FileSource.below(
                    folder.resolve("bars"),
                    Files.writeString(one.resolve("part.csv"), header + "1,1,1,1,5\n")),
                VendorFileFixture.NOW),
            IngestRequest.of(
                Dataset.DAILY_BARS,
                FileSource.below(
                    folder.resolve("bars"),
                    Files.writeString(
                        two.resolve("part.csv"), "date," + header + "2022-09-07,2,2,2,2,5\n")),
                VendorFileFixture.NOW));

    assertThat(ingest(requests.toArray(IngestRequest[]::new)))
        .containsExactly(
            "symbol=BRK%2FB/date=2022-09-06/part.csv {inserted=1, updated=0, unchanged=0}",
            "symbol=A/year=2022/part.csv {inserted=1, updated=0, unchanged=0}");
    assertThat(rows("SELECT concat(symbol, ' ', session) FROM daily_bars ORDER BY symbol"))
        .containsExactly("A 2022-09-07", "BRK/B 2022-09-06");

    // The same bytes in another folder are other rows.
    Path three = Files.createDirectories(folder.resolve("bars/symbol=C/date=2022-09-06"));
    Files.copy(one.resolve("part.csv"), three.resolve("part.csv"));
    assertThat(
            ingest(
                IngestRequest.of(
                    Dataset.DAILY_BARS,
                    FileSource.local(three.resolve("part.csv")),
                    VendorFileFixture.NOW)))
        .containsExactly("part.csv {inserted=1, updated=0, unchanged=0}");
  }

  @Test
  void aFileWithoutAnAddedColumnLeavesItBesideOneThatHasIt() {
    lake.addColumn(
        TableDefinition.DAILY_BARS,
        new Column("venue", Column.Kind.STRING, "", "Where it traded", Column.Role.VALUE),
        Optional.empty());
    String header = HEADER.strip() + ",venue\n";
    ingest(
        request(
            Dataset.DAILY_BARS,
            files.write("0.csv", header + bar("2022-09-06", "A", 1).strip() + ",X\n")));

    assertThat(
            ingest(
                request(
                    Dataset.DAILY_BARS,
                    files.write("1.csv", header + bar("2022-09-06", "B", 1).strip() + ",Y\n")),
                bars("2.csv", bar("2022-09-06", "A", 2))))
        .containsExactly(
            "1.csv {inserted=1, updated=0, unchanged=0}",
            "2.csv {inserted=0, updated=1, unchanged=0}");
    assertThat(
            rows("SELECT concat(symbol, ' ', close, ' ', venue) FROM daily_bars ORDER BY symbol"))
        .containsExactly("A 2.0 X", "B 1.0 Y");
  }
}
