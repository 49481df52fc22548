package dev.asof.cli;

import dev.asof.catalog.BranchState;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code asof lake branches}. */
@Command(
    name = "branches",
    description = "List the research branches of a table, or of all, by name.")
final class LakeBranchesCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Shows this table alone.")
  private String table;

  LakeBranchesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static Listing listing() {
    return new Listing(
        List.of("table", "branch", "known_at", "rows", "ahead", "snapshot", "committed_at"));
  }

  static void add(Listing rows, TableDefinition table, BranchState state) {
    rows.add(
        List.of(
            table.tableName(),
            state.branch().name(),
            state.knownAt(),
            state.rows(),
            state.ahead(),
            state.snapshotId(),
            state.committedAt()));
  }

  @Override
  public void run() {
    List<TableDefinition> tables =
        table == null ? List.of(TableDefinition.values()) : List.of(TableDefinition.parse(table));
    Listing rows = listing();
    try (Lake lake = place.open(surroundings)) {
      for (TableDefinition definition : tables) {
        lake.branches(definition).forEach(state -> add(rows, definition, state));
      }
    }
    rows.print(surroundings.out(), listing.format());
  }
}
