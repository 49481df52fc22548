package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asof.api.IndexMembership;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that vendors really sent, read where they lie; skipped where they don't. */
class RealFilesTest {
  private static final Instant NOW = Instant.parse("2024-01-02T12:00:00Z");

  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void openALake(@TempDir Path folder) {
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private static IngestRequest request(Dataset dataset, String file, Optional<String> fund) {
    Optional<Path> found = shared(file);
    assumeTrue(found.isPresent(), () -> "there is no shared/" + file);
    return IngestRequest.of(dataset, found.get(), NOW).withFund(fund);
  }

  /** {@code ASOF_SHARED}, or else the folder {@code shared} beside the repository. */
  private static Optional<Path> shared(String file) {
    String told = System.getenv("ASOF_SHARED");
    Stream<Path> places =
        told != null
            ? Stream.of(Path.of(told))
            : Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared"));
    return places.map(at -> at.resolve(file)).filter(Files::isRegularFile).findFirst();
  }

  @Test
  void aHoldingsApiReply() {
    IngestReport report =
        ingestion.ingest(
            request(
                Dataset.FUND_HOLDINGS,
                "data/holdings/fmp_v4_etf_holdings_IOO_2023-03-31_first_rows.json",
                Optional.of("IOO")));

    assertThat(report.counts().toString()).isEqualTo("{new=5, unchanged=0, expired=0}");
    assertThat(knownAt("IOO")).isEqualTo("[[2023-05-25T17:40:30Z]]");
    assertThat(report.warnings()).isEmpty();
    assertThat(
            ingestion
                .sql(
                    "SELECT isin, balance, valUsd, pctVal FROM fund_holdings WHERE symbol = 'AAPL'")
                .rows())
        .containsExactly(List.of("US0378331005", 3093937.0, 510190211.3, 14.185589159943593));
  }

  @Test
  void pricesOfFiveSymbolsOverHalfAYear() {
    IngestRequest request = request(Dataset.DAILY_BARS, "data/prices_2022.csv", Optional.empty());

    IngestReport report = ingestion.ingest(request);

    assertThat(report.counts().toString()).isEqualTo("{inserted=635, updated=0, unchanged=0}");
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2022-12-30T21:00:00Z"));
    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();
    assertThat(
            ingestion
                .sql("SELECT symbol, count(*) FROM daily_bars GROUP BY symbol ORDER BY symbol")
                .rows()
                .toString())
        .isEqualTo("[[CSGP, 127], [INVH, 127], [PENN, 127], [PVH, 127], [SPY, 127]]");
  }

  @Test
  void theMembersOfAnIndexOnFourDays() {
    IngestRequest unnamed =
        request(Dataset.INDEX_MEMBERS, "data/sp500_constituents_snapshots.csv", Optional.empty());

    IngestReport report =
        ingestion.ingest(
            unnamed
                .withTag(Optional.of(new PointInTime.Tag("YEAR_2022")))
                .withIndex(Optional.of("S&P 500")));

    assertThat(report.counts().toString()).isEqualTo("{inserted=2014, updated=0, unchanged=0}");
    assertThat(report.warnings()).isEmpty();
    // The last list is of a Saturday: a date without a session counts until 16:00.
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2022-12-31T21:00:00Z"));
    Map<LocalDate, Set<String>> members = new TreeMap<>();
    for (IndexMembership member : lake.indexMembers(new PointInTime.Tag("YEAR_2022"))) {
      members.computeIfAbsent(member.date(), unseen -> new TreeSet<>()).add(member.symbol());
    }
    assertThat(members.values()).extracting(Set::size).containsExactly(505, 503, 503, 503);
    assertThat(members.get(LocalDate.of(2022, 6, 30))).contains("PENN", "BRK.B");
    assertThat(members.get(LocalDate.of(2022, 9, 30))).doesNotContain("PENN").contains("CSGP");
  }

  private static List<List<Object>> rows(String sql) {
    return ingestion.sql(sql).rows();
  }

  private static String knownAt(String fund) {
    return rows("SELECT DISTINCT known_at FROM fund_holdings WHERE fund = '" + fund + "'")
        .toString();
  }

  @Test
  void aDailyHoldingsFileAsCsvAndAsAWorkbook() {
    IngestRequest csv =
        request(
            Dataset.FUND_HOLDINGS,
            "data/holdings/ssga_spy_holdings_2022-06-13.csv",
            Optional.of("SPY"));

    IngestReport report = ingestion.ingest(csv);

    assertThat(report.counts().toString()).isEqualTo("{new=505, unchanged=0, expired=0}");
    // The open of the session after Monday 2022-06-13.
    assertThat(knownAt("SPY")).isEqualTo("[[2022-06-14T13:30:00Z]]");
    assertThat(report.warnings())
        .containsExactly(
            "1 position has no number of a security, as cash hasn't, and is left out; the first is"
                + " 'U.S. Dollar' in line 506 with weight '0.001588'",
            "24 positions of foreign issuers have a CINS number and no ISIN, and get a stand-in that"
                + " begins with ZZ; the first is 'Accenture Plc Class A' in line 36");
    String values =
        "SELECT symbol, cusip, isin, balance, pctVal, valUsd, acceptanceTime FROM fund_holdings"
            + " WHERE fund = 'SPY' AND symbol IN ('AAPL', 'ACN', 'PENN') ORDER BY symbol";
    String expected =
        "[[AAPL, 037833100, US0378331005, 1.6131898E8, 6.447817, null, null],"
            + " [ACN, G1151C101, ZZG1151C1017, 6581243.0, 0.551507, null, null],"
            + " [PENN, 707569109, US7075691094, 1726236.0, 0.014911, null, null]]";
    assertThat(rows(values).toString()).isEqualTo(expected);
    assertThat(ingestion.ingest(csv).alreadyApplied()).isTrue();

    // The workbook names its fund itself, and has notes below.
    IngestReport book =
        ingestion.ingest(
            request(
                Dataset.FUND_HOLDINGS,
                "data/holdings/ssga_spy_holdings_2022-06-13.xlsx",
                Optional.empty()));

    // The same day's list again: what it brought stays new.
    assertThat(book.counts().toString()).isEqualTo("{new=505, unchanged=0, expired=0}");
    assertThat(knownAt("SPY")).isEqualTo("[[2022-06-14T13:30:00Z]]");
    assertThat(book.warnings()).hasSize(3).last().asString().endsWith("from line 513 on");
    assertThat(rows(values).toString()).isEqualTo(expected);
  }

  @Test
  void aHoldingsApiReplyOfTheOtherShape() {
    IngestRequest request =
        request(
                Dataset.FUND_HOLDINGS,
                "data/holdings/fmp_stable_etf_holdings_DIA.json",
                Optional.empty())
            .withNow(Instant.parse("2026-01-02T12:00:00Z"));

    IngestReport report = ingestion.ingest(request);

    assertThat(report.counts().toString()).isEqualTo("{new=30, unchanged=0, expired=0}");
    assertThat(knownAt("DIA")).isEqualTo("[[2025-09-23T14:09:49Z]]");
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .contains("'US DOLLAR' in line", "with weight '0.252'");
    assertThat(
            rows("SELECT fund, isin, balance, valUsd, pctVal, CAST(date AS STRING) FROM"
                    + " fund_holdings WHERE fund = 'DIA' AND symbol = 'GS'")
                .toString())
        .isEqualTo("[[DIA, US38141G1040, 5216296.0, 4.215825382E9, 10.649, 2025-09-23]]");
    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();
  }

  @Test
  void aPortfolioFiledWithTheCommission() {
    IngestRequest request =
        request(
                Dataset.FUND_HOLDINGS,
                "data/holdings/nport_NPORT.Dupree.xml",
                Optional.of("S000012000"))
            .withKnownAt(Optional.of(Instant.parse("2023-03-01T21:00:00Z")));

    IngestReport report = ingestion.ingest(request);

    assertThat(report.counts().toString()).isEqualTo("{new=55, unchanged=0, expired=0}");
    assertThat(report.warnings()).isEmpty();
    assertThat(
            rows("SELECT cusip, balance, valUsd, pctVal, CAST(date AS STRING) FROM fund_holdings"
                    + " WHERE isin = 'US49151FGH73'")
                .toString())
        .isEqualTo("[[49151FGH7, 755000.0, 794207.15, 1.9206978745, 2022-12-31]]");
    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();
  }

  @Test
  void aListOfAnIndexsChanges() {
    IngestRequest undated =
        request(Dataset.INDEX_CHANGES, "data/sp500_changes_2022.csv", Optional.empty())
            .withIndex(Optional.of("S&P 500"));

    assertThatThrownBy(() -> ingestion.ingest(undated))
        .hasMessageStartingWith(
            "Cannot ingest sp500_changes_2022.csv, line 2, column announced: the date is missing;"
                + " expected yyyy-MM-dd, for example 2022-09-02, or --known-at");
    IngestReport report =
        ingestion.ingest(undated.withKnownAt(Optional.of(Instant.parse("2023-01-03T14:30:00Z"))));

    assertThat(report.counts().toString()).isEqualTo("{inserted=46, updated=0, unchanged=0}");
    assertThat(
            rows("SELECT symbol, action, kind, CAST(announced AS STRING) FROM index_changes WHERE"
                    + " effective IN (DATE '2022-09-19', DATE '2022-11-08') ORDER BY symbol")
                .toString())
        .isEqualTo(
            "[[CSGP, added, membership, 2022-09-02], [GEN, added, ticker-change, 2022-11-08],"
                + " [INVH, added, membership, 2022-09-02], [NLOK, removed, ticker-change,"
                + " 2022-11-08], [PENN, removed, membership, 2022-09-02], [PVH, removed, membership,"
                + " 2022-09-02]]");
  }

  @Test
  void aRecordingOfAnOrderBook() {
    IngestRequest request =
        request(
                Dataset.TOP_OF_BOOK,
                "data/ticks/binance_bookticker_sample.csv.gz",
                Optional.empty())
            .withNow(Instant.parse("2026-01-02T12:00:00Z"));

    IngestReport report = ingestion.ingest(request);

    assertThat(report.counts().toString()).isEqualTo("{inserted=60000, updated=0, unchanged=0}");
    assertThat(
            rows("SELECT exchange_code, instrument, adapter_ts_ns, exchange_ts_ns, bid_price,"
                    + " bid_quantity, ask_price, ask_quantity FROM top_of_book WHERE event_id ="
                    + " 5123107839020")
                .toString())
        .isEqualTo(
            "[[BINANCE_USDM, BTCUSDT, 1723161255088169167, 1723161256313000000, 61800.2, 2.507,"
                + " 61800.3, 2.51]]");
    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();
  }
}
