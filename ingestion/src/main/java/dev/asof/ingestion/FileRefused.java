package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/** A file stays out because of what was found in it; main, tags and data files are as before. */
public final class FileRefused extends AsOfException {
  private static final long serialVersionUID = 1L;

  private final transient Dataset dataset;
  private final String fileName;
  private final transient AuditFindings findings;

  private FileRefused(
      ErrorCode code, Dataset dataset, String fileName, AuditFindings findings, String message) {
    super(code, message);
    this.dataset = dataset;
    this.fileName = fileName;
    this.findings = findings;
  }

  /**
   * Because of these findings, of which the message names the worst.
   *
   * @param code what kind of fault the worst is
   * @param because what else to say; empty when the findings say it all
   */
  static FileRefused of(
      ErrorCode code, Dataset dataset, String fileName, AuditFindings findings, String because) {
    return new FileRefused(
        code,
        dataset,
        fileName,
        findings,
        "Cannot ingest "
            + fileName
            + findings.worst().get(0).words()
            + (findings.count() == 1 ? "" : " (and " + (findings.count() - 1) + " more)")
            + (because.isEmpty() ? "" : "; " + because));
  }

  /** What the file was to be. */
  public Dataset dataset() {
    return dataset;
  }

  /** Its name without the folder. */
  public String fileName() {
    return fileName;
  }

  /** All that was found. */
  public AuditFindings findings() {
    return findings;
  }
}
