package dev.asof.reports;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as the template prints it.
 *
 * @param caption what it holds
 * @param columns its columns
 * @param rows one cell per column
 */
record Table(String caption, List<Column> columns, List<List<Cell>> rows) {
  private static final int MOST_ROWS = 200;

  /**
   * A column.
   *
   * @param label its heading
   * @param kind how its cells are set
   */
  record Column(String label, Kind kind) {}

  /** How a column's cells are set. */
  enum Kind {
    /** The name of the row: a heading of its own. */
    ROW_HEADING(null),
    /** Running text. */
    TEXT("text"),
    /** A word, date or code that doesn't break. */
    TERM("term"),
    /** A number, right aligned. */
    NUMBER("num"),
    /** A number under a heading with a date, which must not break. */
    DATED_NUMBER("num dated"),
    /** A digest or other machine text, which may break anywhere. */
    CODE("code");

    private final String cssClass;

    Kind(String cssClass) {
      this.cssClass = cssClass;
    }

    /** Null for no class: the template then leaves the attribute out. */
    String cssClass() {
      return cssClass;
    }
  }

  /**
   * A cell.
   *
   * @param text what it says
   * @param cssClass what sets it apart from its column, or empty
   * @param target id of the element that it links to, or empty
   */
  record Cell(String text, String cssClass, String target) {
    static Cell of(String text) {
      return new Cell(text, "", "");
    }

    /** A number whose sign is shown by colour as well. */
    static Cell signed(String text, double value) {
      return new Cell(text, value > 0 ? "pos" : value < 0 ? "neg" : "", "");
    }

    /** The class in a column of this kind, or null as {@link Kind#cssClass()}. */
    String cssClass(Kind kind) {
      if (cssClass.isEmpty()) {
        return kind.cssClass();
      }
      return kind.cssClass() == null ? cssClass : kind.cssClass() + " " + cssClass;
    }

    Cell linkedTo(String id) {
      return new Cell(text, cssClass, id);
    }
  }

  static Builder titled(String caption) {
    return new Builder(caption);
  }

  /**
   * The table's class, or null as {@link Kind#cssClass()}: two columns don't spread over the page.
   */
  String cssClass() {
    return columns.size() == 2 ? "narrow" : null;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * This table, or its first rows when it is long, with a caption that says so: a run of years
   * would otherwise make a page that no browser opens.
   */
  Table shortened() {
    return rows.size() <= MOST_ROWS
        ? this
        : new Table(
            caption
                + ", the first "
                + MOST_ROWS
                + " of "
                + NumberText.count(rows.size())
                + "; result.json has all of them",
            columns,
            rows.subList(0, MOST_ROWS));
  }

  /** Collects columns, then rows. */
  static final class Builder {
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    private Builder(String caption) {
      this.caption = caption;
    }

    Builder column(String label, Kind kind) {
      columns.add(new Column(label, kind));
      return this;
    }

    Builder row(List<Cell> cells) {
      if (cells.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Invalid row of " + caption + ": " + cells.size() + " cells, not " + columns.size());
      }
      rows.add(List.copyOf(cells));
      return this;
    }

    Builder row(String... texts) {
      List<Cell> cells = new ArrayList<>();
      for (String text : texts) {
        cells.add(Cell.of(text));
      }
      return row(cells);
    }

    Table build() {
      return new Table(caption, List.copyOf(columns), List.copyOf(rows));
    }
  }
}
