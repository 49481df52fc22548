package dev.asof.ingestion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.iceberg.shaded.org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.iceberg.shaded.org.apache.parquet.io.LocalOutputFile;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageTypeParser;

/**
 * A good file of a format, small, and how to write it with other values.
 *
 * @param rows its rows under the vendor's names
 * @param numbers columns that hold numbers and may not be blank
 * @param dates columns that hold dates
 * @param texts columns that hold texts
 * @param firstLine the line of the first row; each row is one line
 */
record FormatSample(
    String format,
    Dataset dataset,
    String fileName,
    List<Map<String, String>> rows,
    List<String> numbers,
    List<String> dates,
    List<String> texts,
    int firstLine,
    Function<List<Map<String, String>>, byte[]> writer,
    UnaryOperator<IngestRequest> said) {
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  byte[] good() {
    return writer.apply(rows);
  }

  /** The file with another value in its second row. */
  byte[] with(String column, String value) {
    List<Map<String, String>> changed = new ArrayList<>(rows);
    Map<String, String> row = new LinkedHashMap<>(rows.get(1));
    if (row.replace(column, value) == null) {
      throw new IllegalArgumentException(column);
    }
    changed.set(1, row);
    return writer.apply(changed);
  }

  int secondLine() {
    return firstLine + 1;
  }

  boolean isBinary() {
    return fileName.endsWith(".xlsx") || fileName.endsWith(".parquet");
  }

  boolean isCsv() {
    return fileName.endsWith(".csv");
  }

  IngestRequest request(Path file) {
    return said.apply(
        IngestRequest.of(dataset, file, NOW)
            .withFormat(
                format.equals(FractionHoldings.ID) ? Optional.of(format) : Optional.empty()));
  }

  @Override
  public String toString() {
    return format;
  }

  private static IngestRequest ofFund(IngestRequest request) {
    return request.withFund(Optional.of("IVV"));
  }

  static List<FormatSample> all() {
    List<FormatSample> samples = new ArrayList<>();
    String filing =
        "date=2022-09-30;acceptanceTime=2022-11-28 15:50:55;symbol=%s;name=%s;cusip=%s;isin=%s;"
            + "balance=%s;valUsd=%s;pctVal=%s";
    List<Map<String, String>> positions =
        List.of(
            row(filing, "HON", "Honeywell", "438516106", "US4385161066", "10", "1669.7", "0.5"),
            row(filing, "CPT", "Camden", "133131102", "US1331311027", "20", "2389.2", "0.25"),
            row(filing, "PVH", "PVH", "693656100", "US6936561009", "30", "1344", "0.125"));
    List<String> holdingNumbers = List.of("balance", "valUsd", "pctVal");
    List<String> holdingTexts = List.of("symbol", "name", "isin");
    for (String json : List.of("holdings-json", FractionHoldings.ID)) {
      samples.add(
          new FormatSample(
              json,
              Dataset.FUND_HOLDINGS,
              "holdings.json",
              positions,
              holdingNumbers,
              List.of("date", "acceptanceTime"),
              holdingTexts,
              2,
              FormatSample::json,
              FormatSample::ofFund));
    }
    samples.add(
        csv(
            "holdings-csv",
            Dataset.FUND_HOLDINGS,
            "holdings.csv",
            positions,
            holdingNumbers,
            List.of("date", "acceptanceTime"),
            holdingTexts,
            FormatSample::ofFund));
    String change =
        "index=S&P 500;symbol=%s;action=%s;kind=membership;announced=2022-09-02;"
            + "effective=2022-09-19;source=S&P";
    samples.add(
        csv(
            "index-changes-csv",
            Dataset.INDEX_CHANGES,
            "changes.csv",
            List.of(row(change, "CSGP", "added"), row(change, "PVH", "removed")),
            List.of(),
            List.of("announced", "effective"),
            List.of("index", "symbol", "action", "source"),
            UnaryOperator.identity()));
    String bar = "date=2022-09-0%s;symbol=%s;open=31;high=32;low=30;close=31.5;volume=1000";
    List<String> barNumbers = List.of("open", "high", "low", "close", "volume");
    List<Map<String, String>> bars =
        List.of(row(bar, "1", "PENN"), row(bar, "2", "PENN"), row(bar, "2", "PVH"));
    samples.add(
        csv(
            "bars-csv",
            Dataset.DAILY_BARS,
            "bars.csv",
            bars,
            barNumbers,
            List.of("date"),
            List.of("symbol"),
            UnaryOperator.identity()));
    List<Map<String, String>> unnamed =
        bars.subList(0, 2).stream().<Map<String, String>>map(FormatSample::withoutSymbol).toList();
    samples.add(
        csv(
            "symbol-bars-csv",
            Dataset.DAILY_BARS,
            "PENN.csv",
            unnamed,
            barNumbers,
            List.of("date"),
            List.of(),
            UnaryOperator.identity()));
    samples.add(
        new FormatSample(
            "bars-parquet",
            Dataset.DAILY_BARS,
            "bars.parquet",
            bars,
            barNumbers,
            List.of("date"),
            List.of("symbol"),
            1,
            FormatSample::parquet,
            UnaryOperator.identity()));
    String name = "instrument=%s;symbol=%s;validFrom=2022-01-03;validTo=;announced=2021-12-01";
    samples.add(
        csv(
            "instruments-csv",
            Dataset.INSTRUMENTS,
            "names.csv",
            List.of(row(name, "META", "FB"), row(name, "ELV", "ANTM")),
            List.of(),
            List.of("validFrom", "announced"),
            List.of("instrument", "symbol"),
            UnaryOperator.identity()));
    String split =
        "symbol=%s;kind=split;exDate=2022-08-25;newShares=3;oldShares=1;announced=2022-08-05";
    samples.add(
        csv(
            "corporate-actions-csv",
            Dataset.CORPORATE_ACTIONS,
            "actions.csv",
            List.of(row(split, "TSLA"), row(split, "PANW")),
            List.of("newShares", "oldShares"),
            List.of("exDate", "announced"),
            List.of("symbol", "kind"),
            UnaryOperator.identity()));
    samples.add(
        csv(
            "index-members-csv",
            Dataset.INDEX_MEMBERS,
            "members.csv",
            List.of(row("date=2022-03-31;symbol=PENN"), row("date=2022-03-31;symbol=PVH")),
            List.of(),
            List.of("date"),
            List.of("symbol"),
            request -> request.withIndex(Optional.of("S&P 500"))));
    samples.add(
        csv(
            "borrow-rates-csv",
            Dataset.BORROW_RATES,
            "rates.csv",
            List.of(
                row("date=2022-03-31;symbol=PENN;rate=0.25;available=1000"),
                row("date=2022-03-31;symbol=PVH;rate=0.3;available=2000")),
            List.of("rate", "available"),
            List.of("date"),
            List.of("symbol"),
            UnaryOperator.identity()));
    String quote =
        "exchange_code=XNAS;instrument=ABC;event_id=%s;adapter_ts_ns=172316125508816916%s;"
            + "bid_price=61.1;bid_quantity=2;ask_price=61.2;ask_quantity=3";
    samples.add(
        csv(
            "ticks-csv",
            Dataset.TOP_OF_BOOK,
            "ticks.csv",
            List.of(row(quote, "1", "1"), row(quote, "2", "2")),
            List.of(
                "event_id",
                "adapter_ts_ns",
                "bid_price",
                "bid_quantity",
                "ask_price",
                "ask_quantity"),
            List.of(),
            List.of("exchange_code", "instrument"),
            UnaryOperator.identity()));
    String ticker =
        "local_ts_ns=172316125508816916%s;event_ms=;transact_ms=1723161256313;venue=BINANCE;"
            + "instrument=BTCUSDT;update_id=%s;bid_price=61800.20;bid_size=2.507;"
            + "ask_price=61800.30;ask_size=2.510";
    samples.add(
        csv(
            "binance-bookticker-csv",
            Dataset.TOP_OF_BOOK,
            "book.csv",
            List.of(row(ticker, "1", "1"), row(ticker, "2", "2")),
            List.of(
                "local_ts_ns",
                "transact_ms",
                "update_id",
                "bid_price",
                "bid_size",
                "ask_price",
                "ask_size"),
            List.of(),
            List.of("venue", "instrument"),
            UnaryOperator.identity()));
    String message =
        "type=6;instrument=ABC;prev=%s;event=%s;adapter=172316125508816916%s;"
            + "exchange=1723161255088169100;bid=61.1;bidQty=2;bidOrders=1;ask=61.2;askQty=3;"
            + "askOrders=4";
    samples.add(
        new FormatSample(
            "feed-jsonl",
            Dataset.TOP_OF_BOOK,
            "feed.jsonl",
            List.of(row(message, "1", "2", "1"), row(message, "2", "3", "2")),
            List.of(
                "event",
                "adapter",
                "exchange",
                "bid",
                "bidQty",
                "bidOrders",
                "ask",
                "askQty",
                "askOrders"),
            List.of(),
            List.of("instrument"),
            1,
            FormatSample::feed,
            request -> request.withExchange(Optional.of("XNAS"))));
    String listed =
        "as_of=2022-06-13;Name=%s;Ticker=%s;Identifier=%s;SEDOL=x;Weight=%s;Sector=IT;"
            + "Shares Held=%s;Local Currency=USD";
    List<Map<String, String>> list =
        List.of(
            row(listed, "Apple Inc.", "AAPL", "03783310", "6.447817", "161318980.000"),
            row(listed, "PVH Corp.", "PVH", "69365610", "0.013771", "743662.000"));
    samples.add(
        csv(
            "ssga-holdings-csv",
            Dataset.FUND_HOLDINGS,
            "spy.csv",
            list,
            List.of("Weight", "Shares Held"),
            List.of("as_of"),
            List.of("Name", "Ticker", "Identifier"),
            request -> request.withFund(Optional.of("SPY"))));
    samples.add(
        new FormatSample(
            "ssga-holdings-xlsx",
            Dataset.FUND_HOLDINGS,
            "spy.xlsx",
            list.stream()
                .<Map<String, String>>map(
                    row -> {
                      Map<String, String> cells = new LinkedHashMap<>(row);
                      cells.remove("as_of");
                      return cells;
                    })
                .toList(),
            List.of("Weight", "Shares Held"),
            List.of(),
            List.of("Name", "Ticker", "Identifier"),
            6,
            FormatSample::workbook,
            UnaryOperator.identity()));
    String held =
        "symbol=DIA;asset=%s;name=%s;isin=;securityCusip=%s;sharesNumber=5216296;"
            + "weightPercentage=%s;marketValue=4215825382;updatedAt=2025-09-23 10:09:49";
    samples.add(
        new FormatSample(
            "fmp-holdings-json",
            Dataset.FUND_HOLDINGS,
            "dia.json",
            List.of(
                row(held, "GS", "GOLDMAN", "38141G104", "10.649"),
                row(held, "MSFT", "MICROSOFT", "594918104", "6.801")),
            List.of("sharesNumber", "weightPercentage", "marketValue"),
            List.of("updatedAt"),
            List.of("symbol", "asset", "name", "securityCusip"),
            2,
            FormatSample::json,
            UnaryOperator.identity()));
    String reported = "name=%s;cusip=%s;isin=%s;ticker=%s;balance=75;valUSD=79.1;pctVal=1.92";
    samples.add(
        new FormatSample(
            "nport-xml",
            Dataset.FUND_HOLDINGS,
            "nport.xml",
            List.of(
                row(reported, "HON", "438516106", "US4385161066", "HON"),
                row(reported, "CPT", "133131102", "US1331311027", "CPT")),
            List.of("balance", "valUSD", "pctVal"),
            List.of(),
            List.of("name", "isin", "ticker"),
            3,
            rows -> xml("2022-12-31", rows),
            request ->
                ofFund(request).withKnownAt(Optional.of(Instant.parse("2023-03-01T21:00:00Z")))));
    String day =
        "effective_date=2022-09-%s;added=CSGP|INVH;removed=PENN;announced_date=2022-09-02;"
            + "kind=change";
    samples.add(
        csv(
            "index-change-list-csv",
            Dataset.INDEX_CHANGES,
            "list.csv",
            List.of(row(day, "19"), row(day, "20")),
            List.of(),
            List.of("effective_date", "announced_date"),
            List.of("added", "removed", "kind"),
            request -> request.withIndex(Optional.of("S&P 500"))));
    return samples;
  }

  private static FormatSample csv(
      String format,
      Dataset dataset,
      String fileName,
      List<Map<String, String>> rows,
      List<String> numbers,
      List<String> dates,
      List<String> texts,
      UnaryOperator<IngestRequest> said) {
    return new FormatSample(
        format, dataset, fileName, rows, numbers, dates, texts, 2, FormatSample::csv, said);
  }

  private static Map<String, String> row(String template, Object... values) {
    Map<String, String> row = new LinkedHashMap<>();
    for (String cell : template.formatted(values).split(";")) {
      int at = cell.indexOf('=');
      row.put(cell.substring(0, at), cell.substring(at + 1));
    }
    return row;
  }

  private static Map<String, String> withoutSymbol(Map<String, String> row) {
    Map<String, String> rest = new LinkedHashMap<>(row);
    rest.remove("symbol");
    return rest;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] csv(List<Map<String, String>> rows) {
    StringBuilder text = new StringBuilder(String.join(",", rows.get(0).keySet())).append('\n');
    for (Map<String, String> row : rows) {
      text.append(
              row.values().stream()
                  .map(
                      cell ->
                          cell.matches("[^,\"\n\r]*")
                              ? cell
                              : '"' + cell.replace("\"", "\"\"") + '"')
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return bytes(text.toString());
  }

  private static String jsonValue(String value) {
    return value.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][0-9]+)?")
        ? value
        : '"'
            + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u0000", "\\u0000")
            + '"';
  }

  static byte[] json(List<Map<String, String>> rows) {
    return bytes(
        rows.stream()
            .map(
                row ->
                    row.entrySet().stream()
                        .map(cell -> '"' + cell.getKey() + "\": " + jsonValue(cell.getValue()))
                        .collect(Collectors.joining(", ", "{", "}")))
            .collect(Collectors.joining(",\n", "[\n", "\n]\n")));
  }

  static byte[] feed(List<Map<String, String>> rows) {
    StringBuilder text = new StringBuilder();
    for (Map<String, String> row : rows) {
      List<String> cells = row.values().stream().map(FormatSample::jsonValue).toList();
      text.append('[')
          .append(String.join(", ", cells.subList(0, 6)))
          .append(", [[\"bid\", ")
          .append(String.join(", ", cells.subList(6, 9)))
          .append("], [\"ask\", ")
          .append(String.join(", ", cells.subList(9, 12)))
          .append("]]]\n");
    }
    return bytes(text.toString());
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  static byte[] xml(String period, List<Map<String, String>> rows) {
    StringBuilder text =
        new StringBuilder("<?xml version=\"1.0\"?><edgarSubmission>\n<repPdDate>")
            .append(period)
            .append("</repPdDate>\n");
    for (Map<String, String> row : rows) {
      text.append("<invstOrSec>");
      for (String column : List.of("name", "cusip", "balance", "valUSD", "pctVal")) {
        text.append('<').append(column).append('>').append(escaped(row.get(column)));
        text.append("</").append(column).append('>');
      }
      text.append("<identifiers><isin value=\"")
          .append(escaped(row.get("isin")))
          .append("\"/><ticker value=\"")
          .append(escaped(row.get("ticker")))
          .append("\"/></identifiers></invstOrSec>\n");
    }
    return bytes(text.append("</edgarSubmission>\n").toString());
  }

  static byte[] workbook(List<Map<String, String>> rows) {
    StringBuilder sheet = new StringBuilder();
    line(sheet, 1, List.of("Fund Name:", "SPDR S&P 500 ETF Trust"));
    line(sheet, 2, List.of("Ticker Symbol:", "SPY"));
    line(sheet, 3, List.of("Holdings:", "As of 13-Jun-2022"));
    line(sheet, 5, List.copyOf(rows.get(0).keySet()));
    for (int i = 0; i < rows.size(); i++) {
      line(sheet, 6 + i, List.copyOf(rows.get(i).values()));
    }
    return workbook(sheet.toString());
  }

  private static void line(StringBuilder sheet, int number, List<String> cells) {
    sheet.append("<row r=\"").append(number).append("\">");
    for (int i = 0; i < cells.size(); i++) {
      sheet
          .append("<c r=\"")
          .append((char) ('A' + i))
          .append(number)
          .append("\" t=\"inlineStr\"><is><t>")
          .append(escaped(cells.get(i)))
          .append("</t></is></c>");
    }
    sheet.append("</row>");
  }

  /** A workbook with one sheet of these rows. */
  static byte[] workbook(String sheetRows) {
    String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    String packages = "http://schemas.openxmlformats.org/package/2006/";
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "[Content_Types].xml",
        "<Types xmlns=\""
            + packages
            + "content-types\"><Default Extension=\"xml\""
            + " ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\""
            + " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."
            + "main+xml\"/></Types>");
    parts.put(
        "_rels/.rels",
        "<Relationships xmlns=\""
            + packages
            + "relationships\"><Relationship Id=\"r1\" Type=\""
            + office
            + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    parts.put(
        "xl/workbook.xml",
        "<workbook xmlns=\""
            + main
            + "\" xmlns:r=\""
            + office
            + "\"><sheets><sheet name=\"holdings\" sheetId=\"1\" r:id=\"s1\"/></sheets>"
            + "</workbook>");
    parts.put(
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\""
            + packages
            + "relationships\"><Relationship Id=\"s1\" Type=\""
            + office
            + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
    parts.put(
        "xl/worksheets/sheet1.xml",
        "<worksheet xmlns=\"" + main + "\"><sheetData>" + sheetRows + "</sheetData></worksheet>");
    return zip(parts);
  }

  static byte[] zip(Map<String, String> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(bytes(part.getValue()));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] parquet(List<Map<String, String>> rows) {
    String fields =
        rows.get(0).keySet().stream()
            .map(column -> "optional binary " + column + " (STRING);")
            .collect(Collectors.joining(" "));
    MessageType schema = MessageTypeParser.parseMessageType("message bars { " + fields + " }");
    return parquet(
        schema,
        rows.stream()
            .map(
                row -> {
                  SimpleGroup group = new SimpleGroup(schema);
                  row.forEach(group::append);
                  return group;
                })
            .toList());
  }

  static byte[] parquet(MessageType schema, List<SimpleGroup> rows) {
    return parquet(schema, rows, CompressionCodecName.UNCOMPRESSED);
  }

  static byte[] parquet(MessageType schema, List<SimpleGroup> rows, CompressionCodecName codec) {
    try {
      Path file = Files.createTempFile("asof", ".parquet");
      Files.delete(file);
      try (ParquetWriter<org.apache.iceberg.shaded.org.apache.parquet.example.data.Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withType(schema)
              .withCompressionCodec(codec)
              .build()) {
        for (SimpleGroup row : rows) {
          writer.write(row);
        }
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
