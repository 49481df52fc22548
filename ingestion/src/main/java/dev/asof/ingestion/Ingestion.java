package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
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
import java.util.TreeMap;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.SparkSession;

/**
 * Brings vendors' files into a lake, and answers SQL about it. Spark starts when it is first
 * needed: not for a file that the lake holds already, and not for one that fails its checks.
 *
 * <p>One thread at a time uses an instance; several instances and processes may work on one lake.
 */
public final class Ingestion implements AutoCloseable {
  private static final int ATTEMPTS = 8;

  private final Lake lake;
  private final VendorFormats formats;
  private final SparkLocal spark;

  private Ingestion(Lake lake, VendorFormats formats) {
    this.lake = lake;
    this.formats = formats;
    this.spark = new SparkLocal(lake);
  }

  /** Works on a lake, which stays open when this is closed. */
  public static Ingestion open(Lake lake) {
    return open(lake, VendorFormats.load(Ingestion.class.getClassLoader()));
  }

  /** The same with the formats of more vendors. */
  public static Ingestion open(Lake lake, VendorFormats formats) {
    return new Ingestion(lake, formats);
  }

  /**
   * Applies a file and publishes it in one commit, with the tag. Readers see all of it or nothing.
   *
   * <p>A file that main's history holds already changes no row. Its tag, if it is free, goes to
   * main's head, which so gets a name for a table without news; a tag that exists already and holds
   * the file is left alone, so that repeating an ingest is harmless.
   *
   * @throws AsOfException FILE_MISSING, USAGE or TAG_EXISTS for a request that can't be; {@link
   *     ErrorCode#FILE_MALFORMED}, ROW_INVALID, KEY_DUPLICATE or PERIOD_STALE for a file that must
   *     stay out, and then main, tags and data files are as before; PUBLISH_CONFLICT when others
   *     published first again and again; COMMIT_UNKNOWN when the outcome can't be found out
   */
  public IngestReport ingest(IngestRequest request) {
    return ingest(request, lake.publisher(request.dataset().table()));
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
    return ingest(request, lake.publisher(request.dataset().table(), branch));
  }

  private IngestReport ingest(IngestRequest request, Publisher publisher) {
    VendorFile file = VendorFile.of(request.file());
    Optional<AppliedSource> applied = before(publisher, request, file);
    if (applied.isPresent()) {
      return reportApplied(publisher, request, file, applied.get());
    }
    VendorFormat format = formats.of(request.dataset(), file, request.format());
    try (Reading reading = Reading.of(lake, format, file, request)) {
      return publish(request, publisher, file, reading);
    }
  }

