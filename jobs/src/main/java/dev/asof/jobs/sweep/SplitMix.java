package dev.asof.jobs.sweep;

/**
 * Random numbers by position, the same on every machine: the output function of SplitMix64 (Steele,
 * Lea and Flood 2014, "Fast splittable pseudorandom number generators", figure 16) over a counter.
 * Any place of a stream can be asked for without those before it.
 */
final class SplitMix {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1p-53;

  private final long start;

  /** The stream of a seed with a number of its own. */
  SplitMix(long seed, int stream) {
    this(mix(mix(seed) + (stream + 1L) * GAMMA));
  }

  /** The stream that starts from a state. */
  SplitMix(long start) {
    this.start = start;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long bits(long place) {
    return mix(start + (place + 1) * GAMMA);
  }

  /** A number from 0 to below 1. */
  double unit(long place) {
    return (bits(place) >>> 11) * UNIT;
  }

  /** The numbers from 0 to below {@code count} in a random order (Fisher and Yates). */
  int[] permutation(int count) {
    int[] order = new int[count];
    for (int n = 0; n < count; n++) {
      int other = (int) (unit(n) * (n + 1));
      order[n] = order[other];
      order[other] = n;
    }
    return order;
  }
}
