package dev.asof.ingestion;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ingest would do.
 *
 * @param dataset what the file holds
 * @param fileName its name without the folder
 * @param sha256 of its bytes, 64 lower-case hex digits
 * @param alreadyApplied whether the lake holds the file, so that no row would be touched
 * @param counts rows by what the file would do to them, as in {@link IngestReport}
 * @param quarantined rows of the file that would stay out
 * @param warnings what the person who ingests should know, one line each
 * @param findings what the audits found
 * @param changes the first changed rows: those that are updated, then inserted, then deleted, each
 *     in the order of their keys
 */
public record IngestPreview(
    Dataset dataset,
    String fileName,
    String sha256,
    boolean alreadyApplied,
    Map<String, Long> counts,
    long quarantined,
    List<String> warnings,
    AuditFindings findings,
    List<RowChange> changes) {
  /** Copies the collections. */
  public IngestPreview {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    warnings = List.copyOf(warnings);
    changes = List.copyOf(changes);
  }

  static IngestPreview ofNothing(Dataset dataset, VendorFile file) {
    return new IngestPreview(
        dataset,
        file.name(),
        file.sha256(),
        true,
        Map.of(),
        0,
        List.of(),
        AuditFindings.NONE,
        List.of());
  }
}
