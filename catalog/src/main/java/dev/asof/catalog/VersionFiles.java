package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.BaseFileScanTask;
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
import org.apache.iceberg.expressions.Expression;
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
  private final Map<Integer, String> specs = new HashMap<>();
  private final List<String> columns;
  private Map<String, DataFile> files = Map.of();

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
        filter.op() == Expression.Operation.TRUE
            ? LOCATION
            : Stream.concat(LOCATION.stream(), STATISTICS.stream()).toList();
  }

  /**
   * What a version has otherwise than the one before.
   *
   * @param added files to be read by Iceberg's readers, in the order of the manifests
   * @param removed locations of files that are gone
   */
  record Change(List<FileScanTask> added, List<String> removed) {}

  /** The files of a version that may hold rows of interest. */
  static List<FileScanTask> of(Version version, Expression filter) {
    return new VersionFiles(version.table(), filter).next(version).added();
  }

  /** Goes on to the next version. */
  Change next(Version version) {
    version.checkCopyOnWrite();
    Map<String, DataFile> before = files;
    files = new LinkedHashMap<>();
    Schema schema = version.schema();
    String schemaJson = SchemaParser.toJson(schema);
    InclusiveMetricsEvaluator mayMatch = new InclusiveMetricsEvaluator(schema, filter);
    List<FileScanTask> added = new ArrayList<>();
    for (ManifestFile manifest : version.snapshot().dataManifests(table.io())) {
      for (DataFile file : manifests.computeIfAbsent(manifest.path(), path -> read(manifest))) {
        if (before.containsKey(file.location())) {
          files.put(file.location(), file);
        } else if (mayMatch.eval(file)) {
          files.put(file.location(), file);
          added.add(task(schemaJson, file));
        }
      }
    }
    List<String> removed =
        before.keySet().stream().filter(location -> !files.containsKey(location)).toList();
    return new Change(added, removed);
  }

  private List<DataFile> read(ManifestFile manifest) {
    List<DataFile> live = new ArrayList<>();
    try (ManifestReader<DataFile> reader =
        ManifestFiles.read(manifest, table.io(), table.specs()).select(columns)) {
      reader.forEach(live::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return live;
  }

  private FileScanTask task(String schemaJson, DataFile file) {
    return new BaseFileScanTask(
        file,
        new DeleteFile[0],
        schemaJson,
        specs.computeIfAbsent(
            file.specId(), id -> PartitionSpecParser.toJson(table.specs().get(id))),
        ResidualEvaluator.unpartitioned(filter));
  }
}
