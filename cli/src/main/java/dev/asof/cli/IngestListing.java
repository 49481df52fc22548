package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.ingestion.AuditFinding;
import dev.asof.ingestion.AuditFindings;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.FileRefused;
import dev.asof.ingestion.IngestPreview;
import dev.asof.ingestion.IngestReport;
import dev.asof.ingestion.RowChange;
import dev.asof.ingestion.Severity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What became of files, one row a file, with what was found in each and, when nothing was
 * published, what would change. For programs it is one array, whatever happened: a refused file
 * stands in it too.
 */
final class IngestListing {
  private record Entry(
      List<Object> row, String file, long quarantined, AuditFindings findings, Listing changes) {}

  private final List<Entry> entries = new ArrayList<>();
  private boolean branches;

  void add(IngestReport report) {
    branches |= report.branch().isPresent();
    add(
        Arrays.asList(
            report.dataset().table().tableName(),
            report.fileName(),
            report.alreadyApplied()
                ? "already there"
                : result(report.counts(), report.quarantined()),
            report.tag().map(Object::toString).orElse(null),
            report.branch().map(branch -> branch.name()).orElse(null),
            report.knownAt(),
            report.snapshotId()),
        report.quarantined(),
        report.findings(),
        List.of());
  }

  void add(IngestPreview preview) {
    add(
        Arrays.asList(
            preview.dataset().table().tableName(),
            preview.fileName(),
            "dry run: "
                + (preview.alreadyApplied()
                    ? "already there"
                    : result(preview.counts(), preview.quarantined())),
            null,
            null,
            null,
            null),
        preview.quarantined(),
        preview.findings(),
        preview.changes());
  }

  /** A file that stays out, whether its rows were looked at or it could not be read at all. */
  void add(Dataset dataset, String file, AsOfException refused) {
    AuditFindings findings =
        refused instanceof FileRefused found
            ? found.findings()
            : new AuditFindings(
                List.of(
                    new AuditFinding(
                        Severity.ERROR,
                        refused.code().id(),
                        OptionalLong.empty(),
                        "",
                        "",
                        "",
                        refused.getMessage())),
                0);
    add(
        Arrays.asList(dataset.table().tableName(), file, "refused", null, null, null, null),
        0,
        findings,
        List.of());
  }

  /** A file that is in order, but stays out because another one does. */
  void addNotApplied(Dataset dataset, String file) {
    add(
        Arrays.asList(dataset.table().tableName(), file, "not applied", null, null, null, null),
        0,
        AuditFindings.NONE,
        List.of());
  }

  private void add(
      List<Object> row, long quarantined, AuditFindings findings, List<RowChange> changes) {
    entries.add(new Entry(row, (String) row.get(1), quarantined, findings, changes(changes)));
  }

  private static Listing changes(List<RowChange> changes) {
    Listing rows = new Listing(List.of("change", "key", "column", "before", "after"));
    changes.forEach(
        change ->
            rows.add(
                List.of(
                    change.change(),
                    change.key(),
                    change.column(),
                    change.before(),
                    change.after())));
    return rows;
  }

  private static String result(Map<String, Long> counts, long quarantined) {
    String result =
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return quarantined == 0 ? result : result + ", " + quarantined + " quarantined";
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The files alone. */
  Listing files() {
    List<String> columns =
        new ArrayList<>(
            List.of("table", "file", "result", "tag", "branch", "known_at", "snapshot"));
    int branch = columns.indexOf("branch");
    if (!branches) {
      columns.remove(branch);
    }
    Listing files = new Listing(columns);
    for (Entry entry : entries) {
      List<Object> row = new ArrayList<>(entry.row());
      if (!branches) {
        row.remove(branch);
      }
      files.add(row);
    }
    return files;
  }

  private static Listing findings(AuditFindings findings) {
    Listing rows =
        new Listing(List.of("severity", "rule", "line", "column", "key", "value", "limit"));
    for (AuditFinding finding : findings.worst()) {
      rows.add(
          Arrays.asList(
              finding.severity(),
              finding.rule(),
              finding.line().isPresent() ? number(finding.line()) : null,
              finding.column(),
              finding.key(),
              finding.value(),
              finding.limit()));
    }
    return rows;
  }

  private static Long number(OptionalLong line) {
    return line.getAsLong();
  }

  private Listing all() {
    Listing all =
        new Listing(
            List.of(
                "table",
                "file",
                "result",
                "tag",
                "branch",
                "known_at",
                "snapshot",
                "quarantined",
                "findings",
                "more_findings",
                "changes"));
    for (Entry entry : entries) {
      List<Object> row = new ArrayList<>(entry.row());
      row.add(entry.quarantined());
      row.add(findings(entry.findings()));
      row.add(entry.findings().more());
      row.add(entry.changes());
      all.add(row);
    }
    return all;
  }

  /** Prints all; where rows are CSV, findings and changes go to the other stream. */
  void print(PrintStream out, PrintStream err, ListingOptions.Format format) {
    switch (format) {
      case JSON -> all().print(out, format);
      case CSV -> {
        files().print(out, format);
        printDetails(err);
      }
      case TABLE -> {
        files().print(out, format);
        printDetails(out);
      }
    }
  }

  private void printDetails(PrintStream print) {
    Listings details = new Listings();
    for (Entry entry : entries) {
      String more =
          entry.findings().more() == 0 ? "" : ", and " + entry.findings().more() + " more";
      details.add("changes", "First changes by " + entry.file(), entry.changes());
      details.add("findings", "Found in " + entry.file() + more, findings(entry.findings()));
    }
    details.printTables(print);
  }
}
