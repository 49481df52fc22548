package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * What is said of a sweep as a whole, gathered from its rows in their order without keeping them.
 */
public final class SweepSummary {
  /** The highest Sharpe ratio while something was held first, then the return, then the place. */
  public static final Comparator<SweepRow> BEST_FIRST =
      Comparator.<SweepRow>comparingDouble(row -> orLowest(row.heldSharpe()))
          .thenComparingDouble(row -> orLowest(row.heldReturn()))
          .reversed()
          .thenComparingInt(SweepRow::index);

  /** Scenarios whose medians are taken at most: 100 MB. */
  private static final int MOST_IN_MAPS = 5_000_000;

  /** Results that are told apart at most; beyond, each counts as another. */
  private static final int MOST_TOLD_APART = 2_000_000;

  private static final int MOST_MAPS = 15;
  private static final int MOST_REASONS = 1_000;

  private final Grid grid;
  private final Function<Map<String, String>, String> strategy;
  private final int most;
  private final SweepDigest digest = new SweepDigest();
  private final PriorityQueue<SweepRow> best = new PriorityQueue<>(BEST_FIRST.reversed());
  private final Map<String, Integer> reasons = new LinkedHashMap<>();
  private final Map<String, Spread> tried = new TreeMap<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<SweepAxis> axes;
  private final byte[][] groups;
  private final float[] sharpes;
  private int failed;
  private String digestHex = "";

  /**
   * A summary of no row.
   *
   * @param strategy the name of a scenario's strategy, by what varies in it
   * @param most how many of the best to keep
   */
  public SweepSummary(Grid grid, Function<Map<String, String>, String> strategy, int most) {
    this.grid = grid;
    this.strategy = strategy;
    this.most = most;
    this.axes =
        grid.size() > MOST_IN_MAPS
            ? List.of()
            : grid.leadingKeys().stream()
                .map(key -> SweepAxis.of(grid, key))
                .filter(axis -> axis.labels().size() > 1)
                .toList();
    this.groups = new byte[axes.size()][axes.isEmpty() ? 0 : grid.size()];
    this.sharpes = new float[axes.isEmpty() ? 0 : grid.size()];
  }

  private static double orLowest(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }

  /** Takes the next row. */
  public void add(SweepRow row) {
    digest.add(row);
    Map<String, String> texts = grid.at(row.index());
    for (int axis = 0; axis < groups.length; axis++) {
      groups[axis][row.index()] = axes.get(axis).group(texts);
    }
    if (sharpes.length > 0) {
      sharpes[row.index()] = (float) row.heldSharpe();
    }
    if (!row.succeeded()) {
      failed++;
      if (reasons.size() < MOST_REASONS || reasons.containsKey(row.failure())) {
        reasons.merge(row.failure(), 1, Integer::sum);
      }
      return;
    }
    best.add(row);
    if (best.size() > most) {
      best.remove();
    }
    long beginning = Long.parseUnsignedLong(row.digest().substring(0, 16), 16);
    if (seen.size() >= MOST_TOLD_APART || seen.add(beginning)) {
      tried.computeIfAbsent(strategy.apply(texts), unseen -> new Spread()).add(row.dailySharpe());
    }
  }

  /** SHA-256 over the rows; no row can be added after it. */
  public String digest() {
    if (digestHex.isEmpty()) {
      digestHex = digest.hex();
    }
    return digestHex;
  }

  /** How many scenarios failed. */
  public int failed() {
    return failed;
  }

  /** Why scenarios failed and how many for each reason, the most frequent first. */
  public Map<String, Integer> reasons() {
    Map<String, Integer> sorted = new LinkedHashMap<>();
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** The best scenarios, the best first; those that failed are not among them. */
  public List<SweepRow> best() {
    return best.stream().sorted(BEST_FIRST).toList();
  }

  /** Trials of each strategy, by its name. */
  public Map<String, Spread> tried() {
    return tried;
  }

  /** How many different results there are, and how far their daily Sharpe ratios spread. */
  public static final class Spread {
    private int count;
    private int defined;
    private double mean;
    private double squares;

    /** Takes one more (Welford 1962). */
    private void add(double dailySharpe) {
      count++;
      if (Double.isFinite(dailySharpe)) {
        defined++;
        double distance = dailySharpe - mean;
        mean += distance / defined;
        squares += distance * (dailySharpe - mean);
      }
    }

    /** How many different results. */
    public int count() {
      return count;
    }

    /** Of the daily Sharpe ratios that are defined; NaN when none is. */
    public double mean() {
      return defined == 0 ? Double.NaN : mean;
    }

    /** Standard deviation with divisor n - 1; NaN under two. */
    public double deviation() {
      return defined < 2 ? Double.NaN : Math.sqrt(squares / (defined - 1));
    }
  }

  /**
   * Medians of the Sharpe ratio while something was held over all scenarios of two groups.
   *
   * @param down the axis that runs down; empty when there is one axis alone
   * @param across the axis that runs across
   * @param medians one list for each group of {@code down}, NaN where none is defined
   */
  public record Medians(Optional<SweepAxis> down, SweepAxis across, List<List<Double>> medians) {}

  /** Medians by each two axes, or by the only one; none for very large sweeps. */
  public List<Medians> medians() {
    List<Medians> maps = new ArrayList<>();
    if (axes.size() == 1) {
      maps.add(new Medians(Optional.empty(), axes.get(0), medians(-1, 0)));
    }
    for (int down = 0; down < axes.size(); down++) {
      for (int across = down + 1; across < axes.size() && maps.size() < MOST_MAPS; across++) {
        maps.add(new Medians(Optional.of(axes.get(down)), axes.get(across), medians(down, across)));
      }
    }
    return maps;
  }

  private List<List<Double>> medians(int down, int across) {
    int columns = axes.get(across).labels().size();
    int rows = down < 0 ? 1 : axes.get(down).labels().size();
    DoubleStream.Builder[] cells = new DoubleStream.Builder[rows * columns];
    Arrays.setAll(cells, n -> DoubleStream.builder());
    for (int n = 0; n < sharpes.length; n++) {
      int row = down < 0 ? 0 : groups[down][n];
      int column = groups[across][n];
      if (row >= 0 && column >= 0 && !Float.isNaN(sharpes[n])) {
        cells[row * columns + column].add(sharpes[n]);
      }
    }
    List<List<Double>> medians = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Double> line = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        line.add(median(cells[row * columns + column].build().sorted().toArray()));
      }
      medians.add(line);
    }
    return medians;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
