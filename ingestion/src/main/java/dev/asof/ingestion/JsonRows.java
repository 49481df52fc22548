package dev.asof.ingestion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON array of flat objects, one object a row, as APIs reply. */
final class JsonRows {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(1 << 20)
                  .maxNameLength(1 << 16)
                  .maxNestingDepth(100)
                  .build())
          .build();
  // The names of an object's fields are held in memory, to find one that stands twice.
  private static final int MAX_ROW_TOKENS = 100_000;
  private static final String EXPECTED = "expected an array of objects, [{...}, {...}]";

  private final VendorFile file;
  private final Set<String> columns;

  private JsonRows(VendorFile file, List<String> columns, RowSink rows) {
    this.file = file;
    this.columns = new HashSet<>(columns);
    this.columns.addAll(rows.addedColumns());
  }

  /**
   * Reads a file.
   *
   * @param columns fields that are read; others are left out
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it can't be read to its end
   */
  static void read(VendorFile file, List<String> columns, RowSink rows) {
    file.text(text -> new JsonRows(file, columns, rows).read(text, rows));
  }

  private void read(Reader text, RowSink rows) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken token = json.nextToken();
      if (token == null) {
        throw Findings.malformed(file.name(), "the file is empty; " + EXPECTED);
      }
      if (token != JsonToken.START_ARRAY) {
        throw Findings.malformed(file.name(), line(json), EXPECTED, null);
      }
      while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
        if (token != JsonToken.START_OBJECT) {
          throw Findings.malformed(
              file.name(), line(json), "this element isn't an object; " + EXPECTED, null);
        }
        Row row = readRow(json, rows);
        if (row != null) {
          rows.row(row);
        }
      }
      if (json.nextToken() != null) {
        throw Findings.malformed(
            file.name(), line(json), "more follows after the end of the array", null);
      }
    } catch (JsonProcessingException malformed) {
      throw Findings.malformed(
          file.name(),
          malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr(),
          "this isn't JSON: " + OneLine.of(malformed.getOriginalMessage()),
          malformed);
    }
  }

  /** One object, or null when it holds something else than values where values should be. */
  private Row readRow(JsonParser json, RowSink rows) throws IOException {
    Row row = new Row(line(json), new LinkedHashMap<>(), new HashMap<>());
    boolean passed = true;
    int tokens = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      tokens = counted(tokens + 1, row.line());
      String field = json.currentName();
      JsonToken value = json.nextToken();
      long line = line(json);
      if (value.isStructStart()) {
        tokens = skipChildren(json, tokens, row.line());
        if (columns.contains(field)) {
          passed = false;
          rows.reject(
              line, field, "this is an object or array; expected a text or a number", field);
        }
      } else if (columns.contains(field)) {
        row.lines.put(field, line);
        row.texts.put(field, value == JsonToken.VALUE_NULL ? "" : json.getText().strip());
      }
    }
    return passed ? row : null;
  }

  /** Skips an object or array; a list of its own that stands in a row counts for the row. */
  private int skipChildren(JsonParser json, int before, long line) throws IOException {
    int tokens = before;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == null) {
        return tokens;
      }
      tokens = counted(tokens + 1, line);
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return tokens;
  }

  private int counted(int tokens, long line) {
    if (tokens > MAX_ROW_TOKENS) {
      throw Findings.malformed(
          file.name(),
          line,
          "an object holds more than " + MAX_ROW_TOKENS + " names and values; expected a row",
          null);
    }
    return tokens;
  }

  private static long line(JsonParser json) {
    return json.currentTokenLocation().getLineNr();
  }

  private record Row(long line, Map<String, String> texts, Map<String, Long> lines)
      implements RawRow {
    @Override
    public long line(String column) {
      return lines.getOrDefault(column, line);
    }

    @Override
    public String text(String column) {
      return texts.getOrDefault(column, "");
    }
  }
}
