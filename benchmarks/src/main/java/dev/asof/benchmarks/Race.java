package dev.asof.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times several ways to do one thing. They take turns, so that a machine that slows down slows all
 * of them; the median of the rounds counts.
 */
final class Race {
  private final List<Runnable> runners = new ArrayList<>();

  /** Adds a way; its place is what {@link #nanos} answers with. */
  Race add(Runnable runner) {
    runners.add(runner);
    return this;
  }

  /** Median nanoseconds of each way. */
  double[] nanos(int warmUps, int rounds) {
    double[][] times = new double[runners.size()][rounds];
    for (int round = -warmUps; round < rounds; round++) {
      for (int n = 0; n < times.length; n++) {
        long start = System.nanoTime();
        runners.get(n).run();
        long end = System.nanoTime();
        if (round >= 0) {
          times[n][round] = end - start;
        }
      }
    }
    double[] medians = new double[times.length];
    for (int n = 0; n < times.length; n++) {
      Arrays.sort(times[n]);
      medians[n] = times[n][rounds / 2];
    }
    return medians;
  }
}
