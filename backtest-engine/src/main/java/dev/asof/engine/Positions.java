package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a run held: how many positions at each close, how large the largest was, and each
 * instrument's weights. A weight is a position's value over equity, negative when short; sessions
 * whose equity is 0 or below have none.
 */
public final class Positions {
  private final int[] counts;
  private final double[] largest;
  private final List<Holding> holdings;

  /**
   * One instrument over the run.
   *
   * @param symbol the instrument
   * @param sessions closes at which it was held
   * @param meanWeight mean weight over those closes, NaN when none has one
   * @param longestWeight highest weight; 0 when it was never held long
   * @param shortestWeight lowest weight; 0 when it was never held short
   */
  public record Holding(
      String symbol, int sessions, double meanWeight, double longestWeight, double shortestWeight) {
    /** Size of the larger of both extremes. */
    public double extremeWeight() {
      return Math.max(longestWeight, -shortestWeight);
    }
  }

  private Positions(int[] counts, double[] largest, List<Holding> holdings) {
    this.counts = counts;
    this.largest = largest;
    this.holdings = holdings;
  }

  /**
   * The positions of a result at the closes of the bars that it ran over; where a close is missing,
   * at the last one.
   */
  public static Positions of(BacktestResult result, Bars bars) {
    double[] equity = result.equityUsd();
    int[] counts = new int[equity.length];
    double[] largest = new double[equity.length];
    int width = bars.instruments();
    int[] held = new int[width];
    int[] weighed = new int[width];
    double[] sum = new double[width];
    double[] highest = new double[width];
    double[] lowest = new double[width];
    ClosingValues.visit(
        result,
        bars,
        (session, i, value) -> {
          counts[session]++;
          held[i]++;
          if (equity[session] > 0 && !Double.isNaN(value)) {
            double weight = value / equity[session];
            largest[session] = Math.max(largest[session], Math.abs(weight));
            weighed[i]++;
            sum[i] += weight;
            highest[i] = Math.max(highest[i], weight);
            lowest[i] = Math.min(lowest[i], weight);
          }
        });
    List<Holding> holdings = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      if (held[i] > 0) {
        holdings.add(
            new Holding(
                result.symbols().get(i), held[i], sum[i] / weighed[i], highest[i], lowest[i]));
      }
    }
    return new Positions(counts, largest, List.copyOf(holdings));
  }

  /** Positions held at each close. */
  public double[] counts() {
    return Arrays.stream(counts).asDoubleStream().toArray();
  }

  /** Size of the largest position over equity at each close; 0 when nothing is held. */
  public double[] largest() {
    return largest.clone();
  }

  /** The instruments that were held, in their order. */
  public List<Holding> holdings() {
    return holdings;
  }
}
