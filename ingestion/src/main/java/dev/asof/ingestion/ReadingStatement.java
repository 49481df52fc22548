package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.extensions.IcebergSparkSqlExtensionsParser;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.internal.SessionState;

/**
 * A SQL statement that reads. What writes, moves or drops anything is refused before it runs: rows
 * come in by an ingest, which checks them and keeps their source, and a tag never moves. What a
 * statement reads and calls is up to the {@link PlanGuard}.
 */
final class ReadingStatement {
  private ReadingStatement() {}

  /**
   * Analyses a statement; a query has not run by then, what shows or describes has.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} when it can't be parsed, doesn't only
   *     read, or reads or calls what it may not
   */
  static Dataset<Row> answer(Lake lake, SparkSession session, String statement, SqlUse use) {
    SparkSession.setActiveSession(session);
    requireReadingKind(statement);
    try {
      var classic = (org.apache.spark.sql.classic.SparkSession) session;
      LogicalPlan parsed = classic.sessionState().sqlParser().parsePlan(statement);
      return org.apache.spark.sql.classic.Dataset.ofRows(
          classic, allowed(lake, classic, parsed, use));
    } catch (StackOverflowError deep) {
      throw tooDeep(deep);
    } catch (Exception failed) {
      throw refused(failed);
    }
  }

  /** The plan that was looked at, so that nothing can change between the look and the run. */
  private static LogicalPlan allowed(
      Lake lake,
      org.apache.spark.sql.classic.SparkSession session,
      LogicalPlan parsed,
      SqlUse use) {
    SessionState state = session.sessionState();
    if (parsed instanceof ExplainCommand explain) {
      allowed(lake, session, explain.logicalPlan(), use);
      return parsed;
    }
    PlanGuard guard =
        new PlanGuard(
            use, Lake.CATALOG, state.catalogManager()::isCatalogRegistered, state.sqlParser());
    guard.checkParsed(parsed);
    if (parsed instanceof DescribeQueryCommand describe) {
      allowed(lake, session, describe.plan(), use);
      return parsed;
    }
    LogicalPlan complete =
        parsed instanceof Command ? parsed : new CompleteColumns(lake, session).of(parsed);
    LogicalPlan analysed = state.executePlan(complete, CommandExecutionMode.SKIP()).analyzed();
    guard.checkAnalysed(analysed);
    return analysed;
  }

  /**
   * Checks a statement without a session, before it is sent to where Spark runs it as it is.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} as {@link #answer}, as far as that can
   *     be told from the statement alone
   */
  static void requireReading(String statement) {
    requireReadingKind(statement);
    if (statement.contains("${")) {
      throw new AsOfException(
          ErrorCode.SQL_INVALID,
          "Cannot run this statement: it has ${, where Spark would put a setting or a variable of"
              + " the environment");
    }
    SparkSqlParser parser = new SparkSqlParser();
    try {
      LogicalPlan parsed = parser.parsePlan(statement);
      while (parsed instanceof ExplainCommand explain) {
        parsed = explain.logicalPlan();
      }
      new PlanGuard(SqlUse.QUESTION, Lake.CATALOG, "spark_catalog"::equalsIgnoreCase, parser)
          .checkParsed(parsed);
    } catch (AsOfException known) {
      throw known;
    } catch (StackOverflowError deep) {
      throw tooDeep(deep);
    } catch (Exception failed) {
      throw refused(failed);
    }
  }

  static AsOfException tooDeep(StackOverflowError deep) {
    return new AsOfException(
        ErrorCode.SQL_INVALID, "Cannot run this statement: its parts are nested too deep", deep);
  }

  private static void requireReadingKind(String statement) {
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
    } catch (StackOverflowError deep) {
      throw tooDeep(deep);
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
      if (cause instanceof NotFoundException) {
        // A file of the lake is gone or damaged, which no statement can help.
        return unchecked(failed);
      }
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable
          || cause instanceof ValidationException
          || cause instanceof IllegalArgumentException) {
        return new AsOfException(
            ErrorCode.SQL_INVALID, "Cannot run this statement: " + message(cause), failed);
      }
    }
    return unchecked(failed);
  }

  private static RuntimeException unchecked(Exception failed) {
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
