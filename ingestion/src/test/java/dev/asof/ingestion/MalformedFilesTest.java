package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.Lake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.shaded.org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are broken in all the ways that vendors, networks and enemies break them, in each
 * format. Each ends in one line that names the file, most with the line in it, and leaves the lake
 * as it was. No Spark is needed for that.
 */
class MalformedFilesTest {
  private static final long SEED = 20220919;
  private static final List<String> BAD_NUMBERS =
      List.of(
          "NaN",
          "Infinity",
          "1e400",
          "9223372036854775808",
          "1,234,567",
          "1.234.567,89",
          "12 345",
          "0x1F",
          "\u0663\u0664",
          "--5",
          "=1+1");
  private static final List<String> BAD_DATES =
      List.of("31/12/2022", "12/31/2022", "31.12.2022", "20220902", "2022-13-45", "2 Sep 2022");
  private static final List<String> BAD_TEXTS =
      List.of("a\u0000b", "x".repeat(600), "\u202Egnp.exe");
  private static final List<String> ODD_SYMBOLS =
      List.of(
          "../../x",
          "'; DROP TABLE daily_bars; --",
          "\uD83D\uDE80",
          "${jndi:ldap://x}",
          "<script>alert(1)</script>",
          "%2e%2e%2f",
          "C:\\x");

  private static final VendorFormats FORMATS =
      VendorFormats.load(MalformedFilesTest.class.getClassLoader());

  private static Path folder;
  private static Lake lake;
  private static List<String> before;
  private static int refused;

  @BeforeAll
  static void openALake(@TempDir Path temporary) throws IOException {
    folder = temporary;
    lake = Lake.create(folder.resolve("home"));
    before = filesOfTheLake();
  }

  @AfterAll
  static void theLakeIsAsItWas() throws IOException {
    assertThat(filesOfTheLake()).isEqualTo(before);
    assertThat(refused).isGreaterThanOrEqualTo(300);
    lake.close();
  }

  private static List<String> filesOfTheLake() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** What became of a file: its rows, or the line that refused it. */
  private record Outcome(long rows, String message) {
    boolean isRefused() {
      return !message.isEmpty();
    }
  }

