package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a branch: queries that answer with one row of counts. */
final class Query {
  private Query() {}

  static Row single(SparkSession spark, String sql, Map<String, Object> arguments) {
    return spark.sql(sql, arguments).collectAsList().get(0);
  }

  /** A count by its name. */
  static long count(Row row, String name) {
    return row.getLong(row.fieldIndex(name));
  }

  /**
   * Holds a count of the staged branch against what must be there.
   *
   * @throws AsOfException with {@link ErrorCode#INTERNAL}
   */
  static void expect(String file, String name, long found, long expected) {
    if (found != expected) {
      throw new AsOfException(
          ErrorCode.INTERNAL,
          "Cannot publish "
              + file
              + ": the audit of the staged branch counts "
              + found
              + " as "
              + name
              + " where "
              + expected
              + " must be; nothing was changed");
    }
  }
}
