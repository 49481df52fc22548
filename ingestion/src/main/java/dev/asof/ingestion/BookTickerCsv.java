package dev.asof.ingestion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded book tickers. The exchange's time of a quote is that of the transaction, or of the event
 * where the transaction's is blank; it is told in milliseconds.
 */
final class BookTickerCsv implements VendorFormat {
  private static final String LOCAL = "local_ts_ns";
  private static final String EVENT_MS = "event_ms";
  private static final String TRANSACT_MS = "transact_ms";
  private static final String VENUE = "venue";
  private static final String UPDATE = "update_id";
  private static final String BID_SIZE = "bid_size";
  private static final String ASK_SIZE = "ask_size";
  private static final List<String> REQUIRED =
      List.of(
          LOCAL,
          VENUE,
          QuoteRows.INSTRUMENT,
          UPDATE,
          QuoteRows.BID.get(0),
          BID_SIZE,
          QuoteRows.ASK.get(0),
          ASK_SIZE);
  private static final List<String> OPTIONAL = List.of(EVENT_MS, TRANSACT_MS);
  private static final String MILLI_AS_NANOS = "000000";

  @Override
  public String id() {
    return "binance-bookticker-csv";
  }

  @Override
  public Dataset dataset() {
    return Dataset.TOP_OF_BOOK;
  }

  @Override
  public String accepts() {
    return "CSV with "
        + String.join(", ", REQUIRED)
        + " and optionally "
        + String.join(", ", OPTIONAL);
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".csv") && head.firstLine().contains(LOCAL);
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    CsvRows.read(
        file, REQUIRED, OPTIONAL, new TranslatedRows(rows, (row, to) -> to.row(new Ticker(row))));
  }

  /** A row under the dataset's names, made without a map: files have tens of millions of them. */
  private record Ticker(RawRow row) implements RawRow {
    @Override
    public long line() {
      return row.line();
    }

    @Override
    public String text(String column) {
      return switch (column) {
        case QuoteRows.EXCHANGE -> row.text(VENUE);
        case QuoteRows.EVENT -> row.text(UPDATE);
        case QuoteRows.ADAPTER_TIME -> row.text(LOCAL);
        case QuoteRows.EXCHANGE_TIME -> exchangeTime();
        case "bid_quantity" -> row.text(BID_SIZE);
        case "ask_quantity" -> row.text(ASK_SIZE);
        default -> row.text(column);
      };
    }

    private String exchangeTime() {
      String transaction = row.text(TRANSACT_MS);
      String millis = transaction.isEmpty() ? row.text(EVENT_MS) : transaction;
      return millis.isEmpty() ? "" : millis + MILLI_AS_NANOS;
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      for (String column : QuoteRows.REQUIRED) {
        texts.put(column, text(column));
      }
      texts.put(QuoteRows.EXCHANGE_TIME, exchangeTime());
      return texts;
    }
  }
}
