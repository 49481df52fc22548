package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Publishes to one table: open a {@link Stage}, write to its branch, then publish branch, tag and
 * clean-up in one metadata commit. Readers see all of it or nothing. What is published goes to
 * main, or to a research branch beside it; then main and tags stay as they are.
 *
 * <p>Tags made here never age out, whatever the table's {@code history.expire.max-ref-age-ms} says:
 * each carries an age of its own, and those that others made are given one.
 *
 * <p>Iceberg swaps a table's metadata by compare-and-set, so everything that is checked here on the
 * metadata just loaded still holds when the commit succeeds; a lost race loads and checks again.
 */
public final class Publisher {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_NANOS = 10_000_000;

  private final LakeTables tables;
  private final TableDefinition definition;
  private final String target;

  Publisher(LakeTables tables, TableDefinition definition) {
    this(tables, definition, SnapshotRef.MAIN_BRANCH);
  }

  Publisher(LakeTables tables, TableDefinition definition, PointInTime.Branch branch) {
    this(tables, definition, branch.name());
  }

  private Publisher(LakeTables tables, TableDefinition definition, String target) {
    this.tables = tables;
    this.definition = definition;
    this.target = target;
  }

  /**
   * The snapshot that applied the file with these bytes last, in the history of what it publishes
   * to; a file that a rollback undid isn't there. Where that snapshot was expired, the first one
   * after it that wasn't stands in its place.
   */
  public Optional<AppliedSource> findSource(String sha256) {
    return sources().getOrDefault(sha256, List.of()).stream().findFirst();
  }

  /**
   * All files that what it publishes to was made of, as {@link #findSource} finds one: by the
   * SHA-256 of their bytes, which may have been applied more than once, the latest first.
   */
  public Map<String, List<AppliedSource>> sources() {
    return guarded(
        "look up files in the history of " + name(),
        () -> headVersion().map(Publisher::sources).orElse(Map.of()));
  }

