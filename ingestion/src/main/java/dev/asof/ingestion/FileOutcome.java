package dev.asof.ingestion;

import dev.asof.api.AsOfException;

/** What became of one file of several. */
public sealed interface FileOutcome {
  /**
   * The lake holds the file, by this ingest or an earlier one.
   *
   * @param report what was done
   */
  record Applied(IngestReport report) implements FileOutcome {}

  /**
   * The file would be applied; nothing was published.
   *
   * @param preview what would be done
   */
  record Previewed(IngestPreview preview) implements FileOutcome {}

  /**
   * The file stays out because of its content.
   *
   * @param fileName its name
   * @param because what is wrong; a {@link FileRefused} where single rows were looked at
   */
  record Refused(String fileName, AsOfException because) implements FileOutcome {}

  /**
   * Nothing is wrong with the file as far as it was looked at; it stays out because of another one.
   *
   * @param fileName its name
   */
  record NotApplied(String fileName) implements FileOutcome {}
}
