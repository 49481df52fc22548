package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * Rows of a file that is too large for memory, on their way into a table: written one after the
 * other to a table of their own beside it, which Spark reads and which is dropped afterwards. They
 * lie where the lake's files lie, so that they can be read wherever Spark runs. A process that dies
 * leaves its table, named {@link #PREFIX} and something; maintenance drops it.
 *
 * <p>A thread of its own encodes the rows while the caller reads on: it takes about as long as
 * reading the file does. One thread adds, finishes and closes.
 */
public final class RowSpool implements AutoCloseable {
  /** What the names of these tables begin with. */
  public static final String PREFIX = "staging_";

  /** The column beside those of the rows: the line of the file on which the row begins. */
  public static final String LINE = "line";

  // Parts of a file can be read side by side, and a writer's memory stays that of one row group.
  private static final long ROWS_PER_FILE = 1_000_000;
  private static final int ROW_GROUP_BYTES = 16 << 20;
  private static final int BATCH_ROWS = 1024;
  private static final int BATCHES_AHEAD = 16;

  /** Rows that nobody changes any more; the one without rows is the last. */
  private record Batch(List<Object[]> rows) {
    static final Batch LAST = new Batch(List.of());
  }

  private final LakeTables tables;
  private final TableIdentifier identifier;
  private final Table table;
  private final SpooledRow spooled;
  private final List<DataFile> files = new ArrayList<>();
  private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
  private final Thread encoder = new Thread(this::encode, "asof-spool");
  private List<Object[]> batch = new ArrayList<>(BATCH_ROWS);
  private DataWriter<SpooledRow> writer;
  private long rowsInFile;
  private boolean finished;
  private volatile boolean cancelled;
  private volatile Throwable failure;

  RowSpool(LakeTables tables, List<Column> columns) {
    this.tables = tables;
    this.identifier =
        TableIdentifier.of(
            tables.namespace(), PREFIX + UUID.randomUUID().toString().replace("-", ""));
    // Read once and dropped: a quick codec, no statistics, dictionaries for short lists of words.
    this.table =
        tables.createNew(
            identifier,
            schema(columns),
            Map.of(
                TableProperties.FORMAT_VERSION, "2",
                TableProperties.PARQUET_COMPRESSION, "lz4_raw",
                TableProperties.PARQUET_DICT_SIZE_BYTES, Integer.toString(1 << 14),
                TableProperties.DEFAULT_WRITE_METRICS_MODE, "none",
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(ROW_GROUP_BYTES)));
    this.spooled = new SpooledRow(columns.stream().map(Column::kind).toList());
    encoder.setDaemon(true);
    encoder.start();
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
   * Adds a row.
   *
   * @param row values in the order of the columns, null where there is none, typed as those of a
   *     {@link Row}; then the line where it begins in its file. It is kept as it is, not copied.
   */
  public void add(Object[] row) {
    batch.add(row);
    if (batch.size() == BATCH_ROWS) {
      hand(new Batch(batch));
      batch = new ArrayList<>(BATCH_ROWS);
    }
  }

  private void hand(Batch full) {
    try {
      queue.put(full);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Cannot write rows beside a table: interrupted");
    }
    throwFailure();
  }

  private void throwFailure() {
    Throwable failed = failure;
    if (failed instanceof Error defect) {
      throw defect;
    }
    if (failed instanceof RuntimeException unchecked) {
      throw tables.failures().translate(writing(), unchecked);
    }
  }

  /** Runs until the last batch. After a failure it goes on taking, so that nobody waits for it. */
  private void encode() {
    try {
      for (Batch next = queue.take(); !next.rows().isEmpty(); next = queue.take()) {
        if (failure == null && !cancelled) {
          write(next);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Batch next) {
    try {
      for (Object[] row : next.rows()) {
        if (writer == null) {
          writer = newWriter();
        }
        writer.write(spooled.wrap(row));
        if (++rowsInFile >= ROWS_PER_FILE) {
          finishFile();
        }
      }
    } catch (RuntimeException | Error failed) {
      // Thrown to whoever adds rows: a thread that ended here would let them wait for ever.
      failure = failed;
    }
  }

  private DataWriter<SpooledRow> newWriter() {
    try {
      return Parquet.writeData(
              table
                  .io()
                  .newOutputFile(
                      table.locationProvider().newDataLocation(files.size() + ".parquet")))
          .forTable(table)
          .withSpec(PartitionSpec.unpartitioned())
          .createWriterFunc(type -> InternalWriter.createWriter(table.schema(), type))
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

  private void endEncoding() {
    boolean interrupted = false;
    while (encoder.isAlive()) {
      try {
        queue.put(Batch.LAST);
        encoder.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the writing; then Spark can read the rows. */
  public void finish() {
    if (!batch.isEmpty()) {
      hand(new Batch(batch));
    }
    endEncoding();
    throwFailure();
    tables
        .failures()
        .guarded(
            writing(),
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
    return String.join(".", Lake.CATALOG, tables.namespace(), identifier.name());
  }

  private String writing() {
    return "write rows beside the tables of " + tables.place().name();
  }

  /** Drops the rows and the table. */
  @Override
  public void close() {
    cancelled = true;
    endEncoding();
    tables
        .failures()
        .guarded(
            "drop rows beside the tables of " + tables.place().name(),
            () -> {
              String location = table.location();
              if (writer != null) {
                finishFile();
              }
              if (!finished) {
                files.forEach(file -> table.io().deleteFile(file.location()));
              }
              tables.drop(identifier);
              if (table.io() instanceof LocalFileIO local) {
                // An object store has no folders, and a catalog's server may delete them itself.
                local.deletePrefix(location);
              }
              return null;
            });
  }
}
