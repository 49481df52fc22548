package dev.asof.ingestion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Raw messages of an order-book feed, a JSON array in each line: {@code [type, instrument, previous
 * event, event, adapter's time, exchange's time, [[bid, price, quantity, orders], [ask, price,
 * quantity, orders]]]}, times in nanoseconds. Type 6 is the top of the book; messages of other
 * types are counted and left out. A side that is empty or null has no price.
 */
final class FeedLines implements VendorFormat {
  private static final int TOP_OF_BOOK = 6;
  private static final String EXPECTED =
      "expected [type, instrument, previous event, event, adapter ns, exchange ns, [[bid, price,"
          + " quantity, orders], [ask, price, quantity, orders]]]";
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(1 << 20).maxNestingDepth(100).build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();
  private static final int PREVIOUS_EVENT = 2;
  private static final List<String> COLUMNS =
      List.of(
          "",
          QuoteRows.INSTRUMENT,
          "",
          QuoteRows.EVENT,
          QuoteRows.ADAPTER_TIME,
          QuoteRows.EXCHANGE_TIME,
          QuoteRows.BID.get(0),
          QuoteRows.BID.get(1),
          QuoteRows.BID.get(2),
          QuoteRows.ASK.get(0),
          QuoteRows.ASK.get(1),
          QuoteRows.ASK.get(2));
  private static final int SCALARS = 6;

  @Override
  public String id() {
    return "feed-jsonl";
  }

  @Override
  public Dataset dataset() {
    return Dataset.TOP_OF_BOOK;
  }

  @Override
  public String accepts() {
    return "JSON arrays, one a line: [type, instrument, previous event, event, adapter ns, exchange"
        + " ns, [[bid, price, quantity, orders], [ask, price, quantity, orders]]], type 6 being the"
        + " top of book; give --exchange";
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".jsonl")
        || head.endsWith(".ndjson")
        || (head.endsWith(".json") && head.firstLine().matches("\\[\\s*[0-9].*"));
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    file.text(text -> new Reading(file, rows).read(text));
  }

  private static final class Reading {
    private final VendorFile file;
    private final RowSink rows;
    private long others;

    Reading(VendorFile file, RowSink rows) {
      this.file = file;
      this.rows = rows;
    }

    void read(Reader text) throws IOException {
      try (JsonParser json = JSON.createParser(text)) {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
          if (token != JsonToken.START_ARRAY) {
            throw unexpected(json);
          }
          message(json);
        }
      } catch (JsonProcessingException broken) {
        throw Findings.malformed(
            file.name(),
            broken.getLocation() == null ? 1 : broken.getLocation().getLineNr(),
            "this isn't JSON: " + OneLine.of(broken.getOriginalMessage()),
            broken);
      }
      if (others > 0) {
        rows.warn(
            (others == 1
                    ? "1 message of another type than "
                    : others + " messages of other types than ")
                + TOP_OF_BOOK
                + ", the top of book, "
                + (others == 1 ? "is" : "are")
                + " left out");
      }
    }

    private void message(JsonParser json) throws IOException {
      long line = line(json);
      if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        throw unexpected(json);
      }
      if (!json.getText().equals("6")) {
        others++;
        skipRest(json);
        return;
      }
      String[] texts = new String[COLUMNS.size()];
      for (int i = 1; i < SCALARS; i++) {
        texts[i] = scalar(json, json.nextToken());
      }
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw unexpected(json);
      }
      side(json, texts, SCALARS, "bid");
      side(json, texts, SCALARS + QuoteRows.BID.size(), "ask");
      if (json.nextToken() != JsonToken.END_ARRAY || json.nextToken() != JsonToken.END_ARRAY) {
        throw unexpected(json);
      }
      texts[PREVIOUS_EVENT] = "";
      rows.row(new Message(line, texts));
    }

    /** Reads {@code [side, price, quantity, orders]}, {@code []} or {@code null}. */
    private void side(JsonParser json, String[] texts, int first, String name) throws IOException {
      JsonToken start = json.nextToken();
      for (int i = 0; i < QuoteRows.BID.size(); i++) {
        texts[first + i] = "";
      }
      if (start == JsonToken.VALUE_NULL) {
        return;
      }
      if (start != JsonToken.START_ARRAY) {
        throw unexpected(json);
      }
      JsonToken token = json.nextToken();
      if (token == JsonToken.END_ARRAY) {
        return;
      }
      String label = scalar(json, token);
      if (token == JsonToken.VALUE_STRING && !label.equalsIgnoreCase(name)) {
        throw file.malformed(
            line(json), "side " + OneLine.quoted(label) + " where " + name + " is expected");
      }
      int i = 0;
      for (token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
        if (i == QuoteRows.BID.size()) {
          throw unexpected(json);
        }
        texts[first + i++] = scalar(json, token);
      }
    }

    private String scalar(JsonParser json, JsonToken token) throws IOException {
      if (token == null || !token.isScalarValue()) {
        throw unexpected(json);
      }
      return token == JsonToken.VALUE_NULL ? "" : json.getText();
    }

    private static void skipRest(JsonParser json) throws IOException {
      JsonToken token = json.nextToken();
      while (token != null && token != JsonToken.END_ARRAY) {
        if (token.isStructStart()) {
          json.skipChildren();
        }
        token = json.nextToken();
      }
    }

    private RuntimeException unexpected(JsonParser json) {
      return file.malformed(line(json), "this is no message of the feed; " + EXPECTED);
    }

    private static long line(JsonParser json) {
      return json.currentTokenLocation().getLineNr();
    }
  }

  private record Message(long line, String[] cells) implements RawRow {
    @Override
    public String text(String column) {
      int index =
          switch (column) {
            case QuoteRows.INSTRUMENT -> 1;
            case QuoteRows.EVENT -> 3;
            case QuoteRows.ADAPTER_TIME -> 4;
            case QuoteRows.EXCHANGE_TIME -> 5;
            case "bid_price" -> 6;
            case "bid_quantity" -> 7;
            case "bid_ordercount" -> 8;
            case "ask_price" -> 9;
            case "ask_quantity" -> 10;
            case "ask_ordercount" -> 11;
            default -> 0;
          };
      return index == 0 ? "" : cells[index].strip();
    }

    @Override
    public boolean lacks(String column) {
      return !COLUMNS.contains(column);
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      for (int i = 0; i < cells.length; i++) {
        if (!COLUMNS.get(i).isEmpty()) {
          texts.put(COLUMNS.get(i), cells[i]);
        }
      }
      return texts;
    }
  }
}
