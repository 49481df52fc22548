package dev.asof.ingestion;

import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RowSpool;
import dev.asof.catalog.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a file that passed their checks: in memory while they are few, in a {@link RowSpool}
 * of the lake when they are many, so that a file's size does not decide how much memory is needed.
 */
final class StagedRows implements AutoCloseable {
  private static final int MOST_IN_MEMORY = 100_000;
  private static final String VIEW = "asof_staged_rows";

  private final Lake lake;
  private final List<Column> columns;
  private final Extent extent;
  private List<Object[]> memory = new ArrayList<>();
  private RowSpool spool;
  private long count;
  private final Set<Long> leftOut = new TreeSet<>();
  private DataRow first;
  private Instant knownAt;

  /**
   * No rows yet.
   *
   * @param columns the columns of the rows: all of the table but for the status, which the merge
   *     decides
   */
  StagedRows(Lake lake, TableDefinition table, List<Column> columns) {
    this.lake = lake;
    this.columns = columns;
    this.extent = new Extent(table, columns.stream().map(Column::name).toList());
  }

  /**
   * Adds a row.
   *
   * @param cells its values in the order of the columns
   */
  void add(DataRow row, Object[] cells) {
    if (first == null) {
      first = row;
    }
    if (knownAt == null || row.knownAt().isAfter(knownAt)) {
      knownAt = row.knownAt();
    }
    extent.add(cells);
    count++;
    Object[] values = Arrays.copyOf(cells, cells.length + 1);
    values[cells.length] = row.line();
    if (spool == null && count > MOST_IN_MEMORY) {
      spool = lake.spool(columns);
      memory.forEach(spool::add);
      memory = List.of();
    }
    if (spool != null) {
      spool.add(values);
    } else {
      memory.add(values);
    }
  }

  /** Ends the adding. */
  void finish() {
    if (spool != null) {
      spool.finish();
    }
  }

  long count() {
    return count - leftOut.size();
  }

  /**
   * Leaves rows out after all.
   *
   * @param lines where they begin
   */
  void leaveOut(Collection<Long> lines) {
    leftOut.addAll(lines);
  }

  /** Whether a row was left out after all. */
  boolean isLeftOut(long line) {
    return leftOut.contains(line);
  }

  /** Whether they are too many for memory. */
  boolean isSpooled() {
    return spool != null;
  }

  /** Where in the table the rows lie. */
  Extent extent() {
    return extent;
  }

  /** The first row. */
  DataRow first() {
    return Optional.ofNullable(first).orElseThrow(NoSuchElementException::new);
  }

  /** The latest moment at which one of the rows became known. */
  Instant knownAt() {
    return Optional.ofNullable(knownAt).orElseThrow(NoSuchElementException::new);
  }

  /**
   * Shows the rows to Spark, in their columns and {@link RowSpool#LINE}.
   *
   * @return their name in SQL
   */
  String show(SparkSession session) {
    if (spool != null) {
      return leftOut.isEmpty() ? spool.sqlName() : showSome(session);
    }
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(column.name(), DataType.fromDDL(column.sqlType()));
    }
    List<Object[]> rows = memory;
    if (!leftOut.isEmpty()) {
      int line = columns.size();
      int clock = schema.fieldIndex("known_at");
      rows = memory.stream().filter(row -> !leftOut.contains((Long) row[line])).toList();
      knownAt = rows.stream().map(row -> (Instant) row[clock]).max(Instant::compareTo).get();
    }
    session
        .createDataFrame(
            rows.stream().map(RowFactory::create).toList(),
            schema.add(RowSpool.LINE, DataTypes.LongType))
        .createOrReplaceTempView(VIEW);
    return VIEW;
  }

  private String showSome(SparkSession session) {
    Dataset<Row> some =
        session
            .table(spool.sqlName())
            .filter(functions.not(functions.col(RowSpool.LINE).isin(leftOut.toArray())));
    some.createOrReplaceTempView(VIEW);
    knownAt = some.agg(functions.max("known_at")).head().getInstant(0);
    return VIEW;
  }

  /** Takes back what {@link #show} did. */
  void hide(SparkSession session) {
    session.catalog().dropTempView(VIEW);
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}
