package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a statement that others wrote within a time, and tells when memory was not enough for it. It
 * has a thread of its own, because Spark evaluates constants on the asking thread, where nothing
 * could end them; such a thread is left behind.
 */
final class BoundedStatement {
  private final SparkSession session;
  private final Duration time;
  private final String more;
  private final String group = "asof-sql-" + UUID.randomUUID();
  private volatile boolean ended;

  /**
   * For one statement.
   *
   * @param time how long it may take, analysis included
   * @param more where it is given more time, for messages
   */
  BoundedStatement(SparkSession session, Duration time, String more) {
    this.session = session;
    this.time = time;
    this.more = more;
  }

  /** Returns {@code true} when nobody waits for the statement any more. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * Analyses and runs the statement.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} as {@link ReadingStatement#answer},
   *     SQL_LIMIT past the time or the memory
   */
  <T> T run(Callable<T> statement) {
    FutureTask<T> task = new FutureTask<>(() -> started(statement));
    Thread thread = new Thread(task, "asof-sql");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw reason(failed.getCause());
    } catch (TimeoutException late) {
      throw new AsOfException(
          ErrorCode.SQL_LIMIT,
          "Cannot run this statement within "
              + words(time)
              + ": it was ended; ask for less, or give it more time ("
              + more
              + ")");
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

  private <T> T started(Callable<T> statement) throws Exception {
    SparkSession.setActiveSession(session);
    session.sparkContext().setJobGroup(group, "a statement that reads", true);
    return statement.call();
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
