package dev.asof.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.StructLike;

/** Shows an array of a row's values as Iceberg keeps them; one object for all rows. */
final class SpooledRow implements StructLike {
  private static final long MICROS = 1_000_000;
  private static final int MICRO_NANOS = 1000;

  private final List<Column.Kind> kinds;
  private Object[] row;

  SpooledRow(List<Column.Kind> kinds) {
    this.kinds = kinds;
  }

  SpooledRow wrap(Object[] values) {
    row = values;
    return this;
  }

  @Override
  public int size() {
    return kinds.size() + 1;
  }

  @Override
  public <T> T get(int position, Class<T> type) {
    Object value = row[position];
    Object stored = value == null || position == kinds.size() ? value : stored(position, value);
    return type.cast(stored);
  }

  private Object stored(int position, Object value) {
    return switch (kinds.get(position)) {
      case STRING, DOUBLE, LONG -> value;
      case DATE -> (int) ((LocalDate) value).toEpochDay();
      case TIMESTAMP -> {
        Instant instant = (Instant) value;
        yield instant.getEpochSecond() * MICROS + instant.getNano() / MICRO_NANOS;
      }
    };
  }

  @Override
  public <T> void set(int position, T value) {
    throw new UnsupportedOperationException("A spooled row is read only");
  }
}
