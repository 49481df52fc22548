package dev.asof.cli;

import dev.asof.catalog.HistoryEntry;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code asof lake history}. */
@Command(
    name = "history",
    description =
        "List what was published to a table, newest first, with what was rolled back or expired.")
final class LakeHistoryCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table;

  LakeHistoryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    TableDefinition definition = TableDefinition.parse(table);
    Listing rows =
        new Listing(
            List.of(
                "committed_at", "known_at", "what", "rows", "state", "tags", "reason", "snapshot"));
    try (Lake lake = place.open(surroundings)) {
      for (HistoryEntry entry : lake.history(definition)) {
        rows.add(
            Arrays.asList(
                entry.committedAt(),
                entry.knownAt().orElse(null),
                entry.what(),
                counts(entry),
                entry.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                entry.tags(),
                entry.reason().orElse(null),
                entry.snapshotId()));
      }
    }
    rows.print(surroundings.out(), listing.format());
  }

  private static String counts(HistoryEntry entry) {
    return entry.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
