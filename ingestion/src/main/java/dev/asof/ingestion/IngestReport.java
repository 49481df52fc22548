package dev.asof.ingestion;

import dev.asof.api.PointInTime;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ingest did.
 *
 * @param dataset what the file held
 * @param fileName its name without the folder
 * @param sha256 of its bytes, 64 lower-case hex digits
 * @param alreadyApplied whether the lake held the file before, so that no row was touched
 * @param snapshotId the snapshot that holds the file's rows: the one that the tag names when there
 *     is a tag
 * @param tag the tag that was asked for
 * @param branch the research branch that the file went to; empty when it was published
 * @param knownAt that snapshot's knowledge time: the latest {@code known_at} that it holds
 * @param counts rows by what the file did to them, in reading order: {@code new}, {@code
 *     unchanged}, {@code expired} for holdings, {@code inserted}, {@code updated}, {@code
 *     unchanged} for the others
 * @param quarantined rows of the file that stayed out and lie in the quarantine
 * @param warnings what the person who ingests should know, one line each
 * @param findings what the audits found, which kept only rows out; nothing when the lake held the
 *     file before
 */
public record IngestReport(
    Dataset dataset,
    String fileName,
    String sha256,
    boolean alreadyApplied,
    long snapshotId,
    Optional<PointInTime.Tag> tag,
    Optional<PointInTime.Branch> branch,
    Instant knownAt,
    Map<String, Long> counts,
    long quarantined,
    List<String> warnings,
    AuditFindings findings) {
  /** Copies the collections. */
  public IngestReport {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    warnings = List.copyOf(warnings);
  }
}
