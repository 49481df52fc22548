package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.AppliedSource;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PublishOutcome;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.SourceSummary;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.spark.sql.SparkSession;

/**
 * Brings vendors' files into a lake, and answers SQL about it. Spark starts when it is first
 * needed: not for a file that the lake holds already, and not for one that fails its checks.
 *
 * <p>It is long because it holds the order of an ingest in one place, with each way in which it can
 * end.
 *
 * <p>One thread at a time uses an instance; several instances and processes may work on one lake.
 */
public final class Ingestion implements AutoCloseable {
  private static final int ATTEMPTS = 8;

  private final Lake lake;
  private final VendorFormats formats;
  private final AuditPolicy audits;
  private final SparkLocal spark;

  private Ingestion(Lake lake, VendorFormats formats, AuditPolicy audits) {
    this.lake = lake;
    this.formats = formats;
    this.audits = audits;
    this.spark = new SparkLocal(lake);
  }

  /** Works on a lake, which stays open when this is closed. */
  public static Ingestion open(Lake lake) {
    return open(lake, VendorFormats.load(Ingestion.class.getClassLoader()));
  }

  /** The same with the formats of more vendors. */
  public static Ingestion open(Lake lake, VendorFormats formats) {
    return open(lake, formats, AuditPolicy.NONE);
  }

  /** The same with rules that each file is held against before it is published. */
  public static Ingestion open(Lake lake, VendorFormats formats, AuditPolicy audits) {
    return new Ingestion(lake, formats, audits);
  }

  /**
   * Applies a file and publishes it in one commit, with the tag. Readers see all of it or nothing.
   *
   * <p>A file that main's history holds already changes no row. Its tag, if it is free, goes to
   * main's head, which so gets a name for a table without news; a tag that exists already and holds
   * the file is left alone, so that repeating an ingest is harmless.
   *
   * @throws AsOfException FILE_MISSING, USAGE or TAG_EXISTS for a request that can't be; {@link
   *     ErrorCode#FILE_MALFORMED}, ROW_INVALID, KEY_DUPLICATE, AUDIT_REFUSED or PERIOD_STALE for a
   *     file that must stay out, and then main, tags and data files are as before, those that have
   *     findings as a {@link FileRefused}; SQL_INVALID for a rule that can't be run;
   *     PUBLISH_CONFLICT when others published first again and again; COMMIT_UNKNOWN when the
   *     outcome can't be found out
   */
  public IngestReport ingest(IngestRequest request) {
    return ingest(request, lake.publisher(request.dataset().table()), Optional.empty());
  }

  /**
   * Applies a file to a research branch instead of main: whole or not at all, as there. Main and
   * tags stay as they are. Whether the file was applied before is asked of the branch's own
   * history.
   *
   * @throws AsOfException as {@link #ingest}; TAG_MISSING when the table has no such branch; USAGE
   *     when the request has a tag
   */
  public IngestReport ingestTo(PointInTime.Branch branch, IngestRequest request) {
    return ingest(request, publisher(branch, request), Optional.of(branch));
  }

  /**
   * Does all that {@link #ingest} does but for publishing: main, tags and the quarantine stay as
   * they are.
   *
   * @throws AsOfException as {@link #ingest}
   */
  public IngestPreview preview(IngestRequest request) {
    return preview(request, lake.publisher(request.dataset().table()), Optional.empty());
  }

  /**
   * Does all that {@link #ingestTo} does but for changing the branch.
   *
   * @throws AsOfException as {@link #ingestTo}
   */
  public IngestPreview previewTo(PointInTime.Branch branch, IngestRequest request) {
    return preview(request, publisher(branch, request), Optional.of(branch));
  }

