package dev.asof.catalog;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Scenarios of a sweep that follow one another.
 *
 * @param from the first
 * @param to the one after the last, above {@code from}
 */
public record IndexRange(int from, int to) implements Serializable {
  private static final long serialVersionUID = 1;

  /** Refuses an empty range. */
  public IndexRange {
    if (!(from >= 0 && from < to)) {
      throw new IllegalArgumentException("Invalid range: " + from + " is not below " + to);
    }
  }

  /** How many there are. */
  public int size() {
    return to - from;
  }

  /**
   * What these ranges leave out of a sweep, in order.
   *
   * @param ranges in any order; they may touch and overlap
   * @param size of the sweep
   */
  public static List<IndexRange> missing(List<IndexRange> ranges, int size) {
    List<IndexRange> missing = new ArrayList<>();
    int next = 0;
    for (IndexRange range :
        ranges.stream().sorted(Comparator.comparingInt(IndexRange::from)).toList()) {
      if (range.from() > next) {
        missing.add(new IndexRange(next, range.from()));
      }
      next = Math.max(next, range.to());
    }
    if (next < size) {
      missing.add(new IndexRange(next, size));
    }
    return missing;
  }

  /** Ranges cut into pieces of so many scenarios at most, in order. */
  public static List<IndexRange> cut(List<IndexRange> ranges, int most) {
    List<IndexRange> pieces = new ArrayList<>();
    for (IndexRange range : ranges) {
      for (long from = range.from(); from < range.to(); from += most) {
        pieces.add(new IndexRange((int) from, (int) Math.min(range.to(), from + most)));
      }
    }
    return pieces;
  }
}
