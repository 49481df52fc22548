package dev.asof.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.expressions.Expressions;

/**
 * A checksum over a multiset of rows, independent of their order and of the files they lie in: the
 * sum modulo 2^256 of the SHA-256 of each row. Compaction keeps it, and a changed cell changes it.
 *
 * <p>A row is hashed as its cells in the order of the columns' names. A cell without a value is
 * left out, so that a column added later changes no older checksum. A cell is the name's length (4
 * bytes, big-endian) and UTF-8 bytes, then by kind: {@code S}, the length and the UTF-8 bytes of a
 * text; {@code D} and the 8 bytes of a number's bits, with one NaN; {@code L} and a whole number;
 * {@code d} and the days since 1970-01-01; {@code t} and the microseconds since then; these in 8
 * bytes.
 */
final class RowChecksum {
  private static final int WORDS = 8;
  private static final long WORD_MASK = 0xffff_ffffL;
  private static final int FIXED_BYTES = 9;

  private final List<Column> columns;
  private final int[] order;
  private final byte[][] names;
  private final MessageDigest sha256 = sha256();
  private final long[] sum = new long[WORDS];
  private ByteBuffer buffer = ByteBuffer.allocate(1024);

  RowChecksum(List<Column> columns) {
    this.columns = columns;
    order =
        IntStream.range(0, columns.size())
            .boxed()
            .sorted(Comparator.comparing(i -> columns.get(i).name()))
            .mapToInt(Integer::intValue)
            .toArray();
    names =
        columns.stream()
            .map(column -> column.name().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /** Of all live rows of a version. */
  static String of(Version version) {
    RowChecksum checksum = new RowChecksum(version.columns());
    Differences differences = Differences.of(version.columns());
    VersionRows.forEachStored(
        version,
        VersionRows.plan(version, Expressions.alwaysTrue()),
        row -> {
          if (differences.isLive(row)) {
            checksum.add(row);
          }
        });
    return checksum.hex();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  void add(Row row) {
    buffer.clear();
    for (int i : order) {
      Object value = row.valueAt(i);
      if (value != null) {
        put(names[i], columns.get(i).kind(), value);
      }
    }
    sha256.update(buffer.array(), 0, buffer.position());
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    long carry = 0;
    for (int word = WORDS - 1; word >= 0; word--) {
      carry += sum[word] + (hash.getInt(word * Integer.BYTES) & WORD_MASK);
      sum[word] = carry & WORD_MASK;
      carry >>>= Integer.SIZE;
    }
  }

  private void put(byte[] name, Column.Kind kind, Object value) {
    byte[] text =
        kind == Column.Kind.STRING
            ? ((String) value).getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    reserve(Integer.BYTES + name.length + FIXED_BYTES + text.length);
    buffer.putInt(name.length).put(name);
    switch (kind) {
      case STRING -> buffer.put((byte) 'S').putInt(text.length).put(text);
      case DOUBLE -> buffer.put((byte) 'D').putLong(Double.doubleToLongBits((Double) value));
      case LONG -> buffer.put((byte) 'L').putLong((Long) value);
      case DATE -> buffer.put((byte) 'd').putLong(((LocalDate) value).toEpochDay());
      case TIMESTAMP ->
          buffer.put((byte) 't').putLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
    }
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int position = buffer.position();
      byte[] larger = Arrays.copyOf(buffer.array(), Math.addExact(position, bytes) * 2);
      buffer = ByteBuffer.wrap(larger).position(position);
    }
  }

  /** The sum so far, as 64 lower-case hex digits. */
  String hex() {
    ByteBuffer bytes = ByteBuffer.allocate(WORDS * Integer.BYTES);
    for (long word : sum) {
      bytes.putInt((int) word);
    }
    return HexFormat.of().formatHex(bytes.array());
  }
}
