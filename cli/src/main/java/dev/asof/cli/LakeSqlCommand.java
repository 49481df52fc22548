package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.SqlRows;
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
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

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
    SqlRows answer;
    try (Lake lake = place.open(surroundings);
        Ingestion ingestion = Ingestion.open(lake)) {
      answer = ingestion.sql(statement);
    }
    Listing rows = new Listing(answer.columns().stream().map(SqlRows.Column::name).toList());
    answer.rows().forEach(rows::add);
    rows.print(surroundings.out(), listing.format());
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
