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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.SparkSession;

/** Brings one file's rows into a stage, and audits them there. */
final class Staging {
  // Each time, rows stay out that passed with others beside them; a file that goes on like this
  // has more wrong with it than rows.
  private static final int MOST_ROUNDS = 5;

  /** The count of rows that stay out, in a snapshot's summary. */
  static final String QUARANTINED = "quarantined";

  private static final int ID_CHARS = 16;

  private final Lake lake;
  private final SparkLocal spark;
  private final IngestRequest request;
  private final VendorFile file;
  private final Reading reading;
  private final TableAudits audits;
  private final List<AuditFinding> leftOut = new ArrayList<>();
  private int rounds;

  Staging(
      Lake lake,
      SparkLocal spark,
      IngestRequest request,
      VendorFile file,
      Reading reading,
      AuditPolicy policy) {
    this.lake = lake;
    this.spark = spark;
    this.request = request;
    this.file = file;
    this.reading = reading;
    this.audits = policy.of(request.dataset().table());
  }

  /**
   * What was staged.
   *
   * @param quarantined how many rows of the file stay out
   */
  record Staged(
      Map<String, Long> counts, List<String> warnings, AuditFindings findings, long quarantined) {}

  /**
   * Merges the rows into the stage and audits them.
   *
   * @return empty when rows are left out from now on because of what was found; then the stage is
   *     to be discarded, and another one tried
   * @throws FileRefused when the file must stay out
   */
  Optional<Staged> merge(Publisher publisher, Stage stage) {
    List<TableState> tables = lake.tables();
    long largest = tables.stream().mapToLong(TableState::rows).max().orElse(0);
    SparkSession session = spark.sessionFor(Math.max(largest, reading.rows().count()));
    String staged = reading.rows().show(session);
    try (Audit audit = new Audit(session, stage, staged, reading.rows(), audits, filled(tables));
        Merge merge = merge(session, stage, staged)) {
      Map<String, Long> counts = merge.forecast();
      CommitMetadata.withCommitProperties(
          summary(merge.knownAt(), counts).properties(),
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
      List<String> warnings = new ArrayList<>(reading.intake().warnings());
      warnings.addAll(merge.warnings());
      warnings.addAll(audit.warnings());
      return Optional.of(
          new Staged(
              counts,
              warnings,
              AuditFindings.of(all(audit), audit.more()),
              reading.rejected().size()));
    } finally {
      reading.rows().hide(session);
    }
  }

  private Merge merge(SparkSession session, Stage stage, String staged) {
    if (request.effect() == IngestRequest.Effect.DELETE) {
      return new KeyedDelete(session, stage, staged, reading);
    }
    return request.dataset() == Dataset.FUND_HOLDINGS
        ? new HoldingsMerge(session, stage, staged, reading)
        : new KeyedMerge(session, stage, staged, reading);
  }

  private static Set<TableDefinition> filled(List<TableState> tables) {
    Set<TableDefinition> filled = EnumSet.noneOf(TableDefinition.class);
    tables.stream().filter(table -> table.rows() > 0).map(TableState::table).forEach(filled::add);
    return filled;
  }

  /** What was found now, in earlier rounds, and by the checks of single rows. */
  private List<AuditFinding> all(Audit audit) {
    List<AuditFinding> all = new ArrayList<>(audit.found());
    all.addAll(leftOut);
    reading.intake().findings().kept().forEach(finding -> all.add(finding.as(Severity.REJECT)));
    return all;
  }

  private void refuseErrors(Audit audit) {
    if (audit.found().stream().anyMatch(found -> found.severity() == Severity.ERROR)) {
      throw reading.refused(all(audit), audit.more(), "");
    }
  }

  private boolean leaveOut(Audit audit) {
    List<AuditFinding> rejected =
        audit.found().stream().filter(found -> found.severity() == Severity.REJECT).toList();
    if (!reading.leaveOut(rejected, all(audit), audit.more())) {
      return false;
    }
    if (++rounds == MOST_ROUNDS) {
      throw reading.refused(
          all(audit),
          audit.more(),
          "without the rejected rows, others are rejected again and again");
    }
    leftOut.addAll(rejected);
    return true;
  }

  private SourceSummary summary(Instant knownAt, Map<String, Long> counts) {
    Optional<String> fund =
        reading.rows().first() instanceof Holding holding
            ? Optional.of(holding.fund())
            : request.fund();
    SortedMap<String, Long> recorded = new TreeMap<>(counts);
    if (!reading.rejected().isEmpty()) {
      recorded.put(QUARANTINED, (long) reading.rejected().size());
    }
    return new SourceSummary(
        new SourceFile(file.name(), file.sha256(), reading.rows().count()),
        knownAt,
        fund,
        request.index(),
        request.exchange(),
        Optional.of(reading.format().id()),
        reading.symbols().map(SymbolSource::recorded),
        request.reason(),
        recorded);
  }

  /**
   * Puts the rows that stay out into the quarantine, before the others are published: a crash in
   * between leaves rows there of a file whose repeated ingest completes.
   */
  void quarantine(Optional<PointInTime.Branch> branch) {
    if (request.effect() == IngestRequest.Effect.DELETE
        || !reading.intake().replay().ids().isEmpty()) {
      // Such a file is whole or not there.
      return;
    }
    List<QuarantinedRow> rows = new ArrayList<>();
    Optional<String> target = branch.map(PointInTime.Branch::name);
    for (RejectedRow row : reading.rejected()) {
      AuditFinding finding = row.finding();
      rows.add(
          new QuarantinedRow(
              id(target, row.line()),
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
    lake.quarantine().record(request.dataset().id(), target, file.sha256(), rows);
  }

  private String id(Optional<String> branch, long line) {
    String named =
        String.join(
            "\n", request.dataset().id(), branch.orElse(""), file.sha256(), Long.toString(line));
    return VendorFile.sha256(named).substring(0, ID_CHARS);
  }

  /** Says in the quarantine which rows were corrected by the file. */
  void settle() {
    lake.quarantine()
        .settle(
            reading.intake().replay().ids(),
            QuarantinedRow.Status.REPLAYED,
            request.now(),
            file.name() + " " + file.sha256());
  }

  /** What publishing the stage would change. */
  IngestPreview preview(Stage stage, Staged staged) {
    SparkSession session = spark.sessionFor(reading.rows().count());
    return new IngestPreview(
        request.dataset(),
        file.name(),
        file.sha256(),
        false,
        staged.counts(),
        staged.quarantined(),
        staged.warnings(),
        staged.findings(),
        StageChanges.of(session, stage, reading.rows().extent()));
  }
}
