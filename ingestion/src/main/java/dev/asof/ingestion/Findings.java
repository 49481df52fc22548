package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one file. Keeps the first thousand findings and the number of all. */
final class Findings {
  private static final int KEPT = 1000;

  private final String fileName;
  private final List<Finding> kept = new ArrayList<>();
  private long count;

  Findings(String fileName) {
    this.fileName = fileName;
  }

  void add(Finding finding) {
    if (kept.size() < KEPT) {
      kept.add(finding);
    }
    count++;
  }

  /** Counts findings that are not kept. */
  void countMore(long more) {
    count += more;
  }

  long count() {
    return count;
  }

  /** Throws for the first finding, saying how many more there are; does nothing without one. */
  void throwIfAny() {
    if (count == 0) {
      return;
    }
    Finding first = kept.stream().min(Comparator.comparingLong(Finding::line)).orElseThrow();
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
