package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One run of a statement within limits. Past its time its rows are no longer handed over. */
final class StatementRun {
  /** Up to here the rows are collected at once: Spark then looks at no more than it needs. */
  private static final long FEW_ROWS = 10_000;

  private final Lake lake;
  private final SparkSession session;
  private final SqlLimits limits;
  private final BoundedStatement bounds;

  StatementRun(Lake lake, SparkSession session, SqlLimits limits) {
    this.lake = lake;
    this.session = session;
    this.limits = limits;
    this.bounds = new BoundedStatement(session, limits.time(), "lake sql --timeout");
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
    return bounds.run(() -> answer(statement, receiver));
  }

  private boolean answer(String statement, SqlRowReceiver receiver) {
    Dataset<Row> answer = ReadingStatement.answer(lake, session, statement, SqlUse.QUESTION);
    receiver.columns(SqlAnswer.columns(answer));
    boolean limited = limits.rows() < Integer.MAX_VALUE - 1;
    if (limited) {
      answer = answer.limit((int) limits.rows() + 1);
    }
    Iterator<Row> rows =
        limits.rows() <= FEW_ROWS ? answer.collectAsList().iterator() : answer.toLocalIterator();
    long handed = 0;
    while (!bounds.hasEnded() && rows.hasNext()) {
      if (handed == limits.rows()) {
        return true;
      }
      receiver.row(SqlAnswer.values(rows.next()));
      handed++;
    }
    return false;
  }
}
