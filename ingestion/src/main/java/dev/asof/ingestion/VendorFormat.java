package dev.asof.ingestion;

import java.util.Optional;

/**
 * One format of a vendor's files. It finds the rows, the line on which each begins and the text of
 * each column, under the dataset's names; what the texts must be is the dataset's matter, so that
 * every vendor's rows pass the same checks.
 */
public interface VendorFormat {
  /** Its name on a command line, for example {@code ssga-holdings-xlsx}. */
  String id();

  /** What its files hold. */
  Dataset dataset();

  /** Which files it reads and with what columns, one line for a reader. */
  String accepts();

  /** Whether a file is one of these, by its name and its first bytes. */
  boolean recognises(FileHead head);

  /**
   * Where the rows' symbols come from when the file has no column {@code symbol}; empty when it has
   * one, or rows have no symbols. The same bytes under another name are other rows where the name
   * is the symbol, so that this is recorded with the file.
   *
   * @throws dev.asof.api.AsOfException with FILE_MALFORMED when nothing tells the symbol
   */
  default Optional<SymbolSource> symbols(VendorFile file) {
    return Optional.empty();
  }

  /**
   * Hands over each row, in the order of the file.
   *
   * @throws dev.asof.api.AsOfException with FILE_MALFORMED when it can't be read to its end; {@link
   *     VendorFile#malformed} makes it
   */
  void read(VendorFile file, RowSink rows);
}
