package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.catalog.ReleaseEntry;
import dev.asof.catalog.ReleaseState;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code asof lake releases}. */
@Command(
    name = "releases",
    description = "List the releases in the order of their recording, one row a table.")
final class LakeReleasesCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  LakeReleasesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    List<ReleaseState> releases;
    try (Lake lake = place.open(surroundings)) {
      releases = lake.releases();
    }
    Listing rows =
        new Listing(
            List.of(
                "release",
                "table",
                "known_at",
                "rows",
                "snapshot",
                "schema",
                "checksum",
                "recorded_at"));
    for (ReleaseState release : releases) {
      for (ReleaseEntry entry : release.entries()) {
        rows.add(
            List.of(
                release.release().name(),
                entry.table(),
                entry.knownAt(),
                entry.rows(),
                entry.snapshotId(),
                entry.schemaId(),
                entry.checksum(),
                release.recordedAt()));
      }
    }
    rows.print(surroundings.out(), listing.format());
  }
}
