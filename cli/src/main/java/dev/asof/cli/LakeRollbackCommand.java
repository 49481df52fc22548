package dev.asof.cli;

import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RollbackReport;
import dev.asof.catalog.TableDefinition;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake rollback}. */
@Command(
    name = "rollback",
    description = {
      "Take a table back to a tag, as a new snapshot that becomes known now.",
      "",
      "No data is rewritten and every tag stays. Files that were applied since can be ingested "
          + "again."
    })
final class LakeRollbackCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table to take back.")
  private String table;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "POINT",
      description = "A tag, or release:NAME, snapshot:ID, moment:INSTANT.")
  private String to;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in one line; it stays in the table's history.")
  private String reason;

  LakeRollbackCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    TableDefinition definition = TableDefinition.parse(table);
    PointInTime point = PointInTime.parse(to);
    RollbackReport report;
    try (Lake lake = place.open(surroundings)) {
      report = lake.rollBack(definition, point, reason, surroundings.now());
    }
    Listing rows =
        new Listing(
            List.of(
                "table", "to", "result", "files_removed", "files_restored", "rows", "snapshot"));
    rows.add(
        List.of(
            definition.tableName(),
            report.to(),
            report.changed() ? "rolled back" : "already there",
            report.removedFiles(),
            report.restoredFiles(),
            report.rows(),
            report.snapshotId()));
    rows.print(surroundings.out(), listing.format());
  }
}
