package dev.asof.ingestion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The answer to a SQL statement. A value is a {@link String}, {@link Boolean}, {@link Number},
 * {@link java.time.LocalDate}, {@link java.time.Instant}, {@link java.time.LocalDateTime}, a byte
 * array, a {@link List} or a {@link java.util.Map} of such, or null.
 *
 * @param columns its columns
 * @param rows values in the order of the columns
 */
public record SqlRows(List<Column> columns, List<List<Object>> rows) {
  /** Copies the lists. */
  public SqlRows {
    columns = List.copyOf(columns);
    rows = rows.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
  }

  /**
   * A column of an answer.
   *
   * @param name its name
   * @param type its type as Spark SQL writes it, for example {@code DOUBLE}
   */
  public record Column(String name, String type) {}
}
