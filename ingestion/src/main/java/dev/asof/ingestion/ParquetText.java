package dev.asof.ingestion;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.iceberg.shaded.org.apache.parquet.example.data.Group;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType;

/** Writes a value of a Parquet column as a text file would have it. */
interface ParquetText {
  /** The value of a field that has one. */
  String read(Group group, int field);

  /** How the values of a column are written. */
  static ParquetText of(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return switch (type.getPrimitiveTypeName()) {
        case INT32 -> (group, i) -> plain(BigInteger.valueOf(group.getInteger(i, 0)), scale);
        case INT64 -> (group, i) -> plain(BigInteger.valueOf(group.getLong(i, 0)), scale);
        default -> (group, i) -> plain(new BigInteger(group.getBinary(i, 0).getBytes()), scale);
      };
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32 ->
          meaning instanceof DateLogicalTypeAnnotation
              ? (group, i) -> LocalDate.ofEpochDay(group.getInteger(i, 0)).toString()
              : (group, i) -> Integer.toString(group.getInteger(i, 0));
      case INT64 ->
          meaning instanceof TimestampLogicalTypeAnnotation timestamp
              ? (group, i) -> time(group.getLong(i, 0), timestamp.getUnit())
              : (group, i) -> Long.toString(group.getLong(i, 0));
      case INT96 -> (group, i) -> legacyTime(group.getInt96(i, 0).getBytes());
      case FLOAT -> (group, i) -> Float.toString(group.getFloat(i, 0));
      case DOUBLE -> (group, i) -> Double.toString(group.getDouble(i, 0));
      case BOOLEAN -> (group, i) -> Boolean.toString(group.getBoolean(i, 0));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> (group, i) -> group.getBinary(i, 0).toStringUsingUTF8();
    };
  }

  private static String plain(BigInteger unscaled, int scale) {
    return new BigDecimal(unscaled, scale).toPlainString();
  }

  private static String time(long value, TimeUnit unit) {
    long perSecond =
        switch (unit) {
          case MILLIS -> 1_000L;
          case MICROS -> 1_000_000L;
          case NANOS -> 1_000_000_000L;
        };
    return LocalDateTime.ofEpochSecond(
            Math.floorDiv(value, perSecond),
            (int) (Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond)),
            ZoneOffset.UTC)
        .toString();
  }

  /** Nanoseconds of a day, then the day by Julian count, whose 2,440,588th began 1970. */
  private static String legacyTime(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - 2_440_588L;
    return LocalDateTime.ofInstant(
            Instant.ofEpochSecond(Math.multiplyExact(day, 86_400L), nanos), ZoneOffset.UTC)
        .toString();
  }
}
