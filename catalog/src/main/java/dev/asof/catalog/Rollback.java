package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;

/**
 * Takes main back to an earlier state by a new snapshot: the files that came since go, and those
 * that went come back. No data is rewritten, and every tag stays.
 */
final class Rollback {
  private static final int ATTEMPTS = 8;

  private final LakeTables tables;
  private final Pinned to;
  private final String reason;
  private final Instant now;
  private final TableDefinition definition;

  Rollback(LakeTables tables, Pinned to, String reason, Instant now) {
    this.tables = tables;
    this.to = to;
    this.reason = reason;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
    this.definition = to.version().definition();
  }

  /**
   * Publishes it.
   *
   * @throws AsOfException TAG_MISSING when main never held the snapshot, PUBLISH_CONFLICT or
   *     COMMIT_UNKNOWN when the commit is lost or can't be found out about
   */
  RollbackReport publish() {
    Publisher publisher = new Publisher(tables, definition);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Version head = tables.head(definition).orElseThrow(() -> tables.missing(definition));
      Difference difference = Difference.of(head, to.version());
      if (difference.isEmpty()) {
        return report(head.snapshot().snapshotId(), difference, false);
      }
      checkPublished(head);
      checkFormat(head, difference);
      Stage stage = publisher.stage();
      PublishOutcome outcome;
      try {
        write(stage, difference);
        outcome = publisher.publish(stage, Optional.empty());
      } catch (RuntimeException failed) {
        publisher.discard(stage, failed);
        throw failed;
      }
      if (outcome instanceof PublishOutcome.Done done) {
        return report(done.snapshotId(), difference, true);
      }
      if (outcome instanceof PublishOutcome.Unknown unknown) {
        throw new AsOfException(
            ErrorCode.COMMIT_UNKNOWN,
            "Cannot say whether "
                + definition.tableName()
                + " was rolled back: the catalog didn't answer; rolling back again is safe",
            unknown.cause());
      }
      publisher.discard(stage);
    }
    throw new AsOfException(
        ErrorCode.PUBLISH_CONFLICT,
        "Cannot roll back "
            + definition.tableName()
            + ": others published to it first, "
            + ATTEMPTS
            + " times in a row; nothing was changed, try again");
  }

  private void checkPublished(Version head) {
    if (!head.descendsFrom(to.version().snapshot().snapshotId())) {
      throw new AsOfException(
          ErrorCode.TAG_MISSING,
          "Cannot roll back "
              + definition.tableName()
              + " to "
              + to.asOf()
              + ": it was never published to main; see asof lake history "
              + definition.tableName());
    }
  }

  /** A table of format version 3 takes in deletion vectors only. */
  private void checkFormat(Version head, Difference difference) {
    boolean vectorsOnly = ((BaseTable) head.table()).operations().current().formatVersion() >= 3;
    if (vectorsOnly
        && difference.backDeletes().stream().anyMatch(file -> file.format() != FileFormat.PUFFIN)) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot roll back "
              + definition.tableName()
              + " to "
              + to.asOf()
              + ": rows are deleted there as in format version 2, and the table is of version 3 by"
              + " now; ingest a file that corrects the rows instead");
    }
  }

  private RollbackReport report(long snapshotId, Difference difference, boolean changed) {
    return new RollbackReport(
        definition,
        to.asOf(),
        snapshotId,
        changed,
        difference.goneData().size(),
        difference.backData().size(),
        to.version().rows());
  }

  private void write(Stage stage, Difference difference) {
    Table table = tables.load(definition).orElseThrow();
    RowDelta delta = table.newRowDelta().toBranch(stage.branch());
    difference.goneData().forEach(delta::removeRows);
    difference.goneDeletes().forEach(delta::removeDeletes);
    difference.backData().forEach(delta::addRows);
    difference.backDeletes().forEach(delta::addDeletes);
    delta.set(SourceSummary.REASON, reason);
    delta.set(SourceSummary.ROLLED_BACK_TO, Long.toString(to.version().snapshot().snapshotId()));
    delta.set(SourceSummary.KNOWN_AT, now.toString());
    delta.commit();
  }

  /** What two snapshots don't share. */
  private record Difference(
      List<DataFile> goneData,
      List<DataFile> backData,
      List<DeleteFile> goneDeletes,
      List<DeleteFile> backDeletes) {

    /**
     * A data file that comes back is newer, by its sequence number, than the delete files that
     * stay: those that concern it come back with it.
     */
    static Difference of(Version head, Version to) {
      SnapshotFiles files = new SnapshotFiles(head.table());
      Map<String, DataFile> headData = files.data(head.snapshot());
      Map<String, DataFile> toData = files.data(to.snapshot());
      Map<String, DeleteFile> headDeletes = files.deletes(head.snapshot());
      Map<String, DeleteFile> toDeletes = files.deletes(to.snapshot());
      List<DataFile> backData = missing(toData, headData.keySet());
      DeleteFiles concerning = DeleteFiles.of(to, List.copyOf(toDeletes.values()));
      Set<String> staying = new HashSet<>(headDeletes.keySet());
      staying.retainAll(toDeletes.keySet());
      backData.forEach(
          file ->
              Arrays.stream(concerning.of(file)).map(DeleteFiles::key).forEach(staying::remove));
      return new Difference(
          missing(headData, toData.keySet()),
          backData,
          missing(headDeletes, staying),
          missing(toDeletes, staying));
    }

    private static <F> List<F> missing(Map<String, F> files, Set<String> others) {
      return files.entrySet().stream()
          .filter(entry -> !others.contains(entry.getKey()))
          .map(Map.Entry::getValue)
          .toList();
    }

    boolean isEmpty() {
      return goneData.isEmpty()
          && backData.isEmpty()
          && goneDeletes.isEmpty()
          && backDeletes.isEmpty();
    }
  }

  /**
   * Refuses a point that isn't one snapshot of main's history, and a reason that isn't one line.
   */
  static void check(TableDefinition table, PointInTime to, String reason) {
    String action = "Cannot roll back " + table.tableName() + " to " + to + ": ";
    if (to instanceof PointInTime.Branch || to instanceof PointInTime.Timeline) {
      throw new AsOfException(
          ErrorCode.TAG_INVALID, action + "expected a tag, release, snapshot or moment");
    }
    boolean isOneLine = !reason.isBlank() && reason.codePoints().noneMatch(Character::isISOControl);
    if (!isOneLine || reason.length() > 500) {
      throw new AsOfException(
          ErrorCode.USAGE,
          action + "the reason must be one line of 1 to 500 characters that says why");
    }
  }
}
