package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/**
 * The releases of a lake, in a table of their own: one commit a release and one row a table of the
 * release, so that a release is there whole or not at all.
 *
 * <p>Each table of a release carries a tag of the release's name too. It lets SQL read the release
 * by {@code VERSION AS OF}, and keeps the snapshots from being expired.
 */
final class Releases {
  /** The table's name, beside those of {@link TableDefinition}. */
  static final String TABLE = "releases";

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "release", Types.StringType.get(), "Name of the release"),
          Types.NestedField.required(2, "table_name", Types.StringType.get(), "Table of it"),
          Types.NestedField.required(3, "snapshot_id", Types.LongType.get(), "Its snapshot"),
          Types.NestedField.required(
              4, "schema_id", Types.IntegerType.get(), "That snapshot's schema"),
          Types.NestedField.required(5, "row_count", Types.LongType.get(), "Rows, expired too"),
          Types.NestedField.required(
              6, "checksum", Types.StringType.get(), "Sum modulo 2^256 of the rows' SHA-256"),
          Types.NestedField.required(
              7, "known_at", Types.TimestampType.withZone(), "Knowledge time [UTC]"),
          Types.NestedField.required(
              8, "recorded_at", Types.TimestampType.withZone(), "When it was recorded [UTC]"));

  /** Each command may read this table, so that it stays one manifest however many releases. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.MANIFEST_MIN_MERGE_COUNT, "2",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");

  private final LakeTables tables;
  private final BookkeepingTable table;
  private final ReleaseFiles files;
  private long readSnapshotId;
  private List<ReleaseState> read = List.of();

  Releases(LakeTables tables) {
    this.tables = tables;
    this.table = new BookkeepingTable(tables, TABLE, SCHEMA, PROPERTIES);
    this.files = new ReleaseFiles(tables);
  }

  static TableIdentifier identifier(LakeTables tables) {
    return TableIdentifier.of(tables.namespace(), TABLE);
  }

  /** Returns the checksums of the files that releases hold. */
  ReleaseFiles files() {
    return files;
  }

  Optional<ReleaseState> find(String name) {
    return all().stream().filter(state -> state.release().name().equals(name)).findFirst();
  }

  /** All releases in the order of their recording, then name. */
  List<ReleaseState> all() {
    Optional<Table> found = table.find();
    if (found.isEmpty()) {
      return List.of();
    }
    // A command asks for each table that it reads; most often nothing was recorded in between.
    long snapshotId = found.get().currentSnapshot().snapshotId();
    if (snapshotId != readSnapshotId) {
      read = read(found.get(), snapshotId);
      readSnapshotId = snapshotId;
    }
    return read;
  }

  private static List<ReleaseState> read(Table table, long snapshotId) {
    Map<String, List<Record>> rows = new LinkedHashMap<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshotId).build()) {
      for (Record record : records) {
        rows.computeIfAbsent((String) record.getField("release"), unseen -> new ArrayList<>())
            .add(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ReleaseState> releases = new ArrayList<>();
    rows.forEach((name, records) -> releases.add(release(name, records)));
    releases.sort(
        Comparator.comparing(ReleaseState::recordedAt)
            .thenComparing(state -> state.release().name()));
    return List.copyOf(releases);
  }

  private static ReleaseState release(String name, List<Record> records) {
    return new ReleaseState(
        new PointInTime.Release(name),
        instant(records.get(0), "recorded_at"),
        records.stream()
            .map(
                record ->
                    new ReleaseEntry(
                        (String) record.getField("table_name"),
                        (Long) record.getField("snapshot_id"),
                        (Integer) record.getField("schema_id"),
                        (Long) record.getField("row_count"),
                        (String) record.getField("checksum"),
                        instant(record, "known_at")))
            .toList());
  }

  private static Instant instant(Record record, String field) {
    return ((OffsetDateTime) record.getField(field)).toInstant();
  }

  /** Refuses what has no snapshot of its own that stays. */
  static void checkReleasable(PointInTime.Release name, PointInTime at) {
    if (at instanceof PointInTime.Branch || at instanceof PointInTime.Timeline) {
      throw new AsOfException(
          ErrorCode.TAG_INVALID,
          "Cannot record release "
              + name.name()
              + " as of "
              + at
              + ": expected a tag, release, snapshot or moment");
    }
  }

  /**
   * Records a release: first the checksums of its files and the tags, then the rows in one commit.
   * What is refused is refused before anything is written, and a crash in between leaves checksums
   * and tags only, which repeating takes up.
   */
  ReleaseState record(PointInTime.Release name, List<Pinned> pinned, Instant recordedAt) {
    List<ReleaseEntry> entries = new ArrayList<>();
    for (Pinned table : pinned) {
      new Publisher(tables, table.version().definition())
          .checkTaggable(new PointInTime.Tag(name.name()), table.version().snapshot().snapshotId());
    }
    for (Pinned table : pinned) {
      Version version = table.version();
      entries.add(
          new ReleaseEntry(
              version.definition().tableName(),
              version.snapshot().snapshotId(),
              version.snapshot().schemaId(),
              version.rows(),
              RowChecksum.of(files.compared(version)),
              version.knownAt().truncatedTo(ChronoUnit.MICROS)));
    }
    Optional<ReleaseState> before = recorded(name, entries);
    if (before.isPresent()) {
      return before.get();
    }
    files.record(name.name(), pinned.stream().map(Pinned::version).toList());
    for (Pinned table : pinned) {
      new Publisher(tables, table.version().definition())
          .tag(new PointInTime.Tag(name.name()), table.version().snapshot().snapshotId());
    }
    return append(new ReleaseState(name, recordedAt.truncatedTo(ChronoUnit.MICROS), entries));
  }

  /** The release when it is recorded with the same content already. */
  private Optional<ReleaseState> recorded(PointInTime.Release name, List<ReleaseEntry> entries) {
    Optional<ReleaseState> before = find(name.name());
    if (before.isPresent() && !before.get().entries().equals(entries)) {
      throw new AsOfException(
          ErrorCode.TAG_EXISTS,
          "Cannot record release "
              + name.name()
              + ": it was recorded at "
              + before.get().recordedAt()
              + " with other tables or snapshots and never changes; choose another name");
    }
    return before;
  }

  private ReleaseState append(ReleaseState release) {
    return table.append(
        rows(release),
        "release " + release.release().name(),
        () -> recorded(release.release(), release.entries()),
        release);
  }

  private static List<Record> rows(ReleaseState release) {
    List<Record> rows = new ArrayList<>();
    for (ReleaseEntry entry : release.entries()) {
      GenericRecord row = GenericRecord.create(SCHEMA);
      row.setField("release", release.release().name());
      row.setField("table_name", entry.table());
      row.setField("snapshot_id", entry.snapshotId());
      row.setField("schema_id", entry.schemaId());
      row.setField("row_count", entry.rows());
      row.setField("checksum", entry.checksum());
      row.setField("known_at", entry.knownAt().atOffset(ZoneOffset.UTC));
      row.setField("recorded_at", release.recordedAt().atOffset(ZoneOffset.UTC));
      rows.add(row);
    }
    return rows;
  }
}
