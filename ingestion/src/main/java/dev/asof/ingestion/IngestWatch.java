package dev.asof.ingestion;

/** Is told how far an ingest of several files is. Calls come from the thread that ingests. */
public interface IngestWatch {
  /**
   * Files were looked up: their bytes have a digest, which the lake may know.
   *
   * @param done how many, 1 or more
   * @param of how many there are
   */
  default void lookedUp(int done, int of) {}

  /**
   * Files were read or turned out to be there; merging begins when all of a batch are.
   *
   * @param done how many, 1 or more
   * @param of how many there are
   */
  void read(int done, int of);

  /** It is settled what became of a file. Files are settled in the order in which they came. */
  void settled(FileOutcome outcome);
}
