package dev.asof.ingestion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows as values of the JDK. */
public final class SqlAnswer {
  private SqlAnswer() {}

  /** All rows of an answer, held in memory. */
  public static SqlRows of(Dataset<Row> answer) {
    return new SqlRows(
        columns(answer), answer.collectAsList().stream().map(SqlAnswer::values).toList());
  }

  static List<SqlRows.Column> columns(Dataset<Row> answer) {
    return Arrays.stream(answer.schema().fields()).map(SqlAnswer::column).toList();
  }

  static List<Object> values(Row row) {
    List<Object> values = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(value(row.get(i)));
    }
    return values;
  }

  private static SqlRows.Column column(StructField field) {
    return new SqlRows.Column(field.name(), field.dataType().sql().toUpperCase(Locale.ROOT));
  }

  private static Object value(Object value) {
    if (value instanceof Row struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (StructField field : struct.schema().fields()) {
        fields.put(field.name(), value(struct.getAs(field.name())));
      }
      return fields;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      // Sorted: Spark's map has no order of its own.
      Map<String, Object> entries = new TreeMap<>();
      CollectionConverters.asJava(map)
          .forEach((key, entry) -> entries.put(String.valueOf(key), value(entry)));
      return entries;
    }
    if (value instanceof scala.collection.Seq<?> sequence) {
      List<Object> elements = new ArrayList<>();
      CollectionConverters.asJava(sequence).forEach(element -> elements.add(value(element)));
      return elements;
    }
    return value;
  }
}
