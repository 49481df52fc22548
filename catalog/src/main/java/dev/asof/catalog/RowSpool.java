package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * Rows of a file that is too large for memory, on their way into a table: written one after the
 * other to a table of their own beside it, which Spark reads and which is dropped afterwards. They
 * lie where the lake's files lie, so that they can be read wherever Spark runs. A process that dies
 * leaves its table, named {@link #PREFIX} and something; maintenance drops it.
 */
public final class RowSpool implements AutoCloseable {
  /** What the names of these tables begin with. */
  public static final String PREFIX = "staging_";

  /** The column beside those of the rows: the line of the file on which the row begins. */
  public static final String LINE = "line";

  // Parts of a file can be read side by side, and a writer's memory stays that of one row group.
  private static final long ROWS_PER_FILE = 1_000_000;
  private static final int ROW_GROUP_BYTES = 16 << 20;

  private final Lake lake;
  private final TableIdentifier identifier;
  private final Table table;
  private final Schema schema;
  private final boolean[] timestamps;
  private final GenericRecord record;
  private final List<DataFile> files = new ArrayList<>();
  private DataWriter<Record> writer;
  private long rowsInFile;
  private boolean finished;

  RowSpool(Lake lake, List<Column> columns) {
    this.lake = lake;
    this.identifier =
        TableIdentifier.of(Lake.NAMESPACE, PREFIX + UUID.randomUUID().toString().replace("-", ""));
    this.schema = schema(columns);
    // Read once and dropped: a quick codec, and no statistics of each column.
    this.table =
        lake.createNew(
            identifier,
            schema,
            Map.of(
                TableProperties.FORMAT_VERSION, "2",
                TableProperties.PARQUET_COMPRESSION, "lz4_raw",
                TableProperties.DEFAULT_WRITE_METRICS_MODE, "none",
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(ROW_GROUP_BYTES)));
    this.record = GenericRecord.create(table.schema());
    this.timestamps = new boolean[columns.size()];
    for (int i = 0; i < timestamps.length; i++) {
      timestamps[i] = columns.get(i).kind() == Column.Kind.TIMESTAMP;
    }
  }

  private static Schema schema(List<Column> columns) {
    List<Types.NestedField> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(
          Types.NestedField.optional(
              fields.size() + 1, column.name(), column.kind().icebergType()));
    }
    fields.add(Types.NestedField.required(fields.size() + 1, LINE, Types.LongType.get()));
    return new Schema(fields);
  }

  /**
   * Writes a row.
   *
   * @param cells values in the order of the columns, null where there is none; typed as those of a
   *     {@link Row}
   * @param line where it begins in its file
   */
  public void add(Object[] cells, long line) {
    try {
      if (writer == null) {
        writer = newWriter();
      }
      for (int i = 0; i < cells.length; i++) {
        Object value = cells[i];
        record.set(i, timestamps[i] && value != null ? utc((Instant) value) : value);
      }
      record.set(cells.length, line);
      writer.write(record);
      if (++rowsInFile >= ROWS_PER_FILE) {
        finishFile();
      }
    } catch (UncheckedIOException e) {
      throw Failures.translate("write rows beside " + lake.home(), e);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private DataWriter<Record> newWriter() {
    try {
      return Parquet.writeData(
              table
                  .io()
                  .newOutputFile(
                      table.locationProvider().newDataLocation(files.size() + ".parquet")))
          .forTable(table)
          .withSpec(PartitionSpec.unpartitioned())
          .createWriterFunc(GenericParquetWriter::create)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void finishFile() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.add(writer.toDataFile());
    writer = null;
    rowsInFile = 0;
  }

  /** Ends the writing; then Spark can read the rows. */
  public void finish() {
    Failures.guarded(
        "write rows beside " + lake.home(),
        () -> {
          if (writer != null) {
            finishFile();
          }
          AppendFiles append = table.newAppend();
          files.forEach(append::appendFile);
          append.commit();
          finished = true;
          return null;
        });
  }

  /** The rows as Spark SQL reads them, for example {@code asof.market.staging_1f}. */
  public String sqlName() {
    return String.join(".", Lake.CATALOG, Lake.NAMESPACE, identifier.name());
  }

  /** Drops the rows and the table. */
  @Override
  public void close() {
    Failures.guarded(
        "drop rows beside " + lake.home(),
        () -> {
          if (writer != null) {
            finishFile();
          }
          if (!finished) {
            files.forEach(file -> table.io().deleteFile(file.location()));
          }
          lake.drop(identifier);
          return null;
        });
  }
}
