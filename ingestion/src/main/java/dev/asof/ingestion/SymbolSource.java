package dev.asof.ingestion;

import java.util.Locale;

/**
 * Where the symbols of a file's rows come from when the file has no column {@code symbol}.
 *
 * @param origin the kind of place
 * @param text the symbol that the file is named by, or the column's name in lower case
 */
public record SymbolSource(Origin origin, String text) {
  /** The kinds of places that symbols come from. */
  public enum Origin {
    /** The file's name is the symbol of all rows. */
    NAME,
    /** A column of another name, for example {@code ticker}, holds the symbols. */
    COLUMN
  }

  /** The file's name is this symbol. */
  public static SymbolSource ofName(String symbol) {
    return new SymbolSource(Origin.NAME, symbol);
  }

  /** A column of this name holds the symbols. */
  public static SymbolSource ofColumn(String column) {
    return new SymbolSource(Origin.COLUMN, column.toLowerCase(Locale.ROOT));
  }

  /** How a snapshot's summary records it, for example {@code name PENN}. */
  String recorded() {
    return origin.name().toLowerCase(Locale.ROOT) + " " + text;
  }
}
