package dev.asof.ingestion;

import dev.asof.api.NyseCalendar;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lines of State Street's daily list: some about the fund, a header, positions, notes. It holds
 * the positions after the close of its day and is on the site before the next session, so it counts
 * as known at that session's open (9:30 New York), the latest moment that fits.
 */
final class StateStreetRows {
  /** The header's name of the column by which the list is recognised. */
  static final String SHARES = "Shares Held";

  static final String ACCEPTS =
      "lines with 'Ticker Symbol:' and 'Holdings: As of 13-Jun-2022' or a column as_of, then Name,"
          + " Ticker, Identifier, Weight in percent, Shares Held; known at the next session's open";

  private static final String DAY = "as_of";
  private static final Map<String, String> COLUMNS =
      Map.of(
          DAY,
          "date",
          "name",
          "name",
          "ticker",
          "symbol",
          "identifier",
          "cusip",
          "weight",
          "pctVal",
          "shares held",
          "balance");
  private static final List<String> POSITION = List.of("cusip", "pctVal", "balance");
  private static final List<String> LEFT_OUT = List.of("sedol", "sector", "local currency");
  private static final DateTimeFormatter AS_OF =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("d-MMM-uuuu")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  private final VendorFile file;
  private final RowSink rows;
  private final PositionNumbers numbers = new PositionNumbers();
  private final Map<String, String> about = new HashMap<>();
  private final Map<String, Long> aboutLines = new HashMap<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private boolean afterHeader;
  private int width;
  private long notes;
  private long firstNote;

  StateStreetRows(VendorFile file, RowSink rows) {
    this.file = file;
    this.rows = rows;
  }

  /** Takes the next line's cells. */
  void line(long line, List<String> cells) {
    if (cells.stream().allMatch(String::isBlank)) {
      return;
    }
    if (!afterHeader) {
      if (cells.stream().anyMatch(cell -> cell.strip().equalsIgnoreCase(SHARES))) {
        readHeader(line, cells);
      } else {
        readAbout(line, cells);
      }
    } else if (isNote(cells)) {
      if (notes++ == 0) {
        firstNote = line;
      }
    } else if (cells.stream().skip(width).anyMatch(cell -> !cell.isBlank())) {
      rows.reject(
          line,
          "",
          cells.size() + " cells; expected " + width + " as in the header",
          String.join(",", cells));
    } else {
      readPosition(line, cells);
    }
  }

  /** A text without a position's values; a file that dates each position has no notes. */
  private boolean isNote(List<String> cells) {
    return !indexes.containsKey("date")
        && POSITION.stream().map(indexes::get).allMatch(i -> cell(cells, i).isEmpty());
  }

  private static String cell(List<String> cells, int index) {
    return index < cells.size() ? cells.get(index).strip() : "";
  }

  private void readAbout(long line, List<String> cells) {
    if (cells.size() < 2) {
      return;
    }
    String value = cells.get(1).strip();
    switch (cells.get(0).strip().toLowerCase(Locale.ROOT)) {
      case "ticker symbol:" -> about("fund", value, line);
      case "holdings:" -> about("date", isoDate(value.replaceFirst("(?i)^as of\\s+", "")), line);
      default -> {
        // The fund's name and whatever else stands above.
      }
    }
  }

  private void about(String column, String value, long line) {
    about.put(column, value);
    aboutLines.put(column, line);
  }

  /** The date as the dataset writes it, or the text as it stands, which its check then refuses. */
  private static String isoDate(String text) {
    try {
      return LocalDate.parse(text, AS_OF).toString();
    } catch (DateTimeParseException another) {
      return text;
    }
  }

  private void readHeader(long line, List<String> cells) {
    afterHeader = true;
    width = cells.size();
    for (int i = 0; i < cells.size(); i++) {
      String name = cells.get(i).strip().toLowerCase(Locale.ROOT);
      String column = COLUMNS.get(name);
      if (column == null) {
        if (!LEFT_OUT.contains(name) && !name.isEmpty()) {
          rows.warn(
              "column "
                  + OneLine.quoted(cells.get(i).strip())
                  + " of "
                  + file.name()
                  + " is unknown and left out");
        }
      } else if (indexes.put(column, i) != null) {
        throw file.malformed(line, "column " + OneLine.of(cells.get(i)) + " stands twice");
      }
    }
    for (Map.Entry<String, String> column : new TreeMap<>(COLUMNS).entrySet()) {
      if (!column.getKey().equals(DAY) && !indexes.containsKey(column.getValue())) {
        throw file.malformed(
            line,
            "column "
                + column.getKey()
                + " is missing; expected Name, Ticker, Identifier, Weight, "
                + SHARES);
      }
    }
  }

  private void readPosition(long line, List<String> cells) {
    if (notes > 0) {
      rows.reject(
          firstNote,
          "",
          "a text stands alone before the position in line "
              + line
              + "; expected all positions first, notes after them",
          String.join(",", cells));
      return;
    }
    Map<String, String> texts = new LinkedHashMap<>(about);
    for (Map.Entry<String, Integer> column : indexes.entrySet()) {
      texts.put(column.getKey(), cell(cells, column.getValue()));
    }
    published(texts.getOrDefault("date", ""))
        .ifPresent(time -> texts.put(HoldingsRows.PUBLISHED, time));
    if (numbers.complete(line, texts)) {
      rows.row(new TextRow(line, texts, linesAbout()));
    }
  }

  private Map<String, Long> linesAbout() {
    Map<String, Long> lines = new HashMap<>(aboutLines);
    lines.keySet().removeAll(indexes.keySet());
    return lines;
  }

  private static Optional<String> published(String date) {
    try {
      LocalDate day = LocalDate.parse(date);
      if (NyseCalendar.covers(day) && day.isBefore(NyseCalendar.LAST_DAY.minusDays(10))) {
        return Optional.of(NyseCalendar.nextSession(day) + " 09:30:00");
      }
    } catch (DateTimeParseException notADate) {
      // The check of the column says so, with its line.
    }
    return Optional.empty();
  }

  /** Ends the reading. */
  void finish() {
    if (!afterHeader) {
      throw file.malformed(
          "it has no header; expected a line with Name, Ticker, Identifier, Weight, " + SHARES);
    }
    numbers.warn(rows);
    if (notes > 0) {
      rows.warn(
          (notes == 1 ? "1 line of notes is" : notes + " lines of notes are")
              + " left out, from line "
              + firstNote
              + " on");
    }
  }
}
