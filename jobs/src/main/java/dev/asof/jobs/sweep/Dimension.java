package dev.asof.jobs.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** A key of a definition that varies, and the texts that stand there. */
public sealed interface Dimension {
  /** The key, dotted: {@code parameters.fast}. */
  String key();

  /**
   * The text at a share of the way through its values.
   *
   * @param share from 0 to below 1
   */
  String at(double share);

  /**
   * Texts that are tried before a sweep starts, so that a value which can't stand there is refused:
   * all of a list, or both ends of a span and one between.
   */
  List<String> tried();

  /**
   * Texts that are listed.
   *
   * @param key the key
   * @param values YAML each, one or more
   */
  record Choices(String key, List<String> values) implements Dimension {
    /** Copies the list. */
    public Choices {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("Invalid values of " + key + ": there is none");
      }
    }

    @Override
    public String at(double share) {
      return values.get((int) (share * values.size()));
    }

    @Override
    public List<String> tried() {
      return values;
    }
  }

  /** How a span is divided. */
  enum Scale {
    /** Equal differences. */
    LINEAR,
    /** Equal ratios. */
    LOG
  }

  /**
   * Every number between two ends, written with six significant digits.
   *
   * @param key the key
   * @param from the lower end
   * @param to the upper end, above {@code from}
   * @param scale how it is divided; {@link Scale#LOG} wants ends above 0
   */
  record Span(String key, double from, double to, Scale scale) implements Dimension {
    private static final MathContext WRITTEN = new MathContext(6, RoundingMode.HALF_EVEN);

    /** Refuses ends that don't ascend. */
    public Span {
      if (!(from < to) || !Double.isFinite(to - from)) {
        throw new IllegalArgumentException(
            "Invalid range of " + key + ": from " + from + " is not below to " + to);
      }
      if (scale == Scale.LOG && !(from > 0)) {
        throw new IllegalArgumentException(
            "Invalid range of " + key + ": a log scale starts above 0, not at " + from);
      }
    }

    @Override
    public String at(double share) {
      return text(value(share));
    }

    /** The number at a share of the way from one end to the other. */
    double value(double share) {
      if (scale == Scale.LINEAR) {
        return from + share * (to - from);
      }
      double low = StrictMath.log(from);
      return StrictMath.exp(low + share * (StrictMath.log(to) - low));
    }

    private static String text(double value) {
      BigDecimal rounded = new BigDecimal(value).round(WRITTEN);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    @Override
    public List<String> tried() {
      return List.of(text(from), text(value(0.382)), text(to));
    }
  }
}
