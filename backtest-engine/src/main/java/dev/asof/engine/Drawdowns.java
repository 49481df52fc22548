package dev.asof.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a curve is below its peak, and the periods in which it is. A period begins with the first
 * close below the peak and ends with the last one; it is recovered when the curve comes back.
 */
final class Drawdowns {
  /** Sessions from first to last, by index, and the lowest depth between them. */
  record Period(int first, int last, double lowest, boolean recovered) {
    int sessions() {
      return last - first + 1;
    }
  }

  private final double[] depth;
  private final List<Period> periods;

  private Drawdowns(double[] depth, List<Period> periods) {
    this.depth = depth;
    this.periods = periods;
  }

  static Drawdowns of(double start, double[] curve, MetricConvention.Peak first) {
    double[] depth = new double[curve.length];
    List<Period> periods = new ArrayList<>();
    double peak = first == MetricConvention.Peak.FIRST_CLOSE && curve.length > 0 ? curve[0] : start;
    int since = -1;
    double lowest = 0;
    for (int bar = 0; bar < curve.length; bar++) {
      peak = Math.max(peak, curve[bar]);
      depth[bar] = curve[bar] / peak - 1;
      if (curve[bar] < peak) {
        since = since < 0 ? bar : since;
        lowest = Math.min(lowest, depth[bar]);
      } else if (since >= 0) {
        periods.add(new Period(since, bar - 1, lowest, true));
        since = -1;
        lowest = 0;
      }
    }
    if (since >= 0) {
      periods.add(new Period(since, curve.length - 1, lowest, false));
    }
    return new Drawdowns(depth, periods);
  }

  /** One per session: 0 at a peak, -0.2 when a fifth is lost. Raw, not to be written to. */
  double[] depthUnsafe() {
    return depth;
  }

  List<Period> periods() {
    return periods;
  }

  /** The deepest, 0 when there is none. */
  double lowest() {
    double lowest = 0;
    for (double value : depth) {
      lowest = Math.min(lowest, value);
    }
    return lowest;
  }

  int longest() {
    return periods.stream().mapToInt(Period::sessions).max().orElse(0);
  }

  /** Sum of the squared depths. */
  double squares() {
    double squares = 0;
    for (double value : depth) {
      squares += value * value;
    }
    return squares;
  }
}
