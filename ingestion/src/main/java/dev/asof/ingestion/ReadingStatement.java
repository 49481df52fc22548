package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.extensions.IcebergSparkSqlExtensionsParser;
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
  static void check(SparkSession session, String statement) {
    SparkSession.setActiveSession(session);
    requireReading(statement);
  }

  /** The same by the grammar alone, where there is no session. */
  static void requireReading(String statement) {
    if (!onlyReads(statement)) {
      throw new AsOfException(
          ErrorCode.SQL_INVALID,
          "Cannot run this statement: lake sql only reads (SELECT, WITH, VALUES, SHOW, DESCRIBE,"
              + " EXPLAIN); rows and tags come in by lake ingest, and a tag never moves");
    }
  }

  /**
   * Whether the grammar calls the statement a query, or one that shows, describes or explains. What
   * is allowed is listed, since what writes has too many forms: some are plans like any other
   * (CALL, INSERT OVERWRITE DIRECTORY), and some run while they are analysed (EXECUTE IMMEDIATE).
   */
  private static boolean onlyReads(String statement) {
    SqlBaseParser.CompoundOrSingleStatementContext parsed;
    try {
      parsed = new SparkSqlParser().parse(statement, SqlBaseParser::compoundOrSingleStatement);
    } catch (Exception unparsable) {
      if (isIcebergs(statement)) {
        return false;
      }
      throw refused(unparsable);
    }
    return parsed.singleStatement() != null && onlyReads(parsed.singleStatement().statement());
  }

  private static boolean onlyReads(SqlBaseParser.StatementContext statement) {
    if (statement instanceof SqlBaseParser.ExplainContext explain) {
      return onlyReads(explain.statement());
    }
    if (statement == null) {
      return false;
    }
    String kind = statement.getClass().getSimpleName();
    return statement instanceof SqlBaseParser.StatementDefaultContext
        || kind.startsWith("Show")
        || kind.startsWith("Describe");
  }

  /** Whether it is one of the statements on tags, branches and layout that Iceberg adds. */
  private static boolean isIcebergs(String statement) {
    try {
      new IcebergSparkSqlExtensionsParser(new SparkSqlParser()).parsePlan(statement);
      return true;
    } catch (Exception unparsable) {
      return false;
    }
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
