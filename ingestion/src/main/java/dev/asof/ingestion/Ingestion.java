package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Brings vendors' files into a lake, and answers SQL about it. Spark starts when it is first
 * needed: not for a file that the lake holds already, and not for one that fails its checks.
 *
 * <p>One thread at a time uses an instance; several instances and processes may work on one lake.
 */
public final class Ingestion implements AutoCloseable {
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
    return single(request, Optional.empty());
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
    return single(request, Optional.of(branch));
  }

  private IngestReport single(IngestRequest request, Optional<PointInTime.Branch> branch) {
    FileOutcome outcome = outcome(watch -> ingest(IngestBatch.of(request, branch), watch));
    return ((FileOutcome.Applied) outcome).report();
  }

  /**
   * Applies the files of a command. They are merged together and published in one commit, with the
   * tag, or in several where they have 20 million rows or 5,000 files and more; files that restate
   * one another, deletions and filings of funds are each a snapshot of their own in that commit.
   * Files that the history holds already are skipped. The watch is told of each file what became of
   * it, also when this throws.
   *
   * @throws AsOfException as {@link #ingest}. For files that must stay out it says how many they
   *     are and what became of the others, by the batch's {@link BatchPolicy}
   */
  public void ingest(IngestBatch batch, IngestWatch watch) {
    run(batch, BatchIngest.Effect.PUBLISH, watch);
  }

  /**
   * Does all that {@link #ingest(IngestBatch, IngestWatch)} does but for publishing: main,
   * branches, tags and the quarantine stay as they are.
   *
   * @throws AsOfException as there
   */
  public void preview(IngestBatch batch, IngestWatch watch) {
    run(batch, BatchIngest.Effect.PREVIEW, watch);
  }

  /**
   * Does all that {@link #ingest} does but for publishing: main, tags and the quarantine stay as
   * they are.
   *
   * @throws AsOfException as {@link #ingest}
   */
  public IngestPreview preview(IngestRequest request) {
    return previewed(request, Optional.empty());
  }

  /**
   * Does all that {@link #ingestTo} does but for changing the branch.
   *
   * @throws AsOfException as {@link #ingestTo}
   */
  public IngestPreview previewTo(PointInTime.Branch branch, IngestRequest request) {
    return previewed(request, Optional.of(branch));
  }

  private IngestPreview previewed(IngestRequest request, Optional<PointInTime.Branch> branch) {
    FileOutcome outcome = outcome(watch -> preview(IngestBatch.of(request, branch), watch));
    return ((FileOutcome.Previewed) outcome).preview();
  }

  private void run(IngestBatch batch, BatchIngest.Effect effect, IngestWatch watch) {
    new BatchIngest(lake, formats, audits, spark, batch, effect, watch).run();
  }

  /** What became of the one file of an ingest. */
  private static FileOutcome outcome(Consumer<IngestWatch> ingest) {
    List<FileOutcome> outcomes = new ArrayList<>();
    ingest.accept(
        new IngestWatch() {
          @Override
          public void read(int done, int of) {
            // One file says nothing of how long it takes.
          }

          @Override
          public void settled(FileOutcome outcome) {
            outcomes.add(outcome);
          }
        });
    return outcomes.get(0);
  }

  private long rowsInLake() {
    return lake.tables().stream().mapToLong(TableState::rows).max().orElse(0);
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
    try {
      return new StatementRun(lake, spark.sessionFor(rowsInLake()), limits)
          .run(statement, receiver);
    } catch (RuntimeException failed) {
      throw lake.damage("answer the statement", failed)
          .<RuntimeException>map(damage -> damage)
          .orElse(failed);
    }
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

  /** Whether Spark runs in this process, for any lake. */
  public static boolean isSparkAtWork() {
    return SparkLocal.isAtWork();
  }

  /** Cancels what Spark does in this process at the moment; who waits for it gets an exception. */
  public static void cancelSparkJobs() {
    SparkLocal.cancelJobs();
  }

  /** Stops Spark if it was started here. */
  @Override
  public void close() {
    spark.close();
  }
}
