package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/** What is wrong with one file. Keeps the first finding and the number of all. */
final class Findings {
  private final String fileName;
  private Finding first;
  private long count;

  Findings(String fileName) {
    this.fileName = fileName;
  }

  void add(Finding finding) {
    if (first == null) {
      first = finding;
    }
    count++;
  }

  long count() {
    return count;
  }

  /** Throws for the first finding, saying how many more there are; does nothing without one. */
  void throwIfAny() {
    if (first == null) {
      return;
    }
    String column = first.column().isEmpty() ? "" : ", column " + first.column();
    String more = count == 1 ? "" : " (and " + (count - 1) + " more)";
    throw new AsOfException(
        first.code(),
        "Cannot ingest "
            + fileName
            + ", line "
            + first.line()
            + column
            + ": "
            + first.problem()
            + more);
  }

  /** A fault of the file as a whole, after which it can't be read on. */
  static AsOfException malformed(String fileName, String problem) {
    return new AsOfException(
        ErrorCode.FILE_MALFORMED, "Cannot ingest " + fileName + ": " + problem);
  }

  /** A fault at a line, after which the file can't be read on. */
  static AsOfException malformed(String fileName, long line, String problem, Throwable cause) {
    return new AsOfException(
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest " + fileName + ", line " + line + ": " + problem,
        cause);
  }
}
