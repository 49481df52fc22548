package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.SourceFile;
import dev.asof.catalog.AppliedSource;
import dev.asof.catalog.Lake;
import dev.asof.catalog.SourceSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.shaded.org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file says whose bars it holds, and the same bytes under another name are other bars. */
class SourceIdentityTest {
  private static final String BARS =
      """
      date,open,high,low,close,volume
      2022-08-01,161.01,163.59,160.89,161.51,67829400
      2022-08-02,160.1,162.41,159.63,160.01,59907000
      """;

  private static Lake lake;
  private static Ingestion ingestion;

  @TempDir private Path folder;

  @BeforeAll
  static void openALake(@TempDir Path home) {
    lake = Lake.create(home.resolve("home"));
    ingestion = Ingestion.open(lake);
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private IngestRequest bars(String name, String csv) {
    return new VendorFileFixture(folder).csv(Dataset.DAILY_BARS, name, csv);
  }

  private static String closes(String symbol) {
    return ingestion
        .sql("SELECT close FROM daily_bars WHERE symbol = '" + symbol + "' ORDER BY session")
        .rows()
        .toString();
  }

  @Test
  void aFileUnderItsRightNameIsNotThereAlready() {
    ingestion.ingest(bars("QQQ.csv", BARS));

    IngestReport renamed = ingestion.ingest(bars("AAPL.csv", BARS));

    assertThat(renamed.alreadyApplied()).isFalse();
    assertThat(closes("AAPL")).isEqualTo("[[161.51], [160.01]]");
    assertThat(renamed.warnings())
        .containsExactly(
            "the lake has the same bytes already, as QQQ.csv read as symbol-bars-csv, symbols by"
                + " name QQQ; that stays, and asof lake ingest --delete removes rows of it");
    assertThat(ingestion.preview(bars("AAPL.csv", BARS)).alreadyApplied()).isTrue();
    assertThat(ingestion.ingest(bars("QQQ.csv", BARS)).alreadyApplied()).isTrue();
    assertThatThrownBy(() -> ingestion.ingest(bars("copy of aapl.csv", BARS)))
        .hasMessage(
            "Cannot ingest copy of aapl.csv, line 1: column symbol is missing, and 'copy of aapl'"
                + " in the file's name can't be one; expected a column symbol, or a name in"
                + " capitals such as PENN.csv");
  }

  @Test
  void aVendorsColumnIsTheSymbolAndTheNameOfTheFileIsNot() {
    IngestReport sharadar =
        ingestion.ingest(
            bars(
                "SEP.csv",
                """
                ticker,date,open,high,low,close,volume,closeadj
                HPQ,2015-10-30,27.0,27.5,26.8,27.2,100,20.0
                HPQ,2015-11-02,12.9,13.3,12.8,13.1,300,20.1
                """));
    IngestReport kaggle =
        ingestion.ingest(
            bars(
                "all_stocks_5yr.csv",
                """
                date,open,high,low,close,volume,Name
                2013-02-08,15.07,15.12,14.63,14.75,8407500,AAL
                2017-07-26,105.1,105.36,104.8,105.36,3175461,DHR
                """));
    IngestReport many =
        ingestion.ingest(
            bars(
                "WIKI_PRICES.csv",
                "CODE,date,open,high,low,close,volume,name\n"
                    + "WAA,2017-07-26,5,6,4,5,1,Aa Corp\nWBB,2017-07-26,5,6,4,5,1,Bb Corp\n"));

    assertThat(closes("HPQ")).isEqualTo("[[27.2], [13.1]]");
    assertThat(closes("SEP")).isEqualTo("[]");
    assertThat(sharadar.warnings())
        .contains(
            "column 'closeadj' of SEP.csv is unknown and left out",
            "all bars are of HPQ, as the file's rows say, though its name could be the symbol SEP;"
                + " the rows count");
    assertThat(closes("AAL") + closes("DHR")).isEqualTo("[[14.75]][[105.36]]");
    assertThat(kaggle.warnings()).isEmpty();
    assertThat(closes("WAA") + closes("WBB")).isEqualTo("[[5.0]][[5.0]]");
    assertThat(many.warnings())
        .containsExactly("column 'name' of WIKI_PRICES.csv is unknown and left out");
  }

  @Test
  void aColumnOfCompaniesIsNotTakenForSymbols() {
    assertThatThrownBy(
            () ->
                ingestion.ingest(
                    bars(
                        "PENN.csv",
                        "date,open,high,low,close,volume,Name\n2022-08-01,1,1,1,1,1,Penn"
                            + " Entertainment\n")))
        .hasMessage(
            "Cannot ingest PENN.csv, line 2, column symbol: 'Penn Entertainment' can't be a symbol;"
                + " column name is read as the symbol where no column symbol, ticker, sym or code"
                + " is there");
  }

  @Test
  void parquetSaysItsSymbolsInTheSameWays() {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message bars {
              required binary date (STRING); required binary Ticker (STRING);
              required double open; required double high; required double low;
              required double close; required double volume;
            }
            """);
    SimpleGroup row = new SimpleGroup(schema);
    row.append("date", "2022-08-01").append("Ticker", "PQT");
    List.of("open", "high", "low", "close", "volume").forEach(column -> row.append(column, 7.0));
    byte[] bytes = FormatSample.parquet(schema, List.of(row));
    VendorFileFixture files = new VendorFileFixture(folder);

    IngestReport report =
        ingestion.ingest(
            VendorFileFixture.request(Dataset.DAILY_BARS, files.write("ZZZ.parquet", bytes)));

    assertThat(closes("PQT") + closes("ZZZ")).isEqualTo("[[7.0]][]");
    assertThat(report.warnings())
        .containsExactly(
            "all bars are of PQT, as the file's rows say, though its name could be the symbol ZZZ;"
                + " the rows count");
    assertThat(
            ingestion
                .ingest(
                    VendorFileFixture.request(
                        Dataset.DAILY_BARS, files.write("renamed.parquet", bytes)))
                .alreadyApplied())
        .isTrue();
  }

  @Test
  void theSameBytesInAnotherFormatAreReadAgain() {
    String csv = "date,symbol,open,high,low,close,volume\n2022-08-01,FMT,1,1,1,1,1\n";
    IngestRequest request = bars("fmt.csv", csv);
    ingestion.ingest(request);

    assertThat(ingestion.ingest(request.withFormat(Optional.of("bars-csv"))).alreadyApplied())
        .isTrue();
    assertThatThrownBy(() -> ingestion.ingest(request.withFormat(Optional.of("nonsense"))))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Invalid --read-as 'nonsense': expected one of bars-parquet, symbol-bars-csv, bars-csv");
    assertThatThrownBy(() -> ingestion.ingest(request.withFormat(Optional.of("bars-parquet"))))
        .hasMessageContaining("isn't Parquet");
  }

  @Test
  void deletedRowsCanComeAgain() {
    IngestRequest rows =
        bars(
            "comes again.csv",
            "date,symbol,open,high,low,close,volume\n2022-08-01,DEL,1,1,1,1,1\n");
    IngestRequest keys =
        bars("keys.csv", "symbol,date\nDEL,2022-08-01\n")
            .withReason(Optional.of("cancelled"))
            .withEffect(IngestRequest.Effect.DELETE);
    ingestion.ingest(rows);
    ingestion.ingest(keys);

    assertThat(ingestion.ingest(keys).alreadyApplied()).isTrue();
    assertThat(ingestion.ingest(rows).alreadyApplied()).isTrue();
  }

  @Test
  void whatEarlierVersionsRecordedIsRecognised() {
    AppliedSource penn = recordedBefore("PENN.csv");
    SourceIdentity sameName = identity(bars("PENN.csv", BARS));
    SourceIdentity compressed = identity(bars("PENN.csv", BARS));
    SourceIdentity otherName = identity(bars("PVH.csv", BARS));
    SourceIdentity vendorsColumn =
        identity(bars("SEP.csv", "ticker,date,open,high,low,close,volume\n"));
    SourceIdentity ownColumn =
        identity(bars("any.csv", "symbol,date,open,high,low,close,volume\n"));

    assertThat(sameName.findIn(List.of(penn))).contains(penn);
    assertThat(compressed.findIn(List.of(recordedBefore("PENN.csv.gz")))).isPresent();
    assertThat(otherName.findIn(List.of(penn))).isEmpty();
    assertThat(ownColumn.findIn(List.of(penn))).contains(penn);
    // It was read by its name then, as bars of SEP.
    assertThat(vendorsColumn.findIn(List.of(recordedBefore("SEP.csv")))).isEmpty();
  }

  private static SourceIdentity identity(IngestRequest request) {
    return SourceIdentity.of(
        request,
        VendorFile.of(request.file()),
        VendorFormats.load(SourceIdentityTest.class.getClassLoader()));
  }

  private static AppliedSource recordedBefore(String name) {
    Instant known = Instant.parse("2022-08-02T20:00:00Z");
    return new AppliedSource(
        new SourceSummary(
            new SourceFile(name, "0".repeat(64), 2),
            known,
            Optional.empty(),
            new TreeMap<>(Map.of("inserted", 2L))),
        1,
        known);
  }
}