  private static Map<String, List<AppliedSource>> sources(Version head) {
    Map<String, List<AppliedSource>> sources = new HashMap<>();
    List<Ancestor> history = head.history();
    long alive = head.snapshot().snapshotId();
    for (int i = history.size() - 1; i >= 0; i--) {
      Ancestor ancestor = history.get(i);
      if (head.table().snapshot(ancestor.snapshotId()) != null) {
        alive = ancestor.snapshotId();
      }
      for (SourceSummary source : SourceSummary.all(ancestor.summary())) {
        sources
            .computeIfAbsent(source.file().sha256(), unseen -> new ArrayList<>(1))
            .add(new AppliedSource(source, alive, ancestor.committedAt()));
      }
    }
    return sources;
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
          tables
              .load(definition)
              .map(table -> table.refs().get(tag.name()))
              .ifPresent(
                  ref -> {
                    throw taken(tag, ref);
                  });
          return null;
        });
  }

  private Optional<Version> headVersion() {
    return tables
        .load(definition)
        .flatMap(
            table ->
                head(table).stream()
                    .mapToObj(id -> tables.version(definition, table, table.snapshot(id)))
                    .findFirst());
  }

  /**
   * Opens a branch on the head of what it publishes to, and makes the table where there is none
   * yet.
   *
   * @throws AsOfException TAG_MISSING when the research branch is not there
   */
  public Stage stage() {
    String branch = Stage.PREFIX + UUID.randomUUID().toString().replace("-", "");
    return guarded(
        "open a stage of " + name(),
        () ->
            retried(
                () -> {
                  tables.claim();
                  Table table =
                      isMain()
                          ? tables.loadOrCreate(definition)
                          : Evolution.upToDate(definition, researched());
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
                      String.join(
                          ".", Lake.CATALOG, tables.namespace(), name(), "branch_" + branch));
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
    if (main != null && SnapshotUtil.isAncestorOf(table, main.snapshotId(), start)) {
      return OptionalLong.of(start);
    }
    if (table.snapshot(start).parentId() != null) {
      // Iceberg put its empty snapshot on top of what was published while it made the branch, and
      // counts that snapshot's rows as if there were nothing below.
      table.manageSnapshots().removeBranch(branch).commit();
      throw new CommitFailedException("others published first while %s was made", branch);
    }
    return OptionalLong.empty();
  }

  /**
   * Publishes what was written to the stage.
   *
   * @throws AsOfException TAG_EXISTS when the tag was taken meanwhile, TABLE_MISSING when a table
   *     that holds nothing should be tagged, USAGE when a research branch should be; then nothing
   *     was committed
   */
  public PublishOutcome publish(Stage stage, Optional<PointInTime.Tag> tag) {
    String action = "publish to " + name();
    tag.ifPresent(this::checkMain);
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
                + " since the stage was opened: "
                + target
                + " is at "
                + (head.isPresent() ? "snapshot " + head.getAsLong() : "no snapshot"));
      }
      boolean changed =
          head.isPresent()
              ? staged.snapshotId() != head.getAsLong()
              : table.snapshot(staged.snapshotId()).parentId() != null;
      if (!changed && head.isEmpty()) {
        throw tag.map(name -> untaggable(name)).orElseGet(() -> tables.missing(definition));
      }
      long snapshotId = staged.snapshotId();
      boolean tagged = tag.isPresent() && isFree(table, tag.get(), snapshotId);
      ManageSnapshots change;
      try {
        change = table.manageSnapshots();
        if (changed) {
          change.fastForwardBranch(target, stage.branch());
        }
        if (tagged) {
          createTag(change, tag.get(), snapshotId);
        }
        keepTags(table, change);
      } catch (IllegalArgumentException movedMeanwhile) {
        // The change is built on metadata loaded afresh: main or the tag was taken since the
        // checks.
        pause(attempt);
        continue;
      }
      PublishOutcome.Done done = new PublishOutcome.Done(snapshotId, changed);
      try {
        change.removeBranch(stage.branch()).commit();
        return done;
      } catch (CommitFailedException raced) {
        // A connection that broke after the commit reports a lost race as well.
        if (tookPlace(stage, snapshotId)) {
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
    throw tables.failures().translate(action, thrown);
  }

  private boolean tookPlace(Stage stage, long snapshotId) {
    return headVersion()
        .filter(head -> !head.table().refs().containsKey(stage.branch()))
        .map(head -> head.descendsFrom(snapshotId))
        .orElse(false);
  }

  private static void createTag(ManageSnapshots change, PointInTime.Tag tag, long snapshotId) {
    change.createTag(tag.name(), snapshotId).setMaxRefAgeMs(tag.name(), Long.MAX_VALUE);
  }

  /** Without an age of its own, a tag has the table's, and is deleted when that is over. */
  private static void keepTags(Table table, ManageSnapshots change) {
    if (table.properties().containsKey(TableProperties.MAX_REF_AGE_MS)) {
      table
          .refs()
          .forEach(
              (name, ref) -> {
                boolean lasting = ref.isTag() || PointResolver.isResearch(name, ref);
                if (lasting && ref.maxRefAgeMs() == null) {
                  change.setMaxRefAgeMs(name, Long.MAX_VALUE);
                }
              });
    }
  }

  /**
   * A stage as it stands after what was written to it so far, for the next step on the same branch:
   * what that step changes is held against this. To be published is the stage itself.
   */
  public Stage next(Stage stage) {
    return guarded(
        "read the stage of " + name(),
        () -> {
          Table table = existing("read the stage of " + name());
          SnapshotRef branch = table.refs().get(stage.branch());
          return branch == null || isRoot(table, branch.snapshotId())
              ? stage
              : new Stage(
                  stage.table(),
                  stage.branch(),
                  OptionalLong.of(branch.snapshotId()),
                  stage.sqlName());
        });
  }

  private static boolean isRoot(Table table, long snapshotId) {
    return Ancestor.of(table.snapshot(snapshotId)).isRoot();
  }

  /** What the last commit to a stage says of its rows. */
  public StagedTotals totals(Stage stage) {
    return guarded(
        "read the stage of " + name(),
        () -> {
          Table table = existing("read the stage of " + name());
          Version staged = tables.version(definition, table, table.snapshot(stage.branch()));
          long before =
              stage.parentSnapshotId().isPresent()
                  ? tables
                      .version(
                          definition, table, table.snapshot(stage.parentSnapshotId().getAsLong()))
                      .rows()
                  : 0;
          return new StagedTotals(before, staged.rows(), staged.addedRows());
        });
  }

  /**
   * Drops a stage after a failure, which is thrown in any case: what keeps the stage from being
   * dropped is added to it as suppressed.
   */
  public void discard(Stage stage, RuntimeException because) {
    try {
      discard(stage);
    } catch (RuntimeException stays) {
      because.addSuppressed(stays);
    }
  }

  /** Drops the stage and what was written to it; main and tags stay as they are. */
  public void discard(Stage stage) {
    guarded(
        "discard a stage of " + name(),
        () ->
            retried(
                () -> {
                  Optional<Table> table = tables.load(definition);
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
                  Version head = tables.head(definition).orElseThrow(() -> untaggable(tag));
                  checkPublished(head, tag, snapshotId);
                  if (isFree(head.table(), tag, snapshotId)) {
                    change(
                        head.table(),
                        change -> {
                          createTag(change, tag, snapshotId);
                          keepTags(head.table(), change);
                        });
                  }
                  return null;
                }));
  }

  /**
   * Refuses what {@link #tag} would refuse, and changes nothing.
   *
   * @throws AsOfException as {@link #tag}
   */
  void checkTaggable(PointInTime.Tag tag, long snapshotId) {
    guarded(
        tagging(tag),
        () -> {
          Version head = tables.head(definition).orElseThrow(() -> untaggable(tag));
          checkPublished(head, tag, snapshotId);
          isFree(head.table(), tag, snapshotId);
          return null;
        });
  }

  /**
   * Opens the research branch at a snapshot. Where it is there already, at this snapshot, nothing
   * changes.
   *
   * @throws AsOfException TAG_EXISTS when the name stands for something else
   */
  void open(long snapshotId) {
    guarded(
        branching(),
        () ->
            retried(
                () -> {
                  Table table = existing(branching());
                  if (isBranchFree(table, snapshotId)) {
                    change(
                        table,
                        change ->
                            change
                                .createBranch(target, snapshotId)
                                .setMaxRefAgeMs(target, Long.MAX_VALUE));
                  }
                  return null;
                }));
  }

  /** Refuses what {@link #open} would refuse, and changes nothing. */
  void checkBranchFree(long snapshotId) {
    guarded(branching(), () -> isBranchFree(existing(branching()), snapshotId));
  }

  /** Whether the research branch is still to be opened; throws when its name is taken. */
  private boolean isBranchFree(Table table, long snapshotId) {
    SnapshotRef ref = table.refs().get(target);
    if (target.startsWith(Stage.PREFIX)) {
      throw new AsOfException(
          ErrorCode.TAG_INVALID,
          "Cannot "
              + branching()
              + ": names that begin with "
              + Stage.PREFIX
              + " are of ingests under way; choose another name");
    }
    if (ref != null && !(ref.isBranch() && ref.snapshotId() == snapshotId)) {
      throw new AsOfException(
          ErrorCode.TAG_EXISTS,
          "Cannot "
              + branching()
              + ": the name stands for a "
              + (ref.isTag() ? "tag" : "branch")
              + " at snapshot "
              + ref.snapshotId()
              + " already; choose another name");
    }
    return ref == null;
  }

  private String branching() {
    return "open branch " + target + " of " + name();
  }

  private boolean isMain() {
    return target.equals(SnapshotRef.MAIN_BRANCH);
  }

  private void checkMain(PointInTime.Tag tag) {
    if (!isMain()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot " + tagging(tag) + ": branch " + target + " is research, only main has tags");
    }
  }

  private Table researched() {
    return new PointResolver(tables, new Releases(tables))
        .resolve(definition, new PointInTime.Branch(target))
        .version()
        .table();
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
          Version head = tables.head(definition).orElseThrow(() -> untaggable(tag));
          SnapshotRef ref = head.table().refs().get(tag.name());
          if (ref == null) {
            tag(tag, head.snapshot().snapshotId());
            return head.snapshot().snapshotId();
          }
          Version tagged =
              tables.version(definition, head.table(), head.table().snapshot(ref.snapshotId()));
          boolean holdsIt =
              sources(tagged).getOrDefault(source.source().file().sha256(), List.of()).stream()
                  .anyMatch(found -> found.source().isSameIngest(source.source()));
          if (!ref.isTag() || !holdsIt) {
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

  private void checkPublished(Version head, PointInTime.Tag tag, long snapshotId) {
    if (!head.descendsFrom(snapshotId)) {
      throw new AsOfException(
          ErrorCode.TAG_MISSING,
          "Cannot "
              + tagging(tag)
              + ": its published history has no snapshot "
              + snapshotId
              + "; the latest is "
              + head.snapshot().snapshotId());
    }
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
    tables.claim();
    return tables
        .load(definition)
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.TABLE_MISSING,
                    "Cannot " + action + ": the table is gone from " + tables.place().name()));
  }

  private OptionalLong head(Table table) {
    Snapshot head = table.snapshot(target);
    return head == null ? OptionalLong.empty() : OptionalLong.of(head.snapshotId());
  }

  /** Commits a change. It is built on metadata loaded afresh, where a name may be taken by now. */
  private static void change(Table table, Consumer<ManageSnapshots> building) {
    ManageSnapshots change = table.manageSnapshots();
    try {
      building.accept(change);
    } catch (IllegalArgumentException takenMeanwhile) {
      throw new CommitFailedException(takenMeanwhile, "%s", takenMeanwhile.getMessage());
    }
    change.commit();
  }

  private <T> T retried(Supplier<T> work) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return work.get();
      } catch (CommitFailedException raced) {
        ServerFailure.rethrowWithoutLock(raced);
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

  private <T> T guarded(String action, Supplier<T> work) {
    return tables.failures().guarded(action, work);
  }

  private String tagging(PointInTime.Tag tag) {
    return "tag " + name() + " as " + tag.name();
  }

  private String name() {
    return definition.tableName();
  }
}
