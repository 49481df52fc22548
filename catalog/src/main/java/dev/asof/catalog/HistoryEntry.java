package dev.asof.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataOperations;

/**
 * One snapshot that was published to main.
 *
 * @param snapshotId Iceberg's id
 * @param committedAt when it was committed
 * @param knownAt the knowledge time that it recorded; empty where it brought no news
 * @param what the file that made it, the number of files with the first and the last, or what else
 *     did
 * @param counts rows by what the file did to them
 * @param reason what was said about it
 * @param tags the tags that name it
 * @param state whether it is part of what main holds
 */
public record HistoryEntry(
    long snapshotId,
    Instant committedAt,
    Optional<Instant> knownAt,
    String what,
    SortedMap<String, Long> counts,
    Optional<String> reason,
    List<String> tags,
    State state) {

  /** What became of a published snapshot. */
  public enum State {
    /** What main holds grew from it. */
    CURRENT,
    /** The same, and only what it recorded about itself is left. */
    EXPIRED,
    /** A rollback went back before it. */
    ROLLED_BACK
  }

  /** What the summary of a snapshot says when maintenance made it, and not news. */
  static final String MAINTENANCE = "asof.maintenance";

  /** Copies the collections. */
  public HistoryEntry {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    tags = List.copyOf(tags);
  }

  /**
   * An entry.
   *
   * @param rolledBackTo what a rollback went back to, in words; empty when it was none
   */
  static HistoryEntry of(
      Ancestor ancestor, List<String> tags, State state, Optional<String> rolledBackTo) {
    Map<String, String> summary = ancestor.summary();
    List<SourceSummary> sources = SourceSummary.all(summary);
    SortedMap<String, Long> counts = new TreeMap<>();
    sources.forEach(
        source -> source.counts().forEach((status, rows) -> counts.merge(status, rows, Long::sum)));
    return new HistoryEntry(
        ancestor.snapshotId(),
        ancestor.committedAt(),
        Optional.ofNullable(summary.get(SourceSummary.KNOWN_AT)).map(Instant::parse),
        sources.isEmpty()
            ? rolledBackTo.map(to -> "rollback to " + to).orElseGet(() -> what(ancestor))
            : names(sources),
        counts,
        Optional.ofNullable(summary.get(SourceSummary.REASON)),
        tags,
        state);
  }

  private static String names(List<SourceSummary> sources) {
    String first = sources.get(0).file().name();
    return sources.size() == 1
        ? first
        : sources.size()
            + " files, "
            + first
            + " to "
            + sources.get(sources.size() - 1).file().name();
  }

  private static String what(Ancestor ancestor) {
    Map<String, String> summary = ancestor.summary();
    if (summary.containsKey(MAINTENANCE)) {
      return summary.get(MAINTENANCE);
    }
    return ancestor.operation().equals(DataOperations.REPLACE)
        ? "compaction"
        : ancestor.operation();
  }
}
