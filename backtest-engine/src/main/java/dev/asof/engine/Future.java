package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.Bars;
import java.util.SplittableRandom;

/** Another course that the world could have taken; the same seed gives the same. */
enum Future {
  /**
   * Each bar is multiplied by a factor of its own; its shape and volume change as well. One in ten
   * bars is missing, and every other one that is missing exists.
   */
  SCALED {
    @Override
    double[][] of(Bars bars, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] open = bars.openUnsafe();
      double[] high = bars.highUnsafe();
      double[] low = bars.lowUnsafe();
      double[] close = bars.closeUnsafe();
      double[] volume = bars.volumeUnsafe();
      int cells = close.length;
      double[][] other = new double[BarField.values().length][cells];
      for (int cell = 0; cell < cells; cell++) {
        if (Double.isNaN(close[cell])) {
          invent(other, cell, random);
          continue;
        }
        // One draw for each bar: four parts of its bits. Drawing takes a tenth of a short audit.
        long bits = random.nextLong();
        double factor = part(bits, 48) < 0.1 ? Double.NaN : 0.5 + 1.5 * part(bits, 32);
        double opened = open[cell] * factor * (0.9 + 0.2 * part(bits, 16));
        double closed = close[cell] * factor * (0.9 + 0.2 * part(bits, 0));
        other[0][cell] = opened;
        other[1][cell] = atLeast(high[cell] * factor, opened, closed);
        other[2][cell] = -atLeast(-low[cell] * factor, -opened, -closed);
        other[3][cell] = closed;
        other[4][cell] = volume[cell] == 0 ? 1_000 * factor : volume[cell] * factor;
      }
      return other;
    }
  },
  /** Each session has the bars of another one. */
  SHUFFLED {
    @Override
    double[][] of(Bars bars, long seed) {
      int sessions = bars.sessions();
      int instruments = bars.instruments();
      int[] from = new int[sessions];
      for (int bar = 0; bar < sessions; bar++) {
        from[bar] = bar;
      }
      SplittableRandom random = new SplittableRandom(seed);
      for (int bar = sessions - 1; bar > 0; bar--) {
        int swapped = random.nextInt(bar);
        int kept = from[bar];
        from[bar] = from[swapped];
        from[swapped] = kept;
      }
      BarField[] fields = BarField.values();
      double[][] other = new double[fields.length][sessions * instruments];
      for (int field = 0; field < fields.length; field++) {
        double[] values = bars.valuesUnsafe(fields[field]);
        for (int bar = 0; bar < sessions; bar++) {
          System.arraycopy(
              values, from[bar] * instruments, other[field], bar * instruments, instruments);
        }
      }
      return other;
    }
  };

  /** Other bars by field, {@code [field][bar * instruments + i]}: none is the same by intention. */
  abstract double[][] of(Bars bars, long seed);

  /** Sixteen bits as a number from 0 to less than 1. */
  private static double part(long bits, int shift) {
    return (bits >>> shift & 0xFFFF) * 0x1p-16;
  }

  private static void invent(double[][] other, int cell, SplittableRandom random) {
    double price = random.nextBoolean() ? 10 + 90 * random.nextDouble() : Double.NaN;
    other[0][cell] = price;
    other[1][cell] = 1.01 * price;
    other[2][cell] = 0.99 * price;
    other[3][cell] = price;
    other[4][cell] = 1_000 * price;
  }

  /** The largest of three numbers; NaN only where the first is. */
  private static double atLeast(double value, double a, double b) {
    double largest = value;
    if (a > largest) {
      largest = a;
    }
    return b > largest ? b : largest;
  }
}
