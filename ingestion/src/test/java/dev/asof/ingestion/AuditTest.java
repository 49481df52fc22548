package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.filing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** Each rule with a file that trips it and one that doesn't. */
class AuditTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";
  private static final String QUOTES =
      "exchange_code,instrument,event_id,adapter_ts_ns,bid_price,bid_quantity,ask_price,"
          + "ask_quantity\n";

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

  private static AuditPolicy policy(TableDefinition table, AuditRule... rules) {
    return new AuditPolicy(Map.of(table, new TableAudits(List.of(rules), 0, 1)));
  }

  private static AuditRule warning(StandardRule rule) {
    return AuditRule.of(rule, Severity.WARNING);
  }

  private List<String> found(IngestRequest request, AuditRule... rules) {
    return ingest(request, rules).findings().worst().stream().map(AuditTest::text).toList();
  }

  private IngestReport ingest(IngestRequest request, AuditRule... rules) {
    return ingest(request, policy(request.dataset().table(), rules));
  }

  private IngestReport ingest(IngestRequest request, AuditPolicy policy) {
    try (Ingestion ingestion =
        Ingestion.open(lake, VendorFormats.load(AuditTest.class.getClassLoader()), policy)) {
      return ingestion.ingest(request);
    }
  }

  private static String text(AuditFinding finding) {
    return finding.severity() + finding.words();
  }

  private static String bar(String date, String symbol, double close) {
    return bar(date, symbol, close, 1000);
  }

  private static String bar(String date, String symbol, double close, double volume) {
    return String.join(
            ",", date, symbol, "" + close, "" + close, "" + close, "" + close, "" + volume)
        + "\n";
  }

  private IngestRequest bars(String... rows) {
    return files.bars(BARS + String.join("", rows));
  }

  @Test
  void aCloseThatJumpsIsFoundWithItsLine() {
    assertThat(
            found(
                bars(
                    bar("2022-09-01", "PENN", 30),
                    bar("2022-09-02", "PENN", 44),
                    bar("2022-09-06", "PENN", 88),
                    bar("2022-09-06", "PVH", 1)),
                warning(StandardRule.PRICE_JUMP)))
        .containsExactly(
            "warning, line 4: price-jump: symbol PENN, session 2022-09-06: +100.0%, close 88.0"
                + " after 44.0; limit 50% without a split or dividend");
  }

  @Test
  void aRestatedBarIsHeldAgainstTheBarThatFollowsToo() {
    AuditRule rule = warning(StandardRule.PRICE_JUMP);
    found(bars(bar("2022-09-01", "PENN", 30), bar("2022-09-02", "PENN", 31)), rule);

    assertThat(found(bars(bar("2022-09-01", "PENN", 300)), rule))
        .containsExactly(
            "warning, line 2: price-jump: symbol PENN, session 2022-09-02: -89.7%, close 31.0"
                + " after 300.0; limit 50% without a split or dividend");
  }

  @Test
  void aJumpIsExplainedByTheSplitAndDividendOfTheLakeAndByNoOther() {
    ingest(
        files.csv(
            Dataset.CORPORATE_ACTIONS,
            "actions.csv",
            """
            symbol,kind,exDate,newShares,oldShares,usdPerShare,newSymbol,announced,source
            PENN,split,2022-09-06,4,1,,,2022-08-01,test
            PVH,split,2022-09-06,2,1,,,2022-08-01,test
            HON,cash-dividend,2022-09-06,,,60,,2022-08-01,test
            """),
        AuditPolicy.NONE);
    AuditRule rule = warning(StandardRule.PRICE_JUMP);
    assertThat(
            found(
                bars(
                    bar("2022-09-02", "PENN", 100),
                    bar("2022-09-06", "PENN", 25.5),
                    bar("2022-09-02", "PVH", 100),
                    bar("2022-09-06", "PVH", 25),
                    bar("2022-09-02", "HON", 100),
                    bar("2022-09-06", "HON", 41)),
                rule))
        .containsExactly(
            "warning, line 5: price-jump: symbol PVH, session 2022-09-06: -50.0%, close 25.0 after"
                + " 100.0, 50.0 by corporate actions; limit 50% without a split or dividend");
  }

  @Test
  void theSameCloseAndVolumeOverAndOverAgainIsFoundOnce() {
    assertThat(
            found(
                bars(
                    bar("2022-09-01", "PENN", 30),
                    bar("2022-09-02", "PENN", 30),
                    bar("2022-09-06", "PENN", 30),
                    bar("2022-09-07", "PENN", 30),
                    bar("2022-09-01", "PVH", 30),
                    bar("2022-09-02", "PVH", 30),
                    bar("2022-09-06", "PVH", 30, 1001)),
                warning(StandardRule.STALE_REPEAT).with("sessions", 3)))
        .containsExactly(
            "warning, line 4: stale-repeat: symbol PENN, session 2022-09-06: close 30.0 and volume"
                + " 1000.0; limit other values within 3 bars");
  }

  @Test
  void aSessionThatIsMissingBetweenBarsIsFoundAndAHolidayIsNot() {
    AuditRule rule = warning(StandardRule.CALENDAR_GAP);
    assertThat(found(bars(bar("2022-09-02", "PENN", 30), bar("2022-09-06", "PENN", 30)), rule))
        .isEmpty();
    assertThat(found(bars(bar("2022-09-09", "PENN", 30)), rule))
        .containsExactly(
            "warning, line 2: calendar-gap: symbol PENN, session 2022-09-09: 2 sessions missing"
                + " after 2022-09-06; limit 0 sessions");
  }

  @Test
  void aBrokenBarThatSomebodyElseWroteIsFoundBesideTheFiles() {
    AuditRule rule = warning(StandardRule.OHLC);
    assertThat(found(bars(bar("2022-09-02", "PENN", 30)), rule)).isEmpty();
    keeperOf(
        "INSERT INTO asof.market.daily_bars VALUES ('PENN', DATE '2022-09-06', 30, 31, 29, 32, 1,"
            + " TIMESTAMP '2022-09-06 20:00:00')");

    assertThat(found(bars(bar("2022-09-02", "PENN", 31)), rule))
        .containsExactly(
            "warning, line 2: ohlc: symbol PENN, session 2022-09-06: open 30.0, high 31.0, low 29.0,"
                + " close 32.0; limit low to high, above 0, hold open and close");
  }

  /** Writes to the lake past AsOf. */
  private void keeperOf(String statement) {
    try (SparkLocal spark = new SparkLocal(lake)) {
      spark.sessionFor(1).sql(statement);
    }
  }

  @Test
  void aKeyThatStandsTwiceInTheTableCannotBeUpdated() {
    ingest(bars(bar("2022-09-02", "PENN", 30)), AuditPolicy.NONE);
    keeperOf("INSERT INTO asof.market.daily_bars SELECT * FROM asof.market.daily_bars");

    assertThatThrownBy(() -> ingest(bars(bar("2022-09-02", "PENN", 31)), AuditPolicy.NONE))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_REFUSED))
        .hasMessage(
            "Cannot ingest bars.csv, line 2: keys: symbol PENN, session 2022-09-02: stands 2 times"
                + " in daily_bars; limit once; delete these keys with --delete, then ingest their"
                + " rows again");
  }

  @Test
  void aSymbolThatNoInstrumentHasIsFoundWhenThereAreInstruments() {
    AuditRule rule = warning(StandardRule.UNKNOWN_SYMBOL);
    assertThat(found(bars(bar("2022-09-01", "PENN", 30)), rule)).isEmpty();
    ingest(
        files.csv(
            Dataset.INSTRUMENTS,
            "instruments.csv",
            "instrument,symbol,validFrom\nPENN,PENN,1994-05-26\n"),
        AuditPolicy.NONE);

    assertThat(found(bars(bar("2022-09-02", "PENN", 30), bar("2022-09-02", "PENM", 30)), rule))
        .containsExactly(
            "warning, line 3: unknown-symbol: symbol PENM, session 2022-09-02: PENM; limit a symbol"
                + " of instruments");
    assertThat(
            found(
                files.changes(
                    """
                    index,symbol,isin,action,kind,announced,effective,source
                    S&P 500,PENN,,removed,membership,2022-09-02,2022-09-19,test
                    S&P 500,INVH,,added,membership,2022-09-02,2022-09-19,test
                    """),
                rule))
        .containsExactly(
            "warning, line 3: unknown-symbol: index S&P 500, symbol INVH, action added, effective"
                + " 2022-09-19: INVH; limit a symbol of instruments");
  }

  @Test
  void columnsMustHaveValuesAndNumbersLieInTheirRange() {
    AuditRule isin = warning(StandardRule.NULLS).about("isin");
    assertThat(
            found(
                files.changes(
                    """
                    index,symbol,isin,action,kind,announced,effective,source
                    S&P 500,PENN,US7075691094,removed,membership,2022-09-02,2022-09-19,test
                    S&P 500,INVH,,added,membership,2022-09-02,2022-09-19,test
                    """),
                isin))
        .containsExactly(
            "warning, line 3, column isin: nulls: index S&P 500, symbol INVH, action added, effective"
                + " 2022-09-19: nothing; limit a value");
    AuditRule volume = warning(StandardRule.RANGE).about("volume").with("min", 1);
    assertThat(
            found(bars(bar("2022-09-01", "PENN", 30, 0), bar("2022-09-02", "PENN", 30, 1)), volume))
        .containsExactly(
            "warning, line 2, column volume: range: symbol PENN, session 2022-09-01: 0.0; limit at"
                + " least 1");
  }

  @Test
  void weightsSumUpAndPositionsAreCountedAgainstTheFilingBefore() {
    AuditRule[] rules = {
      warning(StandardRule.WEIGHTS_SUM).with("min", 3.5).with("max", 5.5),
      warning(StandardRule.ROW_COUNT).with("least", 2)
    };
    assertThat(found(holdings("q1.json", "2022-03-31", "2022-05-27 13:54:03", 10), rules))
        .isEmpty();
    assertThat(found(holdings("q2.json", "2022-06-30", "2022-08-27 13:54:03", 8), rules)).isEmpty();
    assertThat(found(holdings("q3.json", "2022-09-30", "2022-11-28 15:50:55", 6), rules))
        .containsExactly(
            "warning: row-count: fund IVV: 6 positions after 8; limit 20% more or less",
            "warning: weights-sum: fund IVV: 3.0000 percent; limit 3.5 to 5.5 percent");
  }

  private IngestRequest holdings(String name, String date, String accepted, int positions) {
    String[] rows = new String[positions];
    for (int i = 0; i < positions; i++) {
      rows[i] = VendorFileFixture.position("S" + i, isin(i), date, accepted, 10 + i);
    }
    return VendorFileFixture.holdings("IVV", files.write(name, filing(rows)));
  }

  private static String isin(int i) {
    return IntStream.range(0, 10)
        .mapToObj(digit -> "US%09d%d".formatted(100 + i, digit))
        .filter(Isin::isValid)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNumberOfBarsIsHeldAgainstTheSessionBefore() {
    AuditRule rule = warning(StandardRule.ROW_COUNT).with("least", 2);
    found(
        bars(
            bar("2022-09-01", "PENN", 30),
            bar("2022-09-01", "PVH", 30),
            bar("2022-09-01", "HON", 30)),
        rule);
    assertThat(found(bars(bar("2022-09-02", "PENN", 30)), rule)).isEmpty();
    assertThat(found(bars(bar("2022-09-02", "PENN", 30), bar("2022-09-02", "PVH", 30)), rule))
        .containsExactly(
            "warning: row-count: session 2022-09-02: 2 rows after 3 on 2022-09-01; limit 20% more or"
                + " less");
  }

  @Test
  void theNumberOfMembersIsHeldAgainstTheListBefore() {
    String csv = "A,%1$s,X\nA,%1$s,Y\nB,%1$s,X\n";
    assertThat(
            found(
                files.csv(
                    Dataset.INDEX_MEMBERS,
                    "members.csv",
                    "index,date,symbol\n"
                        + csv.formatted("2022-09-01")
                        + csv.formatted("2022-09-02")
                        + "A,2022-09-02,Z\n"),
                warning(StandardRule.ROW_COUNT).with("least", 2)))
        .containsExactly(
            "warning: row-count: index A, date 2022-09-02: 3 rows after 2 on 2022-09-01; limit 20%"
                + " more or less");
  }

  @Test
  void aCrossedBookAndAnEventOutOfTimeAreFound() {
    String rows =
        """
        X,BTC,1,1723161255088169167,100,1,101,1
        X,BTC,2,1723161255088169168,102,1,101,1
        X,BTC,3,1723161255088169167,100,1,100,1
        X,ETH,4,1723161255088169000,10,1,,
        """;
    assertThat(
            found(
                files
                    .csv(Dataset.TOP_OF_BOOK, "ticks.csv", QUOTES + rows)
                    .withNow(Instant.parse("2024-09-01T00:00:00Z")),
                warning(StandardRule.CROSSED_BOOK),
                warning(StandardRule.TIME_ORDER)))
        .containsExactly(
            "warning, line 3: crossed-book: exchange_code X, instrument BTC, event_id 2,"
                + " adapterTimestamp_ts_utc 2024-08-08 23:54:15.088169: bid 102.0,"
                + " ask 101.0; limit a bid not above the ask",
            "warning, line 4: time-order: exchange_code X, instrument BTC, event_id 3,"
                + " adapterTimestamp_ts_utc 2024-08-08 23:54:15.088169:"
                + " 1723161255088169167 ns after 1723161255088169168 ns; limit not before the event"
                + " before it");
  }

  @Test
  void aRuleForSmallFilesSaysThatItWasLeftOut() {
    IngestReport report =
        ingest(
            files
                .csv(
                    Dataset.TOP_OF_BOOK,
                    "ticks.csv",
                    QUOTES
                        + "X,BTC,1,1723161255088169167,100,1,101,1\n"
                        + "X,BTC,2,1723161255088169166,100,1,101,1\n")
                .withNow(Instant.parse("2024-09-01T00:00:00Z")),
            warning(StandardRule.TIME_ORDER).with("mostRows", 1));

    assertThat(report.findings().count()).isZero();
    assertThat(report.warnings())
        .containsExactly(
            "rule time-order was left out: the file has 2 rows, more than its mostRows");
  }

  @Test
  void anErrorKeepsTheFileOutWithAllThatWasFound() {
    ingest(bars(bar("2022-09-01", "PENN", 30)), AuditPolicy.NONE);
    List<TableState> before = lake.tables();

    assertThatThrownBy(
            () ->
                ingest(
                    bars(bar("2022-09-02", "PENN", 300), bar("2022-09-07", "PENN", 30)),
                    warning(StandardRule.CALENDAR_GAP),
                    AuditRule.of(StandardRule.PRICE_JUMP, Severity.ERROR)))
        .isInstanceOfSatisfying(
            FileRefused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.AUDIT_REFUSED);
              assertThat(refused.findings().worst())
                  .extracting(finding -> finding.severity() + " " + finding.rule())
                  .containsExactly("error price-jump", "error price-jump", "warning calendar-gap");
            })
        .hasMessage(
            "Cannot ingest bars.csv, line 2: price-jump: symbol PENN, session 2022-09-02: +900.0%,"
                + " close 300.0 after 30.0; limit 50% without a split or dividend (and 2 more)");
    assertThat(lake.tables()).isEqualTo(before);
    assertThat(refs("daily_bars")).containsExactly("main");
  }

  private List<Object> refs(String table) {
    try (Ingestion reader = Ingestion.open(lake)) {
      return reader.sql("SELECT name FROM market." + table + ".refs ORDER BY name").rows().stream()
          .map(row -> row.get(0))
          .toList();
    }
  }

  @Test
  void aStatementOfATeamSeesTheFileTheBranchTheTableAndTheLake() {
    ingest(bars(bar("2022-09-01", "PENN", 30)), AuditPolicy.NONE);
    AuditRule rule =
        AuditRule.ofStatement(
            "seen",
            Severity.WARNING,
            """
            SELECT s.symbol AS key, s.line, concat((SELECT count(*) FROM branch_rows), ' of ',
              (SELECT count(*) FROM previous_rows), ' and ', (SELECT count(*) FROM daily_bars))
              AS value, 2 AS limit FROM staged_rows s
            """);

    assertThat(found(bars(bar("2022-09-02", "PENN", 31), bar("2022-09-02", "PVH", 50)), rule))
        .containsExactly(
            "warning, line 2: seen: PENN: 3 of 1 and 1; limit 2",
            "warning, line 3: seen: PVH: 3 of 1 and 1; limit 2");
  }

  @Test
  void ofManyFindingsTheFirstAreShownAndTheOthersCounted() {
    StringBuilder csv = new StringBuilder("symbol,date,rate\n");
    for (int i = 1; i <= 1500; i++) {
      csv.append("S").append(i).append(",2022-09-02,").append(i).append('\n');
    }
    AuditFindings findings =
        ingest(
                files.csv(Dataset.BORROW_RATES, "rates.csv", csv.toString()),
                warning(StandardRule.RANGE).about("rate").with("max", 100))
            .findings();

    assertThat(findings.count()).isEqualTo(1400);
    assertThat(findings.worst()).hasSize(500);
    assertThat(findings.worst().get(0).words())
        .isEqualTo(
            ", line 102, column rate: range: symbol S101, date 2022-09-02: 101.0; limit at most 100");
  }

  @Test
  void aStatementThatWritesOrIsBrokenPublishesNothing() {
    assertRefused(
        "DROP TABLE daily_bars",
        "Cannot audit daily_bars by rule own: Cannot run this statement: lake sql only reads");
    assertRefused(
        "SELECT nothing FROM staged_rows",
        "Cannot audit daily_bars by rule own: Cannot run this statement: [UNRESOLVED_COLUMN");
    assertRefused(
        "SELECT symbol AS key, 1 AS value FROM staged_rows",
        "Cannot audit daily_bars by rule own: Cannot run this statement: its answer has no column"
            + " limit; expected key, value, limit and, where a row of the file is meant, line");
    assertThat(lake.tables()).allMatch(table -> table.rows() == 0);
  }

  @Test
  void aStatementThatTakesTooLongOrTooMuchMemoryIsEndedAndPublishesNothing() {
    String limit = "'' AS key, '' AS limit, ";
    assertRefused(
        own("SELECT " + limit + "sum(a.id * b.id) AS value FROM range(9999999) a, range(9999999) b")
            .within(Duration.ofSeconds(3)),
        ErrorCode.SQL_LIMIT,
        "Cannot audit daily_bars by rule own: Cannot run this statement within 3 s: it was ended;"
            + " ask for less, or give it more time (key timeout of the rule)");
    // Spark evaluates this before there is a job that could be cancelled.
    assertRefused(
        own("SELECT "
                + limit
                + "aggregate(sequence(1, 6000), 0L, (a, x) -> aggregate(sequence(1, 6000), a,"
                + " (b, y) -> b + y)) AS value")
            .within(Duration.ofMillis(500)),
        ErrorCode.SQL_LIMIT,
        "Cannot audit daily_bars by rule own: Cannot run this statement within 500 ms: ");
    assertRefused(
        own("SELECT " + limit + "length(repeat('x', 2147483647) || 'x') AS value"),
        ErrorCode.SQL_LIMIT,
        "Cannot audit daily_bars by rule own: Cannot hold this statement's rows in the ");
    assertThat(lake.tables()).allMatch(table -> table.rows() == 0);
    assertThat(
            found(
                bars(bar("2022-09-02", "PENN", 31)),
                own("SELECT 'k' AS key, 1 AS value, 2 AS limit")))
        .containsExactly("warning: own: k: 1; limit 2");
  }

  private static AuditRule own(String statement) {
    return AuditRule.ofStatement("own", Severity.WARNING, statement);
  }

  private void assertRefused(String statement, String message) {
    assertRefused(own(statement), ErrorCode.SQL_INVALID, message);
  }

  private void assertRefused(AuditRule rule, ErrorCode code, String message) {
    assertThatThrownBy(() -> ingest(bars(bar("2022-09-02", "PENN", 31)), rule))
        .isInstanceOfSatisfying(AsOfException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(message);
  }

  @Test
  void aDryRunShowsWhatWouldChangeAndLeavesEverythingAsItIs() {
    ingest(
        VendorFileFixture.tagged(
            bars(bar("2022-09-01", "PENN", 30), bar("2022-09-01", "PVH", 50)), "FIRST"),
        AuditPolicy.NONE);
    List<TableState> before = lake.tables();
    List<Object> refs = refs("daily_bars");
    try (Ingestion ingestion =
        Ingestion.open(
            lake,
            VendorFormats.load(AuditTest.class.getClassLoader()),
            policy(TableDefinition.DAILY_BARS, warning(StandardRule.PRICE_JUMP)))) {
      IngestPreview preview =
          ingestion.preview(
              bars(
                      bar("2022-09-01", "PENN", 31),
                      bar("2022-09-01", "PVH", 50),
                      bar("2022-09-02", "PVH", 500))
                  .withTag(Optional.of(new PointInTime.Tag("SECOND"))));

      assertThat(preview.counts().toString()).isEqualTo("{inserted=1, updated=1, unchanged=1}");
      assertThat(preview.findings().worst())
          .extracting(AuditFinding::rule)
          .containsExactly("price-jump");
      assertThat(preview.warnings()).singleElement().asString().contains("1 row was restated");
      assertThat(preview.changes())
          .contains(
              new RowChange("updated", "symbol PENN, session 2022-09-01", "close", "30.0", "31.0"))
          .last()
          .isEqualTo(
              new RowChange(
                  "inserted",
                  "symbol PVH, session 2022-09-02",
                  "",
                  "",
                  "open 500.0, high 500.0, low 500.0, close 500.0, volume 1000.0, known_at"
                      + " 2022-09-02 20:00:00"));
    }
    assertThat(lake.tables()).isEqualTo(before);
    assertThat(refs("daily_bars")).isEqualTo(refs).hasSize(2);
  }
}
