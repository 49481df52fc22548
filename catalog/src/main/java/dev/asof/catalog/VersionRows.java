package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
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

  /** Hands over the rows of these files one after the other, in the order of the files. */
  static void forEach(Version version, List<FileScanTask> tasks, Consumer<Row> sink) {
    for (FileScanTask task : tasks) {
      readFile(version, task, sink);
    }
  }

  private static void readFile(Version version, FileScanTask task, Consumer<Row> sink) {
    TableDefinition definition = version.definition();
    Schema schema = version.schema();
    List<Types.NestedField> fields = new ArrayList<>();
    for (Column column : definition.columns()) {
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
      for (Record record : records) {
        List<Object> values = new ArrayList<>(fields.size());
        int position = 0;
        for (Types.NestedField field : fields) {
          values.add(field == null ? null : value(record.get(position++)));
        }
        sink.accept(new Row(definition, values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(Object stored) {
    return stored instanceof OffsetDateTime time ? time.toInstant() : stored;
  }
}
