package dev.asof.jobs.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a sweep varies: blocks one after the other, each of them every combination of its parts, the
 * last part varying fastest. Immutable; any scenario can be asked for by its index.
 */
public final class Grid {
  private final List<Block> blocks;
  private final int size;

  private Grid(List<Block> blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  /**
   * One block.
   *
   * @param parts one or more
   */
  public record Block(List<GridPart> parts) {
    /** Refuses a key that stands twice. */
    public Block {
      parts = List.copyOf(parts);
      GridPart.refuseRepeated(parts);
    }

    /** How many combinations there are. */
    public long size() {
      long size = 1;
      for (GridPart part : parts) {
        size = times(size, part.size());
      }
      return size;
    }

    private Map<String, String> at(int index) {
      int rest = index;
      int[] places = new int[parts.size()];
      for (int p = places.length - 1; p >= 0; p--) {
        int count = (int) parts.get(p).size();
        places[p] = rest % count;
        rest /= count;
      }
      Map<String, String> texts = new LinkedHashMap<>();
      for (int p = 0; p < places.length; p++) {
        parts.get(p).put(places[p], texts);
      }
      return texts;
    }

    /** What varies, in order. */
    public List<Dimension> dimensions() {
      List<Dimension> dimensions = new ArrayList<>();
      parts.forEach(part -> dimensions.addAll(part.dimensions()));
      return dimensions;
    }
  }

  /**
   * A grid.
   *
   * @throws IllegalArgumentException when it has more scenarios than an index can count
   */
  public static Grid of(List<Block> blocks) {
    long size = 0;
    for (Block block : blocks) {
      size += block.size();
      refuseTooMany(size);
    }
    return new Grid(List.copyOf(blocks), (int) size);
  }

  static long times(long a, long b) {
    long product = Math.multiplyExact(a, b);
    refuseTooMany(product);
    return product;
  }

  private static void refuseTooMany(long size) {
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("more than " + Integer.MAX_VALUE + " scenarios");
    }
  }

  /** How many scenarios there are. */
  public int size() {
    return size;
  }

  /** Its blocks in order. */
  public List<Block> blocks() {
    return blocks;
  }

  /** Keys that vary in any block, in the order in which they first stand. */
  public List<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    for (Block block : blocks) {
      for (Dimension dimension : block.dimensions()) {
        keys.add(dimension.key());
      }
    }
    return List.copyOf(keys);
  }

  /** As {@link #keys}, but of lists that go side by side only the first: it tells the others. */
  List<String> leadingKeys() {
    Set<String> keys = new LinkedHashSet<>();
    for (Block block : blocks) {
      for (GridPart part : block.parts()) {
        List<? extends Dimension> leading =
            part instanceof GridPart.Zip ? part.dimensions().subList(0, 1) : part.dimensions();
        leading.forEach(dimension -> keys.add(dimension.key()));
      }
    }
    return List.copyOf(keys);
  }

  /**
   * A scenario's texts for each different combination of some keys, with the first texts of the
   * others.
   *
   * @param keys which keys
   * @param most how many there may be
   * @throws IllegalArgumentException when there are more, or for a key of theirs that takes every
   *     number between two ends
   */
  public List<Map<String, String>> distinct(Predicate<String> keys, int most) {
    Set<Map<String, String>> all = new LinkedHashSet<>();
    for (Block block : blocks) {
      Set<Map<String, String>> longer = new LinkedHashSet<>();
      longer.add(block.at(0));
      for (GridPart part : block.parts()) {
        Set<Map<String, String>> shorter = longer;
        longer = new LinkedHashSet<>();
        for (Map<String, String> texts : shorter) {
          for (Map<String, String> changed : part.distinct(keys)) {
            Map<String, String> other = new LinkedHashMap<>(texts);
            other.putAll(changed);
            longer.add(other);
            if (longer.size() > most) {
              throw new IllegalArgumentException("more than " + most + " different inputs");
            }
          }
        }
      }
      all.addAll(longer);
    }
    return List.copyOf(all);
  }

  /**
   * What varies in a scenario.
   *
   * @param index from 0 to below {@link #size}
   * @return texts by key, in the order of the definition
   */
  public Map<String, String> at(int index) {
    int rest = index;
    for (Block block : blocks) {
      int count = (int) block.size();
      if (rest < count) {
        return block.at(rest);
      }
      rest -= count;
    }
    throw new IndexOutOfBoundsException("Invalid scenario " + index + " of " + size);
  }
}
