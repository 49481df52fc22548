package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.PropertyUtil;

/**
 * The maintenance of one table that needs no engine: what was left behind, what is kept too long,
 * what is scattered. Each method says what there is to do now; performing it is up to the caller.
 */
public final class Housekeeping {
  private static final int ATTEMPTS = 20;

  /** Fewer manifests than this are no burden to a reader. */
  private static final int MANIFESTS_WORTH_MERGING = 10;

  private final LakeTables tables;
  private final TableDefinition definition;

  Housekeeping(LakeTables tables, TableDefinition definition) {
    this.tables = tables;
    this.definition = definition;
  }

  /**
   * Branches of ingests that were killed.
   *
   * @param before those that were there already at this moment
   */
  public List<Chore> stages(Instant before) {
    return guarded(
        "look for stages of ",
        () -> {
          List<Chore> chores = new ArrayList<>();
          Optional<Table> table = tables.load(definition);
          if (table.isPresent()) {
            for (String branch : stagesBefore(table.get(), before)) {
              chores.add(
                  new Chore(
                      "drop branch " + branch + ", which an ingest left behind",
                      0,
                      Set.of(branch),
                      () -> drop("drop a stage of ", Set.of(branch))));
            }
          }
          return chores;
        });
  }

  /**
   * A reference doesn't say when it was made. A stage was opened before its own commit, before
   * another one took the place of what it was opened on, and before any metadata that name it.
   */
  private static Set<String> stagesBefore(Table table, Instant before) {
    Set<String> stages = stages(table.refs());
    if (stages.isEmpty()) {
      return stages;
    }
    Set<String> old = stagesInMetadata(table, before);
    old.retainAll(stages);
    Map<Long, Long> replacedAt = replacedAt(table);
    Set<Long> published = new HashSet<>(replacedAt.keySet());
    table
        .refs()
        .forEach(
            (name, ref) -> {
              if (!stages.contains(name)) {
                published.add(ref.snapshotId());
              }
            });
    for (String stage : stages) {
      long head = table.refs().get(stage).snapshotId();
      Long since =
          published.contains(head)
              ? replacedAt.get(head)
              : (Long) table.snapshot(head).timestampMillis();
      if (since != null && since <= before.toEpochMilli()) {
        old.add(stage);
      }
    }
    return old;
  }

  /**
   * The stages in the last metadata that were there by a moment, as far as those are still kept.
   */
  private static Set<String> stagesInMetadata(Table table, Instant before) {
    TableMetadata now = ((BaseTable) table).operations().current();
    if (now.lastUpdatedMillis() <= before.toEpochMilli()) {
      return stages(now.refs());
    }
    List<TableMetadata.MetadataLogEntry> log = now.previousFiles();
    for (int i = log.size() - 1; i >= 0; i--) {
      if (log.get(i).timestampMillis() <= before.toEpochMilli()) {
        try {
          return stages(TableMetadataParser.read(table.io(), log.get(i).file()).refs());
        } catch (NotFoundException cleanedUp) {
          return new TreeSet<>();
        }
      }
    }
    return new TreeSet<>();
  }