  private IngestReport publish(
      IngestRequest request, Publisher publisher, VendorFile file, Reading reading) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Stage stage = publisher.stage();
      // What the stage was opened on may hold the file by now.
      Optional<AppliedSource> applied = before(publisher, request, file, stage);
      if (applied.isPresent()) {
        publisher.discard(stage);
        return reportApplied(publisher, request, file, applied.get());
      }
      Staged staged;
      try {
        staged = merge(publisher, stage, request, file, reading);
      } catch (Exception failed) {
        throw unlessUnknown(publisher, stage, file, failed);
      }
      PublishOutcome outcome = publish(publisher, stage, request.tag());
      if (outcome instanceof PublishOutcome.Done done) {
        List<String> warnings = new ArrayList<>(reading.intake().warnings());
        warnings.addAll(staged.warnings());
        return report(request, file, false, done.snapshotId(), staged.counts(), warnings);
      }
      if (outcome instanceof PublishOutcome.Unknown unknown) {
        throw commitUnknown(file, unknown.cause());
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

  /** Finds the file in main's history; where it isn't, the tag must be free. */
  private static Optional<AppliedSource> before(
      Publisher publisher, IngestRequest request, VendorFile file) {
    Optional<AppliedSource> applied = publisher.findSource(file.sha256());
    if (applied.isEmpty()) {
      request.tag().ifPresent(publisher::checkTagFree);
    }
    return applied;
  }

  /** The same when a stage is open, which is discarded when the tag is taken. */
  private static Optional<AppliedSource> before(
      Publisher publisher, IngestRequest request, VendorFile file, Stage stage) {
    try {
      return before(publisher, request, file);
    } catch (RuntimeException taken) {
      discard(publisher, stage, taken);
      throw taken;
    }
  }

  private record Staged(Map<String, Long> counts, List<String> warnings) {}

  /** Merges the rows into the stage and audits it there. */
  private Staged merge(
      Publisher publisher, Stage stage, IngestRequest request, VendorFile file, Reading reading) {
    SparkSession session = spark.sessionFor(Math.max(rowsInLake(), reading.rows().count()));
    String staged = reading.rows().show(session);
    try (Merge merge =
        request.dataset() == Dataset.FUND_HOLDINGS
            ? new HoldingsMerge(session, stage, staged, reading)
            : new KeyedMerge(session, stage, staged, reading)) {
      Map<String, Long> counts = merge.forecast();
      CommitMetadata.withCommitProperties(
          summary(request, file, reading, merge.knownAt(), counts).properties(),
          () -> {
            merge.apply();
            return null;
          },
          RuntimeException.class);
      merge.audit(publisher.totals(stage));
      return new Staged(counts, merge.warnings());
    } finally {
      reading.rows().hide(session);
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
    discard(publisher, stage, reported);
    return reported;
  }

  private static PublishOutcome publish(
      Publisher publisher, Stage stage, Optional<PointInTime.Tag> tag) {
    try {
      return publisher.publish(stage, tag);
    } catch (AsOfException refused) {
      discard(publisher, stage, refused);
      throw refused;
    }
  }

  private static void discard(Publisher publisher, Stage stage, RuntimeException because) {
    try {
      publisher.discard(stage);
    } catch (RuntimeException stays) {
      because.addSuppressed(stays);
    }
  }

  private long rowsInLake() {
    return lake.tables().stream().mapToLong(TableState::rows).max().orElse(0);
  }

  private static SourceSummary summary(
      IngestRequest request,
      VendorFile file,
      Reading reading,
      Instant knownAt,
      Map<String, Long> counts) {
    Optional<String> fund =
        reading.rows().first() instanceof Holding holding
            ? Optional.of(holding.fund())
            : Optional.empty();
    return new SourceSummary(
        new SourceFile(file.name(), file.sha256(), reading.rows().count()),
        knownAt,
        fund,
        request.index(),
        new TreeMap<>(counts));
  }

  private IngestReport reportApplied(
      Publisher publisher, IngestRequest request, VendorFile file, AppliedSource applied) {
    Optional<String> appliedFund = applied.source().fund();
    if (request.fund().isPresent() && !request.fund().equals(appliedFund)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + file.name()
              + " for fund "
              + request.fund().get()
              + ": the lake has this file as "
              + appliedFund.orElse("no fund")
              + "'s holdings");
    }
    Optional<String> appliedIndex = applied.source().index();
    if (!request.index().equals(appliedIndex)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + file.name()
              + request.index().map(index -> " with --index " + index).orElse(" without --index")
              + ": the lake has this file "
              + appliedIndex.map(index -> "with --index " + index).orElse("without"));
    }
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
    long snapshotId =
        request.tag().isPresent()
            ? publisher.tagApplied(request.tag().get(), applied)
            : applied.snapshotId();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String kind : request.dataset().counts()) {
      counts.put(kind, applied.source().counts().getOrDefault(kind, 0L));
    }
    return report(request, file, true, snapshotId, counts, warnings);
  }

  private IngestReport report(
      IngestRequest request,
      VendorFile file,
      boolean alreadyApplied,
      long snapshotId,
      Map<String, Long> counts,
      List<String> warnings) {
    Instant knownAt =
        lake.resolve(request.dataset().table(), new PointInTime.Snapshot(snapshotId)).knownAt();
    return new IngestReport(
        request.dataset(),
        file.name(),
        file.sha256(),
        alreadyApplied,
        snapshotId,
        request.tag(),
        knownAt,
        counts,
        warnings);
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
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} for a statement that Spark refuses or
   *     that would write, move or drop anything
   */
  public SqlRows sql(String statement) {
    SparkSession session = spark.sessionFor(rowsInLake());
    ReadingStatement.check(session, statement);
    try {
      return SqlAnswer.of(session.sql(statement));
    } catch (Exception failed) {
      throw ReadingStatement.refused(failed);
    }
  }

  /** Stops Spark if it was started here. */
  @Override
  public void close() {
    spark.close();
  }
}
