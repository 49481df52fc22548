package dev.asof.ingestion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the names of the folders around a file say of its rows, as Hive, Spark and others write
 * them: {@code symbol=AAPL/year=2020/part-0.parquet}. A column that the file has, too, is the
 * file's.
 */
final class PartitionFolders {
  /** What Hive names the folder of rows without a value. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private final SortedMap<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private PartitionFolders() {}

  /**
   * What a location says.
   *
   * @param location with {@code /} between its parts, of which the last is the file's name
   */
  static PartitionFolders of(String location) {
    PartitionFolders folders = new PartitionFolders();
    String[] parts = location.split("/");
    for (int i = 0; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0 && !parts[i].substring(equals + 1).equals(NULL)) {
        folders.values.put(
            decoded(parts[i].substring(0, equals)), decoded(parts[i].substring(equals + 1)));
      }
    }
    return folders;
  }

  /** Writers escape what can't stand in a folder's name as URLs do, but leave a plus as it is. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return text;
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether a column's value is said, whatever the case of its name. */
  boolean has(String column) {
    return values.containsKey(column);
  }

  /** A column's value; empty when it isn't said. */
  String text(String column) {
    return values.getOrDefault(column, "");
  }

  /**
   * How a snapshot's summary records what is said of some columns, for example {@code symbol=AAPL};
   * empty when nothing is.
   */
  String recorded(Set<String> columns) {
    return values.entrySet().stream()
        .filter(entry -> columns.stream().anyMatch(entry.getKey()::equalsIgnoreCase))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("/"));
  }

  /** A row with what the folders say where it has no text itself. */
  RawRow complete(RawRow row) {
    return isEmpty() ? row : new Completed(row, this);
  }

  private record Completed(RawRow row, PartitionFolders folders) implements RawRow {
    @Override
    public long line() {
      return row.line();
    }

    @Override
    public long line(String column) {
      return row.line(column);
    }

    @Override
    public String text(String column) {
      String text = row.text(column);
      return text.isEmpty() ? folders.text(column) : text;
    }

    @Override
    public boolean lacks(String column) {
      return row.lacks(column) && !folders.has(column);
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>(row.texts());
      folders.values.forEach(
          (column, text) -> {
            if (texts.keySet().stream().noneMatch(column::equalsIgnoreCase)) {
              texts.put(column, text);
            }
          });
      return Collections.unmodifiableMap(texts);
    }
  }
}
