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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of the files of one merge that passed their checks: in memory while they are few, in a
 * {@link RowSpool} of the lake when they are many, so that the files' size does not decide how much
 * memory is needed. Each row carries the number of its file in the merge, from 0, above its line.
 *
 * <p>Where several files hold a key with the same values, the first file's row is shown.
 */
final class StagedRows implements AutoCloseable {
  /** How many rows of a batch stay in memory. */
  static final int MOST_IN_MEMORY = 100_000;

  private static final String VIEW = "asof_staged_rows";
  private static final String ALL = "asof_all_staged_rows";

  // Leaves room for 8 million files of a trillion lines each.
  private static final int LINE_BITS = 40;

  private static final String FIRST_OF_KEY =
      """
      SELECT * EXCEPT (asof_n) FROM
        (SELECT *, row_number() OVER (PARTITION BY %s ORDER BY line) AS asof_n FROM %s)
      WHERE asof_n = 1
      """;

  private static final String RESTATING =
      """
      SELECT asof_file, max(asof_before) AS asof_before FROM (
        SELECT shiftright(line, %1$d) AS asof_file, lag(shiftright(line, %1$d)) OVER w AS asof_before,
          %2$s AS asof_same
        FROM %3$s WINDOW w AS (PARTITION BY %4$s ORDER BY line))
      WHERE asof_before IS NOT NULL AND NOT asof_same
      GROUP BY asof_file ORDER BY asof_file
      """;

  /**
   * A file's part.
   *
   * @param rows those that are not left out
   * @param repeated how many of them have a key that an earlier file has with the same values
   */
  private record Part(long rows, long repeated, Instant knownAt) {}

  private final Lake lake;
  private final int mostInMemory;
  private final List<Column> keys;
  private final List<Column> columns;
  private final Extent extent;
  private List<Object[]> memory = new ArrayList<>();
  private RowSpool spool;
  private long count;
  private final Set<Long> leftOut = new TreeSet<>();
  private DataRow first;
  private final List<Part> files = new ArrayList<>();
  private long repeated;

  /**
   * No rows yet.
   *
   * @param columns the columns of the rows: all of the table but for the status, which the merge
   *     decides
   * @param mostInMemory with one more, all go to a spool
   */
  StagedRows(Lake lake, TableDefinition table, List<Column> columns, int mostInMemory) {
    this.lake = lake;
    this.mostInMemory = mostInMemory;
    this.keys = table.keys();
    this.columns = columns;
    this.extent = new Extent(table, columns.stream().map(Column::name).toList());
  }

  /** The line of a row among those of all files. */
  static long lineOf(int file, long line) {
    return ((long) file << LINE_BITS) + line;
  }

  /** The number of the file that a line is in. */
  static int fileOf(long line) {
    return (int) (line >> LINE_BITS);
  }

  /** A line as its own file counts it. */
  static long lineInFile(long line) {
    return line & ((1L << LINE_BITS) - 1);
  }

  /** The number of the file that a row is of, in SQL. */
  static String fileInSql(String line) {
    return "shiftright(" + line + ", " + LINE_BITS + ")";
  }

