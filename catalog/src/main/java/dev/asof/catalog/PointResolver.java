package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/** Finds the version of a table that a point in time means, or says what exists instead. */
final class PointResolver {
  private final LakeTables tables;
  private final Releases releases;

  PointResolver(LakeTables tables, Releases releases) {
    this.tables = tables;
    this.releases = releases;
  }

  Pinned resolve(TableDefinition definition, PointInTime at) {
    return resolve(definition, holding(definition), at);
  }

  /** Returns a table that holds data, to be read and compared with what releases recorded. */
  private Table holding(TableDefinition definition) {
    return tables
        .load(definition)
        .filter(loaded -> loaded.currentSnapshot() != null)
        .map(loaded -> releases.files().compared(definition.tableName(), loaded))
        .orElseThrow(() -> tables.missing(definition));
  }

  private Pinned resolve(TableDefinition definition, Table table, PointInTime at) {
    if (at instanceof PointInTime.Tag tag) {
      return tagged(definition, table, tag);
    }
    if (at instanceof PointInTime.Release release) {
      return released(definition, table, release);
    }
    if (at instanceof PointInTime.Moment moment) {
      return lastKnown(definition, table, moment);
    }
    if (at instanceof PointInTime.Timeline timeline) {
      List<Pinned> versions = timeline(definition, table, timeline);
      return new Pinned(versions.get(versions.size() - 1).version(), at);
    }
    Snapshot snapshot;
    if (at instanceof PointInTime.Branch branch) {
      SnapshotRef ref = table.refs().get(branch.name());
      snapshot = isResearch(branch.name(), ref) ? table.snapshot(ref.snapshotId()) : null;
    } else {
      snapshot = table.snapshot(((PointInTime.Snapshot) at).id());
    }
    if (snapshot == null) {
      throw missing(definition, table, at, "it has no " + named(at));
    }
    return new Pinned(tables.version(definition, table, snapshot), at);
  }

  /** Whether a reference is a branch that somebody opened to try something. */
  static boolean isResearch(String name, SnapshotRef ref) {
    return ref != null
        && ref.isBranch()
        && !name.equals(SnapshotRef.MAIN_BRANCH)
        && !name.startsWith(Stage.PREFIX);
  }

  private Pinned tagged(TableDefinition definition, Table table, PointInTime.Tag tag) {
    Optional<ReleaseState> release = releases.find(tag.name());
    if (release.isPresent() && release.get().entry(definition).isPresent()) {
      return released(definition, table, release.get().release());
    }
    SnapshotRef ref = table.refs().get(tag.name());
    if (ref == null || !ref.isTag()) {
      throw missing(definition, table, tag, "it has no " + named(tag));
    }
    return new Pinned(tables.version(definition, table, table.snapshot(ref.snapshotId())), tag);
  }

  private Pinned released(TableDefinition definition, Table table, PointInTime.Release release) {
    ReleaseState state =
        releases
            .find(release.name())
            .orElseThrow(
                () -> {
                  String names =
                      releases.all().stream()
                          .map(other -> other.release().name())
                          .collect(Collectors.joining(", "));
                  return missing(
                      definition,
                      table,
                      release,
                      "no release "
                          + release.name()
                          + " is recorded"
                          + (names.isEmpty() ? "" : "; the releases are " + names));
                });
    ReleaseEntry entry =
        state
            .entry(definition)
            .orElseThrow(
                () ->
                    missing(
                        definition,
                        table,
                        release,
                        "the release has no such table, it has "
                            + state.entries().stream()
                                .map(ReleaseEntry::table)
                                .collect(Collectors.joining(", "))));
    SnapshotRef ref = table.refs().get(release.name());
    if (ref != null && (!ref.isTag() || ref.snapshotId() != entry.snapshotId())) {
      throw new AsOfException(
          ErrorCode.TAG_MOVED,
          reading(definition, release)
              + "the release recorded snapshot "
              + entry.snapshotId()
              + ", and its tag was moved to snapshot "
              + ref.snapshotId());
    }
    Snapshot snapshot = table.snapshot(entry.snapshotId());
    if (snapshot == null) {
      throw new AsOfException(
          ErrorCode.SNAPSHOT_EXPIRED,
          reading(definition, release)
              + "snapshot "
              + entry.snapshotId()
              + ", which the release recorded, was expired");
    }
    return new Pinned(tables.version(definition, table, snapshot), release);
  }

