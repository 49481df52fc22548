package dev.asof.cli;

import dev.asof.ingestion.IngestReport;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How ingestion reports are listed, one row a file. */
final class IngestListing {
  private IngestListing() {}

  static Listing create() {
    return new Listing(List.of("table", "file", "result", "tag", "known_at", "snapshot"));
  }

  static void add(Listing listing, IngestReport report) {
    listing.add(
        Arrays.asList(
            report.dataset().table().tableName(),
            report.fileName(),
            result(report),
            report.tag().map(Object::toString).orElse(null),
            report.knownAt(),
            report.snapshotId()));
  }

  private static String result(IngestReport report) {
    if (report.alreadyApplied()) {
      return "already there";
    }
    return report.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
