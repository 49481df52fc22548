package dev.asof.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cells of CSV that a spreadsheet doesn't run. A text that begins as a formula does gets an
 * apostrophe in front, as OWASP advises (CSV Injection); numbers stay as they are. A text that
 * begins with apostrophes before such a sign gets one more, so that none is lost on the way back.
 */
final class CsvCell {
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]");

  private CsvCell() {}

  /** The values of a record, texts so that nothing runs. */
  static List<Object> texts(List<?> values) {
    List<Object> cells = new ArrayList<>(values.size());
    values.forEach(value -> cells.add(of(value)));
    return cells;
  }

  private static Object of(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    String text = value instanceof List<?> values ? Listing.text(values) : value.toString();
    return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }
}
