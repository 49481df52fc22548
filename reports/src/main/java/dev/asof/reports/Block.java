package dev.asof.reports;

import dev.asof.reports.EventDetails.KeyEntry;
import java.util.List;

/** A part of a {@link Section}, as the template prints it. */
sealed interface Block {
  /**
   * A chart.
   *
   * @param chart the drawing
   * @param key which line is which; empty when there is only one
   */
  record Drawn(Chart chart, List<KeyEntry> key) implements Block {
    /** Copies the key. */
    public Drawn {
      key = List.copyOf(key);
    }

    /** A chart of one series. */
    public Drawn(Chart chart) {
      this(chart, List.of());
    }
  }

  /** Charts that stand side by side where there is room. */
  record Beside(List<Drawn> charts) implements Block {
    /** Copies the list. */
    public Beside {
      charts = List.copyOf(charts);
    }
  }

  /** A table. */
  record Listed(Table table) implements Block {}

  /** A table that stays closed until it is wanted: the numbers of the charts before it. */
  record Behind(Table table) implements Block {}

  /** A table whose cells are shaded. */
  record Shaded(Heatmap heatmap) implements Block {}

  /** A paragraph. */
  record Said(String text) implements Block {}
}
