package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.SqlRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Parameters(paramLabel = "STATEMENT", description = "A statement that reads.")
  private String statement;

  LakeSqlCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    SqlRows answer;
    try (Lake lake = place.open(surroundings);
        Ingestion ingestion = Ingestion.open(lake)) {
      answer = ingestion.sql(statement);
    }
    Listing rows = new Listing(answer.columns().stream().map(SqlRows.Column::name).toList());
    answer.rows().forEach(rows::add);
    rows.print(surroundings.out(), listing.format());
  }
}