  private static Set<String> stages(Map<String, SnapshotRef> refs) {
    return refs.entrySet().stream()
        .filter(ref -> ref.getValue().isBranch() && ref.getKey().startsWith(Stage.PREFIX))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Small files that are worth writing anew.
   *
   * @param rewriter rewrites a stage's files by {@link #compactionOptions}, sorted as the table is
   */
  public List<Chore> compaction(Consumer<Stage> rewriter) {
    return guarded(
        "plan the compaction of ", () -> new Compaction(tables, definition, rewriter).chores());
  }

  /** Iceberg's options for a rewrite of data files. */
  public static Map<String, String> compactionOptions() {
    return Compaction.OPTIONS;
  }

  /** What a rewrite is to say of itself in its snapshot's summary. */
  public static Map<String, String> compactionSummary() {
    return Map.of(HistoryEntry.MAINTENANCE, "compaction");
  }

  /** Tags that a retention keeps no longer. */
  public List<Chore> tags(Retention retention, Instant now) {
    return guarded(
        "look at the tags of ",
        () -> {
          List<TagState> tags = retired(retention, now);
          if (tags.isEmpty()) {
            return List.of();
          }
          Set<String> names =
              tags.stream().map(tag -> tag.tag().name()).collect(Collectors.toSet());
          String listed =
              tags.stream().map(tag -> tag.tag().name()).collect(Collectors.joining(", "));
          return List.of(
              new Chore(
                  (tags.size() == 1 ? "remove tag " : "remove " + tags.size() + " tags: ") + listed,
                  0,
                  names,
                  () -> drop("remove tags of ", names)));
        });
  }

  private List<TagState> retired(Retention retention, Instant now) {
    return retention.retired(tags(), releaseNames(), now);
  }

  private Set<String> releaseNames() {
    return new Releases(tables)
        .all().stream()
            .filter(release -> release.entry(definition).isPresent())
            .map(release -> release.release().name())
            .collect(Collectors.toSet());
  }

  /**
   * Snapshots that no tag, branch or release needs. What they recorded about themselves is noted
   * before they go. A snapshot of main's history counts from the moment at which the next one took
   * its place, so that who reads main has this long to end.
   *
   * @param retention what it lets go of the releases' snapshots need not stay
   * @param dropped tags and branches to be left out of account, as if they were dropped already
   * @param before those that were replaced before this moment
   */
  public List<Chore> snapshots(
      Retention retention, Set<String> dropped, Instant before, Instant now) {
    return guarded(
        "look at the snapshots of ",
        () -> {
          Optional<Table> table = tables.load(definition);
          List<Snapshot> unneeded =
              table.isPresent()
                  ? unneeded(table.get(), retention, dropped, before, now)
                  : List.of();
          if (unneeded.isEmpty()) {
            return List.of();
          }
          return List.of(
              new Chore(
                  unneeded.size() == 1
                      ? "expire 1 snapshot"
                      : "expire " + unneeded.size() + " snapshots",
                  freed(table.get(), unneeded),
                  Set.of(),
                  () -> guarded("expire snapshots of ", () -> expire(unneeded))));
        });
  }

  private List<Snapshot> unneeded(
      Table table, Retention retention, Set<String> dropped, Instant before, Instant now) {
    Set<Long> needed = new HashSet<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              if (!dropped.contains(name)) {
                needed.add(ref.snapshotId());
              }
            });
    needed.addAll(releasedSnapshots(retention, now));
    Map<Long, Long> replacedAt = replacedAt(table);
    List<Snapshot> unneeded = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      long since = replacedAt.getOrDefault(snapshot.snapshotId(), snapshot.timestampMillis());
      if (!needed.contains(snapshot.snapshotId()) && since <= before.toEpochMilli()) {
        unneeded.add(snapshot);
      }
    }
    return unneeded;
  }

  /** A release needs its snapshot also when somebody else removed its tag. */
  private Set<Long> releasedSnapshots(Retention retention, Instant now) {
    Set<String> retired =
        retired(retention, now).stream().map(tag -> tag.tag().name()).collect(Collectors.toSet());
    return new Releases(tables)
        .all().stream()
            .filter(release -> !retired.contains(release.release().name()))
            .flatMap(release -> release.entry(definition).stream())
            .map(ReleaseEntry::snapshotId)
            .collect(Collectors.toSet());
  }

  /** When the next snapshot took the place of one, on main or on a research branch. */
  private static Map<Long, Long> replacedAt(Table table) {
    Map<Long, Long> replacedAt = new HashMap<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              if (ref.isBranch() && !name.startsWith(Stage.PREFIX)) {
                Snapshot at = table.snapshot(ref.snapshotId());
                while (at != null && at.parentId() != null) {
                  replacedAt.merge(at.parentId(), at.timestampMillis(), Math::max);
                  at = table.snapshot(at.parentId());
                }
              }
            });
    return replacedAt;
  }

  static long freed(Table table, List<Snapshot> gone) {
    SnapshotFiles files = new SnapshotFiles(table);
    Map<String, Long> freed = new HashMap<>();
    gone.forEach(snapshot -> freed.putAll(files.bytes(snapshot)));
    Set<Long> ids = gone.stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
    for (Snapshot snapshot : table.snapshots()) {
      if (!ids.contains(snapshot.snapshotId())) {
        files.bytes(snapshot).keySet().forEach(freed::remove);
      }
    }
    return freed.values().stream().mapToLong(Long::longValue).sum();
  }

  private Void expire(List<Snapshot> unneeded) {
    tables.claim();
    Table table = tables.load(definition).orElseThrow(() -> tables.missing(definition));
    Set<Long> remembered = remembered(table);
    tables.note(
        definition,
        unneeded.stream().filter(snapshot -> remembered.contains(snapshot.snapshotId())).toList());
    retried(
        "expire snapshots of ",
        () -> {
          table.refresh();
          Set<Long> referenced =
              table.refs().values().stream()
                  .map(SnapshotRef::snapshotId)
                  .collect(Collectors.toSet());
          // Without a moment of its own, Iceberg would expire what is older than five days as well.
          ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
          unneeded.stream()
              .map(Snapshot::snapshotId)
              .filter(id -> table.snapshot(id) != null && !referenced.contains(id))
              .forEach(expire::expireSnapshotId);
          expire.commit();
        });
    return null;
  }

  /** Snapshots in the history of anything that stays: not those of an ingest that was killed. */
  private Set<Long> remembered(Table table) {
    Set<Long> remembered = new HashSet<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              Version version = tables.version(definition, table, table.snapshot(ref.snapshotId()));
              version.history().forEach(ancestor -> remembered.add(ancestor.snapshotId()));
              version.published().forEach(entry -> remembered.add(entry.snapshotId()));
            });
    return remembered;
  }

  /** Manifests that are many and small: each costs a reader a file to open. */
  public List<Chore> manifests() {
    return guarded(
        "look at the manifests of ",
        () -> {
          Optional<Version> head = tables.head(definition);
          if (head.isEmpty()) {
            return List.of();
          }
          Table table = head.get().table();
          long target =
              PropertyUtil.propertyAsLong(
                  table.properties(),
                  TableProperties.MANIFEST_TARGET_SIZE_BYTES,
                  TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
          List<ManifestFile> manifests =
              SnapshotFiles.dataManifests(table, table.currentSnapshot());
          long bytes = manifests.stream().mapToLong(ManifestFile::length).sum();
          long enough =
              manifests.stream().map(ManifestFile::partitionSpecId).distinct().count()
                  + bytes / target;
          if (manifests.size() < MANIFESTS_WORTH_MERGING || 2 * enough > manifests.size()) {
            return List.of();
          }
          return List.of(
              new Chore(
                  "rewrite "
                      + manifests.size()
                      + " manifests of "
                      + bytes
                      + " bytes into about "
                      + enough,
                  0,
                  Set.of(),
                  () -> guarded("rewrite the manifests of ", this::rewriteManifests)));
        });
  }

  private Void rewriteManifests() {
    tables.claim();
    retried(
        "rewrite the manifests of ",
        () ->
            tables
                .load(definition)
                .orElseThrow(() -> tables.missing(definition))
                .rewriteManifests()
                .clusterBy(file -> file.specId() + " " + file.partition())
                .set(HistoryEntry.MAINTENANCE, "rewrite of manifests")
                .commit());
    return null;
  }

  private void drop(String action, Set<String> names) {
    tables.claim();
    guarded(
        action,
        () -> {
          retried(
              action,
              () -> {
                Table table = tables.load(definition).orElseThrow(() -> tables.missing(definition));
                ManageSnapshots change = table.manageSnapshots();
                boolean any = false;
                for (String name : names) {
                  SnapshotRef ref = table.refs().get(name);
                  if (ref != null) {
                    any = true;
                    if (ref.isTag()) {
                      change.removeTag(name);
                    } else {
                      change.removeBranch(name);
                    }
                  }
                }
                if (any) {
                  change.commit();
                }
              });
          return null;
        });
  }

  private void retried(String action, Runnable work) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return;
      } catch (CommitFailedException raced) {
        ServerFailure.rethrowWithoutLock(raced);
        if (attempt == ATTEMPTS) {
          throw new AsOfException(
              ErrorCode.PUBLISH_CONFLICT,
              "Cannot "
                  + action
                  + definition.tableName()
                  + ": other writers kept changing it; try again",
              raced);
        }
      }
    }
  }

  private <T> T guarded(String action, Supplier<T> work) {
    return tables.failures().guarded(action + definition.tableName(), work);
  }

  /** What each tag and branch keeps in the storage, in the order of knowledge, branches last. */
  public List<StorageState> storage() {
    return guarded(
        "measure ",
        () ->
            tables
                .load(definition)
                .map(table -> StorageState.of(table, order()))
                .orElse(List.of()));
  }

  private List<String> order() {
    return tags().stream().map(TagState::tag).map(PointInTime.Tag::name).toList();
  }

  private List<TagState> tags() {
    return new PointResolver(tables, new Releases(tables)).tags(definition);
  }
}
