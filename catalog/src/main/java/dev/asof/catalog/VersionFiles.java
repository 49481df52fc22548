package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.iceberg.types.Types;

/**
 * The data files of versions of a table, and which of them come and go from one version to the
 * next. Each manifest is read once, however many versions share it.
 *
 * <p>Iceberg's own planning binds a filter to the table's current schema where the snapshot is
 * main's head, so that after a column was renamed it fails until somebody writes. Here a filter
 * means the columns of the snapshot's schema, always.
 */
final class VersionFiles {
  private static final List<String> LOCATION =
      Stream.of(
              DataFile.FILE_PATH,
              DataFile.FILE_FORMAT,
              DataFile.FILE_SIZE,
              DataFile.RECORD_COUNT,
              DataFile.SPLIT_OFFSETS)
          .map(Types.NestedField::name)
          .toList();

  /** Needed beside the location where rows are deleted by merge-on-read. */
  private static final List<String> PARTITION = List.of(DataFile.PARTITION_NAME);

  private static final List<String> STATISTICS =
      Stream.of(
              DataFile.VALUE_COUNTS,
              DataFile.NULL_VALUE_COUNTS,
              DataFile.NAN_VALUE_COUNTS,
              DataFile.LOWER_BOUNDS,
              DataFile.UPPER_BOUNDS)
          .map(Types.NestedField::name)
          .toList();

  private final Table table;
  private final Expression filter;
  private final Map<String, List<DataFile>> manifests = new HashMap<>();
  private final Map<String, List<DeleteFile>> deleteManifests = new HashMap<>();
  private final Map<Integer, String> specs = new HashMap<>();
  private final List<String> columns;
  private Set<String> files = Set.of();

  /**
   * A sequence of versions without files yet.
   *
   * @param filter rows that are of interest; files that can't hold any are left out
   */
  VersionFiles(Table table, Expression filter) {
    this.table = table;
    this.filter = filter;
    // Statistics are most of a manifest, and nothing asks for them without a filter.
    this.columns =
        Stream.of(
                LOCATION,
                PARTITION,
                filter.op() == Expression.Operation.TRUE ? List.<String>of() : STATISTICS)
            .flatMap(List::stream)
            .toList();
  }

  /**
   * What a version has otherwise than the one before. A file of which other rows are deleted counts
   * as gone and come again.
   *
   * @param added files to be read by Iceberg's readers, in the order of the manifests
   * @param removed {@link #key keys} of files that are gone
   */
  record Change(List<FileScanTask> added, List<String> removed) {}

  /** The files of a version that may hold rows of interest. */
  static List<FileScanTask> of(Version version, Expression filter) {
    return new VersionFiles(version.table(), filter).next(version).added();
  }

  /** What a file says in a version: the file, and the delete files that concern it. */
  static String key(FileScanTask task) {
    return key(task.file(), task.deletes());
  }

  private static String key(DataFile file, List<DeleteFile> deletes) {
    return deletes.isEmpty()
        ? file.location()
        : deletes.stream()
            .map(DeleteFiles::key)
            .sorted()
            .collect(Collectors.joining("\n", file.location() + "\n", ""));
  }

  /** The rows of a version but for those that are deleted, without reading data files. */
  static long liveRows(Version version) {
    DeletedRows deletedRows = new DeletedRows(version.table().io());
    long rows = 0;
    for (FileScanTask task : of(version, Expressions.alwaysTrue())) {
      rows += task.file().recordCount() - deleted(task, deletedRows);
    }
    return rows;
  }

  private static long deleted(FileScanTask task, DeletedRows deletedRows) {
    List<DeleteFile> deletes = task.deletes();
    if (deletes.isEmpty()) {
      return 0;
    }
    if (deletes.size() == 1 && DeleteFiles.isOfOneFile(deletes.get(0))) {
      return deletes.get(0).recordCount();
    }
    PositionDeleteIndex positions = deletedRows.of(task);
    return positions.isEmpty() ? 0 : positions.cardinality();
  }

  /** Goes on to the next version. */
  Change next(Version version) {
    Set<String> before = files;
    files = new LinkedHashSet<>();
    Schema schema = version.schema();
    String schemaJson = SchemaParser.toJson(schema);
    InclusiveMetricsEvaluator mayMatch = new InclusiveMetricsEvaluator(schema, filter);
    DeleteFiles deletes = DeleteFiles.of(version, deleteFiles(version));
    List<FileScanTask> added = new ArrayList<>();
    for (ManifestFile manifest : SnapshotFiles.dataManifests(table, version.snapshot())) {
      for (DataFile file : manifests.computeIfAbsent(manifest.path(), path -> read(manifest))) {
        DeleteFile[] deleted = deletes.of(file);
        String key = key(file, List.of(deleted));
        if (before.contains(key)) {
          files.add(key);
        } else if (mayMatch.eval(file)) {
          files.add(key);
          added.add(task(schemaJson, file, deleted));
        }
      }
    }
    List<String> removed = before.stream().filter(key -> !files.contains(key)).toList();
    return new Change(added, removed);
  }

  private List<DataFile> read(ManifestFile manifest) {
    return DamagedFile.naming(
        manifest.path(),
        () -> copied(ManifestFiles.read(manifest, table.io(), table.specs()).select(columns)));
  }

  private List<DeleteFile> deleteFiles(Version version) {
    List<DeleteFile> files = new ArrayList<>();
    for (ManifestFile manifest : SnapshotFiles.deleteManifests(table, version.snapshot())) {
      files.addAll(
          deleteManifests.computeIfAbsent(
              manifest.path(),
              path ->
                  DamagedFile.naming(
                      path,
                      () ->
                          copied(
                              ManifestFiles.readDeleteManifest(
                                  manifest, table.io(), table.specs())))));
    }
    return files;
  }

  private static <F extends ContentFile<F>> List<F> copied(ManifestReader<F> manifest) {
    List<F> live = new ArrayList<>();
    try (manifest) {
      manifest.forEach(live::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return live;
  }

  /** Of a file with deletes every row is read: a skipped row group would shift the positions. */
  private FileScanTask task(String schemaJson, DataFile file, DeleteFile[] deletes) {
    return new BaseFileScanTask(
        file,
        deletes,
        schemaJson,
        specs.computeIfAbsent(
            file.specId(), id -> PartitionSpecParser.toJson(table.specs().get(id))),
        ResidualEvaluator.unpartitioned(deletes.length == 0 ? filter : Expressions.alwaysTrue()));
  }

  /** The same file for a reader that refuses deletes and is told the deleted rows otherwise. */
  static FileScanTask withoutDeletes(FileScanTask task) {
    return new BaseFileScanTask(
        task.file(),
        new DeleteFile[0],
        SchemaParser.toJson(task.schema()),
        PartitionSpecParser.toJson(task.spec()),
        ResidualEvaluator.unpartitioned(Expressions.alwaysTrue()));
  }
}