  private static Outcome read(FormatSample sample, String fileName, byte[] bytes) {
    try {
      return read(sample.request(Files.write(folder.resolve(fileName), bytes)), fileName);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static Outcome read(IngestRequest request, String fileName) {
    try {
      VendorFile file = VendorFile.of(request.file());
      VendorFormat format = FORMATS.of(request.dataset(), file, request.format());
      try (StagedFiles staged = new StagedFiles(lake, request, StagedRows.MOST_IN_MEMORY)) {
        staged.read(new StagedFiles.Source(request, file, format, TableAudits.NONE));
        staged.finish();
        return new Outcome(staged.rows().count(), "");
      }
    } catch (AsOfException clean) {
      assertThat(clean.code().kind()).isIn(ErrorKind.DATA, ErrorKind.USER);
      assertThat(clean.getMessage())
          .startsWith("Cannot ingest ")
          .contains(fileName)
          .hasSizeLessThan(700)
          .doesNotContain("\n", "\r", "\u0000", "\u202E");
      refused++;
      return new Outcome(0, clean.getMessage());
    }
  }

  private interface Check {
    void run() throws IOException;
  }

  private static final class Cases {
    private final List<DynamicTest> tests = new ArrayList<>();

    void add(String name, Check check) {
      tests.add(DynamicTest.dynamicTest(name, check::run));
    }

    void refused(FormatSample sample, String how, String fileName, byte[] bytes, String... parts) {
      add(
          sample + ": " + how,
          () -> {
            Outcome outcome = read(sample, fileName, bytes);
            assertThat(outcome.isRefused()).as("%s", how).isTrue();
            for (String part : parts) {
              assertThat(outcome.message()).contains(part);
            }
          });
    }

    void refused(FormatSample sample, String how, byte[] bytes, String... parts) {
      refused(sample, how, sample.fileName(), bytes, parts);
    }

    /** What is cut at a line's end or changed in a text may pass; it may not fail otherwise. */
    void readOrRefused(FormatSample sample, String how, String fileName, byte[] bytes) {
      add(sample + ": " + how, () -> read(sample, fileName, bytes));
    }
  }

  @TestFactory
  List<DynamicTest> goodFilesAreRecognisedAndRead() {
    Cases cases = new Cases();
    for (FormatSample sample : FormatSample.all()) {
      cases.add(
          sample.format(),
          () -> {
            Outcome outcome = read(sample, sample.fileName(), sample.good());
            assertThat(outcome.message()).isEmpty();
            assertThat(outcome.rows()).isGreaterThanOrEqualTo(sample.rows().size());
            IngestRequest request = sample.request(folder.resolve(sample.fileName()));
            assertThat(
                    FORMATS
                        .of(request.dataset(), VendorFile.of(request.file()), request.format())
                        .id())
                .isEqualTo(sample.format());
          });
    }
    List<String> samples = FormatSample.all().stream().map(FormatSample::format).toList();
    for (Dataset dataset : Dataset.values()) {
      assertThat(samples).containsAll(FORMATS.of(dataset).stream().map(VendorFormat::id).toList());
    }
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> valuesThatAreNoneAreFoundInTheirLine() {
    Cases cases = new Cases();
    for (FormatSample sample : FormatSample.all()) {
      String line = ", line " + sample.secondLine();
      for (String column : sample.numbers()) {
        for (String number : BAD_NUMBERS) {
          cases.refused(sample, column + " " + number, sample.with(column, number), line);
        }
      }
      for (String column : sample.dates()) {
        for (String date : BAD_DATES) {
          cases.refused(sample, column + " " + date, sample.with(column, date), line);
        }
      }
      for (String column : sample.texts()) {
        for (String text : BAD_TEXTS) {
          boolean illegalInXml =
              text.indexOf('\0') >= 0
                  && (sample.fileName().endsWith("xml") || sample.fileName().endsWith("xlsx"));
          cases.refused(
              sample,
              column + " " + text.substring(0, 2).codePointAt(0),
              sample.with(column, text),
              illegalInXml ? "" : line);
        }
      }
    }
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> symbolsOfAnyShapeAreTextAndNothingElse() {
    Cases cases = new Cases();
    for (FormatSample sample : FormatSample.all()) {
      for (String column : sample.texts()) {
        if (List.of("symbol", "Ticker", "asset", "ticker", "instrument").contains(column)
            && !sample.format().startsWith("fmp-holdings")) {
          for (String symbol : ODD_SYMBOLS) {
            cases.add(
                sample + ": " + symbol,
                () ->
                    assertThat(read(sample, sample.fileName(), sample.with(column, symbol)))
                        .isEqualTo(new Outcome(sample.rows().size(), "")));
          }
        }
      }
    }
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> filesThatAreCutPackedOrDecodedWrong() {
    Cases cases = new Cases();
    Random random = new Random(SEED);
    for (FormatSample sample : FormatSample.all()) {
      byte[] good = sample.good();
      String name = sample.fileName();
      cases.refused(sample, "empty", new byte[0]);
      cases.refused(sample, "blanks", FormatSample.bytes(" \n \n\t\n"));
      byte[] noise = new byte[5000];
      random.nextBytes(noise);
      cases.refused(sample, "noise", noise);
      for (int i = 0; i < 5; i++) {
        byte[] cut = Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
        cases.readOrRefused(sample, "cut at " + cut.length, name, cut);
        byte[] flipped = good.clone();
        int at = random.nextInt(good.length);
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        cases.readOrRefused(sample, "bit flipped at " + at, name, flipped);
      }
      byte[] gzip = gzip(good);
      cases.refused(sample, "gzip cut", name + ".gz", Arrays.copyOf(gzip, gzip.length - 9));
      cases.refused(sample, "no gzip", name + ".gz", noise);
      cases.refused(sample, "empty gzip file", name + ".gz", new byte[0]);
      cases.refused(sample, "gzip twice", name + ".gz", gzip(gzip));
      byte[] zstd = Zstd.compress(good);
      cases.refused(sample, "zstd cut", name + ".zst", Arrays.copyOf(zstd, zstd.length - 3));
      cases.refused(sample, "no zstd", name + ".zst", noise);
      if (!sample.isBinary()) {
        String text = new String(good, StandardCharsets.UTF_8);
        cases.refused(sample, "UTF-16", text.getBytes(StandardCharsets.UTF_16));
        byte[] latin = Arrays.copyOf(good, good.length + 1);
        latin[good.length] = (byte) 0xE9;
        cases.refused(sample, "Latin-1", latin, ", line ", "0xE9 isn't UTF-8");
        cases.readOrRefused(sample, "CR", name, FormatSample.bytes(text.replace('\n', '\r')));
        cases.add(
            sample + ": CRLF and a byte order mark, packed twice in a row, in capitals",
            () -> {
              byte[] crlf = FormatSample.bytes("\uFEFF" + text.replace("\n", "\r\n"));
              int half = crlf.length / 2;
              ByteArrayOutputStream members = new ByteArrayOutputStream();
              members.write(gzip(Arrays.copyOf(crlf, half)));
              members.write(gzip(Arrays.copyOfRange(crlf, half, crlf.length)));
              String capitals =
                  sample.format().equals("symbol-bars-csv")
                      ? name.replace(".csv", ".CSV.GZ")
                      : name.toUpperCase(java.util.Locale.ROOT) + ".GZ";
              assertThat(read(sample, capitals, members.toByteArray()).message()).isEmpty();
            });
      }
    }
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> csvOfAnotherShape() {
    Cases cases = new Cases();
    for (FormatSample sample : FormatSample.all()) {
      if (!sample.isCsv()) {
        continue;
      }
      String text = new String(sample.good(), StandardCharsets.UTF_8);
      String header = text.substring(0, text.indexOf('\n') + 1);
      String rows = text.substring(header.length());
      String last = sample.rows().get(0).keySet().stream().reduce((a, b) -> b).orElseThrow();
      cases.refused(sample, "semicolons", FormatSample.bytes(text.replace(',', ';')));
      cases.refused(sample, "tabs", FormatSample.bytes(text.replace(',', '\t')));
      cases.refused(sample, "header alone", FormatSample.bytes(header));
      cases.refused(sample, "no header", FormatSample.bytes(rows));
      cases.refused(sample, "header twice", FormatSample.bytes(header + header + rows), ", line 2");
      String first = sample.rows().get(0).keySet().iterator().next();
      cases.refused(
          sample,
          "column twice",
          FormatSample.bytes(header.strip() + "," + first + "\n" + rows.replace("\n", ",\n")),
          "stands twice");
      cases.refused(
          sample,
          "field too many",
          FormatSample.bytes(text.stripTrailing() + ",1,2,3\n"),
          ", line ");
      cases.refused(
          sample,
          "quote open",
          FormatSample.bytes(header + '"' + rows),
          ", line 2",
          "quoted field");
      cases.refused(
          sample,
          "text after a quote",
          FormatSample.bytes(header + "\"a\"b" + rows),
          ", line 2",
          "quoted field");
      cases.refused(
          sample,
          "field of 3 MB",
          FormatSample.bytes(header + "y".repeat(3_000_000) + rows),
          ", line 2");
      cases.refused(
          sample,
          "fields without end",
          FormatSample.bytes(header + ",".repeat(50_000) + "\n" + rows),
          ", line 2");
      cases.add(
          sample + ": without " + last,
          () -> {
            List<Map<String, String>> narrow =
                sample.rows().stream()
                    .<Map<String, String>>map(
                        row -> {
                          Map<String, String> rest = new LinkedHashMap<>(row);
                          rest.remove(last);
                          return rest;
                        })
                    .toList();
            read(sample, sample.fileName(), FormatSample.csv(narrow));
          });
    }
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> jsonOfAnotherShape() {
    Cases cases = new Cases();
    for (FormatSample sample : FormatSample.all()) {
      if (!sample.fileName().contains(".json")) {
        continue;
      }
      String text = new String(sample.good(), StandardCharsets.UTF_8);
      String field = sample.texts().get(0);
      Map<String, String> shapes = new LinkedHashMap<>();
      shapes.put("10,000 arrays", "[".repeat(10_000) + "]".repeat(10_000));
      shapes.put("10,000 objects", "[" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "]");
      shapes.put("an object", "{\"error\": \"limit reached\"}");
      shapes.put("a text", "\"limit reached\"");
      shapes.put("HTML", "<html><body>503</body></html>");
      shapes.put("numbers", "[1, 2, 3]");
      shapes.put("more after the end", text + "garbage");
      shapes.put("a field of 3 MB", text.replace("\"" + field, "\"" + "z".repeat(3_000_000)));
      shapes.put("single quotes", text.replace('"', '\''));
      shapes.put("a digit of a thousand", text.replaceFirst(": [0-9]+", ": " + "9".repeat(2000)));
      shapes.put("an escape that is none", text.replaceFirst("\"", "\"\\\\x"));
      shapes.put("not a number", text.replaceFirst("([:,]) [0-9]+", "$1 NaN"));
      shapes.forEach(
          (how, json) ->
              cases.readOrRefused(sample, how, sample.fileName(), FormatSample.bytes(json)));
      if (sample.format().startsWith("feed")) {
        continue;
      }
      cases.refused(
          sample,
          "an array for a text",
          FormatSample.bytes(
              text.replaceFirst("\"" + field + "\": \"[^\"]*\"", "\"" + field + "\": [1, [2]]")),
          ", line 2, column " + field);
      cases.refused(
          sample,
          "a field twice",
          FormatSample.bytes(text.replaceFirst("\\{", "{\"" + field + "\": 1, ")),
          ", line 2");
    }
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> xmlOfAnotherShape() {
    FormatSample sample = sample("nport-xml");
    Cases cases = new Cases();
    String text = new String(sample.good(), StandardCharsets.UTF_8);
    String laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE edgarSubmission [<!ENTITY a \"ha\">"
            + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
            + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>";
    String declared = text.substring(text.indexOf("<edgar")).replace("<name>HON", "<name>&d;");
    cases.refused(sample, "entities of entities", FormatSample.bytes(laughs + declared), ", line ");
    String outside =
        "<?xml version=\"1.0\"?><!DOCTYPE edgarSubmission [<!ENTITY d SYSTEM"
            + " \"file:///etc/passwd\">]>";
    cases.refused(sample, "an outside entity", FormatSample.bytes(outside + declared), ", line ");
    cases.refused(
        sample,
        "elements without end",
        FormatSample.bytes(text.replaceFirst("<name>", "<a>".repeat(100_000) + "<name>")),
        ", line 3");
    cases.refused(
        sample,
        "a text of 2 MB",
        FormatSample.bytes(text.replaceFirst("HON", "z".repeat(2_000_000))),
        ", line 3");
    cases.refused(
        sample,
        "an attribute of 2 MB",
        FormatSample.bytes(text.replaceFirst("value=\"", "value=\"" + "z".repeat(2_000_000))),
        "a tag in it is longer than 1048576 characters");
    cases.refused(
        sample, "another root", FormatSample.bytes("<html><body/></html>"), ", line 1", "'html'");
    cases.refused(
        sample,
        "an element in a value",
        FormatSample.bytes(text.replaceFirst("HON<", "<b>HON</b><")),
        ", line 3");
    cases.refused(
        sample,
        "no period",
        FormatSample.bytes(text.replaceFirst("<repPdDate>.*</repPdDate>", "")),
        ", line 3, column date");
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> workbooksOfAnotherShape() {
    FormatSample sample = sample("ssga-holdings-xlsx");
    Cases cases = new Cases();
    String header =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c>"
            + "<c r=\"B1\" t=\"inlineStr\"><is><t>Ticker</t></is></c>"
            + "<c r=\"C1\" t=\"inlineStr\"><is><t>Identifier</t></is></c>"
            + "<c r=\"D1\" t=\"inlineStr\"><is><t>Weight</t></is></c>"
            + "<c r=\"E1\" t=\"inlineStr\"><is><t>Shares Held</t></is></c></row>";
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("a formula", "<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c></row>");
    rows.put(
        "a formula that calls out",
        "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>WEBSERVICE(\"http://x\")</f><v>y</v></c></row>");
    rows.put("an error", "<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>");
    rows.put("a text that isn't there", "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>99</v></c></row>");
    rows.put("a column far out", "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>");
    rows.put("a column past all", "<row r=\"2\"><c r=\"ZZZZZZZ2\"><v>1</v></c></row>");
    rows.put("a row number that is none", "<row r=\"x\"><c r=\"A2\"><v>1</v></c></row>");
    rows.put(
        "a cell in the last corner", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    rows.put("no position", "");
    rows.forEach((how, row) -> cases.refused(sample, how, FormatSample.workbook(header + row)));
    cases.refused(
        sample,
        "entities in a sheet",
        FormatSample.zip(
            Map.of(
                "xl/workbook.xml",
                "<!DOCTYPE w [<!ENTITY a \""
                    + "h".repeat(1000)
                    + "\">]><workbook>&a;</workbook>")));
    cases.refused(
        sample,
        "one cell in the last corner",
        FormatSample.workbook("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        "it has no header");
    cases.refused(
        sample,
        "a bomb",
        FormatSample.workbook(header + " ".repeat(40 << 20)),
        "more than 32 MB or 1000 parts");
    Map<String, String> parts = new LinkedHashMap<>();
    for (int i = 0; i < 1500; i++) {
      parts.put("../../" + i, "");
    }
    cases.refused(sample, "parts outside", FormatSample.zip(parts), "1000 parts");
    cases.refused(
        sample, "another zip", FormatSample.zip(Map.of("readme.txt", "hello")), "expected xlsx");
    return cases.tests;
  }

  @TestFactory
  List<DynamicTest> parquetOfAnotherShape() {
    FormatSample sample = sample("bars-parquet");
    Cases cases = new Cases();
    byte[] good = sample.good();
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = good.clone();
      for (int k = 0; k < 4; k++) {
        damaged[random.nextInt(good.length)] = (byte) random.nextInt(256);
      }
      cases.readOrRefused(sample, "damaged " + i, sample.fileName(), damaged);
    }
    byte[] footer = good.clone();
    Arrays.fill(footer, good.length - 8, good.length - 4, (byte) 0x7F);
    cases.refused(sample, "a footer without end", footer);
    String rest =
        "required double open; required double high; required double low; required double"
            + " close; required int64 volume;";
    MessageType noSymbol =
        MessageTypeParser.parseMessageType(
            "message b { required int64 date (TIMESTAMP(MICROS,false)); " + rest + " }");
    SimpleGroup row = new SimpleGroup(noSymbol);
    row.append("date", 1_662_076_800_000_000L);
    for (String price : List.of("open", "high", "low", "close")) {
      row.append(price, 31.5);
    }
    row.append("volume", 1000L);
    byte[] ofOneSymbol = FormatSample.parquet(noSymbol, List.of(row));
    cases.add(
        "bars-parquet: one symbol, by its file's name",
        () -> assertThat(read(sample, "PENN.parquet", ofOneSymbol)).isEqualTo(new Outcome(1, "")));
    cases.refused(
        sample,
        "one symbol, and no name",
        "bars.parquet",
        ofOneSymbol,
        ", line 1: column symbol is missing, and 'bars' in the file's name can't be one");
    SimpleGroup later = new SimpleGroup(noSymbol);
    later.append("date", 1_662_076_800_000_001L);
    for (String price : List.of("open", "high", "low", "close")) {
      later.append(price, Double.NaN);
    }
    later.append("volume", Long.MIN_VALUE);
    cases.refused(
        sample,
        "a time of day and no numbers",
        "PENN.parquet",
        FormatSample.parquet(noSymbol, List.of(row, later)),
        ", line 2, column date: '2022-09-02T00:00:00.000001' isn't a date");
    for (CompressionCodecName codec :
        List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW)) {
      byte[] compressed = FormatSample.parquet(noSymbol, List.of(row), codec);
      cases.add(
          "bars-parquet: " + codec,
          () -> assertThat(read(sample, "PENN.parquet", compressed)).isEqualTo(new Outcome(1, "")));
    }
    cases.refused(
        sample,
        "Brotli",
        "PENN.parquet",
        withBrotli(ofOneSymbol),
        "column 'date' is compressed with BROTLI, which isn't read; expected one of GZIP, LZ4_RAW,"
            + " SNAPPY, UNCOMPRESSED, ZSTD");
    MessageType nested =
        MessageTypeParser.parseMessageType(
            "message b { required group date { required int32 day; } " + rest + " }");
    cases.refused(sample, "groups", FormatSample.parquet(nested, List.of()), "lists or groups");
    MessageType other = MessageTypeParser.parseMessageType("message b { required int32 x; }");
    cases.refused(
        sample,
        "other columns",
        FormatSample.parquet(other, List.of()),
        "columns date, open, high, low, close, volume are missing");
    return cases.tests;
  }

  /**
   * Says Brotli in the footer, where Thrift's compact form has codec 0 as 0x15 0x00 after names.
   */
  private static byte[] withBrotli(byte[] uncompressed) {
    byte[] changed = uncompressed.clone();
    for (String column : List.of("date", "open", "high", "low", "close", "volume")) {
      byte[] before = column.getBytes(StandardCharsets.US_ASCII);
      // A path of one name, then the codec: 0x19 0x18, the length, the name, 0x15, the codec.
      for (int i = 0; i + before.length + 4 < changed.length; i++) {
        if (changed[i] == 0x19
            && changed[i + 1] == 0x18
            && changed[i + 2] == before.length
            && Arrays.equals(changed, i + 3, i + 3 + before.length, before, 0, before.length)
            && changed[i + 3 + before.length] == 0x15) {
          changed[i + 4 + before.length] = 8;
        }
      }
    }
    return changed;
  }

  /** A process of its own with a heap that holds none of these files. */
  @Test
  void bombsFitIntoASmallHeap() throws Exception {
    List<String> expected = new ArrayList<>();
    byte[] letters = gzipOfLetters(160 << 20);
    for (FormatSample sample : FormatSample.all()) {
      if (!sample.isBinary()) {
        String name = sample.fileName() + ".gz";
        expected.add(sample.format() + " " + name);
        byte[] start =
            sample.isCsv()
                ? sample.good()
                : FormatSample.bytes(
                    sample.fileName().endsWith(".xml")
                        ? "<edgarSubmission><repPdDate>"
                        : sample.format().startsWith("feed") ? "[6, \"" : "[{\"date\": \"");
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(start));
        members.write(letters);
        Files.write(folder.resolve(name), members.toByteArray());
      } else if (sample.fileName().endsWith(".xlsx")) {
        // The cell says that it stands in the 321 millionth column.
        expected.add(sample.format() + " wide.xlsx");
        Files.write(
            folder.resolve("wide.xlsx"),
            FormatSample.workbook("<row r=\"2\"><c r=\"ZZZZZZ2\"><v>1</v></c></row>"));
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Bombs.class.getName(),
                folder.toString(),
                folder.resolve("small").toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as("%s", out).isZero();
    assertThat(out.lines().filter(line -> line.startsWith("refused ")))
        .as("%s", out)
        .extracting(line -> line.substring("refused ".length(), line.indexOf(": ")))
        .containsExactlyElementsOf(expected);
  }

  private static FormatSample sample(String format) {
    return FormatSample.all().stream()
        .filter(sample -> sample.format().equals(format))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzipOfLetters(int count) {
    byte[] letters = new byte[1 << 20];
    Arrays.fill(letters, (byte) 'q');
    byte[] member = gzip(letters);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int written = 0; written < count; written += letters.length) {
      members.writeBytes(member);
    }
    return members.toByteArray();
  }
}
