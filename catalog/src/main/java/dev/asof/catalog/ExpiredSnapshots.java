package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * What expired snapshots recorded about themselves, in a table of its own: which files were
 * applied, when they became known, who asked for what. It is noted before a snapshot is expired, so
 * that a table's history outlives its snapshots. One file holds all of it, written anew each time.
 */
final class ExpiredSnapshots implements ExpiredAncestors {
  /** The table's name, beside those of {@link TableDefinition}. */
  static final String TABLE = "expired_snapshots";

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "table_name", Types.StringType.get(), "Its table"),
          Types.NestedField.required(2, "snapshot_id", Types.LongType.get(), "Its id"),
          Types.NestedField.optional(3, "parent_id", Types.LongType.get(), "Its parent's id"),
          Types.NestedField.required(
              4, "committed_at", Types.TimestampType.withZone(), "When it was committed [UTC]"),
          Types.NestedField.required(
              5, "operation", Types.StringType.get(), "append, overwrite, delete or replace"),
          Types.NestedField.required(
              6,
              "summary",
              Types.MapType.ofRequired(7, 8, Types.StringType.get(), Types.StringType.get()),
              "What it recorded about itself"));

  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10");

  private static final int ATTEMPTS = 20;

  private record Key(String table, long snapshotId) {}

  private final LakeTables tables;
  private long readSnapshotId;
  private Map<Key, Ancestor> read = Map.of();

  ExpiredSnapshots(LakeTables tables) {
    this.tables = tables;
  }

  TableIdentifier identifier() {
    return TableIdentifier.of(tables.namespace(), TABLE);
  }

  /** What was noted of a snapshot. */
  @Override
  public Optional<Ancestor> find(TableDefinition definition, long snapshotId) {
    return Optional.ofNullable(all().get(new Key(definition.tableName(), snapshotId)));
  }

  private Map<Key, Ancestor> all() {
    Optional<Table> table = tables.load(identifier());
    if (table.isEmpty() || table.get().currentSnapshot() == null) {
      return Map.of();
    }
    long snapshotId = table.get().currentSnapshot().snapshotId();
    if (snapshotId != readSnapshotId) {
      read = read(table.get(), snapshotId);
      readSnapshotId = snapshotId;
    }
    return read;
  }

  private static Map<Key, Ancestor> read(Table table, long snapshotId) {
    Map<Key, Ancestor> rows = new LinkedHashMap<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshotId).build()) {
      for (Record record : records) {
        rows.put(
            new Key((String) record.getField("table_name"), (Long) record.getField("snapshot_id")),
            ancestor(record));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @SuppressWarnings("unchecked")
  private static Ancestor ancestor(Record record) {
    return new Ancestor(
        (Long) record.getField("snapshot_id"),
        Optional.ofNullable((Long) record.getField("parent_id")),
        ((OffsetDateTime) record.getField("committed_at")).toInstant(),
        (String) record.getField("operation"),
        Map.copyOf((Map<String, String>) record.getField("summary")));
  }

  /**
   * Notes snapshots that are about to be expired; those that are noted already change nothing.
   *
   * @throws AsOfException PUBLISH_CONFLICT or COMMIT_UNKNOWN; then nothing may be expired
   */
  void note(TableDefinition definition, List<Snapshot> snapshots) {
    Table table = tables.loadOrCreate(identifier(), SCHEMA, PROPERTIES);
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      Snapshot head = table.currentSnapshot();
      Map<Key, Ancestor> rows = new LinkedHashMap<>(all());
      int before = rows.size();
      for (Snapshot snapshot : snapshots) {
        rows.putIfAbsent(
            new Key(definition.tableName(), snapshot.snapshotId()), Ancestor.of(snapshot));
      }
      if (rows.size() == before) {
        return;
      }
      DataFile file = write(table, rows);
      try {
        replace(table, head, file);
        return;
      } catch (CommitStateUnknownException unknown) {
        throw new AsOfException(
            ErrorCode.COMMIT_UNKNOWN,
            "Cannot say whether the history of "
                + definition.tableName()
                + " was noted: the catalog didn't answer; no snapshot was expired, and trying again"
                + " is safe",
            unknown);
      } catch (ValidationException | CommitFailedException raced) {
        table.io().deleteFile(file.location());
        if (attempt == ATTEMPTS) {
          throw new AsOfException(
              ErrorCode.PUBLISH_CONFLICT,
              "Cannot note the history of "
                  + definition.tableName()
                  + ": others kept noting; no snapshot was expired, try again",
              raced);
        }
      }
    }
  }

  private static void replace(Table table, Snapshot head, DataFile file) {
    OverwriteFiles overwrite = table.newOverwrite().addFile(file);
    if (head != null) {
      List<DataFile> old = new ArrayList<>();
      try (CloseableIterable<FileScanTask> tasks =
          table.newScan().useSnapshot(head.snapshotId()).planFiles()) {
        tasks.forEach(task -> old.add(task.file()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      old.forEach(overwrite::deleteFile);
    }
    overwrite.validateWith(
        ancestors -> {
          var newest = ancestors.iterator();
          return head == null
              ? !newest.hasNext()
              : newest.hasNext() && newest.next().snapshotId() == head.snapshotId();
        });
    overwrite.commit();
  }

  private static DataFile write(Table table, Map<Key, Ancestor> rows) {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    try {
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(location))
              .forTable(table)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        for (Map.Entry<Key, Ancestor> entry : rows.entrySet()) {
          Ancestor ancestor = entry.getValue();
          GenericRecord row = GenericRecord.create(SCHEMA);
          row.setField("table_name", entry.getKey().table());
          row.setField("snapshot_id", ancestor.snapshotId());
          row.setField("parent_id", ancestor.parentId().orElse(null));
          row.setField("committed_at", ancestor.committedAt().atOffset(ZoneOffset.UTC));
          row.setField("operation", ancestor.operation());
          row.setField("summary", ancestor.summary());
          writer.write(row);
        }
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
