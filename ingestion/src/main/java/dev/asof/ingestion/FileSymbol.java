package dev.asof.ingestion;

import java.util.Optional;
import java.util.regex.Pattern;

/** The symbol that a file of one symbol is named by, for example {@code PENN.parquet}. */
final class FileSymbol {
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9.^_-]{0,14}");

  private FileSymbol() {}

  /**
   * The symbol that the folders around the file say, or else its name without its endings.
   *
   * @param ending of the format, for example {@code .csv}
   * @throws dev.asof.api.AsOfException with FILE_MALFORMED when that can't be a symbol
   */
  static String of(VendorFile file, String ending) {
    if (file.folders().has(SymbolColumn.SYMBOL)) {
      return file.folders().text(SymbolColumn.SYMBOL);
    }
    return in(file.name())
        .orElseThrow(
            () ->
                file.malformed(
                    1,
                    "column symbol is missing, and "
                        + OneLine.quoted(withoutEnding(file.name()))
                        + " in the file's name can't be one; expected a column symbol, or a name in"
                        + " capitals such as PENN"
                        + ending));
  }

  /** The symbol that a file of this name is named by; empty when it can't be one. */
  static Optional<String> in(String fileName) {
    return Optional.of(withoutEnding(fileName)).filter(symbol -> SYMBOL.matcher(symbol).matches());
  }

  private static String withoutEnding(String fileName) {
    String plain = VendorFile.plainName(fileName);
    int dot = plain.lastIndexOf('.');
    return dot < 0 ? plain : plain.substring(0, dot);
  }
}
