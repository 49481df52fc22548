package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.FileDamage;
import dev.asof.catalog.InspectionReport;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PlaceCheck;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof lake check}. */
@Command(
    name = "check",
    description = {
      "Try whether the lake's place can be used.",
      "",
      "Asks the catalog, and writes, reads, lists and deletes one object below the warehouse. Ends "
          + "with one line that says what is wrong, and leaves nothing behind.",
      "",
      "With --deep it reads every file of the lake instead, and holds it against its checksums: "
          + "data files, delete files, manifests, manifest lists, table metadata and catalog.db. It "
          + "names each file that is damaged or missing, who needs it and what would repair it, and "
          + "ends with 3 when there is one."
    })
final class LakeCheckCommand implements Runnable {
  private static final long PAUSE_NANOS = 5_000_000_000L;
  private static final long BYTES_PER_MEGABYTE = 1_000_000;

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Option(names = "--deep", description = "Reads every file of the lake, and writes nothing.")
  private boolean deep;

  LakeCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (deep) {
      inspect();
      return;
    }
    Listing rows = new Listing(List.of("part", "where", "outcome"));
    PlaceCheck.of(place.place(surroundings), "asof-check-" + UUID.randomUUID())
        .forEach(check -> rows.add(List.of(check.part(), check.where(), check.outcome())));
    rows.print(surroundings.out(), listing.format());
  }

  private void inspect() {
    InspectionReport report;
    String name;
    try (Lake lake = place.open(surroundings)) {
      name = lake.place().name();
      report = lake.inspect(new Reading());
    }
    boolean people = listing.format() == ListingOptions.Format.TABLE;
    if (people) {
      report.damages().forEach(damage -> surroundings.out().println(sentence(damage)));
    } else {
      Listing rows = new Listing(List.of("table", "file", "damage", "needed_by", "repair"));
      for (FileDamage damage : report.damages()) {
        rows.add(
            List.of(
                damage.table(),
                damage.file(),
                damage.reason(),
                String.join(", ", damage.neededBy()),
                damage.repair()));
      }
      rows.print(surroundings.out(), listing.format());
    }
    if (report.unverified() > 0) {
      surroundings
          .err()
          .println(
              "warning: "
                  + report.unverified()
                  + (report.unverified() == 1 ? " data file has" : " data files have")
                  + " pages without checksums, which another tool wrote; only the rows of releases"
                  + " can be checked there");
    }
    if (!report.damages().isEmpty()) {
      throw new AsOfException(
          ErrorCode.DATA_DAMAGED,
          "Cannot vouch for "
              + name
              + ": "
              + report.damages().size()
              + " of "
              + report.files()
              + " files "
              + (report.damages().size() == 1 ? "is" : "are")
              + " damaged or missing: "
              + report.damages().get(0).file()
              + (report.damages().size() > 1 ? " and others" : ""));
    }
    if (people) {
      surroundings
          .out()
          .println(
              "Read "
                  + report.files()
                  + " files, "
                  + report.bytes()
                  + " bytes: all hold what was written to them");
    }
  }

  private static String sentence(FileDamage damage) {
    return "damaged: "
        + damage.file()
        + ": "
        + damage.reason()
        + "; "
        + (damage.neededBy().isEmpty()
            ? "only older versions need it"
            : "needed by " + String.join(", ", damage.neededBy()))
        + "; "
        + damage.repair();
  }

  /** Says every few seconds how much was read, so that a large lake is not silent. */
  private final class Reading implements LongConsumer {
    private long bytes;
    private long toldAt = System.nanoTime();

    @Override
    public void accept(long more) {
      bytes += more;
      long now = System.nanoTime();
      if (now - toldAt > PAUSE_NANOS) {
        toldAt = now;
        surroundings.err().println("read " + bytes / BYTES_PER_MEGABYTE + " MB so far");
      }
    }
  }
}
