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
    return size == 0 ? List.of() : new IndexRange(0, size).without(ranges);
  }

  /**
   * What other ranges leave of this one, in order.
   *
   * @param others in any order; they may touch and overlap
   */
  public List<IndexRange> without(List<IndexRange> others) {
    List<IndexRange> left = new ArrayList<>();
    int next = from;
    for (IndexRange other :
        others.stream()
            .filter(range -> range.from() < to && from < range.to())
            .sorted(Comparator.comparingInt(IndexRange::from))
            .toList()) {
      int end = Math.min(other.from(), to);
      if (end > next) {
        left.add(new IndexRange(next, end));
      }
      next = Math.max(next, other.to());
    }
    if (next < to) {
      left.add(new IndexRange(next, to));
    }
    return left;
  }

  /** What others leave of ranges, in order. */
  public static List<IndexRange> without(List<IndexRange> ranges, List<IndexRange> others) {
    return ranges.stream().flatMap(range -> range.without(others).stream()).toList();
  }

  /**
   * Ranges cut into pieces, in order.
   *
   * @param most scenarios of a piece
   * @param count pieces at most: what comes after them is left out
   */
  public static List<IndexRange> cut(List<IndexRange> ranges, int most, int count) {
    List<IndexRange> pieces = new ArrayList<>();
    for (IndexRange range : ranges) {
      for (long from = range.from(); from < range.to() && pieces.size() < count; from += most) {
        pieces.add(new IndexRange((int) from, (int) Math.min(range.to(), from + most)));
      }
    }
    return pieces;
  }
}
