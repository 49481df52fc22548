package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.SqlLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake sql}. */
@Command(
    name = "sql",
    description = {
      "Answer a SQL question over the lake, with Spark SQL.",
      "",
      "For example: asof lake sql \"SELECT symbol FROM fund_holdings VERSION AS OF 'Q1_2022'\""
    })
final class LakeSqlCommand implements Runnable {
  /** More of a table nobody reads. */
  private static final long ROWS_FOR_PEOPLE = 1000;

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      description =
          "How many rows are printed at most, or all. Default: 1000 of a table, and an end with 2"
              + " past 1000000 of csv and json, which programs must not take for the whole.")
  private String limit;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long it may take, such as 30s, 10m or 2h. Default: 10m.")
  private String timeout = "10m";

  @ArgGroup(multiplicity = "1")
  private Source source;

  private static final class Source {
    @Parameters(paramLabel = "STATEMENT", description = "A statement that reads.")
    private String statement;

    @Option(names = "--file", paramLabel = "FILE", description = "A file with such a statement.")
    private Path file;
  }

  LakeSqlCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    String statement =
        source.file == null ? source.statement : statement(source.file, surroundings);
    SqlLimits limits = limits();
    PrintedAnswer printed = new PrintedAnswer(surroundings.out(), listing.format());
    boolean more;
    try (Lake lake = place.open(surroundings);
        Ingestion ingestion = Ingestion.open(lake)) {
      more = ingestion.sql(statement, limits, printed);
    }
    printed.end();
    if (more && limit == null && listing.format() != ListingOptions.Format.TABLE) {
      throw new AsOfException(
          ErrorCode.SQL_LIMIT,
          "Cannot print the whole answer: it has more than the "
              + limits.rows()
              + " rows that were printed; give --limit ROWS for the first ones, or --limit all");
    }
    if (more) {
      surroundings
          .err()
          .println(
              "warning: the answer has more than these "
                  + limits.rows()
                  + " rows; --limit all prints them all");
    }
  }

  private SqlLimits limits() {
    long rows =
        listing.format() == ListingOptions.Format.TABLE
            ? ROWS_FOR_PEOPLE
            : SqlLimits.DEFAULT.rows();
    if ("all".equals(limit)) {
      rows = SqlLimits.ALL_ROWS;
    } else if (limit != null) {
      if (!limit.matches("[1-9][0-9]{0,8}")) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --limit " + limit + ": expected a number from 1 to 999999999, or all");
      }
      rows = Long.parseLong(limit);
    }
    try {
      return new SqlLimits(rows, RefreshReader.duration(timeout));
    } catch (IllegalArgumentException bad) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --timeout "
              + timeout
              + ": expected "
              + RefreshReader.DURATIONS
              + " above zero",
          bad);
    }
  }

  /** The statement that a file holds. */
  static String statement(Path file, Surroundings surroundings) {
    try {
      return Files.readString(surroundings.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read "
              + surroundings.display(file)
              + ": there is no such file of UTF-8 text that can be read",
          unreadable);
    }
  }
}
