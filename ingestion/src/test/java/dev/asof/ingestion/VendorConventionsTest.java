package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.IndexChange;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What vendors' files leave open: how a key is spelled, when a change was announced, what
 * identifier a position has, whether prices are adjusted.
 */
class VendorConventionsTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");

  private static Lake keeperLake;
  private static Ingestion keeper;

  @TempDir private Path folder;
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
    Map<TableDefinition, TableAudits> audits = new EnumMap<>(TableDefinition.class);
    for (TableDefinition table :
        List.of(
            TableDefinition.DAILY_BARS,
            TableDefinition.INDEX_CHANGES,
            TableDefinition.CORPORATE_ACTIONS)) {
      audits.put(
          table,
          new TableAudits(
              Stream.of(
                      StandardRule.KEY_SPELLING,
                      StandardRule.SPLIT_IN_PRICES,
                      StandardRule.CALENDAR_GAP,
                      StandardRule.PRICE_JUMP)
                  .filter(rule -> rule.isFor(table))
                  .map(rule -> AuditRule.of(rule, Severity.WARNING))
                  .toList(),
              0,
              1));
    }
    ingestion =
        Ingestion.open(
            lake,
            VendorFormats.load(VendorConventionsTest.class.getClassLoader()),
            new AuditPolicy(audits));
  }

  @AfterEach
  void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private static String bar(String symbol) {
    return "2022-08-01," + symbol + ",10,11,9,10.5,100\n";
  }

  private static List<String> told(IngestReport report) {
    return report.findings().worst().stream()
        .map(finding -> finding.rule() + " " + finding.key() + ": " + finding.value())
        .toList();
  }

  @Test
  void keysHaveOneSpelling() {
    ingestion.ingest(
        files.bars(BARS + bar("AAPL\u00A0") + bar("\u2003CAFE\u0301") + bar("BRK\u00A0B")));

    assertThat(ingestion.sql("SELECT symbol FROM daily_bars ORDER BY symbol").rows())
        .hasToString("[[AAPL], [BRK B], [CAF\u00C9]]");
    assertThatThrownBy(() -> ingestion.ingest(files.bars(BARS + bar("\u0410APL"))))
        .hasMessage(
            "Cannot ingest bars.csv, line 2, column symbol: '\u0410APL' mixes scripts: 'A' (U+0041"
                + " LATIN CAPITAL LETTER A) stands among Cyrillic letters; expected letters of one"
                + " script");
    assertThatThrownBy(() -> ingestion.ingest(files.bars(BARS + bar("\uFF21APL"))))
        .hasMessageContaining("a wide form of 'A'; expected that");
    assertThatThrownBy(() -> ingestion.ingest(files.bars(BARS + bar("\u00A0"))))
        .hasMessage("Cannot ingest bars.csv, line 2, column symbol: the value is missing");
    assertThatThrownBy(
            () -> ingestion.ingest(files.bars(BARS + bar("CAF\u00C9") + bar("CAFE\u0301"))))
        .hasMessageContaining("stands already in line 2");
    ingestion.ingest(files.bars(BARS + "2022-08-02,7203\u30C8\u30E8\u30BFA,10,11,9,10.5,100\n"));
  }

  @Test
  void aKeyThatDiffersBySpellingAloneIsTold() {
    ingestion.ingest(files.bars(BARS + bar("AAPL") + bar("BRK-B") + bar("MSFT")));

    IngestReport report =
        ingestion.ingest(
            files.bars(
                BARS
                    + "2022-08-02,AAPL,10,11,9,10.5,100\n"
                    + "2022-08-02,aapl,10,11,9,10.5,100\n"
                    + "2022-08-02,BRK/B,10,11,9,10.5,100\n"
                    + "2022-08-02,TA,10,11,9,10.5,100\n"
                    + "2022-08-02,T A,10,11,9,10.5,100\n"));

    assertThat(told(report))
        .contains(
            "key-spelling symbol aapl: the lake or an earlier row has AAPL",
            "key-spelling symbol BRK/B: the lake or an earlier row has BRK-B",
            "key-spelling symbol T A: the lake or an earlier row has TA")
        .filteredOn(text -> text.startsWith("key-spelling"))
        .hasSize(3);
    IngestReport changes =
        ingestion.ingest(
            files.changes(
                "index,symbol,action,announced,effective,source\n"
                    + "S&P 500,A,added,2022-09-02,2022-09-19,x\n"
                    + "S&P-500,B,added,2022-09-02,2022-09-19,x\n"));
    assertThat(told(changes))
        .containsExactly("key-spelling index S&P-500: the lake or an earlier row has S&P 500");
  }

  private static final String MIXED =
      """
      effective_date,added,removed,announced_date,kind
      2022-05-10,BALL,BLL,,ticker_change
      2022-09-19,CSGP|INVH,PENN|PVH,2022-09-02,change
      """;

  private IngestRequest mixed() {
    return files
        .csv(Dataset.INDEX_CHANGES, "mixed.csv", MIXED)
        .withIndex(Optional.of("S&P 500"))
        .withTag(Optional.of(TAG));
  }

  private List<String> changes() {
    return lake.indexChanges(TAG).stream()
        .map(
            change ->
                change.symbol()
                    + " "
                    + change.announced()
                    + " "
                    + change.announcementAssumed()
                    + " "
                    + change.knownAt())
        .toList();
  }

  @Test
  void knownAtFillsBlankAnnouncementsAlone() {
    assertThatThrownBy(() -> ingestion.ingest(mixed()))
        .hasMessageContaining(
            "line 2, column announced: the date is missing; expected yyyy-MM-dd, for example"
                + " 2022-09-02, or --known-at to say when the change became known, or"
                + " --unknown-announcement effective-open");

    IngestReport report =
        ingestion.ingest(VendorFileFixture.knownAt(mixed(), "2022-12-31T00:00:00Z"));

    assertThat(changes())
        .containsExactly(
            "CSGP 2022-09-02 false 2022-09-02T21:15:00Z",
            "INVH 2022-09-02 false 2022-09-02T21:15:00Z",
            "PENN 2022-09-02 false 2022-09-02T21:15:00Z",
            "PVH 2022-09-02 false 2022-09-02T21:15:00Z",
            "BALL 2022-05-10 false 2022-12-31T00:00:00Z",
            "BLL 2022-05-10 false 2022-12-31T00:00:00Z");
    assertThat(report.warnings())
        .containsExactly(
            "--known-at fills blank announcements alone: 4 rows say when the change was announced,"
                + " and count as known then");
  }

  @Test
  void anUnknownAnnouncementCountsFromTheOpenOfTheEffectiveDate() {
    IngestRequest open =
        mixed().withUnknownAnnouncement(Optional.of(UnknownAnnouncement.EFFECTIVE_OPEN));
    assertThatThrownBy(
            () ->
                ingestion.ingest(
                    VendorFileFixture.knownAt(mixed(), "2022-12-31T00:00:00Z")
                        .withUnknownAnnouncement(Optional.of(UnknownAnnouncement.REFUSE))))
        .hasMessageContaining("line 2, column announced: the date is missing");

    ingestion.ingest(open);

    assertThat(changes())
        .startsWith(
            "BALL 2022-05-10 true 2022-05-10T13:30:00Z",
            "BLL 2022-05-10 true 2022-05-10T13:30:00Z",
            "CSGP 2022-09-02 false 2022-09-02T21:15:00Z");
    assertThat(
            ingestion
                .sql(
                    "SELECT symbol, announcementAssumed FROM index_changes WHERE"
                        + " announcementAssumed IS NOT NULL ORDER BY symbol")
                .rows())
        .hasToString("[[BALL, effective-open], [BLL, effective-open]]");
    assertThat(lake.history(TableDefinition.INDEX_CHANGES).get(0).counts())
        .containsEntry("assumed", 2L);
    assertThat(ingestion.ingest(open).warnings()).isEmpty();
    assertThatThrownBy(() -> UnknownAnnouncement.parse("never"))
        .hasMessage(
            "Invalid --unknown-announcement 'never': expected one of effective-open, refuse");
    assertThatThrownBy(
            () -> files.bars(BARS).withUnknownAnnouncement(Optional.of(UnknownAnnouncement.REFUSE)))
        .hasMessage(
            "Cannot use --unknown-announcement with daily-bars: only index-changes are announced");
    assertThat(
            new IndexChange(
                    "I",
                    "S",
                    "",
                    IndexChange.Action.ADDED,
                    IndexChange.Kind.MEMBERSHIP,
                    java.time.LocalDate.EPOCH,
                    java.time.LocalDate.EPOCH,
                    "",
                    Instant.EPOCH)
                .announcementAssumed())
        .isFalse();
  }

  private static final String HOLDINGS = "date,symbol,name,cusip,isin,balance,valUsd,pctVal\n";

  private IngestRequest holdings(String fund, String rows) {
    return VendorFileFixture.knownAt(
        VendorFileFixture.holdings(fund, files.write("h.csv", HOLDINGS + rows)),
        "2022-06-06T13:30:00Z");
  }

  @Test
  void aConvertedListKeepsForeignSharesAndLeavesCashOut() {
    IngestReport report =
        ingestion.ingest(
            holdings(
                "ARKK",
                """
                2022-06-03,TSLA,TESLA INC,88160R101,,4125293,727247902.97,11.75
                2022-06-03,CRSP,CRISPR THERAPEUTICS AG,H17182108,,6803498,367388892,5.94
                2022-06-03,,GOVERNMENT FUND,X9USDGSFT,,11064247,11064246.51,0.18
                """));

    assertThat(ingestion.sql("SELECT symbol, isin FROM fund_holdings ORDER BY symbol").rows())
        .hasToString("[[CRSP, ZZH171821081], [TSLA, US88160R1014]]");
    assertThat(report.warnings())
        .containsExactly(
            "1 position has no number of a security, as cash hasn't, and is left out; the first is"
                + " 'GOVERNMENT FUND' in line 4 with weight '0.18'",
            "1 position of a foreign issuer has a CINS number and no ISIN, and gets a stand-in that"
                + " begins with ZZ; the first is 'CRISPR THERAPEUTICS AG' in line 3");
  }

  @Test
  void tickersFindTheirIsinAsOfTheDay() {
    ingestion.ingest(
        files.csv(
            Dataset.INSTRUMENTS,
            "names.csv",
            """
            instrument,symbol,validFrom,validTo,isin
            META.US,FB,2012-05-18,2022-06-09,US30303M1027
            META.US,META,2022-06-09,,US30303M1027
            OLD.US,META,2021-06-30,2022-01-31,US53656F4173
            AAPL.US,AAPL,1980-12-12,,US0378331005
            """));
    String rows =
        "2022-06-03,AAPL,APPLE INC,,,132089986,21749937094.76,7.12\n"
            + "2022-06-03,FB,META PLATFORMS INC,-,,66111536,19278123897.60,6.31\n";

    IngestReport report = ingestion.ingest(holdings("IVV", rows));

    assertThat(ingestion.sql("SELECT symbol, isin FROM fund_holdings ORDER BY symbol").rows())
        .hasToString("[[AAPL, US0378331005], [FB, US30303M1027]]");
    assertThat(report.warnings())
        .containsExactly(
            "2 positions have their ISINs from instruments, by symbol and day, 2022-06-03");
    assertThatThrownBy(() -> ingestion.ingest(holdings("IVV", rows.replace(",FB,", ",META,"))))
        .hasMessageContaining(
            "line 3, column isin: the ISIN is missing and can't be derived from cusip '-'; expected"
                + " an ISIN, or a US CUSIP of nine characters with the right check digit, or a"
                + " symbol of which instruments says the ISIN on 2022-06-03, which it doesn't of"
                + " 'META'");
  }

  @Test
  void barsThatWereAdjustedForASplitAreToldWhenTheSplitComes() {
    ingestion.ingest(
        files.bars(
            """
            date,symbol,open,high,low,close,volume
            2020-08-28,AAPL,126.01,126.44,124.58,124.81,187630000
            2020-08-31,AAPL,127.58,131,126,129.04,225702700
            2020-08-28,TSLA,2295.12,2318.49,2186.52,2213.4,20081200
            2020-08-31,TSLA,444.61,500.14,440.11,498.32,118374400
            """));

    IngestReport report =
        ingestion.ingest(
            files.csv(
                Dataset.CORPORATE_ACTIONS,
                "actions.csv",
                """
                symbol,kind,exDate,newShares,oldShares,announced
                AAPL,split,2020-08-31,4,1,2020-07-30
                TSLA,split,2020-08-31,5,1,2020-08-11
                """));

    assertThat(told(report))
        .containsExactly(
            "split-in-prices symbol AAPL, exDate 2020-08-31: close 129.04 after 124.81, 31.2025 by"
                + " the split: the bars look adjusted for it");
  }

  @Test
  void olderBarsThatComeLaterMeetTheirGapAndTheirJump() {
    ingestion.ingest(files.bars(BARS + "2015-11-02,HPQ,12.9,13.3,12.8,13.1,300\n"));

    IngestReport report = ingestion.ingest(files.bars(BARS + "2014-12-11,HPQ,48,49,47,48.5,300\n"));

    // 224 sessions of the NYSE lie between the two days, and 13.1 / 48.5 - 1 is -73.0 %.
    assertThat(told(report))
        .containsExactlyInAnyOrder(
            "calendar-gap symbol HPQ, session 2015-11-02: 223 sessions missing after 2014-12-11",
            "price-jump symbol HPQ, session 2015-11-02: -73.0%, close 13.1 after 48.5");
  }
}
