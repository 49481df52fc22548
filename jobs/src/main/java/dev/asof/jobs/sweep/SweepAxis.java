package dev.asof.jobs.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A key that varies, its values put into as many groups as a table can show. */
public final class SweepAxis {
  private static final int MOST_GROUPS = 16;
  private static final MathContext SHORT = new MathContext(3, RoundingMode.HALF_EVEN);

  /** No group: the key does not vary in that block. */
  static final byte NONE = -1;

  private final String key;
  private final List<String> labels;
  private final Map<String, Byte> groups;
  private final Optional<Dimension.Span> span;

  private SweepAxis(
      String key, List<String> labels, Map<String, Byte> groups, Optional<Dimension.Span> span) {
    this.key = key;
    this.labels = List.copyOf(labels);
    this.groups = groups;
    this.span = span;
  }

  /** The axis of a key of a grid. */
  static SweepAxis of(Grid grid, String key) {
    Set<String> texts = new LinkedHashSet<>();
    for (Grid.Block block : grid.blocks()) {
      for (Dimension dimension : block.dimensions()) {
        if (dimension.key().equals(key)) {
          if (dimension instanceof Dimension.Span span) {
            return of(span);
          }
          texts.addAll(((Dimension.Choices) dimension).values());
        }
      }
    }
    List<String> values = List.copyOf(texts);
    int together = (values.size() + MOST_GROUPS - 1) / MOST_GROUPS;
    List<String> labels = new ArrayList<>();
    Map<String, Byte> groups = new HashMap<>();
    for (int n = 0; n < values.size(); n++) {
      if (n % together == 0) {
        int last = Math.min(n + together, values.size()) - 1;
        labels.add(last == n ? values.get(n) : values.get(n) + " \u2013 " + values.get(last));
      }
      groups.put(values.get(n), (byte) (n / together));
    }
    return new SweepAxis(key, labels, groups, Optional.empty());
  }

  private static SweepAxis of(Dimension.Span span) {
    int count = MOST_GROUPS / 2;
    List<String> labels = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      labels.add(
          rounded(span.value((double) n / count))
              + " \u2013 "
              + rounded(span.value((n + 1.0) / count)));
    }
    return new SweepAxis(span.key(), labels, Map.of(), Optional.of(span));
  }

  private static String rounded(double value) {
    BigDecimal rounded = new BigDecimal(value).round(SHORT);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** Its groups in order. */
  public List<String> labels() {
    return labels;
  }

  /** The group of a scenario; {@link #NONE} where the key is not among its texts. */
  byte group(Map<String, String> texts) {
    String text = texts.get(key);
    if (text == null) {
      return NONE;
    }
    if (span.isEmpty()) {
      return groups.get(text);
    }
    double value = Double.parseDouble(text);
    byte group = 0;
    while (group < labels.size() - 1 && value >= span.get().value((group + 1.0) / labels.size())) {
      group++;
    }
    return group;
  }
}
