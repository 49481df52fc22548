package dev.asof.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which values of a stored result are not those of another computation of it, number by number and
 * bit for bit. What only the new computation has is none: a later version of AsOf writes more.
 *
 * @param first the first differences, at most {@value #KEPT}, in the order of the document
 * @param count how many values differ in all
 */
public record ResultDifferences(List<Difference> first, long count) {
  /** How many are kept. */
  public static final int KEPT = 20;

  /**
   * One value that differs.
   *
   * @param path its keys and positions, for example {@code cells[0].equityUsd[17]}
   * @param stored as the document has it
   * @param recomputed as it comes out now
   */
  public record Difference(String path, String stored, String recomputed) {}

  /** Copies the list. */
  public ResultDifferences {
    first = List.copyOf(first);
  }

  /** Gathers the differences of several values. */
  static final class Collector {
    private static final String ABSENT = "nothing";

    private final List<Difference> first = new ArrayList<>();
    private long count;

    ResultDifferences build() {
      return new ResultDifferences(first, count);
    }

    /**
     * Compares two values with all that is in them.
     *
     * @param left keys of an object that are left out
     */
    void compare(String path, JsonNode stored, JsonNode recomputed, Set<String> left) {
      if (stored.isObject() && recomputed.isObject()) {
        for (Map.Entry<String, JsonNode> member : stored.members().entrySet()) {
          if (left.contains(member.getKey())) {
            continue;
          }
          String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
          JsonNode now = recomputed.members().get(member.getKey());
          if (now == null) {
            add(at, member.getValue().brief(), ABSENT);
          } else {
            compare(at, member.getValue(), now, Set.of());
          }
        }
      } else if (stored.isNumbers() && recomputed.isNumbers()) {
        compare(path, stored.numbers(), recomputed.numbers());
      } else if (stored.isArray() && recomputed.isArray()) {
        elements(path, stored, recomputed);
      } else if (!stored.sameScalar(recomputed)) {
        add(path, stored.brief(), recomputed.brief());
      }
    }

    private void elements(String path, JsonNode stored, JsonNode recomputed) {
      List<JsonNode> then = stored.elements();
      List<JsonNode> now = recomputed.elements();
      for (int n = 0; n < Math.max(then.size(), now.size()); n++) {
        String at = path + "[" + n + "]";
        if (n >= then.size()) {
          add(at, ABSENT, now.get(n).brief());
        } else if (n >= now.size()) {
          add(at, then.get(n).brief(), ABSENT);
        } else {
          compare(at, then.get(n), now.get(n), Set.of());
        }
      }
    }

    private void compare(String path, double[] stored, double[] recomputed) {
      if (stored.length != recomputed.length) {
        add(path, stored.length + " numbers", recomputed.length + " numbers");
        return;
      }
      for (int n = 0; n < stored.length; n++) {
        if (Double.doubleToLongBits(stored[n]) != Double.doubleToLongBits(recomputed[n])) {
          add(path + "[" + n + "]", Double.toString(stored[n]), Double.toString(recomputed[n]));
        }
      }
    }

    /** Adds one that was found otherwise, unless both are the same. */
    void addUnlessEqual(String path, Object stored, Object recomputed) {
      if (!Objects.equals(stored, recomputed)) {
        add(path, String.valueOf(stored), String.valueOf(recomputed));
      }
    }

    private void add(String path, String stored, String recomputed) {
      if (first.size() < KEPT) {
        first.add(new Difference(path, stored, recomputed));
      }
      count++;
    }
  }
}
