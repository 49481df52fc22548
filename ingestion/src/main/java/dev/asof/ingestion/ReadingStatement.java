package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.parser.extensions.IcebergSparkSqlExtensionsParser;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CompoundPlanStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.execution.SparkSqlParser;

/**
 * A SQL statement that reads. What writes, moves or drops anything is refused before it runs: rows
 * come in by an ingest, which checks them and keeps their source, and a tag never moves.
 */
final class ReadingStatement {
  private ReadingStatement() {}

  /**
   * Checks a statement.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} when it can't be parsed or doesn't
   *     only read
   */
  static void check(String statement) {
    LogicalPlan plan;
    try {
      // Iceberg's parser knows the statements on tags and branches, so that they are refused for
      // what they are and not as bad syntax.
      ParserInterface parser = new IcebergSparkSqlExtensionsParser(new SparkSqlParser());
      plan = parser.parsePlan(statement);
    } catch (Exception unparsable) {
      throw refused(unparsable);
    }
    if (plan.exists(ReadingStatement::doesMoreThanRead)) {
      throw new AsOfException(
          ErrorCode.SQL_INVALID,
          "Cannot run this statement: lake sql only reads (SELECT, WITH, VALUES, SHOW, DESCRIBE,"
              + " EXPLAIN); rows and tags come in by lake ingest, and a tag never moves");
    }
  }

  private static boolean doesMoreThanRead(LogicalPlan node) {
    if (node instanceof Command) {
      // Spark has some thirty such commands, and their names say what they do.
      String name = node.getClass().getSimpleName();
      return !(name.startsWith("Show")
          || name.startsWith("Describe")
          || name.startsWith("Explain"));
    }
    return node instanceof ParsedStatement
        || node instanceof CompoundPlanStatement
        || node instanceof UnresolvedExecuteImmediate;
  }

  /** What Spark or Iceberg says about a statement, in one line; anything else as it came. */
  static RuntimeException refused(Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable
          || cause instanceof ValidationException
          || cause instanceof NotFoundException
          || cause instanceof IllegalArgumentException) {
        return new AsOfException(
            ErrorCode.SQL_INVALID, "Cannot run this statement: " + message(cause), failed);
      }
    }
    return failed instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failed);
  }

  private static String message(Throwable cause) {
    String message =
        cause instanceof AnalysisException analysis
            ? analysis.getSimpleMessage()
            : String.valueOf(cause.getMessage());
    int statementAgain = message.indexOf("== SQL");
    return OneLine.of(statementAgain < 0 ? message : message.substring(0, statementAgain));
  }
}
