package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Writes many small files of main anew as few, and takes deleted rows out of files. Readers see one
 * commit, and neither rows nor history nor knowledge times change by it.
 */
final class Compaction {
  /** When it pays, for the planner and for who rewrites: Iceberg's own rules for all the rest. */
  static final Map<String, String> OPTIONS = Map.of("min-input-files", "5");

  private static final int ATTEMPTS = 3;

  private final LakeTables tables;
  private final TableDefinition definition;
  private final Consumer<Stage> rewriter;

  Compaction(LakeTables tables, TableDefinition definition, Consumer<Stage> rewriter) {
    this.tables = tables;
    this.definition = definition;
    this.rewriter = rewriter;
  }

  /** What there is to do; empty when it doesn't pay. */
  List<Chore> chores() {
    Optional<Version> head = tables.head(definition);
    if (head.isEmpty()) {
      return List.of();
    }
    Table table = head.get().table();
    BinPackRewriteFilePlanner planner =
        new BinPackRewriteFilePlanner(
            table, Expressions.alwaysTrue(), head.get().snapshot().snapshotId(), true);
    planner.init(OPTIONS);
    Set<String> old = new HashSet<>();
    long bytes = 0;
    int files = 0;
    try (CloseableIterable<RewriteFileGroup> groups = planner.plan().groups()) {
      for (RewriteFileGroup group : groups) {
        bytes += group.inputFilesSizeInBytes();
        files += group.expectedOutputFiles();
        group.fileScanTasks().forEach(task -> old.add(task.file().location()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (old.isEmpty()) {
      return List.of();
    }
    List<String> pinning = pinning(table, old);
    String what =
        "compact "
            + old.size()
            + (old.size() == 1 ? " file of " : " files of ")
            + bytes
            + " bytes into about "
            + files
            + "; the old ones stay "
            + (pinning.isEmpty()
                ? "until their snapshots expire"
                : "while tags pin them: " + String.join(", ", pinning));
    return List.of(new Chore(what, 0, Set.of(), this::publish));
  }

  private static List<String> pinning(Table table, Set<String> old) {
    SnapshotFiles files = new SnapshotFiles(table);
    List<String> pinning = new ArrayList<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              Snapshot snapshot = table.snapshot(ref.snapshotId());
              if (ref.isTag() && files.data(snapshot).keySet().stream().anyMatch(old::contains)) {
                pinning.add(name);
              }
            });
    pinning.sort(null);
    return pinning;
  }

  private void publish() {
    Publisher publisher = new Publisher(tables, definition);
    String reason = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Stage stage = publisher.stage();
      PublishOutcome outcome;
      try {
        rewriter.accept(stage);
        outcome = publisher.publish(stage, Optional.empty());
      } catch (RuntimeException failed) {
        publisher.discard(stage, failed);
        throw failed;
      }
      if (outcome instanceof PublishOutcome.Done) {
        return;
      }
      if (outcome instanceof PublishOutcome.Unknown unknown) {
        throw new AsOfException(
            ErrorCode.COMMIT_UNKNOWN,
            "Cannot say whether "
                + definition.tableName()
                + " was compacted: the catalog didn't answer; compacting again is safe",
            unknown.cause());
      }
      reason = ((PublishOutcome.Refused) outcome).reason();
      publisher.discard(stage);
    }
    throw new AsOfException(
        ErrorCode.PUBLISH_CONFLICT,
        "Cannot compact "
            + definition.tableName()
            + ": "
            + reason
            + "; that happened "
            + ATTEMPTS
            + " times, nothing was changed, try again when nobody ingests");
  }
}
