package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * A small table of our own beside those of {@link TableDefinition}, written without Spark: rows are
 * appended in one commit, and what is there already is not appended again, whoever else writes.
 *
 * @param lake the lake
 * @param name the table's name
 * @param schema its columns
 * @param properties those of a new table
 */
record BookkeepingTable(
    LakeTables tables, String name, Schema schema, Map<String, String> properties) {
  /** Properties of a table that gets a commit of its own for each of many rows. */
  static final Map<String, String> ONE_COMMIT_A_ROW =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.MANIFEST_MIN_MERGE_COUNT, "2",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");

  private static final int ATTEMPTS = 20;

  /** Who reads an older snapshot has had his time. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** A column of text that no row lacks. */
  static Types.NestedField text(int id, String name, String doc) {
    return Types.NestedField.required(id, name, Types.StringType.get(), doc);
  }

  TableIdentifier identifier() {
    return TableIdentifier.of(tables.namespace(), name);
  }

  /** The table; empty where nothing was ever written. */
  Optional<Table> find() {
    return tables.load(identifier()).filter(table -> table.currentSnapshot() != null);
  }

  /** The table, made where there is none yet. */
  Table findOrCreate() {
    return tables.loadOrCreate(identifier(), schema, properties);
  }

  /**
   * Appends rows in one commit unless they are there.
   *
   * @param rows the rows of one thing
   * @param what the thing, for messages: {@code release R1}
   * @param recorded looks for the thing in the table as it is now; may refuse
   * @param appended the thing as it is when this call appended it
   * @return what was there, or {@code appended}
   */
  <T> T append(List<Record> rows, String what, Supplier<Optional<T>> recorded, T appended) {
    Table table = findOrCreate();
    DataFile written = write(table, rows);
    Optional<T> meanwhile = commit(table, List.of(written), what, recorded);
    meanwhile.ifPresent(there -> table.io().deleteFile(written.location()));
    return meanwhile.orElse(appended);
  }

  /**
   * Appends files in one commit unless something is there by then.
   *
   * @param files written by {@link #write}; deleted when {@code recorded} refuses
   * @param what is in them, for messages
   * @param recorded looks for it in the table as it is now; may refuse
   * @return what was there, in which case the files are left as they are; empty when they were
   *     appended
   */
  <T> Optional<T> commit(
      Table table, List<DataFile> files, String what, Supplier<Optional<T>> recorded) {
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      Snapshot head = table.currentSnapshot();
      Optional<T> meanwhile;
      try {
        meanwhile = recorded.get();
      } catch (RuntimeException refused) {
        files.forEach(file -> table.io().deleteFile(file.location()));
        throw refused;
      }
      if (meanwhile.isPresent()) {
        return meanwhile;
      }
      AppendFiles append = table.newAppend();
      files.forEach(append::appendFile);
      // An append would go on top of whatever was committed meanwhile, the same thing included.
      append.validateWith(
          ancestors -> {
            var newest = ancestors.iterator();
            return head == null
                ? !newest.hasNext()
                : newest.hasNext() && newest.next().snapshotId() == head.snapshotId();
          });
      try {
        append.commit();
        return Optional.empty();
      } catch (CommitStateUnknownException unknown) {
        throw new AsOfException(
            ErrorCode.COMMIT_UNKNOWN,
            "Cannot say whether "
                + what
                + " was recorded: the catalog didn't answer; recording it again is safe",
            unknown);
      } catch (ValidationException | CommitFailedException raced) {
        ServerFailure.rethrowWithoutLock(raced);
        if (attempt == ATTEMPTS) {
          throw new AsOfException(
              ErrorCode.PUBLISH_CONFLICT,
              "Cannot record " + what + ": other writers kept writing to " + name + "; try again",
              raced);
        }
      }
    }
  }

  /** Reads rows as they are now; nothing where nothing was ever written. */
  void read(UnaryOperator<IcebergGenerics.ScanBuilder> asked, Consumer<Record> sink) {
    find()
        .ifPresent(
            stored -> {
              try (CloseableIterable<Record> rows =
                  asked.apply(IcebergGenerics.read(stored)).build()) {
                rows.forEach(sink);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /**
   * Joins the files of single commits when there are many, and forgets the snapshots of long ago.
   * Nobody waits for it: who loses a race leaves it to the next one.
   *
   * @param most so many files of few rows may lie there
   * @param order of the joined rows
   */
  void joinFiles(int most, Comparator<Record> order) {
    Table stored = find().orElseThrow();
    Snapshot head = stored.currentSnapshot();
    Set<DataFile> files = new HashSet<>();
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        stored.newScan().useSnapshot(head.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.file().recordCount() < most) {
          files.add(task.file());
        }
      }
      if (files.size() < most) {
        return;
      }
      for (DataFile file : files) {
        readFile(stored, file, rows);
      }
      rows.sort(order);
      RewriteFiles rewrite = stored.newRewrite().validateFromSnapshot(head.snapshotId());
      files.forEach(rewrite::deleteFile);
      rewrite.addFile(write(stored, rows));
      rewrite.commit();
      stored
          .expireSnapshots()
          .expireOlderThan(head.timestampMillis() - KEPT.toMillis())
          .retainLast(most)
          .commit();
    } catch (ValidationException | CommitFailedException raced) {
      // Another process joined them, or will.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds all rows of a file, in their order. */
  static void readFile(Table stored, DataFile file, List<Record> rows) {
    try (CloseableIterable<Record> records =
        Parquet.read(stored.io().newInputFile(file.location()))
            .project(stored.schema())
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(stored.schema(), schema))
            .build()) {
      records.forEach(rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes rows to a data file, which no snapshot names yet. */
  static DataFile write(Table table, Iterable<Record> rows) {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    try {
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(location))
              .forTable(table)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        rows.forEach(writer::write);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