  private Pinned lastKnown(TableDefinition definition, Table table, PointInTime.Moment moment) {
    List<TagState> tags = tags(definition, table);
    TagState last = null;
    for (TagState tag : tags) {
      if (!tag.knownAt().isAfter(moment.at())) {
        last = tag;
      }
    }
    if (last == null) {
      String known =
          tags.stream()
              .map(tag -> tag.tag().name() + " (" + tag.knownAt() + ")")
              .collect(Collectors.joining(", "));
      throw new AsOfException(
          ErrorCode.TAG_MISSING,
          reading(definition, moment)
              + (known.isEmpty()
                  ? "it has no tags"
                  : "none of its tags was known by then; they are " + known));
    }
    return new Pinned(tables.version(definition, table, table.snapshot(last.snapshotId())), moment);
  }

  /**
   * The tags of a timeline in the order of knowledge, each with its version.
   *
   * @throws AsOfException TAG_MISSING when there is none, or not the last one that was named
   */
  List<Pinned> timeline(TableDefinition definition, PointInTime.Timeline timeline) {
    return timeline(definition, holding(definition), timeline);
  }

  private List<Pinned> timeline(
      TableDefinition definition, Table table, PointInTime.Timeline timeline) {
    List<Pinned> versions = new ArrayList<>();
    boolean complete = false;
    for (TagState tag : tags(definition, table)) {
      if (!complete) {
        versions.add(
            new Pinned(
                tables.version(definition, table, table.snapshot(tag.snapshotId())), tag.tag()));
        complete = timeline.last().equals(Optional.of(tag.tag()));
      }
    }
    if (versions.isEmpty() || (timeline.last().isPresent() && !complete)) {
      throw missing(
          definition,
          table,
          timeline,
          timeline.last().map(tag -> "it has no " + named(tag)).orElse("a timeline needs tags"));
    }
    return versions;
  }

  List<TagState> tags(TableDefinition definition) {
    return tables.load(definition).map(table -> tags(definition, table)).orElse(List.of());
  }

  private List<TagState> tags(TableDefinition definition, Table table) {
    List<TagState> tags = new ArrayList<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              // Others may have made tags that no point in time can name.
              if (ref.isTag() && PointInTime.Names.isValid(name)) {
                Version version =
                    tables.version(definition, table, table.snapshot(ref.snapshotId()));
                tags.add(
                    new TagState(
                        new PointInTime.Tag(name),
                        ref.snapshotId(),
                        version.knownAt(),
                        version.committedAt(),
                        version.rows(),
                        version.sources()));
              }
            });
    tags.sort(
        Comparator.comparing(TagState::knownAt)
            .thenComparing(TagState::committedAt)
            .thenComparing(state -> state.tag().name()));
    return List.copyOf(tags);
  }

  List<BranchState> branches(TableDefinition definition) {
    return tables.load(definition).map(table -> branches(definition, table)).orElse(List.of());
  }

  private List<BranchState> branches(TableDefinition definition, Table table) {
    List<BranchState> branches = new ArrayList<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              if (isResearch(name, ref) && PointInTime.Names.isValid(name)) {
                branches.add(
                    state(
                        tables.version(definition, table, table.snapshot(ref.snapshotId())), name));
              }
            });
    branches.sort(Comparator.comparing(state -> state.branch().name()));
    return List.copyOf(branches);
  }

  private BranchState state(Version version, String name) {
    Snapshot main = version.table().currentSnapshot();
    Set<Long> published =
        main == null
            ? Set.of()
            : tables.version(version.definition(), version.table(), main).history().stream()
                .map(Ancestor::snapshotId)
                .collect(Collectors.toSet());
    int ahead =
        (int)
            version.history().stream()
                .filter(snapshot -> !published.contains(snapshot.snapshotId()))
                .count();
    return new BranchState(
        new PointInTime.Branch(name),
        version.snapshot().snapshotId(),
        version.knownAt(),
        version.committedAt(),
        version.rows(),
        ahead);
  }

  private AsOfException missing(
      TableDefinition definition, Table table, PointInTime at, String reason) {
    String tags =
        tags(definition, table).stream()
            .map(state -> state.tag().name())
            .collect(Collectors.joining(", "));
    String branches =
        at instanceof PointInTime.Branch
            ? branches(definition, table).stream()
                .map(state -> state.branch().name())
                .collect(Collectors.joining(", ", "; its branches are ", ""))
            : "";
    return new AsOfException(
        ErrorCode.TAG_MISSING,
        reading(definition, at)
            + reason
            + (branches.equals("; its branches are ") ? "; it has no branches" : branches)
            + (tags.isEmpty() ? "; it has no tags" : "; its tags are " + tags)
            + ", its latest snapshot is snapshot:"
            + table.currentSnapshot().snapshotId());
  }

  private static String reading(TableDefinition definition, PointInTime at) {
    return "Cannot read " + definition.tableName() + " as of " + at + ": ";
  }

  private static String named(PointInTime at) {
    return at instanceof PointInTime.Tag tag
        ? "tag " + tag.name()
        : at instanceof PointInTime.Branch branch ? "branch " + branch.name() : at.toString();
  }
}
