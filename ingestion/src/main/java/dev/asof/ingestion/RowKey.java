package dev.asof.ingestion;

import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/**
 * The key of a row that is to go: values in the order of the table's keys, null where it has none.
 */
record RowKey(long line, List<String> names, List<Object> values, Instant knownAt)
    implements DataRow {
  @Override
  public String keyName() {
    StringJoiner key = new StringJoiner(String.valueOf(KEY_SEPARATOR));
    values.forEach(value -> key.add(value == null ? "" : value.toString()));
    return key.toString();
  }

  @Override
  public String keyText() {
    StringJoiner key = new StringJoiner(", ");
    for (int i = 0; i < names.size(); i++) {
      if (values.get(i) != null) {
        key.add(names.get(i) + " " + values.get(i));
      }
    }
    return key.toString();
  }

  @Override
  public Object[] cells() {
    return values.toArray();
  }
}
