package dev.asof.cli;

import dev.asof.catalog.PlaceCheck;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code asof lake check}. */
@Command(
    name = "check",
    description = {
      "Try whether the lake's place can be used.",
      "",
      "Asks the catalog, and writes, reads, lists and deletes one object below the warehouse. Ends "
          + "with one line that says what is wrong, and leaves nothing behind."
    })
final class LakeCheckCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  LakeCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Listing rows = new Listing(List.of("part", "where", "outcome"));
    PlaceCheck.of(place.place(surroundings), "asof-check-" + UUID.randomUUID())
        .forEach(check -> rows.add(List.of(check.part(), check.where(), check.outcome())));
    rows.print(surroundings.out(), listing.format());
  }
}
