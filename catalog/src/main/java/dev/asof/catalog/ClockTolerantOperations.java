package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.JsonNode;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Lets a table be changed after a clock that was ahead changed it. Iceberg stamps a commit with
 * this machine's clock and takes none that is more than a minute before the last one, so that one
 * commit from the day after tomorrow would keep everybody away until then.
 *
 * <p>Here the logs of commits and of metadata files end at the present at the latest, and the next
 * commit stores them so. The snapshots keep the times that they were given. None of these times
 * decides a result: what became known when stands in the rows and in the snapshots' summaries.
 *
 * <p>The old metadata files whose entries were brought back are deleted with that commit, as if
 * they were too many, because Iceberg compares entries with their times.
 */
final class ClockTolerantOperations implements TableOperations {
  /** Iceberg takes a minute; a commit may take some of it. */
  private static final Duration TOLERANCE = Duration.ofSeconds(30);

  private static final String UPDATED = "last-updated-ms";
  private static final String TIMESTAMP = "timestamp-ms";

  private final TableOperations operations;
  private final String table;
  private final Consumer<String> warnings;
  private TableMetadata stored;
  private TableMetadata present;

  private ClockTolerantOperations(
      TableOperations operations, String table, Consumer<String> warnings) {
    this.operations = operations;
    this.table = table;
    this.warnings = warnings;
  }

  /**
   * Returns a table that can be changed: the same unless a clock was ahead.
   *
   * @param warnings is given a sentence when a commit brings the times back
   */
  static Table of(Table table, Consumer<String> warnings) {
    if (table instanceof BaseTable base && isAhead(base.operations().current())) {
      return new BaseTable(
          new ClockTolerantOperations(base.operations(), base.name(), warnings),
          base.name(),
          base.reporter());
    }
    return table;
  }

  /** Compares with the clock that Iceberg will ask for the next commit's time. */
  private static boolean isAhead(TableMetadata metadata) {
    return metadata.lastUpdatedMillis() > System.currentTimeMillis() + TOLERANCE.toMillis();
  }

  @Override
  public TableMetadata current() {
    return presentOf(operations.current());
  }

  @Override
  public TableMetadata refresh() {
    return presentOf(operations.refresh());
  }

  private TableMetadata presentOf(TableMetadata metadata) {
    if (metadata == null || !isAhead(metadata)) {
      return metadata;
    }
    if (metadata != stored) {
      stored = metadata;
      present = broughtBack(metadata, System.currentTimeMillis());
    }
    return present;
  }

  private static TableMetadata broughtBack(TableMetadata metadata, long nowMillis) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      ObjectNode json = (ObjectNode) mapper.readTree(TableMetadataParser.toJson(metadata));
      limit(json, UPDATED, nowMillis);
      for (String log : new String[] {"snapshot-log", "metadata-log"}) {
        for (JsonNode entry : json.path(log)) {
          limit((ObjectNode) entry, TIMESTAMP, nowMillis);
        }
      }
      return TableMetadataParser.fromJson(
          metadata.metadataFileLocation(), mapper.writeValueAsString(json));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void limit(ObjectNode node, String field, long millis) {
    if (node.path(field).asLong() > millis) {
      node.put(field, millis);
    }
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != present || stored == null) {
      operations.commit(base, metadata);
      return;
    }
    TableMetadata ahead = stored;
    operations.commit(ahead, metadata);
    Duration by = Duration.between(Instant.now(), Instant.ofEpochMilli(ahead.lastUpdatedMillis()));
    warnings.accept(
        table
            + " was changed at "
            + Instant.ofEpochMilli(ahead.lastUpdatedMillis())
            + ", which is "
            + text(by)
            + " ahead of this machine's clock: either that clock was wrong or this one is. Its log"
            + " goes on at the present time; what became known when is not touched");
  }

  private static String text(Duration by) {
    long minutes = Math.max(1, by.toMinutes());
    if (minutes < 120) {
      return minutes + (minutes == 1 ? " minute" : " minutes");
    }
    return minutes < 2880 ? minutes / 60 + " hours" : minutes / 1440 + " days";
  }

  @Override
  public FileIO io() {
    return operations.io();
  }

  @Override
  public EncryptionManager encryption() {
    return operations.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return operations.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return operations.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return operations.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return operations.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return operations.requireStrictCleanup();
  }
}
