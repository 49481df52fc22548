package dev.asof.notebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/** How a table stands in a notebook: its first rows, numbers to the right, nothing interpreted. */
final class TableView {
  private static final int MOST_ROWS = 25;
  private static final int DECIMALS = 6;
  private static final String GAP = "  ";

  private final List<String> names;
  private final boolean[] numeric;
  private final List<List<String>> rows;
  private final String more;

  private TableView(List<String> names, boolean[] numeric, List<List<String>> rows, String more) {
    this.names = names;
    this.numeric = numeric;
    this.rows = rows;
    this.more = more;
  }

  static TableView of(Relation table) {
    int left = table.rowCount() - MOST_ROWS;
    return of(table, left <= 0 ? "" : "and " + left + (left == 1 ? " more row" : " more rows"));
  }

  /**
   * The first rows of what may be longer than the table that was fetched of it.
   *
   * @param most how many rows are shown
   */
  static TableView ofBeginning(Relation fetched) {
    return of(fetched, fetched.rowCount() > MOST_ROWS ? "and more rows" : "");
  }

  /** How many rows have to be fetched to know whether there are more than are shown. */
  static int rowsToFetch() {
    return MOST_ROWS + 1;
  }

  private static TableView of(Relation table, String more) {
    boolean[] numeric = new boolean[table.columnCount()];
    for (int n = 0; n < numeric.length; n++) {
      numeric[n] = table.column(n) instanceof NumberColumn;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < Math.min(MOST_ROWS, table.rowCount()); row++) {
      List<String> cells = new ArrayList<>();
      for (Column<?> column : table.columns()) {
        cells.add(text(column, row));
      }
      rows.add(cells);
    }
    return new TableView(table.columnNames(), numeric, rows, more);
  }

  private static String text(Column<?> column, int row) {
    Object value = column.isMissing(row) ? null : column.get(row);
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    return value.toString().replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  /** A number in full, rounded to six decimals, the same in every locale. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }

  /** Aligned columns; every line ends without blanks. */
  String text() {
    int[] widths = new int[names.size()];
    for (int n = 0; n < widths.length; n++) {
      widths[n] = width(names.get(n));
      for (List<String> row : rows) {
        widths[n] = Math.max(widths[n], width(row.get(n)));
      }
    }
    StringBuilder text = new StringBuilder();
    append(text, names, widths);
    rows.forEach(row -> append(text, row, widths));
    text.append(more);
    return text.toString().stripTrailing();
  }

  private void append(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int n = 0; n < widths.length; n++) {
      String blanks = " ".repeat(widths[n] - width(cells.get(n)));
      line.append(n == 0 ? "" : GAP)
          .append(numeric[n] ? blanks + cells.get(n) : cells.get(n) + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  String html() {
    StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
    for (int n = 0; n < names.size(); n++) {
      cell(html, "th", n, names.get(n));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int n = 0; n < names.size(); n++) {
        cell(html, "td", n, row.get(n));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>");
    if (!more.isEmpty()) {
      html.append("\n<p>").append(more).append("</p>");
    }
    return html.toString();
  }

  private void cell(StringBuilder html, String tag, int column, String text) {
    html.append('<').append(tag).append(" style=\"text-align: ");
    html.append(numeric[column] ? "right" : "left").append("\">");
    html.append(escaped(text)).append("</").append(tag).append('>');
  }

  /** Text that a browser shows and never interprets. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
