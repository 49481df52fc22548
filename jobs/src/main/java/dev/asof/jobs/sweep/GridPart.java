package dev.asof.jobs.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Dimensions that vary together, and in how many ways. */
public sealed interface GridPart {
  /** How many combinations there are; 1 or more. */
  long size();

  /** What varies. */
  List<? extends Dimension> dimensions();

  /**
   * Writes a combination.
   *
   * @param index from 0 to below {@link #size}
   * @param texts texts by key, which are added to
   */
  void put(int index, Map<String, String> texts);

  /**
   * The different texts of some of its keys: of a product or a sample every combination of them,
   * drawn or not.
   *
   * @param keys which keys
   * @return texts by key; one empty map when it has none of the keys
   * @throws IllegalArgumentException for a key that takes every number between two ends
   */
  List<Map<String, String>> distinct(Predicate<String> keys);

  /** Every combination of the values of dimensions. */
  private static List<Map<String, String>> combinations(
      List<? extends Dimension> dimensions, Predicate<String> keys) {
    List<Dimension.Choices> chosen = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      if (keys.test(dimension.key())) {
        if (!(dimension instanceof Dimension.Choices choices)) {
          throw new IllegalArgumentException(
              dimension.key()
                  + " decides what is read and takes a list or steps, not every number");
        }
        chosen.add(choices);
      }
    }
    if (chosen.isEmpty()) {
      return List.of(Map.of());
    }
    Product product = new Product(chosen);
    List<Map<String, String>> all = new ArrayList<>();
    for (int index = 0; index < product.size(); index++) {
      Map<String, String> texts = new LinkedHashMap<>();
      product.put(index, texts);
      all.add(texts);
    }
    return all;
  }

  /**
   * Every combination of listed values, the last dimension varying fastest.
   *
   * @param dimensions one or more
   */
  record Product(List<Dimension.Choices> dimensions) implements GridPart {
    /** Copies the list. */
    public Product {
      dimensions = List.copyOf(dimensions);
    }

    @Override
    public long size() {
      long size = 1;
      for (Dimension.Choices dimension : dimensions) {
        size = Grid.times(size, dimension.values().size());
      }
      return size;
    }

    @Override
    public void put(int index, Map<String, String> texts) {
      int rest = index;
      int[] places = new int[dimensions.size()];
      for (int d = places.length - 1; d >= 0; d--) {
        int count = dimensions.get(d).values().size();
        places[d] = rest % count;
        rest /= count;
      }
      for (int d = 0; d < places.length; d++) {
        Dimension.Choices dimension = dimensions.get(d);
        texts.put(dimension.key(), dimension.values().get(places[d]));
      }
    }

    @Override
    public List<Map<String, String>> distinct(Predicate<String> keys) {
      return combinations(dimensions, keys);
    }
  }

  /**
   * Lists of the same length walked side by side.
   *
   * @param dimensions one or more
   */
  record Zip(List<Dimension.Choices> dimensions) implements GridPart {
    /** Refuses lists of different lengths. */
    public Zip {
      dimensions = List.copyOf(dimensions);
      int length = dimensions.get(0).values().size();
      for (Dimension.Choices dimension : dimensions) {
        if (dimension.values().size() != length) {
          throw new IllegalArgumentException(
              dimensions.get(0).key()
                  + " has "
                  + length
                  + " values and "
                  + dimension.key()
                  + " "
                  + dimension.values().size());
        }
      }
    }

    @Override
    public long size() {
      return dimensions.get(0).values().size();
    }

    @Override
    public void put(int index, Map<String, String> texts) {
      for (Dimension.Choices dimension : dimensions) {
        texts.put(dimension.key(), dimension.values().get(index));
      }
    }

    @Override
    public List<Map<String, String>> distinct(Predicate<String> keys) {
      Set<Map<String, String>> all = new LinkedHashSet<>();
      for (int index = 0; index < size(); index++) {
        Map<String, String> texts = new LinkedHashMap<>();
        put(index, texts);
        texts.keySet().removeIf(keys.negate());
        all.add(texts);
      }
      return List.copyOf(all);
    }
  }

  /**
   * Points drawn from the space of all combinations; the same seed draws the same points.
   *
   * <p>A Latin hypercube (McKay, Beckman and Conover 1979) divides each dimension into as many
   * equal parts as there are points, and has one point in each of them.
   */
  final class Sample implements GridPart {
    /** A hypercube keeps a permutation for each dimension: 40 MB at this size. */
    static final int MOST_IN_HYPERCUBE = 10_000_000;

    private final int count;
    private final List<Dimension> dimensions;
    private final SplitMix[] streams;
    private final int[][] orders;

    private Sample(int count, long seed, List<Dimension> dimensions, int[][] orders) {
      if (count < 1) {
        throw new IllegalArgumentException("count " + count + " is below 1");
      }
      this.count = count;
      this.dimensions = List.copyOf(dimensions);
      this.streams = new SplitMix[dimensions.size()];
      this.orders = orders;
      for (int d = 0; d < streams.length; d++) {
        streams[d] = new SplitMix(seed, d);
        if (orders != null) {
          orders[d] = new SplitMix(seed, streams.length + d).permutation(count);
        }
      }
    }

    /** Points that don't know of each other. */
    public static Sample random(int count, long seed, List<Dimension> dimensions) {
      return new Sample(count, seed, dimensions, null);
    }

    /** Points that spread evenly over each dimension. */
    public static Sample latinHypercube(int count, long seed, List<Dimension> dimensions) {
      if (count > MOST_IN_HYPERCUBE) {
        throw new IllegalArgumentException(
            "a Latin hypercube has at most " + MOST_IN_HYPERCUBE + " points, not " + count);
      }
      return new Sample(count, seed, dimensions, new int[dimensions.size()][]);
    }

    @Override
    public long size() {
      return count;
    }

    @Override
    public List<Dimension> dimensions() {
      return dimensions;
    }

    @Override
    public void put(int index, Map<String, String> texts) {
      for (int d = 0; d < streams.length; d++) {
        double share = streams[d].unit(index);
        if (orders != null) {
          // Below 1 also where the sum was rounded up.
          share = Math.min((orders[d][index] + share) / count, Math.nextDown(1.0));
        }
        texts.put(dimensions.get(d).key(), dimensions.get(d).at(share));
      }
    }

    @Override
    public List<Map<String, String>> distinct(Predicate<String> keys) {
      return combinations(dimensions, keys);
    }
  }

  /** Refuses a key that stands in two parts. */
  static void refuseRepeated(List<GridPart> parts) {
    Set<String> keys = new HashSet<>();
    for (GridPart part : parts) {
      for (Dimension dimension : part.dimensions()) {
        if (!keys.add(dimension.key())) {
          throw new IllegalArgumentException(dimension.key() + " varies twice");
        }
      }
    }
  }
}
