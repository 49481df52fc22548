package dev.asof.ingestion;

import java.util.regex.Pattern;

/** The symbol that a file of one symbol is named by, for example {@code PENN.parquet}. */
final class FileSymbol {
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9.^_-]{0,14}");

  private FileSymbol() {}

  /**
   * The file's name without its endings.
   *
   * @param ending of the format, for example {@code .csv}
   * @throws dev.asof.api.AsOfException with FILE_MALFORMED when that can't be a symbol
   */
  static String of(VendorFile file, String ending) {
    String name = file.plainName();
    String symbol = name.substring(0, name.length() - ending.length());
    if (!SYMBOL.matcher(symbol).matches()) {
      throw file.malformed(
          1,
          "column symbol is missing, and "
              + OneLine.quoted(symbol)
              + " in the file's name can't be one; expected a column symbol, or a name in capitals"
              + " such as PENN"
              + ending);
    }
    return symbol;
  }
}
