package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.ReleaseState;
import dev.asof.catalog.Retention;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.Maintenance;
import dev.asof.ingestion.MaintenanceRequest;
import dev.asof.ingestion.MaintenanceStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake release}. */
@Command(
    name = "release",
    description = {
      "Record one name for a consistent set of snapshots over all tables that hold data.",
      "",
      "Each table is tagged with the name too. The same release again changes nothing, and another "
          + "one under the same name is refused."
    })
final class LakeReleaseCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(index = "0", paramLabel = "NAME", description = "For example R2022_11.")
  private String name;

  @Option(
      names = "--as-of",
      paramLabel = "POINT",
      description =
          "A tag, release:NAME or moment:INSTANT; tables without it are left out. Default: the"
              + " latest snapshots.")
  private String asOf;

  @Option(
      names = "--compact",
      description =
          "Compacts small files first: what is tagged before keeps its old files for as long as the"
              + " tag is there.")
  private boolean compact;

  LakeReleaseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    PointInTime.Release release = new PointInTime.Release(name);
    Optional<PointInTime> at = Optional.ofNullable(asOf).map(PointInTime::parse);
    if (compact && at.isPresent()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --compact with --as-of "
              + asOf
              + ": only the latest snapshots are compacted");
    }
    ReleaseState state;
    try (Lake lake = place.open(surroundings)) {
      if (compact) {
        compact(lake);
      }
      state = lake.recordRelease(release, at, surroundings.now());
    }
    Listing rows = new Listing(List.of("table", "snapshot", "rows", "checksum", "known_at"));
    state
        .entries()
        .forEach(
            entry ->
                rows.add(
                    List.of(
                        entry.table(),
                        entry.snapshotId(),
                        entry.rows(),
                        entry.checksum(),
                        entry.knownAt())));
    rows.print(surroundings.out(), listing.format());
  }

  private void compact(Lake lake) {
    MaintenanceRequest request =
        new MaintenanceRequest(
            List.of(TableDefinition.values()),
            Set.of(MaintenanceStep.COMPACT),
            Retention.FOREVER,
            Duration.ZERO,
            Duration.ZERO,
            MaintenanceRequest.Effect.APPLY,
            surroundings.now());
    try (Maintenance maintenance = Maintenance.open(lake)) {
      maintenance.run(
          request, report -> surroundings.err().println(report.table() + ": " + report.what()));
    }
  }
}
