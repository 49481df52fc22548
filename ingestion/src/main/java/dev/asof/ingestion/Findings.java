package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong with one file. Keeps the first thousand findings and the number of all, and the
 * texts of their rows while they are no longer than some millions of characters together.
 */
final class Findings {
  private static final int KEPT = 1000;
  private static final long MOST_TEXT_CHARS = 10_000_000;

  private final String fileName;
  private final List<Finding> kept = new ArrayList<>();
  private long count;
  private long textChars;

  Findings(String fileName) {
    this.fileName = fileName;
  }

  void add(Finding finding) {
    if (kept.size() < KEPT) {
      textChars += finding.texts().values().stream().mapToLong(String::length).sum();
      kept.add(textChars > MOST_TEXT_CHARS ? finding.withoutTexts() : finding);
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

  /** Those that are kept, in the order in which they were found. */
  List<Finding> kept() {
    return kept;
  }

  /** Throws for the first finding, saying how many more there are; does nothing without one. */
  void throwIfAny(Dataset dataset) {
    if (count > 0) {
      throw refused(dataset, Severity.ERROR, List.of(), "");
    }
  }

  /**
   * That the file stays out because of what was found.
   *
   * @param severity what each finding here counts as
   * @param others what else was found
   * @param because what else to say; empty when the findings say it all
   */
  FileRefused refused(
      Dataset dataset, Severity severity, List<AuditFinding> others, String because) {
    List<AuditFinding> found = new ArrayList<>(others);
    kept.forEach(finding -> found.add(finding.as(severity)));
    Finding first = kept.stream().min(Comparator.comparingLong(Finding::line)).orElseThrow();
    return FileRefused.of(
        first.code(), dataset, fileName, AuditFindings.of(found, count - kept.size()), because);
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
