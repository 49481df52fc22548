package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** Reads the rows of one version of a table, one object a row: for small tables and differences. */
final class VersionRows {
  private VersionRows() {}

  /** The files whose rows may match. */
  static List<FileScanTask> plan(Version version, Expression filter) {
    return new ArrayList<>(VersionFiles.of(version, filter));
  }

  /** The matching rows of these files, in the order of the files. */
  static List<Row> read(Version version, List<FileScanTask> tasks, Predicate<Row> filter) {
    List<Row> rows = new ArrayList<>();
    forEach(
        version,
        tasks,
        row -> {
          if (filter.test(row)) {
            rows.add(row);
          }
        });
    return rows;
  }

  /**
   * Hands over the rows of these files one after the other, in the order of the files. What a row
   * has no value for is the default of an added column.
   */
  static void forEach(Version version, List<FileScanTask> tasks, Consumer<Row> sink) {
    forEach(version, tasks, AddedColumns.defaults(version), sink);
  }

  /** The same as the rows are stored, without any defaults. */
  static void forEachStored(Version version, List<FileScanTask> tasks, Consumer<Row> sink) {
    forEach(version, tasks, Map.of(), sink);
  }

  private static void forEach(
      Version version, List<FileScanTask> tasks, Map<String, Object> defaults, Consumer<Row> sink) {
    DeletedRows deletedRows = new DeletedRows(version.table().io());
    for (FileScanTask task : tasks) {
      readFile(version, task, deletedRows.of(task), defaults, sink);
    }
  }

  private static void readFile(
      Version version,
      FileScanTask task,
      PositionDeleteIndex deleted,
      Map<String, Object> defaults,
      Consumer<Row> sink) {
    List<Column> columns = version.columns();
    Schema schema = version.schema();
    List<Types.NestedField> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(schema.findField(column.name()));
    }
    Schema projection = new Schema(fields.stream().filter(field -> field != null).toList());
    try (CloseableIterable<Record> records =
        Parquet.read(version.table().io().newInputFile(task.file().location()))
            .project(projection)
            .createReaderFunc(file -> GenericParquetReaders.buildReader(projection, file))
            .filter(task.residual())
            .reuseContainers()
            .build()) {
      long position = 0;
      Iterator<Record> decoded = records.iterator();
      while (true) {
        Record record;
        try {
          if (!decoded.hasNext()) {
            return;
          }
          record = decoded.next();
        } catch (RuntimeException undecodable) {
          throw DamagedFile.of(task.file().location(), undecodable);
        }
        if (deleted.isDeleted(position++)) {
          continue;
        }
        List<Object> values = new ArrayList<>(columns.size());
        int read = 0;
        for (int column = 0; column < columns.size(); column++) {
          Object value = fields.get(column) == null ? null : value(record.get(read++));
          values.add(value == null ? defaults.get(columns.get(column).name()) : value);
        }
        sink.accept(new Row(columns, values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(Object stored) {
    return stored instanceof OffsetDateTime time ? time.toInstant() : stored;
  }
}
