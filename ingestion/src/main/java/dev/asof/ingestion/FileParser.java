package dev.asof.ingestion;

/**
 * Reads one kind of vendor file. A new vendor is a new implementation, listed in its {@link
 * Dataset}.
 *
 * @param <R> the rows that it reads
 */
interface FileParser<R extends DataRow> {
  /** Which files it reads and with what columns, one line for a reader. */
  String accepts();

  /** The ending of the names of its files, in lower case with the dot. */
  String extension();

  /** Hands each good row and each fault to the intake. */
  void parse(VendorFile file, Intake<R> intake);
}
