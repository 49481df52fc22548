package dev.asof.ingestion;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The column of a file of bars that holds the symbols. Sharadar and Polygon call it {@code ticker},
 * EODHD {@code code}, Kaggle's collections {@code Name}: one of these is read as the symbol where
 * no column has that name, the first of {@link #ALIASES} that is there.
 */
final class SymbolColumn {
  static final String SYMBOL = "symbol";
  static final List<String> ALIASES = List.of("ticker", "sym", "code", "name");

  private SymbolColumn() {}

  /** The names in the first line of a CSV file. */
  static List<String> header(FileHead head) {
    return Arrays.stream(head.firstLine().split(",", -1))
        .map(String::strip)
        .map(name -> name.length() > 1 && name.startsWith("\"") ? unquoted(name) : name)
        .toList();
  }

  private static String unquoted(String name) {
    return name.substring(1, name.endsWith("\"") ? name.length() - 1 : name.length()).strip();
  }

  /** Whether a column has this name, in any case. */
  static boolean isAmong(Collection<String> header, String column) {
    return header.stream().anyMatch(column::equalsIgnoreCase);
  }

  /**
   * The column that is read as the symbol, as the file writes it; empty when a column {@code
   * symbol} is there, or none of the others.
   */
  static Optional<String> alias(Collection<String> header) {
    if (isAmong(header, SYMBOL)) {
      return Optional.empty();
    }
    return ALIASES.stream()
        .flatMap(alias -> header.stream().filter(alias::equalsIgnoreCase))
        .findFirst();
  }

  /** Where the symbols of a file without a column {@code symbol} come from. */
  static SymbolSource source(Collection<String> header, VendorFile file, String ending) {
    return alias(header)
        .map(SymbolSource::ofColumn)
        .orElseGet(() -> SymbolSource.ofName(FileSymbol.of(file, ending)));
  }

  /**
   * Refuses a company's name, which other vendors' column {@code name} holds.
   *
   * @return whether the row's symbol can be one
   */
  static boolean check(SymbolSource source, RawRow row, RowSink rows) {
    String symbol = row.text(SYMBOL);
    if (!source.equals(SymbolSource.ofColumn("name")) || symbol.indexOf(' ') < 0) {
      return true;
    }
    rows.reject(
        row.line(),
        SYMBOL,
        OneLine.quoted(symbol)
            + " can't be a symbol; column name is read as the symbol where no column symbol, ticker,"
            + " sym or code is there",
        symbol);
    return false;
  }

  /** The columns as vendors call them, for a reader. */
  static String aliases() {
    return String.join(", ", ALIASES.subList(0, ALIASES.size() - 1))
        + " or "
        + ALIASES.get(ALIASES.size() - 1).toLowerCase(Locale.ROOT);
  }
}