  /**
   * Adds a row.
   *
   * @param file the number of its file; files come one after the other
   * @param cells its values in the order of the columns
   */
  void add(int file, DataRow row, Object[] cells) {
    if (first == null) {
      first = row;
    }
    while (files.size() <= file) {
      files.add(new Part(0, 0, Instant.MIN));
    }
    Part before = files.get(file);
    files.set(
        file,
        new Part(
            before.rows() + 1,
            0,
            row.knownAt().isAfter(before.knownAt()) ? row.knownAt() : before.knownAt()));
    extent.add(cells);
    count++;
    Object[] values = Arrays.copyOf(cells, cells.length + 1);
    values[cells.length] = lineOf(file, row.line());
    if (spool == null && count > mostInMemory) {
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

  /** Whether a key stands in several files. */
  boolean hasRepeated() {
    return repeated > 0;
  }

  /** Says that a row's key stood in an earlier file. */
  void countRepeated() {
    repeated++;
  }

  /** Ends the adding. */
  void finish() {
    if (spool != null) {
      spool.finish();
    }
  }

  /** How many rows are shown. */
  long count() {
    return files.stream().mapToLong(part -> part.rows() - part.repeated()).sum();
  }

  /** How many rows of a file are shown. */
  long count(int file) {
    return file < files.size() ? files.get(file).rows() - files.get(file).repeated() : 0;
  }

  /** How many rows of a file are not shown, because an earlier file has the same. */
  long repeated(int file) {
    return files.get(file).repeated();
  }

  /** How many rows are held in memory. */
  int inMemory() {
    return memory.size();
  }

  /**
   * Leaves rows out after all.
   *
   * @param lines where they begin, among those of all files
   */
  void leaveOut(Collection<Long> lines) {
    for (long line : lines) {
      if (leftOut.add(line)) {
        Part before = files.get(fileOf(line));
        files.set(fileOf(line), new Part(before.rows() - 1, 0, before.knownAt()));
      }
    }
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

  /** The latest moment at which one of a file's rows became known. */
  Instant knownAt(int file) {
    return files.get(file).knownAt();
  }

  /**
   * Says which files hold a key that an earlier one has with other values.
   *
   * @return for each of them, by its number, the latest of those earlier files
   */
  SortedMap<Integer, Integer> restating(SparkSession session) {
    SortedMap<Integer, Integer> restating = new TreeMap<>();
    if (repeated == 0) {
      return restating;
    }
    String same =
        columns.stream()
            .filter(column -> column.role() == Column.Role.VALUE)
            .map(column -> "`" + column.name() + "`")
            .map(name -> name + " <=> lag(" + name + ") OVER w")
            .collect(Collectors.joining(" AND ", "(", ")"));
    String sql = RESTATING.formatted(LINE_BITS, same, source(session), key());
    for (Row row : session.sql(sql).collectAsList()) {
      restating.put(
          (int) row.<Long>getAs("asof_file").longValue(),
          (int) row.<Long>getAs("asof_before").longValue());
    }
    hide(session);
    return restating;
  }

  private String key() {
    return keys.stream().map(key -> "`" + key.name() + "`").collect(Collectors.joining(", "));
  }

  /**
   * Shows the rows to Spark, in their columns and {@link RowSpool#LINE}.
   *
   * @return their name in SQL
   */
  String show(SparkSession session) {
    String source = source(session);
    if (repeated == 0 && leftOut.isEmpty()) {
      return source;
    }
    Dataset<Row> some =
        repeated == 0 ? session.table(source) : session.sql(FIRST_OF_KEY.formatted(key(), source));
    some.createOrReplaceTempView(VIEW);
    List<Part> shown = new ArrayList<>();
    files.forEach(part -> shown.add(new Part(part.rows(), part.rows(), part.knownAt())));
    String perFile =
        "SELECT "
            + fileInSql(RowSpool.LINE)
            + " AS file, count(*) AS rows, max(known_at) AS known_at FROM "
            + VIEW
            + " GROUP BY 1";
    for (Row row : session.sql(perFile).collectAsList()) {
      int file = (int) row.<Long>getAs("file").longValue();
      long all = files.get(file).rows();
      shown.set(file, new Part(all, all - row.<Long>getAs("rows"), row.getAs("known_at")));
    }
    files.clear();
    files.addAll(shown);
    return VIEW;
  }

  /** All rows but for those that are left out. */
  private String source(SparkSession session) {
    if (spool != null && leftOut.isEmpty()) {
      return spool.sqlName();
    }
    Dataset<Row> all;
    if (spool != null) {
      all =
          session
              .table(spool.sqlName())
              .filter(functions.not(functions.col(RowSpool.LINE).isin(leftOut.toArray())));
    } else {
      StructType schema = new StructType();
      for (Column column : columns) {
        schema = schema.add(column.name(), DataType.fromDDL(column.sqlType()));
      }
      int line = columns.size();
      all =
          session.createDataFrame(
              memory.stream()
                  .filter(row -> !leftOut.contains((Long) row[line]))
                  .map(RowFactory::create)
                  .toList(),
              schema.add(RowSpool.LINE, DataTypes.LongType));
    }
    all.createOrReplaceTempView(ALL);
    return ALL;
  }

  /** Takes back what {@link #show} did. */
  void hide(SparkSession session) {
    session.catalog().dropTempView(VIEW);
    session.catalog().dropTempView(ALL);
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}
