package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Publishes to one table: open a {@link Stage}, write to its branch, then publish branch, tag and
 * clean-up in one metadata commit. Readers of main see all of it or nothing.
 *
 * <p>Iceberg swaps a table's metadata by compare-and-set, so everything that is checked here on the
 * metadata just loaded still holds when the commit succeeds; a lost race loads and checks again.
 */
public final class Publisher {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Lake lake;
  private final TableDefinition definition;

  Publisher(Lake lake, TableDefinition definition) {
    this.lake = lake;
    this.definition = definition;
  }

  /** The snapshot in main's history that applied the file with these bytes. */
  public Optional<AppliedSource> findSource(String sha256) {
    return guarded(
        "look up a file in the history of " + name(),
        () -> {
          List<Snapshot> history = lake.head(definition).map(Version::history).orElse(List.of());
          for (int i = history.size() - 1; i >= 0; i--) {
            Snapshot snapshot = history.get(i);
            Optional<SourceSummary> source = SourceSummary.parse(snapshot.summary());
            if (source.isPresent() && source.get().file().sha256().equals(sha256)) {
              return Optional.of(
                  new AppliedSource(
                      source.get(),
                      snapshot.snapshotId(),
                      new Version(definition, lake.load(definition).orElseThrow(), snapshot)
                          .committedAt()));
            }
          }
          return Optional.empty();
        });
  }

  /**
   * Refuses a tag that is taken; to be asked before anything is staged.
   *
   * @throws AsOfException TAG_EXISTS when the table has a tag of this name
   */
  public void checkTagFree(PointInTime.Tag tag) {
    guarded(
        tagging(tag),
        () -> {
          lake.load(definition)
              .map(table -> table.refs().get(tag.name()))
              .ifPresent(
                  ref -> {
                    throw taken(tag, ref);
                  });
          return null;
        });
  }

  /** Opens a branch on main's head, and makes the table where there is none yet. */
  public Stage stage() {
    String branch = "stage_" + UUID.randomUUID().toString().replace("-", "");
    return guarded(
        "open a stage of " + name(),
        () ->
            retried(
                () -> {
                  Table table = lake.loadOrCreate(definition);
                  OptionalLong head = head(table);
                  ManageSnapshots change = table.manageSnapshots();
                  // Without a head, Iceberg roots the branch in an empty snapshot of its own.
                  (head.isPresent()
                          ? change.createBranch(branch, head.getAsLong())
                          : change.createBranch(branch))
                      .commit();
                  return new Stage(
                      definition,
                      branch,
                      head.isPresent() ? head : root(table, branch),
                      String.join(".", Lake.CATALOG, Lake.NAMESPACE, name(), "branch_" + branch));
                }));
  }

  /**
   * What a branch that was opened on an empty main grows from: nothing, or what another writer
   * published before Iceberg made the branch.
   */
  private static OptionalLong root(Table table, String branch) {
    table.refresh();
    long start = table.refs().get(branch).snapshotId();
    Snapshot main = table.currentSnapshot();
    return main != null && SnapshotUtil.isAncestorOf(table, main.snapshotId(), start)
        ? OptionalLong.of(start)
        : OptionalLong.empty();
  }