  private Publisher publisher(PointInTime.Branch branch, IngestRequest request) {
    if (request.tag().isPresent()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --tag "
              + request.tag().get()
              + " with --branch "
              + branch.name()
              + ": a research branch moves, and only what is published to main is tagged");
    }
    lake.resolve(request.dataset().table(), branch);
    return lake.publisher(request.dataset().table(), branch);
  }

  private IngestPreview preview(
      IngestRequest request, Publisher publisher, Optional<PointInTime.Branch> branch) {
    VendorFile file = VendorFile.of(request.file());
    List<AppliedSource> sameBytes = publisher.findSources(file.sha256());
    if (applied(publisher, request, file, sameBytes).isPresent()) {
      return IngestPreview.ofNothing(request.dataset(), file);
    }
    try (Reading reading = read(request, file, branch)) {
      SourceIdentity.warnings(request.effect(), sameBytes).forEach(reading.intake()::warn);
      Staging staging = new Staging(lake, spark, request, file, reading, audits);
      while (true) {
        Stage stage = publisher.stage();
        IngestPreview preview = null;
        try {
          Optional<Staging.Staged> staged = staging.merge(publisher, stage);
          if (staged.isPresent()) {
            preview = staging.preview(stage, staged.get());
          }
        } catch (Exception failed) {
          throw unlessUnknown(publisher, stage, file, failed);
        }
        publisher.discard(stage);
        if (preview != null) {
          return preview;
        }
      }
    }
  }

  private Reading read(
      IngestRequest request, VendorFile file, Optional<PointInTime.Branch> branch) {
    TableAudits rules = audits.of(request.dataset().table());
    boolean whole = request.effect() == IngestRequest.Effect.DELETE || Replay.isOne(file);
    Reading reading =
        Reading.of(lake, format(request, file), file, request, whole ? rules.whole() : rules);
    try {
      reading.intake().replay().check(lake, request, branch, file.name());
      return reading;
    } catch (RuntimeException refused) {
      reading.closeBecauseOf(refused);
      throw refused;
    }
  }

  private VendorFormat format(IngestRequest request, VendorFile file) {
    return request.effect() == IngestRequest.Effect.DELETE
        ? KeyRows.format(request.dataset())
        : formats.of(request.dataset(), file, request.format());
  }

  private IngestReport ingest(
      IngestRequest request, Publisher publisher, Optional<PointInTime.Branch> branch) {
    VendorFile file = VendorFile.of(request.file());
    List<AppliedSource> sameBytes = publisher.findSources(file.sha256());
    Optional<AppliedSource> applied = applied(publisher, request, file, sameBytes);
    if (applied.isPresent()) {
      settleApplied(request, file, branch);
      return reportApplied(publisher, request, file, applied.get(), branch);
    }
    try (Reading reading = read(request, file, branch)) {
      SourceIdentity.warnings(request.effect(), sameBytes).forEach(reading.intake()::warn);
      return publish(request, publisher, file, reading, branch);
    }
  }

  private IngestReport publish(
      IngestRequest request,
      Publisher publisher,
      VendorFile file,
      Reading reading,
      Optional<PointInTime.Branch> branch) {
    Staging staging = new Staging(lake, spark, request, file, reading, audits);
    for (int attempt = 1; attempt <= ATTEMPTS; ) {
      Stage stage = publisher.stage();
      // What the stage was opened on may hold the file by now.
      Optional<AppliedSource> applied = applied(publisher, request, file, stage);
      if (applied.isPresent()) {
        publisher.discard(stage);
        staging.settle();
        return reportApplied(publisher, request, file, applied.get(), branch);
      }
      Optional<Staging.Staged> staged;
      try {
        staged = staging.merge(publisher, stage);
      } catch (Exception failed) {
        throw unlessUnknown(publisher, stage, file, failed);
      }
      if (staged.isPresent()) {
        quarantine(publisher, stage, staging, branch);
        PublishOutcome outcome = publish(publisher, stage, request.tag());
        if (outcome instanceof PublishOutcome.Done done) {
          staging.settle();
          return report(request, file, false, done.snapshotId(), staged.get(), branch);
        }
        if (outcome instanceof PublishOutcome.Unknown unknown) {
          throw commitUnknown(file, unknown.cause());
        }
        attempt++;
      }
      publisher.discard(stage);
    }
    throw new AsOfException(
        ErrorCode.PUBLISH_CONFLICT,
        "Cannot ingest "
            + file.name()
            + ": others published to "
            + request.dataset().table().tableName()
            + " first, "
            + ATTEMPTS
            + " times in a row; nothing was changed, try again");
  }

  /** Finds the ingest among those of the same bytes; where it isn't, the tag must be free. */
  private Optional<AppliedSource> applied(
      Publisher publisher, IngestRequest request, VendorFile file, List<AppliedSource> sameBytes) {
    Optional<AppliedSource> applied =
        sameBytes.isEmpty()
            ? Optional.empty()
            : SourceIdentity.of(request, file, formats).findIn(sameBytes);
    if (applied.isEmpty()) {
      request.tag().ifPresent(publisher::checkTagFree);
    }
    return applied;
  }

  /** The same when a stage is open, which is discarded when the tag is taken. */
  private Optional<AppliedSource> applied(
      Publisher publisher, IngestRequest request, VendorFile file, Stage stage) {
    try {
      return applied(publisher, request, file, publisher.findSources(file.sha256()));
    } catch (RuntimeException taken) {
      publisher.discard(stage, taken);
      throw taken;
    }
  }

  /**
   * Discards the stage after a failure, unless it isn't known what became of the commit to it.
   *
   * @return what to throw
   */
  private RuntimeException unlessUnknown(
      Publisher publisher, Stage stage, VendorFile file, Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommitStateUnknownException) {
        return commitUnknown(file, failed);
      }
    }
    RuntimeException reported = StageFailure.translate(file.name(), lake, failed);
    publisher.discard(stage, reported);
    return reported;
  }

  private static void quarantine(
      Publisher publisher, Stage stage, Staging staging, Optional<PointInTime.Branch> branch) {
    try {
      staging.quarantine(branch);
    } catch (RuntimeException failed) {
      publisher.discard(stage, failed);
      throw failed;
    }
  }

  private static PublishOutcome publish(
      Publisher publisher, Stage stage, Optional<PointInTime.Tag> tag) {
    try {
      return publisher.publish(stage, tag);
    } catch (AsOfException refused) {
      publisher.discard(stage, refused);
      throw refused;
    }
  }

  private long rowsInLake() {
    return lake.tables().stream().mapToLong(TableState::rows).max().orElse(0);
  }

  /** Completes what a crash between publishing corrected rows and saying so left behind. */
  private void settleApplied(
      IngestRequest request, VendorFile file, Optional<PointInTime.Branch> branch) {
    if (request.effect() == IngestRequest.Effect.MERGE && Replay.isOne(file)) {
      try (Reading reading =
          Reading.of(
              lake,
              format(request, file),
              file,
              request,
              audits.of(request.dataset().table()).whole())) {
        Staging staging = new Staging(lake, spark, request, file, reading, audits);
        staging.settle();
      }
    }
  }

  private IngestReport reportApplied(
      Publisher publisher,
      IngestRequest request,
      VendorFile file,
      AppliedSource applied,
      Optional<PointInTime.Branch> branch) {
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
    long snapshotId =
        request.tag().isPresent()
            ? publisher.tagApplied(request.tag().get(), applied)
            : applied.snapshotId();
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> kinds =
        request.effect() == IngestRequest.Effect.DELETE
            ? List.of(SourceSummary.DELETED)
            : request.dataset().counts();
    for (String kind : kinds) {
      counts.put(kind, applied.source().counts().getOrDefault(kind, 0L));
    }
    return report(
        request,
        file,
        true,
        snapshotId,
        new Staging.Staged(
            counts,
            warnings,
            AuditFindings.NONE,
            applied.source().counts().getOrDefault(Staging.QUARANTINED, 0L)),
        branch);
  }

  private IngestReport report(
      IngestRequest request,
      VendorFile file,
      boolean alreadyApplied,
      long snapshotId,
      Staging.Staged staged,
      Optional<PointInTime.Branch> branch) {
    Instant knownAt =
        lake.resolve(request.dataset().table(), new PointInTime.Snapshot(snapshotId)).knownAt();
    return new IngestReport(
        request.dataset(),
        file.name(),
        file.sha256(),
        alreadyApplied,
        snapshotId,
        request.tag(),
        branch,
        knownAt,
        staged.counts(),
        staged.quarantined(),
        staged.warnings(),
        staged.findings());
  }

  private static AsOfException commitUnknown(VendorFile file, Exception cause) {
    return new AsOfException(
        ErrorCode.COMMIT_UNKNOWN,
        "Cannot say whether "
            + file.name()
            + " was published: the catalog didn't answer; nothing was cleaned up, and ingesting the"
            + " file again is safe",
        cause);
  }

  /**
   * Answers a SQL statement that reads. Tables without a namespace are the lake's own: {@code
   * SELECT count(*) FROM fund_holdings VERSION AS OF 'Q1_2022'}. Iceberg's metadata tables want the
   * namespace: {@code SELECT * FROM market.fund_holdings.snapshots}. All rows of the answer are
   * held in memory.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} for a statement that Spark refuses,
   *     that would write, move or drop anything, or that leaves the lake; SQL_LIMIT past {@link
   *     SqlLimits#DEFAULT}
   */
  public SqlRows sql(String statement) {
    List<SqlRows.Column> columns = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    boolean more =
        sql(
            statement,
            SqlLimits.DEFAULT,
            new SqlRowReceiver() {
              @Override
              public void columns(List<SqlRows.Column> all) {
                columns.addAll(all);
              }

              @Override
              public void row(List<Object> values) {
                rows.add(values);
              }
            });
    if (more) {
      throw new AsOfException(
          ErrorCode.SQL_LIMIT,
          "Cannot hold this statement's answer: it has more than "
              + SqlLimits.DEFAULT.rows()
              + " rows; add a LIMIT, or aggregate in SQL");
    }
    return new SqlRows(columns, rows);
  }

  /**
   * Answers a SQL statement that reads, row by row, within limits.
   *
   * @return whether the answer has more rows than were handed over
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} as {@link #sql(String)}; SQL_LIMIT
   *     past the time or the memory, when some rows may have been handed over
   */
  public boolean sql(String statement, SqlLimits limits, SqlRowReceiver receiver) {
    return new StatementRun(spark.sessionFor(rowsInLake()), limits).run(statement, receiver);
  }

  /**
   * Refuses a statement that does more than read, without running it.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} when it can't be parsed or doesn't
   *     only read
   */
  public static void requireReading(String statement) {
    ReadingStatement.requireReading(statement);
  }

  /**
   * The session that {@link #sql} asks, tuned for the lake's largest table. What is asked through
   * it directly is not held against {@link #sql}'s rule that nothing is written.
   */
  public SparkSession session() {
    return spark.sessionFor(rowsInLake());
  }

  /** Stops Spark if it was started here. */
  @Override
  public void close() {
    spark.close();
  }
}
