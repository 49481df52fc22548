package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.filing;
import static dev.asof.ingestion.VendorFileFixture.knownAt;
import static dev.asof.ingestion.VendorFileFixture.position;
import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refused file leaves the lake as it was, and is refused without Spark. */
class RefusedFilesTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";
  private static final String CHANGES =
      "index,symbol,isin,action,kind,announced,effective,source\n";
  private static final String ACTIONS =
      "symbol,kind,exDate,newShares,oldShares,usdPerShare,newSymbol,announced,source\n";
  private static final String INSTRUMENTS =
      "instrument,symbol,validFrom,validTo,announced,endAnnounced\n";
  private static final String Q3 = "2022-09-30";
  private static final String ACCEPTED = "2022-11-28 15:50:55";

  private static VendorFileFixture files;
  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void fillALake(@TempDir Path folder) {
    files = new VendorFileFixture(folder);
    lake = Lake.create(folder.resolve("home"));
    try (Ingestion filling = Ingestion.open(lake)) {
      filling.ingest(tagged(files.bars(BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n"), "DAY_1"));
      filling.ingest(
          tagged(
              files.holdings(filing(position("HON", "US4385161066", Q3, ACCEPTED, 10))),
              "Q3_2022"));
    }
    ingestion = Ingestion.open(lake);
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        bars(
            "",
            "FILE_MALFORMED",
            ": the file is empty; expected a header with date, symbol, open,"
                + " high, low, close, volume"),
        bars(
            " \n\n",
            "FILE_MALFORMED",
            ": the file is empty; expected a header with date, symbol,"
                + " open, high, low, close, volume"),
        bars(
            BARS,
            "FILE_MALFORMED",
            ": the file holds no rows; expected CSV with date, symbol, open,"
                + " high, low, close, volume"),
        bars(
            "date,symbol,open,high,low,volume\n2022-09-02,PENN,1,1,1,1\n",
            "FILE_MALFORMED",
            ", line 1: column close is missing; expected a header with date, symbol, open, high,"
                + " low, close, volume"),
        bars(
            "date;symbol;open;high;low;close;volume\n",
            "FILE_MALFORMED",
            ", line 1: columns date, symbol, open, high, low, close, volume are missing; expected a"
                + " header with date, symbol, open, high, low, close, volume"),
        bars(
            "date,symbol,open,high,low,close,Close,volume\n",
            "FILE_MALFORMED",
            ", line 1: column close stands twice in the header"),
        bars(
            BARS + "2022-09-06,PENN,31\n",
            "FILE_MALFORMED",
            ", line 2: 3 fields; expected 7 as in the header"),
        bars(
            BARS + "2022-09-06,PENN,1,1,1,1,1\n2022-09-07,\"PENN,1,1,1,1,1\n",
            "FILE_MALFORMED",
            ", line 3: a quoted field isn't closed, or text follows its closing quote; a quote"
                + " inside a quoted field is written twice"),
        bars(
            BARS + "2022-09-06,PENN,31,32,30,\"31,5\",1\n",
            "ROW_INVALID",
            ", line 2, column close: '31,5' isn't a number; expected digits with '.' for decimals,"
                + " for example 1031894 or 61.53"),
        bars(
            BARS + "2022-09-06,PENN,31,NaN,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column high: 'NaN' isn't a number; expected digits with '.' for decimals, for"
                + " example 1031894 or 61.53"),
        bars(
            BARS + "2022-09-06,PENN,31,0x20p0,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column high: '0x20p0' isn't a number; expected digits with '.' for decimals,"
                + " for example 1031894 or 61.53"),
        bars(
            BARS + "2022-09-06,PENN,31,1e400,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column high: '1e400' is too large; at most 1e15 is taken"),
        bars(
            BARS + "2022-09-06,PENN,31,32,30,31,9223372036854775808\n",
            "ROW_INVALID",
            ", line 2, column volume: '9223372036854775808' is too large; at most 1e15 is taken"),
        bars(
            BARS + "2022-09-06,PENN,,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column open: the number is missing"),
        bars(
            BARS + "2022-09-06,PENN,31,30.1,31.0,31,1\n",
            "ROW_INVALID",
            ", line 2, column high: 30.1 is below low 31.0; high must be at least low"),
        bars(
            BARS + "2022-09-06,PENN,31,32,30,32.5,1\n",
            "ROW_INVALID",
            ", line 2, column close: 32.5 is outside of low 30 to high 32"),
        bars(
            BARS + "2022-09-06,PENN,29,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column open: 29 is outside of low 30 to high 32"),
        bars(
            BARS + "2022-09-06,PENN,31,32,-30,31,1\n",
            "ROW_INVALID",
            ", line 2, column low: -30 is not a price; expected more than 0 USD a share"),
        bars(
            BARS + "2022-09-06,PENN,31,32,30,31,-1\n",
            "ROW_INVALID",
            ", line 2, column volume: -1 is negative; expected 0 or more shares"),
        bars(
            BARS + "2022-09-06,,31,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column symbol: the value is missing"),
        bars(
            BARS + "2022-09-06,PE\u0007NN,31,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column symbol: 'PE NN' holds the control character U+0007; expected plain"
                + " text"),
        bars(
            BARS + "06.09.2022,PENN,31,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column date: '06.09.2022' isn't a date; expected yyyy-MM-dd, for example"
                + " 2022-09-02"),
        bars(
            BARS + "2022-02-30,PENN,31,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column date: '2022-02-30' isn't a date; expected yyyy-MM-dd, for example"
                + " 2022-09-02"),
        bars(
            BARS + "2023-01-16,PENN,31,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column date: 2023-01-16 is in the future; today is 2023-01-15 in New York"),
        bars(
            BARS + "2023-01-15,PENN,31,32,30,31,1\n",
            "ROW_INVALID",
            ", line 2, column date: '2023-01-15' counts as known only at 2023-01-15T21:00:00Z, which"
                + " is in the future; now is 2023-01-15T12:00:00Z"),
        bars(
            BARS
                + "2022-09-06,PENN,1,1,1,1,1\n2022-09-06,PVH,1,1,1,1,1\n2022-09-06,PENN,1,1,1,1,1\n",
            "KEY_DUPLICATE",
            ", line 4: the key symbol PENN, date 2022-09-06 stands already in line 2; each key may"
                + " stand once in a file"),
        bars(
            BARS + "2022-09-06,PENN,x,32,30,31,1\n2022-09-07,PENN,-1,32,30,31,y\n",
            "ROW_INVALID",
            ", line 2, column open: 'x' isn't a number; expected digits with '.' for decimals, for"
                + " example 1031894 or 61.53 (and 2 more)"),
        changes(
            "S&P 500,CSGP,,joined,,2022-09-02,2022-09-19,s\n",
            "ROW_INVALID",
            ", line 2, column action: 'joined' isn't known; expected one of added, removed"),
        changes(
            "S&P 500,CSGP,,added,swap,2022-09-02,2022-09-19,s\n",
            "ROW_INVALID",
            ", line 2, column kind: 'swap' isn't known; expected one of membership, ticker-change,"
                + " isin-change, spin-off, merger"),
        changes(
            "S&P 500,CSGP,,added,,2022-09-20,2022-09-19,s\n",
            "ROW_INVALID",
            ", line 2, column effective: 2022-09-19 is before the announcement on 2022-09-20"),
        changes(
            "S&P 500,CSGP,,added,,2023-02-01,2023-02-10,s\n",
            "ROW_INVALID",
            ", line 2, column announced: 2023-02-01 is in the future; today is 2023-01-15 in New"
                + " York"),
        changes(
            "S&P 500,CSGP,US22160N1091,added,,2022-09-02,2022-09-19,s\n",
            "ROW_INVALID",
            ", line 2, column isin: 'US22160N1091' isn't an ISIN: expected two letters, nine letters"
                + " or digits, and the right check digit, for example US1331311027"),
        changes(
            "S&P 500,,,added,,2022-09-02,2022-09-19,s\n",
            "ROW_INVALID",
            ", line 2, column symbol: the value is missing"),
        actions(
            "FB,tender,2022-06-09,,,,,,\n",
            ", line 2, column kind: 'tender' isn't known; expected one of split, cash-dividend,"
                + " symbol-change, delisting, cash-merger, stock-dividend, spin-off, stock-merger,"
                + " rights"),
        actions(
            "FB,spin-off,2022-06-09,1,2,,,,\n", ", line 2, column newSymbol: the value is missing"),
        actions(
            "AMZN,split,2022-06-06,20,,,,,\n", ", line 2, column oldShares: the number is missing"),
        actions(
            "AMZN,split,2022-06-06,0,1,,,,\n",
            ", line 2, column newShares: 0 is no number of shares; expected more than 0"),
        actions(
            "AMZN,split,2022-06-06,20,-1,,,,\n",
            ", line 2, column oldShares: -1 is no number of shares; expected more than 0"),
        actions(
            "AMZN,split,2022-06-06,20,1,0.5,,,\n",
            ", line 2, column usdPerShare: '0.5' is no part of a split; leave it blank"),
        actions(
            "KO,cash-dividend,2022-06-14,,,,,,\n",
            ", line 2, column usdPerShare: the number is missing"),
        actions(
            "KO,cash-dividend,2022-06-14,,,-0.44,,,\n",
            ", line 2, column usdPerShare: -0.44 is negative; expected 0 or more USD a share"),
        actions(
            "TWTR,cash-merger,2022-11-01,,,,,,\n",
            ", line 2, column usdPerShare: the number is missing"),
        actions(
            "SIVB,delisting,2022-06-14,,,-1,,,\n",
            ", line 2, column usdPerShare: -1 is negative; expected 0 or more USD a share"),
        actions(
            "FB,symbol-change,2022-06-09,,,,,,\n",
            ", line 2, column newSymbol: the value is missing"),
        actions(
            "FB,symbol-change,2022-06-09,,,,FB,,\n",
            ", line 2, column newSymbol: 'FB' is the old symbol; expected another one"),
        actions(
            "KO,cash-dividend,2023-03-16,,,0.46,,,\n",
            ", line 2, column exDate: '2023-03-16' counts as known only at 2023-03-16T13:30:00Z,"
                + " which is in the future; now is 2023-01-15T12:00:00Z"),
        actions(
            "KO,cash-dividend,2023-03-16,,,0.46,,2023-01-16,\n",
            ", line 2, column announced: 2023-01-16 is in the future; today is 2023-01-15 in New"
                + " York"),
        arguments(
            Dataset.CORPORATE_ACTIONS,
            "actions.csv",
            ACTIONS + "KO,cash-dividend,2022-06-14,,,1,,,\nKO,cash-dividend,2022-06-14,,,2,,,\n",
            ErrorCode.KEY_DUPLICATE,
            ", line 3: the key symbol KO, cash-dividend, exDate 2022-06-14 stands already in line 2;"
                + " each key may stand once in a file"),
        instruments(
            "META.US,FB,2022-06-09,2022-06-09,,\n",
            ", line 2, column validTo: 2022-06-09 is not after validFrom 2022-06-09"),
        instruments("META.US,,2022-06-09,,,\n", ", line 2, column symbol: the value is missing"),
        instruments(",META,2022-06-09,,,\n", ", line 2, column instrument: the value is missing"),
        instruments(
            "META.US,META,,,,\n",
            ", line 2, column validFrom: the date is missing; expected yyyy-MM-dd, for example"
                + " 2022-09-02"),
        instruments(
            "META.US,META,2022-06-09,,,2022-06-09\n",
            ", line 2, column endAnnounced: '2022-06-09' announces an end; validTo is missing"),
        instruments(
            "META.US,META,2022-06-09,2023-01-20,,\n",
            ", line 2, column validTo: '2023-01-20' counts as known only at 2023-01-20T14:30:00Z,"
                + " which is in the future; now is 2023-01-15T12:00:00Z"),
        instruments(
            "METV.US,META,2021-06-30,2022-01-31,,\n"
                + "META.US,META,2022-01-31,,,\n"
                + "OTHER.US,META,2022-06-09,,,\n",
            ", line 4, column symbol: 'META' is 'OTHER.US' from 2022-06-09 here and 'META.US' from"
                + " 2022-01-31 on in line 3; a symbol means one instrument on a day"),
        instruments(
            "A.US,A,2000-01-03,2010-01-04,,\n"
                + "A.US,A,2001-01-03,2002-01-03,,\n"
                + "B.US,A,2005-01-03,2006-01-03,,\n",
            ", line 4, column symbol: 'A' is 'B.US' from 2005-01-03 here and 'A.US' from 2000-01-03"
                + " to 2010-01-04 in line 2; a symbol means one instrument on a day"),
        members(
            "2023-01-16,A,S&P 500,\n",
            ", line 2, column date: 2023-01-16 is in the future; today is 2023-01-15 in New York"),
        members("2022-03-31,,S&P 500,\n", ", line 2, column symbol: the value is missing"),
        members(
            "2022-03-31,A,S&P 500,US0378331006\n",
            ", line 2, column isin: 'US0378331006' isn't an ISIN: expected two letters, nine letters"
                + " or digits, and the right check digit, for example US1331311027"),
        json(
            "",
            "FILE_MALFORMED",
            ": the file is empty; expected an array of objects, [{...}, {...}]"),
        json(
            "[]",
            "FILE_MALFORMED",
            ": the file holds no rows; expected a JSON array of objects with date, symbol, name,"
                + " cusip, isin, balance, valUsd, pctVal and optionally acceptanceTime, cik, fund,"
                + " side, payoffProfile"),
        json(
            "\n{\"Error Message\": \"Limit reached\"}",
            "FILE_MALFORMED",
            ", line 2: expected an array of objects, [{...}, {...}]"),
        json(
            "[\n1]",
            "FILE_MALFORMED",
            ", line 2: this element isn't an object; expected an array of objects, [{...}, {...}]"),
        json(
            "[\n{\"date\": \"2022",
            "FILE_MALFORMED",
            ", line 2: this isn't JSON: Unexpected end-of-input: was expecting closing quote for a"
                + " string value"),
        json(
            "[\n{\"date\": 1,\n\"date\": 2}]",
            "FILE_MALFORMED",
            ", line 3: this isn't JSON: Duplicate field 'date'"),
        json(
            "[{\n\"date\": [\"2022-09-30\"]}]",
            "FILE_MALFORMED",
            ", line 2, column date: this is an object or array; expected a text or a number"),
        json(
            filing(position("HON", "US4385161066", Q3, ACCEPTED, 1)) + "\n[]",
            "FILE_MALFORMED",
            ", line 4: more follows after the end of the array"),
        json(
            filing(position("HON", "US4385161066", Q3, "28.11.2022", 1)),
            "ROW_INVALID",
            ", line 1, column acceptanceTime: '28.11.2022' isn't a time; expected New York time as"
                + " yyyy-MM-dd HH:mm:ss, for example 2022-05-27 13:54:03"),
        json(
            filing(position("HON", "US4385161066", Q3, "", 1)),
            "ROW_INVALID",
            ", line 1, column acceptanceTime: the time of acceptance is missing; give --known-at to"
                + " say when the file became known"),
        json(
            filing(position("HON", "US4385161066", Q3, "2022-09-29 23:00:00", 1)),
            "ROW_INVALID",
            ", line 1, column acceptanceTime: '2022-09-29 23:00:00' is before the period that ends"
                + " on 2022-09-30"),
        json(
            filing(
                position("HON", "US4385161066", Q3, ACCEPTED, 1),
                position("PVH", "US6936561009", "2022-09-29", ACCEPTED, 1)),
            "ROW_INVALID",
            ", line 4, column date: 2022-09-29 is another period than 2022-09-30 in line 1; a file"
                + " speaks about one period"),
        json(
            filing(
                position("HON", "US4385161066", Q3, ACCEPTED, 1),
                position("PVH", "US4385161066", Q3, ACCEPTED, 1)),
            "KEY_DUPLICATE",
            ", line 4: the key fund IVV, isin US4385161066 stands already in line 1; each key may"
                + " stand once in a file"),
        json(
            filing(
                position("HON", "US4385161066", Q3, ACCEPTED, 1)
                    .replace("\"438516106\"", "\"N/A\"")
                    .replace("\"US4385161066\"", "null")),
            "ROW_INVALID",
            ", line 2, column isin: the ISIN is missing and can't be derived from cusip 'N/A';"
                + " expected an ISIN, or a US CUSIP of nine characters with the right check digit"));
  }

  private static Arguments bars(String csv, String code, String message) {
    return arguments(Dataset.DAILY_BARS, "bars.csv", csv, ErrorCode.valueOf(code), message);
  }

  private static Arguments changes(String rows, String code, String message) {
    return arguments(
        Dataset.INDEX_CHANGES, "changes.csv", CHANGES + rows, ErrorCode.valueOf(code), message);
  }

  private static Arguments actions(String rows, String message) {
    return arguments(
        Dataset.CORPORATE_ACTIONS, "actions.csv", ACTIONS + rows, ErrorCode.ROW_INVALID, message);
  }

  private static Arguments instruments(String rows, String message) {
    return arguments(
        Dataset.INSTRUMENTS, "names.csv", INSTRUMENTS + rows, ErrorCode.ROW_INVALID, message);
  }

  private static Arguments members(String rows, String message) {
    return arguments(
        Dataset.INDEX_MEMBERS,
        "members.csv",
        "date,symbol,index,isin\n" + rows,
        ErrorCode.ROW_INVALID,
        message);
  }

  private static Arguments json(String json, String code, String message) {
    return arguments(
        Dataset.FUND_HOLDINGS, "holdings.json", json, ErrorCode.valueOf(code), message);
  }

  @ParameterizedTest(name = "{0}{4}")
  @MethodSource("refused")
  void aBadFileIsRefusedInOneLineAndChangesNothing(
      Dataset dataset, String name, String text, ErrorCode code, String message)
      throws IOException {
    Path file = files.write(name, text);
    refuses(
        dataset == Dataset.FUND_HOLDINGS
            ? VendorFileFixture.holdings("IVV", file)
            : VendorFileFixture.request(dataset, file),
        code,
        "Cannot ingest " + name + message);
  }

  private static void refuses(IngestRequest request, ErrorCode code, String message)
      throws IOException {
    List<Object> before = everything();
    assertThatThrownBy(() -> ingestion.ingest(tagged(request, "NEXT")))
        .isInstanceOfSatisfying(AsOfException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
    assertThat(everything()).isEqualTo(before);
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  /** Main, tags, and each file of the warehouse. */
  private static List<Object> everything() throws IOException {
    List<Object> everything = new ArrayList<>(lake.tables());
    for (TableDefinition table : TableDefinition.values()) {
      everything.add(lake.tags(table));
    }
    try (Stream<Path> warehouse = Files.walk(lake.home().resolve("warehouse"))) {
      everything.addAll(warehouse.sorted().toList());
    }
    return everything;
  }

  @Test
  void aByteThatIsNotUtf8IsNamedWithItsLine() throws IOException {
    byte[] latin1 =
        (BARS + "2022-09-06,PENN,31,32,30,31,1\r\n2022-09-06,CAF\u00c9,1,1,1,1,1\n")
            .getBytes(StandardCharsets.ISO_8859_1);

    refuses(
        VendorFileFixture.request(Dataset.DAILY_BARS, files.write("latin1.csv", latin1)),
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest latin1.csv, line 3: byte 0xC9 isn't UTF-8; save the file as UTF-8");
    refuses(
        VendorFileFixture.holdings(
            "IVV",
            files.write(
                "latin1.json", "[\n{\"name\": \"\u00e9\"}]".getBytes(StandardCharsets.ISO_8859_1))),
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest latin1.json, line 2: byte 0xE9 isn't UTF-8; save the file as UTF-8");
  }

  @Test
  void lineNumbersCountQuotedLineBreaksBlankLinesAndByteOrderMarks() throws IOException {
    refuses(
        files.changes(
            "\uFEFF"
                + CHANGES
                + "\r\n"
                + "S&P 500,CSGP,,added,,2022-09-02,2022-09-19,\"plain\"\r\n"
                + "\r\n"
                + "S&P 500,INVH,,added,,2022-09-02,2022-09-19,\"two\r\nlines\"\r\n"
                + "S&P 500,PVH,,gone,,2022-09-02,2022-09-19,s\r\n"),
        ErrorCode.ROW_INVALID,
        "Cannot ingest changes.csv, line 5, column source: 'two lines' holds the control character"
            + " U+000D; expected plain text (and 1 more)");
    refuses(
        files.changes(
            CHANGES
                + "S&P 500,INVH,,added,,2022-09-02,2022-09-19,\"s\"\n"
                + "\n"
                + "S&P 500,\"P\"\"H\",,\"go\nne\",,2022-09-02,2022-09-19,s\n"),
        ErrorCode.ROW_INVALID,
        "Cannot ingest changes.csv, line 4, column action: 'go ne' holds the control character"
            + " U+000A; expected plain text");
  }

  @Test
  void holdingsNeedAFund() throws IOException {
    Path file = files.write("h.json", filing(position("HON", "US4385161066", Q3, ACCEPTED, 1)));

    refuses(
        VendorFileFixture.request(Dataset.FUND_HOLDINGS, file),
        ErrorCode.USAGE,
        "Cannot ingest h.json: it doesn't say whose holdings these are; give --fund, for example"
            + " --fund IVV");
  }

  @Test
  void membersNeedAnIndex() throws IOException {
    Path bare = files.write("m.csv", "date,symbol\n2022-03-31,A\n");
    Path other = files.write("o.csv", "date,symbol,index\n2022-03-31,A,S&P 400\n");

    refuses(
        VendorFileFixture.request(Dataset.INDEX_MEMBERS, bare),
        ErrorCode.USAGE,
        "Cannot ingest m.csv: it doesn't say whose members these are; give --index, for example"
            + " --index 'S&P 500'");
    refuses(
        VendorFileFixture.members("S&P 500", other),
        ErrorCode.ROW_INVALID,
        "Cannot ingest o.csv, line 2, column index: 'S&P 400' is another index than --index S&P"
            + " 500");
  }

  @Test
  void nothingCountsAsKnownBeforeItsAnnouncementOrItsEnd() throws IOException {
    refuses(
        knownAt(
            files.csv(
                Dataset.INSTRUMENTS,
                "names.csv",
                INSTRUMENTS + "META.US,FB,2012-05-18,2022-06-09,,\n"),
            "2022-06-01T12:00:00Z"),
        ErrorCode.ROW_INVALID,
        "Cannot ingest names.csv, line 2, column validTo: '2022-06-09' was not known before"
            + " 2022-06-09T04:00:00Z; --known-at 2022-06-01T12:00:00Z is too early");
    refuses(
        knownAt(
            files.csv(
                Dataset.CORPORATE_ACTIONS,
                "actions.csv",
                ACTIONS + "KO,cash-dividend,2022-06-14,,,0.44,,2022-04-26,\n"),
            "2022-04-25T12:00:00Z"),
        ErrorCode.ROW_INVALID,
        "Cannot ingest actions.csv, line 2, column announced: '2022-04-26' was not known before"
            + " 2022-04-26T04:00:00Z; --known-at 2022-04-25T12:00:00Z is too early");
  }

  @Test
  void aFilesOwnFundMustBeTheOneThatIsAskedFor() throws IOException {
    Path file =
        files.write(
            "h.csv",
            "fund,date,acceptanceTime,symbol,name,cusip,isin,balance,valUsd,pctVal\n"
                + "IWM,2022-09-30,2022-11-28 15:50:55,HON,Honeywell,,US4385161066,1,1,1\n");

    refuses(
        VendorFileFixture.holdings("IVV", file),
        ErrorCode.ROW_INVALID,
        "Cannot ingest h.csv, line 2, column fund: 'IWM' is another fund than --fund IVV");
  }

  @Test
  void nothingCountsAsKnownBeforeItCouldBe() throws IOException {
    refuses(
        knownAt(files.bars(BARS + "2022-09-06,PENN,31,32,30,31,1\n"), "2022-09-06T19:59:59Z"),
        ErrorCode.ROW_INVALID,
        "Cannot ingest bars.csv, line 2, column date: '2022-09-06' was not known before"
            + " 2022-09-06T20:00:00Z; --known-at 2022-09-06T19:59:59Z is too early");
    assertThatThrownBy(() -> knownAt(files.bars(BARS), "2023-01-15T12:00:01Z"))
        .hasMessage(
            "Invalid --known-at 2023-01-15T12:00:01Z: it is in the future; now is"
                + " 2023-01-15T12:00:00Z");
  }

  @Test
  void aFileMustBeThereAndHaveAKnownEnding(@TempDir Path folder) throws IOException {
    refuses(
        VendorFileFixture.request(Dataset.DAILY_BARS, folder.resolve("none.csv")),
        ErrorCode.FILE_MISSING,
        "Cannot ingest " + folder.resolve("none.csv") + ": there is no such file");
    refuses(
        VendorFileFixture.request(Dataset.DAILY_BARS, folder),
        ErrorCode.FILE_MISSING,
        "Cannot ingest " + folder + ": it is a folder; expected a file");
    refuses(
        VendorFileFixture.request(Dataset.DAILY_BARS, files.write("bars.xlsx", "PK")),
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest bars.xlsx: by its name and its first line it is in none of the formats of"
            + " daily-bars: bars-parquet, symbol-bars-csv, bars-csv");
  }

  @Test
  void aRequestThatCannotBeIsRefused() {
    assertThatThrownBy(() -> VendorFileFixture.holdings("IVV'", Path.of("h.json")))
        .hasMessage(
            "Invalid --fund 'IVV'': expected letters, digits, '.', '_' or '-', at most 32, for"
                + " example IVV");
    assertThatThrownBy(() -> VendorFileFixture.members(" ", Path.of("m.csv")))
        .hasMessage(
            "Invalid --index '': expected 1 to 100 printable characters without blanks around them,"
                + " for example 'S&P 500'");
    assertThatThrownBy(
            () ->
                IngestRequest.of(Dataset.DAILY_BARS, Path.of("b.csv"), VendorFileFixture.NOW)
                    .withIndex(Optional.of("S&P 500")))
        .hasMessage(
            "Cannot use --index with daily-bars: only index-members and index-changes speak about an"
                + " index");
    assertThatThrownBy(() -> Dataset.parse("prices"))
        .hasMessage(
            "Invalid dataset 'prices': expected one of fund-holdings, index-changes, daily-bars,"
                + " instruments, corporate-actions, index-members, borrow-rates, top-of-book");
    assertThat(Dataset.parse("DAILY-BARS")).isEqualTo(Dataset.DAILY_BARS);
  }

  @Test
  void anAppliedFileNeedsNoSpark() {
    IngestReport again =
        ingestion.ingest(files.bars(BARS + "2022-09-02,PENN,31,32,30,31.3,1000\n"));

    assertThat(again.alreadyApplied()).isTrue();
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }
}
