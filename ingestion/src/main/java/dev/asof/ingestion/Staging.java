package dev.asof.ingestion;

import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.QuarantinedRow;
import dev.asof.catalog.SourceSummary;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.SparkSession;

/** Brings the rows of files that are merged together into a stage, and audits them there. */
final class Staging {
  // Each time, rows stay out that passed with others beside them; a file that goes on like this
  // has more wrong with it than rows.
  private static final int MOST_ROUNDS = 5;

  /** The count of rows that stay out, in a snapshot's summary. */
  static final String QUARANTINED = "quarantined";

  /** The count of rows whose announcement was assumed, in a snapshot's summary. */
  static final String ASSUMED = "assumed";

  private static final int ID_CHARS = 16;

  private final Lake lake;
  private final SparkLocal spark;
  private final IngestRequest request;
  private final StagedFiles files;
  private final TableAudits audits;
  private final Map<Integer, List<AuditFinding>> leftOut = new HashMap<>();
  private int rounds;

  Staging(
      Lake lake, SparkLocal spark, IngestRequest request, StagedFiles files, AuditPolicy policy) {
    this.lake = lake;
    this.spark = spark;
    this.request = request;
    this.files = files;
    this.audits = policy.of(request.dataset().table());
  }

  /**
   * What was staged of a file.
   *
   * @param quarantined how many rows of the file stay out
   */
  record Staged(
      Map<String, Long> counts, List<String> warnings, AuditFindings findings, long quarantined) {}

  /**
   * Merges the rows into the stage and audits them.
   *
   * @return one for each file; empty when rows are left out from now on because of what was found;
   *     then the stage is to be discarded, and another one tried
   * @throws FilesRefused when files must stay out
   */
  Optional<List<Staged>> merge(Publisher publisher, Stage stage) {
    List<TableState> tables = lake.tables();
    long largest = tables.stream().mapToLong(TableState::rows).max().orElse(0);
    SparkSession session = spark.sessionFor(Math.max(largest, files.rows().count()));
    String staged = files.rows().show(session);
    try (Audit audit = new Audit(lake, session, stage, staged, files, audits, filled(tables));
        Merge merge = merge(session, stage, staged)) {
      List<Map<String, Long>> counts = merge.forecast();
      CommitMetadata.withCommitProperties(
          SourceSummary.properties(summaries(merge, counts)),
          () -> {
            merge.apply();
            return null;
          },
          RuntimeException.class);
      merge.audit(publisher.totals(stage));
      if (request.effect() == IngestRequest.Effect.MERGE) {
        audit.run();
      }
      refuseErrors(audit);
      if (leaveOut(audit)) {
        return Optional.empty();
      }
      return Optional.of(staged(merge, audit, counts));
    } finally {
      files.rows().hide(session);
    }
  }

  private List<Staged> staged(Merge merge, Audit audit, List<Map<String, Long>> counts) {
    SortedMap<Integer, List<AuditFinding>> found = files.byFile(audit.found());
    List<Staged> staged = new ArrayList<>();
    for (int file = 0; file < counts.size(); file++) {
      Reading reading = files.readings().get(file);
      List<String> warnings = new ArrayList<>(reading.intake().warnings());
      warnings.addAll(merge.warnings(file));
      if (file == 0) {
        warnings.addAll(audit.warnings());
      }
      staged.add(
          new Staged(
              counts.get(file),
              warnings,
              AuditFindings.of(all(file, found), file == 0 ? audit.more() : 0),
              reading.rejected().size()));
    }
    return staged;
  }

  private Merge merge(SparkSession session, Stage stage, String staged) {
    if (request.effect() == IngestRequest.Effect.DELETE) {
      return new KeyedDelete(session, stage, staged, files);
    }
    return request.dataset() == Dataset.FUND_HOLDINGS
        ? new HoldingsMerge(session, stage, staged, files)
        : new KeyedMerge(session, stage, staged, files);
  }

  private static Set<TableDefinition> filled(List<TableState> tables) {
    Set<TableDefinition> filled = EnumSet.noneOf(TableDefinition.class);
    tables.stream().filter(table -> table.rows() > 0).map(TableState::table).forEach(filled::add);
    return filled;
  }

  /** What was found in a file now, in earlier rounds, and by the checks of single rows. */
  private List<AuditFinding> all(int file, Map<Integer, List<AuditFinding>> found) {
    List<AuditFinding> all = new ArrayList<>(found.getOrDefault(file, List.of()));
    all.addAll(leftOut.getOrDefault(file, List.of()));
    files
        .readings()
        .get(file)
        .intake()
        .findings()
        .kept()
        .forEach(finding -> all.add(finding.as(Severity.REJECT)));
    return all;
  }

  /** Refuses the files in which there are errors, with all else that was found in each. */
  private void refuseErrors(Audit audit) {
    SortedMap<Integer, List<AuditFinding>> found = files.byFile(audit.found());
    Map<Integer, FileRefused> refused = new HashMap<>();
    found.forEach(
        (file, of) -> {
          if (of.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            refused.put(
                file, files.readings().get(file).refused(all(file, found), audit.more(), ""));
          }
        });
    if (!refused.isEmpty()) {
      throw new FilesRefused(refused);
    }
  }

