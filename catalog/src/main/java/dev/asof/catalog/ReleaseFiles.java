package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.types.Types;

/**
 * The checksums of the data files that releases hold, in a table of their own: a row a file, by the
 * first release that had it. A release's checksum is one over all columns of all rows, which a
 * backtest hardly ever reads; by these whatever part it reads is compared with what was released.
 *
 * <p>Paths are relative to the table's folder, because a home can move. Files of deleted rows are
 * not among them: they name data files by their whole paths, so that moving a home rewrites them.
 */
final class ReleaseFiles {
  /** The table's name, beside those of {@link TableDefinition}. */
  static final String TABLE = "release_files";

  private static final Schema SCHEMA =
      new Schema(
          BookkeepingTable.text(1, "table_name", "Table of the file"),
          BookkeepingTable.text(2, "path", "Path in the table's folder"),
          Types.NestedField.required(3, "bytes", Types.LongType.get(), "Its length"),
          BookkeepingTable.text(4, "checksums", "CRC-32C of each 64 KB, eight hex digits each"),
          BookkeepingTable.text(5, "release", "First release that had it"));

  private static final int MOST_FILES = 32;
  private static final int BUFFER_BYTES = BlockSums.BLOCK_BYTES;

  private final BookkeepingTable table;
  private final Map<String, Map<String, Recorded>> read = new HashMap<>();
  private long readSnapshotId;

  /**
   * What is recorded of a file.
   *
   * @param sums its checksums
   * @param release the first release that had it
   */
  record Recorded(BlockSums sums, String release) {}

  ReleaseFiles(LakeTables tables) {
    this.table = new BookkeepingTable(tables, TABLE, SCHEMA, BookkeepingTable.ONE_COMMIT_A_ROW);
  }

  /** Returns the path by which a file of a table is recorded. */
  static String path(Table table, String location) {
    String folder = LocalFileIO.withoutScheme(table.location());
    String file = LocalFileIO.withoutScheme(location);
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return file.startsWith(prefix) ? file.substring(prefix.length()) : file;
  }

  /** Returns a version whose data files are compared with what releases recorded of them. */
  Version compared(Version version) {
    return new Version(
        version.definition(),
        compared(version.definition().tableName(), version.table()),
        version.snapshot(),
        version.expired());
  }

  /** Returns a table whose data files are compared with what releases recorded of them. */
  Table compared(String name, Table stored) {
    return ReleasedTable.of(stored, new Lookup(name));
  }

  /** Finds what is recorded of one table's files; reads it when the first of them is opened. */
  private final class Lookup implements Function<String, Optional<Recorded>> {
    private final String name;
    private Map<String, Recorded> files;

    Lookup(String name) {
      this.name = name;
    }

    @Override
    public synchronized Optional<Recorded> apply(String path) {
      if (files == null) {
        files = of(name);
      }
      return Optional.ofNullable(files.get(path));
    }
  }

  /** Finds what is recorded of a table's files, by path; nothing in lakes of earlier versions. */
  synchronized Map<String, Recorded> of(String name) {
    Optional<Table> stored = table.find();
    if (stored.isEmpty()) {
      return Map.of();
    }
    long snapshotId = stored.get().currentSnapshot().snapshotId();
    if (snapshotId != readSnapshotId) {
      read.clear();
      readSnapshotId = snapshotId;
    }
    return read.computeIfAbsent(name, this::read);
  }

  private Map<String, Recorded> read(String name) {
    Map<String, Recorded> files = new HashMap<>();
    table.read(
        scan -> scan.where(Expressions.equal("table_name", name)),
        row ->
            files.putIfAbsent(
                (String) row.getField("path"),
                new Recorded(
                    BlockSums.parse(
                        (Long) row.getField("bytes"), (String) row.getField("checksums")),
                    (String) row.getField("release"))));
    return files;
  }

  /**
   * Records the data files of a release's versions, those that no release had before. Of a file
   * whose checksums were taken when it was written these are recorded; any other is read.
   */
  void record(String release, List<Version> versions) {
    List<Record> rows = new ArrayList<>();
    for (Version version : versions) {
      Map<String, Recorded> before = of(version.definition().tableName());
      for (FileScanTask task : VersionRows.plan(version, Expressions.alwaysTrue())) {
        String location = task.file().location();
        String path = path(version.table(), location);
        if (!before.containsKey(path)) {
          rows.add(row(version, path, sums(version.table(), location), release));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    table.append(rows, "the files of release " + release, () -> recorded(rows), true);
    table.joinFiles(
        MOST_FILES,
        Comparator.comparing((Record row) -> (String) row.getField("table_name"))
            .thenComparing(row -> (String) row.getField("path")));
  }

  /** Returns a value when another process recorded all of the files meanwhile. */
  private Optional<Boolean> recorded(List<Record> rows) {
    return rows.stream()
            .allMatch(
                row ->
                    of((String) row.getField("table_name"))
                        .containsKey((String) row.getField("path")))
        ? Optional.of(true)
        : Optional.empty();
  }

  private static BlockSums sums(Table stored, String location) {
    try {
      Optional<BlockSums> written =
          ((BaseTable) stored).operations().io() instanceof LocalFileIO
              ? FolderChecksums.find(LocalFileIO.path(location))
              : Optional.empty();
      return written.isPresent() ? written.get() : read(stored, location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BlockSums read(Table stored, String location) throws IOException {
    BlockSums.Builder sums = new BlockSums.Builder();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (SeekableInputStream in = stored.io().newInputFile(location).newStream()) {
      for (int count = in.read(buffer, 0, BUFFER_BYTES);
          count >= 0;
          count = in.read(buffer, 0, BUFFER_BYTES)) {
        sums.add(buffer, 0, count);
      }
    }
    return sums.build();
  }

  private static Record row(Version version, String path, BlockSums sums, String release) {
    GenericRecord row = GenericRecord.create(SCHEMA);
    row.setField("table_name", version.definition().tableName());
    row.setField("path", path);
    row.setField("bytes", sums.length());
    row.setField("checksums", sums.text());
    row.setField("release", release);
    return row;
  }
}
