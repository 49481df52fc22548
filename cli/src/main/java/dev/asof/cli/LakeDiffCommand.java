package dev.asof.cli;

import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code asof lake diff}. */
@Command(
    name = "diff",
    description = {
      "Show what entered, left and changed between two versions of a table.",
      "",
      "Live rows are compared by key. The table shows what identifies a row; CSV and JSON have all "
          + "columns."
    })
final class LakeDiffCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(index = "0", paramLabel = "TABLE", description = "For example fund_holdings.")
  private String table;

  @Parameters(index = "1", paramLabel = "TAG_A", description = "The version to compare from.")
  private String from;

  @Parameters(index = "2", paramLabel = "TAG_B", description = "The version to compare to.")
  private String to;

  LakeDiffCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    TableDiff diff;
    try (Lake lake = place.open(surroundings)) {
      diff =
          lake.diff(TableDefinition.parse(table), PointInTime.parse(from), PointInTime.parse(to));
    }
    if (listing.format() != ListingOptions.Format.TABLE) {
      DiffListing.whole(diff).print(surroundings.out(), listing.format());
      return;
    }
    Listing rows = DiffListing.brief(diff);
    if (!rows.isEmpty()) {
      rows.print(surroundings.out(), listing.format());
    }
    surroundings
        .out()
        .println(
            diff.entered().size()
                + " entered, "
                + diff.left().size()
                + " left, "
                + diff.changed().size()
                + " changed from "
                + from
                + " to "
                + to);
  }
}
