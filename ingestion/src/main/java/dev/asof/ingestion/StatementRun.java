package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a statement within limits. It has a thread of its own, because Spark evaluates
 * constants on the asking thread, where nothing could end them; such a thread is left behind, and
 * its rows are no longer handed over.
 */
final class StatementRun {
  /** Up to here the rows are collected at once: Spark then looks at no more than it needs. */
  private static final long FEW_ROWS = 10_000;

  private final Lake lake;
  private final SparkSession session;
  private final SqlLimits limits;
  private final String group = "asof-sql-" + UUID.randomUUID();
  private volatile boolean ended;

  StatementRun(Lake lake, SparkSession session, SqlLimits limits) {
    this.lake = lake;
    this.session = session;
    this.limits = limits;
  }

  /**
   * Runs a statement that reads.
   *
   * @return whether there are more rows than were handed over
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} as {@link ReadingStatement#answer},
   *     SQL_LIMIT past the time or the memory
   */
  boolean run(String statement, SqlRowReceiver receiver) {
    SparkSession.setActiveSession(session);
    FutureTask<Boolean> task = new FutureTask<>(() -> answer(statement, receiver));
    Thread thread = new Thread(task, "asof-sql");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limits.time().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw reason(failed.getCause());
    } catch (TimeoutException late) {
      throw new AsOfException(
          ErrorCode.SQL_LIMIT,
          "Cannot run this statement within "
              + words(limits.time())
              + ": it was ended; ask for less, or give it more time (lake sql --timeout)");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("The statement was interrupted").initCause(interrupted);
    } finally {
      ended = true;
      if (!task.isDone()) {
        session.sparkContext().cancelJobGroup(group);
        task.cancel(true);
      }
    }
  }

  private boolean answer(String statement, SqlRowReceiver receiver) {
    SparkSession.setActiveSession(session);
    session.sparkContext().setJobGroup(group, "a statement that reads", true);
    Dataset<Row> answer = ReadingStatement.answer(lake, session, statement, SqlUse.QUESTION);
    receiver.columns(SqlAnswer.columns(answer));
    boolean limited = limits.rows() < Integer.MAX_VALUE - 1;
    if (limited) {
      answer = answer.limit((int) limits.rows() + 1);
    }
    Iterator<Row> rows =
        limits.rows() <= FEW_ROWS ? answer.collectAsList().iterator() : answer.toLocalIterator();
    long handed = 0;
    while (!ended && rows.hasNext()) {
      if (handed == limits.rows()) {
        return true;
      }
      receiver.row(SqlAnswer.values(rows.next()));
      handed++;
    }
    return false;
  }

  /** What ended a statement, for the person who asked. */
  private static RuntimeException reason(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError || isOutOfMemory(cause)) {
        return new AsOfException(
            ErrorCode.SQL_LIMIT,
            "Cannot hold this statement's rows in the "
                + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MB of memory that Java has: ask for fewer rows or smaller values, or give it"
                + " more (JAVA_TOOL_OPTIONS=-Xmx8g)",
            failed);
      }
    }
    if (failed instanceof StackOverflowError deep) {
      return ReadingStatement.tooDeep(deep);
    }
    if (failed instanceof Error error) {
      throw error;
    }
    return ReadingStatement.refused((Exception) failed);
  }

  /** Spark hands on what ended a task as text. */
  private static boolean isOutOfMemory(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("OutOfMemoryError") || message.contains("spark.driver.maxResultSize");
  }

  private static String words(Duration time) {
    if (time.toMillisPart() != 0) {
      return time.toMillis() + " ms";
    }
    return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