  /**
   * Publishes what was written to the stage.
   *
   * @throws AsOfException TAG_EXISTS when the tag was taken meanwhile, TABLE_MISSING when a table
   *     that holds nothing should be tagged; then nothing was committed
   */
  public PublishOutcome publish(Stage stage, Optional<PointInTime.Tag> tag) {
    String action = "publish to " + name();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Table table = guarded(action, () -> existing(action));
      SnapshotRef staged = table.refs().get(stage.branch());
      if (staged == null) {
        return new PublishOutcome.Refused("the stage of " + name() + " was discarded");
      }
      OptionalLong head = head(table);
      if (!head.equals(stage.parentSnapshotId())) {
        return new PublishOutcome.Refused(
            "somebody else published to "
                + name()
                + " since the stage was opened: main is at "
                + (head.isPresent() ? "snapshot " + head.getAsLong() : "no snapshot"));
      }
      boolean changed =
          head.isPresent()
              ? staged.snapshotId() != head.getAsLong()
              : table.snapshot(staged.snapshotId()).parentId() != null;
      if (!changed && head.isEmpty()) {
        throw tag.map(name -> untaggable(name)).orElseGet(() -> lake.missing(definition));
      }
      long target = staged.snapshotId();
      boolean tagged = tag.isPresent() && isFree(table, tag.get(), target);
      ManageSnapshots change;
      try {
        change = table.manageSnapshots();
        if (changed) {
          change.fastForwardBranch(SnapshotRef.MAIN_BRANCH, stage.branch());
        }
        if (tagged) {
          change.createTag(tag.get().name(), target);
        }
      } catch (IllegalArgumentException movedMeanwhile) {
        // The change is built on metadata loaded afresh: main or the tag was taken since the
        // checks.
        pause(attempt);
        continue;
      }
      PublishOutcome.Done done = new PublishOutcome.Done(target, changed);
      try {
        change.removeBranch(stage.branch()).commit();
        return done;
      } catch (CommitFailedException raced) {
        // A connection that broke after the commit reports a lost race as well.
        if (tookPlace(stage, target)) {
          return done;
        }
        pause(attempt);
      } catch (RuntimeException e) {
        return settle(action, stage, done, e);
      }
    }
    return new PublishOutcome.Refused("other writers kept changing " + name());
  }

  private PublishOutcome settle(
      String action, Stage stage, PublishOutcome.Done done, RuntimeException thrown) {
    boolean tookPlace;
    try {
      tookPlace = tookPlace(stage, done.snapshotId());
    } catch (RuntimeException unreachable) {
      thrown.addSuppressed(unreachable);
      return new PublishOutcome.Unknown(thrown);
    }
    if (tookPlace) {
      return done;
    }
    if (thrown instanceof CommitStateUnknownException) {
      return new PublishOutcome.Unknown(thrown);
    }
    throw Failures.translate(action, thrown);
  }

  private boolean tookPlace(Stage stage, long target) {
    return lake.head(definition)
        .filter(head -> !head.table().refs().containsKey(stage.branch()))
        .map(head -> holds(head, target))
        .orElse(false);
  }

  /** Drops the stage and what was written to it; main and tags stay as they are. */
  public void discard(Stage stage) {
    guarded(
        "discard a stage of " + name(),
        () ->
            retried(
                () -> {
                  Optional<Table> table = lake.load(definition);
                  if (table.isPresent() && table.get().refs().containsKey(stage.branch())) {
                    table.get().manageSnapshots().removeBranch(stage.branch()).commit();
                  }
                  return null;
                }));
  }

  /**
   * Names a snapshot of main's history. Naming the same snapshot again changes nothing.
   *
   * @throws AsOfException TAG_EXISTS when the tag names another snapshot, TABLE_MISSING when the
   *     table holds nothing yet, TAG_MISSING when main's history has no such snapshot
   */
  public void tag(PointInTime.Tag tag, long snapshotId) {
    guarded(
        tagging(tag),
        () ->
            retried(
                () -> {
                  Version head = lake.head(definition).orElseThrow(() -> untaggable(tag));
                  if (!holds(head, snapshotId)) {
                    throw new AsOfException(
                        ErrorCode.TAG_MISSING,
                        "Cannot "
                            + tagging(tag)
                            + ": its published history has no snapshot "
                            + snapshotId
                            + "; the latest is "
                            + head.snapshot().snapshotId());
                  }
                  if (isFree(head.table(), tag, snapshotId)) {
                    head.table().manageSnapshots().createTag(tag.name(), snapshotId).commit();
                  }
                  return null;
                }));
  }

  /**
   * Tags for a file that was applied before: a tag that is free goes to main's head; one that
   * exists is left alone when its snapshot holds the file, so that repeating an ingest is harmless.
   *
   * @return the snapshot that the tag names
   * @throws AsOfException TAG_EXISTS when the tag names a snapshot without the file
   */
  public long tagApplied(PointInTime.Tag tag, AppliedSource source) {
    return guarded(
        tagging(tag),
        () -> {
          Version head = lake.head(definition).orElseThrow(() -> untaggable(tag));
          SnapshotRef ref = head.table().refs().get(tag.name());
          if (ref == null) {
            tag(tag, head.snapshot().snapshotId());
            return head.snapshot().snapshotId();
          }
          Version tagged =
              new Version(definition, head.table(), head.table().snapshot(ref.snapshotId()));
          if (!ref.isTag() || !holds(tagged, source.snapshotId())) {
            throw taken(tag, ref);
          }
          return ref.snapshotId();
        });
  }

  /** Whether a tag is still to be made; throws when it stands for another snapshot. */
  private boolean isFree(Table table, PointInTime.Tag tag, long snapshotId) {
    SnapshotRef ref = table.refs().get(tag.name());
    if (ref != null && !(ref.isTag() && ref.snapshotId() == snapshotId)) {
      throw taken(tag, ref);
    }
    return ref == null;
  }

  private AsOfException taken(PointInTime.Tag tag, SnapshotRef ref) {
    return new AsOfException(
        ErrorCode.TAG_EXISTS,
        "Cannot "
            + tagging(tag)
            + ": the name stands for snapshot "
            + ref.snapshotId()
            + " already and never moves; choose another name");
  }

  private AsOfException untaggable(PointInTime.Tag tag) {
    return new AsOfException(
        ErrorCode.TABLE_MISSING,
        "Cannot " + tagging(tag) + ": the table holds nothing yet; ingest a file into it first");
  }

  private Table existing(String action) {
    return lake.load(definition)
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.TABLE_MISSING,
                    "Cannot " + action + ": the table is gone from " + lake.home()));
  }

  private static boolean holds(Version version, long snapshotId) {
    return version.history().stream().anyMatch(at -> at.snapshotId() == snapshotId);
  }

  private static OptionalLong head(Table table) {
    Snapshot head = table.currentSnapshot();
    return head == null ? OptionalLong.empty() : OptionalLong.of(head.snapshotId());
  }

  private <T> T retried(Supplier<T> work) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return work.get();
      } catch (CommitFailedException raced) {
        pause(attempt);
      }
    }
    try {
      return work.get();
    } catch (CommitFailedException raced) {
      throw new AsOfException(
          ErrorCode.PUBLISH_CONFLICT,
          "Cannot change " + name() + ": other writers kept changing it; try again",
          raced);
    }
  }

  private static void pause(int attempt) {
    LockSupport.parkNanos(attempt * PAUSE_NANOS);
  }

  private static <T> T guarded(String action, Supplier<T> work) {
    return Failures.guarded(action, work);
  }

  private String tagging(PointInTime.Tag tag) {
    return "tag " + name() + " as " + tag.name();
  }

  private String name() {
    return definition.tableName();
  }
}
