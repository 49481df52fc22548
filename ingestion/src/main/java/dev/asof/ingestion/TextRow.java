package dev.asof.ingestion;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of texts.
 *
 * @param texts in the file's order
 * @param lines where a value stands on another line than the row's first
 */
record TextRow(long line, Map<String, String> texts, Map<String, Long> lines) implements RawRow {
  TextRow {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    lines = Map.copyOf(lines);
  }

  @Override
  public long line(String column) {
    return lines.getOrDefault(column, line);
  }

  @Override
  public String text(String column) {
    return texts.getOrDefault(column, "").strip();
  }

  @Override
  public boolean lacks(String column) {
    return !texts.containsKey(column);
  }
}
