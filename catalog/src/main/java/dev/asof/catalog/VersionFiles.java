package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.ResidualEvaluator;

/**
 * Which data files come and go from one version of a table to the next. Planning a scan for each of
 * many versions reads the manifests that they share again and again; here each is read once.
 */
final class VersionFiles {
  private final Table table;
  private final Expression filter;
  private final Map<String, List<DataFile>> manifests = new HashMap<>();
  private Map<String, DataFile> files = Map.of();

  /**
   * A sequence of versions without files yet.
   *
   * @param filter rows that are of interest; files that can't hold any are left out
   */
  VersionFiles(Table table, Expression filter) {
    this.table = table;
    this.filter = filter;
  }

  /**
   * What a version has otherwise than the one before.
   *
   * @param added files to be read by Iceberg's readers, in the order of the manifests
   * @param removed locations of files that are gone
   */
  record Change(List<FileScanTask> added, List<String> removed) {}

  /** Goes on to the next version. */
  Change next(Version version) {
    version.checkCopyOnWrite();
    Map<String, DataFile> before = files;
    files = new LinkedHashMap<>();
    Schema schema = version.schema();
    InclusiveMetricsEvaluator mayMatch = new InclusiveMetricsEvaluator(schema, filter);
    List<FileScanTask> added = new ArrayList<>();
    for (ManifestFile manifest : version.snapshot().dataManifests(table.io())) {
      for (DataFile file : manifests.computeIfAbsent(manifest.path(), path -> read(manifest))) {
        if (before.containsKey(file.location())) {
          files.put(file.location(), file);
        } else if (mayMatch.eval(file)) {
          files.put(file.location(), file);
          added.add(task(schema, file));
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
        ManifestFiles.read(manifest, table.io(), table.specs())) {
      reader.forEach(live::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return live;
  }

  private FileScanTask task(Schema schema, DataFile file) {
    PartitionSpec spec = table.specs().get(file.specId());
    return new BaseFileScanTask(
        file,
        new DeleteFile[0],
        SchemaParser.toJson(schema),
        PartitionSpecParser.toJson(spec),
        ResidualEvaluator.unpartitioned(filter));
  }
}