  private boolean leaveOut(Audit audit) {
    SortedMap<Integer, List<AuditFinding>> found = files.byFile(audit.found());
    Map<Integer, FileRefused> refused = new HashMap<>();
    Map<Integer, List<AuditFinding>> rejected = new HashMap<>();
    found.forEach(
        (file, of) -> {
          Reading reading = files.readings().get(file);
          List<AuditFinding> rejects =
              of.stream().filter(finding -> finding.severity() == Severity.REJECT).toList();
          try {
            if (reading.leaveOut(rejects, all(file, found), audit.more())) {
              rejected.put(file, rejects);
            }
          } catch (FileRefused tooMany) {
            refused.put(file, tooMany);
          }
        });
    if (!refused.isEmpty()) {
      throw new FilesRefused(refused);
    }
    if (rejected.isEmpty()) {
      return false;
    }
    if (++rounds == MOST_ROUNDS) {
      rejected
          .keySet()
          .forEach(
              file ->
                  refused.put(
                      file,
                      files
                          .readings()
                          .get(file)
                          .refused(
                              all(file, found),
                              audit.more(),
                              "without the rejected rows, others are rejected again and again")));
      throw new FilesRefused(refused);
    }
    rejected.forEach(
        (file, rejects) ->
            leftOut.computeIfAbsent(file, unseen -> new ArrayList<>()).addAll(rejects));
    return true;
  }

  private List<SourceSummary> summaries(Merge merge, List<Map<String, Long>> counts) {
    List<SourceSummary> summaries = new ArrayList<>();
    for (int file = 0; file < counts.size(); file++) {
      summaries.add(summary(files.readings().get(file), merge.knownAt(file), counts.get(file)));
    }
    return summaries;
  }

  private SourceSummary summary(Reading reading, Instant knownAt, Map<String, Long> counts) {
    Optional<String> fund =
        files.rows().first() instanceof Holding holding
            ? Optional.of(holding.fund())
            : request.fund();
    SortedMap<String, Long> recorded = new TreeMap<>(counts);
    if (!reading.rejected().isEmpty()) {
      recorded.put(QUARANTINED, (long) reading.rejected().size());
    }
    if (reading.intake().assumed() > 0) {
      recorded.put(ASSUMED, reading.intake().assumed());
    }
    VendorFile file = reading.file();
    return new SourceSummary(
        new SourceFile(file.name(), file.sha256(), reading.count() + reading.repeated()),
        knownAt,
        fund,
        request.index(),
        request.exchange(),
        Optional.of(reading.format().id()),
        reading.symbols().map(SymbolSource::recorded),
        SourceIdentity.partition(request, file),
        request.reason(),
        recorded);
  }

  /**
   * Puts the rows that stay out into the quarantine, before the others are published: a crash in
   * between leaves rows there of a file whose repeated ingest completes.
   */
  void quarantine(Optional<PointInTime.Branch> branch) {
    if (request.effect() == IngestRequest.Effect.DELETE) {
      // Such a file is whole or not there.
      return;
    }
    Set<String> digests = new HashSet<>();
    List<QuarantinedRow> rows = new ArrayList<>();
    for (Reading reading : files.readings()) {
      // A file of corrected rows is whole or not there too.
      if (reading.intake().replay().ids().isEmpty()) {
        digests.add(reading.file().sha256());
        rows.addAll(quarantined(reading, branch));
      }
    }
    if (!digests.isEmpty()) {
      lake.quarantine()
          .record(request.dataset().id(), branch.map(PointInTime.Branch::name), digests, rows);
    }
  }

  private List<QuarantinedRow> quarantined(Reading reading, Optional<PointInTime.Branch> branch) {
    VendorFile file = reading.file();
    List<QuarantinedRow> rows = new ArrayList<>();
    Optional<String> target = branch.map(PointInTime.Branch::name);
    for (RejectedRow row : reading.rejected()) {
      AuditFinding finding = row.finding();
      rows.add(
          new QuarantinedRow(
              id(file, target, row.line()),
              request.dataset().id(),
              target,
              file.name(),
              file.sha256(),
              row.line(),
              finding.column(),
              finding.rule(),
              (finding.key().isEmpty() ? "" : finding.key() + ": ") + finding.value(),
              finding.limit(),
              RowTexts.write(row.texts()),
              request.fund(),
              request.index(),
              request.knownAt(),
              request.now(),
              QuarantinedRow.Status.OPEN,
              Optional.empty(),
              ""));
    }
    return rows;
  }

  private String id(VendorFile file, Optional<String> branch, long line) {
    String named =
        String.join(
            "\n", request.dataset().id(), branch.orElse(""), file.sha256(), Long.toString(line));
    return VendorFile.sha256(named).substring(0, ID_CHARS);
  }

  /** Says in the quarantine which rows were corrected by the files. */
  void settle() {
    for (Reading reading : files.readings()) {
      lake.quarantine()
          .settle(
              reading.intake().replay().ids(),
              QuarantinedRow.Status.REPLAYED,
              request.now(),
              reading.file().name() + " " + reading.file().sha256());
    }
  }

  /** What publishing the stage would change by each file. */
  List<IngestPreview> preview(Stage stage, List<Staged> staged) {
    SparkSession session = spark.sessionFor(files.rows().count());
    Map<Integer, List<RowChange>> changes;
    try {
      String shown = files.rows().show(session);
      changes = StageChanges.of(lake, session, stage, shown, files.rows().extent());
    } finally {
      files.rows().hide(session);
    }
    List<IngestPreview> previews = new ArrayList<>();
    for (int number = 0; number < staged.size(); number++) {
      VendorFile file = files.readings().get(number).file();
      Staged of = staged.get(number);
      previews.add(
          new IngestPreview(
              request.dataset(),
              file.name(),
              file.sha256(),
              false,
              of.counts(),
              of.quarantined(),
              of.warnings(),
              of.findings(),
              changes.getOrDefault(number, List.of())));
    }
    return previews;
  }
}
