package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what a file expects with what we got, leaf by leaf, and keeps what differs. */
final class Findings {
  /** How close numbers have to be. */
  enum Tolerance {
    /** The same bits. */
    EXACT(0, 0, 0),
    /** 1e-12 relative. */
    CURVE(1e-12, 0, 0),
    /** 1e-12 relative to the run's largest amount: a sum in USD in which much may cancel. */
    SUM(1e-12, 1e-12, 0),
    /** 1e-12 relative or absolute, or what equity rounds by over the equity before. */
    RETURN(1e-12, 1e-12, 1e-12),
    /** 1e-10 relative. */
    METRIC(1e-10, 0, 0),
    /** Half of the sixth digit after the point. */
    SIX_DIGITS(0, 0, 5e-7);

    private final double relative;
    private final double ofScale;
    private final double absolute;

    Tolerance(double relative, double ofScale, double absolute) {
      this.relative = relative;
      this.ofScale = ofScale;
      this.absolute = absolute;
    }

    boolean accepts(double expected, double got, double scale) {
      if (Double.isNaN(expected) || Double.isNaN(got)) {
        return Double.isNaN(expected) && Double.isNaN(got);
      }
      double size = Math.max(Math.abs(expected), Math.abs(got));
      double limit = Math.max(relative * size, Math.max(ofScale * scale, absolute));
      return expected == got
          || size < Double.POSITIVE_INFINITY && Math.abs(expected - got) <= limit;
    }
  }

  /** Decides how close a number has to be, from the path to it. */
  interface Strictness {
    Tolerance of(String path);
  }

  private static final Pattern PLACE = Pattern.compile("returns\\[(\\d+)\\](?:\\[(\\d+)\\])?$");

  private final List<String> lines = new ArrayList<>();
  private final double scale;
  private final JsonNode equity;

  /**
   * Nothing found yet.
   *
   * @param scale the largest amount of the run, which bounds the rounding of sums
   * @param equity rows by bar, which bound the rounding of the returns after them
   */
  Findings(double scale, JsonNode equity) {
    this.scale = scale;
    this.equity = equity;
  }

  /** Nothing found yet, in a file without a run. */
  Findings() {
    this(0, MissingNode.getInstance());
  }

  List<String> lines() {
    return lines;
  }

  void add(String where, String expected, String got) {
    lines.add(where + ": expected " + expected + ", got " + got);
  }

  /**
   * Everything that the file has must be in ours, and the lists must be of the same length. Where
   * the file has one column it may leave out the brackets around it.
   */
  void compare(String path, JsonNode expected, JsonNode got, Strictness strictness) {
    if (got == null || got.isMissingNode()) {
      add(path, Golden.shortened(expected), "nothing");
    } else if (expected.isValueNode() && got.isArray() && got.size() == 1) {
      compare(path, expected, got.get(0), strictness);
    } else if (expected.isArray()) {
      compareLists(path, expected, got, strictness);
    } else if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> entry : expected.properties()) {
        compare(path + "." + entry.getKey(), entry.getValue(), got.get(entry.getKey()), strictness);
      }
    } else if (Golden.isNumber(expected) && Golden.isNumber(got)) {
      double wanted = Golden.number(expected, path);
      double actual = Golden.number(got, path);
      Tolerance tolerance = strictness.of(path);
      if (!tolerance.accepts(wanted, actual, scaleOf(tolerance, path, wanted))) {
        add(path, Golden.shortened(expected), Golden.shortened(got));
      }
    } else if (!expected.equals(got)) {
      add(path, Golden.shortened(expected), Golden.shortened(got));
    }
  }

  /** A return is a difference of equities over the one before, which may be small. */
  private double scaleOf(Tolerance tolerance, String path, double value) {
    if (tolerance != Tolerance.RETURN) {
      return scale;
    }
    Matcher place = PLACE.matcher(path);
    if (!place.find()) {
      return 0;
    }
    int unit = place.group(2) == null ? 0 : Integer.parseInt(place.group(2));
    JsonNode before = equity.path(Integer.parseInt(place.group(1)) - 1).path(unit);
    return before.isNumber() && before.doubleValue() != 0
        ? scale / Math.abs(before.doubleValue()) * (1 + Math.abs(value))
        : 0;
  }

  private void compareLists(String path, JsonNode expected, JsonNode got, Strictness strictness) {
    if (!got.isArray()) {
      add(path, Golden.shortened(expected), Golden.shortened(got));
      return;
    }
    if (got.size() != expected.size()) {
      add(path, expected.size() + " elements", Integer.toString(got.size()));
    }
    for (int n = 0; n < Math.min(expected.size(), got.size()); n++) {
      compare(path + "[" + n + "]", expected.get(n), got.get(n), strictness);
    }
  }
}
