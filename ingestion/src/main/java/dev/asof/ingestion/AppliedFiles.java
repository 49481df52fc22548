package dev.asof.ingestion;

import dev.asof.catalog.AppliedSource;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.SourceSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that what is published to holds already, as they were looked up once. */
final class AppliedFiles {
  private final VendorFormats formats;
  private final Map<String, List<AppliedSource>> sources;

  private AppliedFiles(VendorFormats formats, Map<String, List<AppliedSource>> sources) {
    this.formats = formats;
    this.sources = sources;
  }

  /** Looks them up in the history. */
  static AppliedFiles of(Publisher publisher, VendorFormats formats) {
    return new AppliedFiles(formats, publisher.sources());
  }

  private List<AppliedSource> sameBytes(VendorFile file) {
    return sources.getOrDefault(file.sha256(), List.of());
  }

  /**
   * A file that was applied in the way in which it is asked for now.
   *
   * @throws dev.asof.api.AsOfException as {@link SourceIdentity#of}
   */
  Optional<AppliedSource> find(IngestRequest request, VendorFile file) {
    List<AppliedSource> sameBytes = sameBytes(file);
    return sameBytes.isEmpty()
        ? Optional.empty()
        : SourceIdentity.of(request, file, formats).findIn(sameBytes);
  }

  /** What to say of a file that was applied in other ways only. */
  List<String> warnings(IngestRequest request, VendorFile file) {
    return SourceIdentity.warnings(request.effect(), sameBytes(file));
  }

  /** What was done when the file was applied. */
  static Staging.Staged staged(IngestRequest request, AppliedSource applied) {
    List<String> warnings = new ArrayList<>();
    request
        .knownAt()
        .filter(given -> !given.equals(applied.source().knownAt()))
        .ifPresent(
            given ->
                warnings.add(
                    "--known-at "
                        + given
                        + " was left out: the file was applied before, as known at "
                        + applied.source().knownAt()));
    if (request.unknownAnnouncement().equals(Optional.of(UnknownAnnouncement.EFFECTIVE_OPEN))
        && !applied.source().counts().containsKey(Staging.ASSUMED)) {
      warnings.add(
          "--unknown-announcement "
              + UnknownAnnouncement.EFFECTIVE_OPEN.id()
              + " was left out: the file was applied before without it, or has no blanks; to read it"
              + " anew, roll that back first");
    }
    if (applied.source().format().isEmpty()) {
      request
          .format()
          .ifPresent(
              format ->
                  warnings.add(
                      "--read-as "
                          + format
                          + " was left out: the file was applied before, by a version that did not"
                          + " record its format"));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> kinds =
        request.effect() == IngestRequest.Effect.DELETE
            ? List.of(SourceSummary.DELETED)
            : request.dataset().counts();
    for (String kind : kinds) {
      counts.put(kind, applied.source().counts().getOrDefault(kind, 0L));
    }
    return new Staging.Staged(
        counts,
        warnings,
        AuditFindings.NONE,
        applied.source().counts().getOrDefault(Staging.QUARANTINED, 0L));
  }
}
