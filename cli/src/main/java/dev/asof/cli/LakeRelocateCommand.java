package dev.asof.cli;

import dev.asof.catalog.HomeRelocation;
import dev.asof.catalog.Place;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof lake relocate}. */
@Command(
    name = "relocate",
    description = {
      "Make a home that was moved or copied a home of its own where it lies now.",
      "",
      "A home names its files by absolute paths. This rewrites them; every tag, release, snapshot "
          + "and run stays, and nothing outside of the home is touched. Nothing else may be at "
          + "work on the home. If it is cut off, run it again."
    })
final class LakeRelocateCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Option(
      names = "--rebuild-catalog",
      description =
          "Makes catalog.db anew from the newest whole metadata of each table in the warehouse, "
              + "when it was lost, is damaged, or is older than the warehouse. The old one is "
              + "kept beside it.")
  private boolean rebuildCatalog;

  LakeRelocateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Place home = place.place(surroundings);
    HomeRelocation.Outcome outcome =
        rebuildCatalog ? HomeRelocation.rebuildCatalog(home) : HomeRelocation.relocate(home);
    Listing rows =
        new Listing(
            List.of(
                "namespace",
                "table",
                "result",
                "tags",
                "snapshots",
                "files",
                "rewritten",
                "metadata"));
    for (HomeRelocation.RelocatedTable table : outcome.tables()) {
      rows.add(
          List.of(
              table.namespace(),
              table.name(),
              result(table.change()),
              table.tags(),
              table.snapshots(),
              table.files(),
              table.rewritten(),
              table.metadata()));
    }
    boolean forPeople = listing.format() == ListingOptions.Format.TABLE;
    if (!rows.isEmpty() || !forPeople) {
      rows.print(surroundings.out(), listing.format());
    }
    if (forPeople) {
      surroundings.out().println(summary(outcome));
    }
    outcome
        .backup()
        .ifPresent(
            backup ->
                surroundings.err().println("warning: the catalog as it was is kept in " + backup));
  }

  private static String result(HomeRelocation.Change change) {
    return switch (change) {
      case KEPT -> "kept";
      case MOVED -> "moved";
      case RENEWED -> "newer than in catalog.db";
      case FOUND -> "not in catalog.db";
    };
  }

  private String summary(HomeRelocation.Outcome outcome) {
    if (!outcome.changedSomething()) {
      return "Nothing to relocate: " + outcome.to() + " names its files where they are.";
    }
    String from =
        outcome
            .from()
            .filter(before -> !before.equals(outcome.to()))
            .map(before -> " (it was made in " + before + ")")
            .orElse("");
    return (rebuildCatalog ? "Rebuilt the catalog of " : "Relocated ")
        + outcome.to()
        + from
        + ": "
        + outcome.tables().size()
        + " tables, "
        + outcome.tables().stream().mapToLong(HomeRelocation.RelocatedTable::rewritten).sum()
        + " files rewritten.";
  }
}
