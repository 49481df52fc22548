package dev.asof.cli;

import dev.asof.api.PointInTime;
import dev.asof.catalog.BranchState;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake branch}. */
@Command(
    name = "branch",
    description = {
      "Open a research branch beside what is published, for what-if corrections.",
      "",
      "asof lake ingest --branch NAME applies files to it, and branch:NAME reads it. Main and tags "
          + "stay as they are."
    })
final class LakeBranchCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(index = "0", paramLabel = "NAME", description = "For example what_if.")
  private String name;

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "A table to branch; may be repeated. Default: all that hold data.")
  private List<String> tables = List.of();

  @Option(
      names = "--from",
      paramLabel = "POINT",
      description = "Where the branch starts, for example a tag. Default: the latest snapshot.")
  private String from;

  LakeBranchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    PointInTime.Branch branch = new PointInTime.Branch(name);
    Optional<PointInTime> at = Optional.ofNullable(from).map(PointInTime::parse);
    Listing rows = LakeBranchesCommand.listing();
    try (Lake lake = place.open(surroundings)) {
      List<TableDefinition> chosen = chosen(lake);
      lake.openBranch(branch, chosen, at);
      for (TableDefinition table : chosen) {
        for (BranchState state : lake.branches(table)) {
          if (state.branch().equals(branch)) {
            LakeBranchesCommand.add(rows, table, state);
          }
        }
      }
    }
    rows.print(surroundings.out(), listing.format());
  }

  private List<TableDefinition> chosen(Lake lake) {
    if (!tables.isEmpty()) {
      return tables.stream().map(TableDefinition::parse).distinct().toList();
    }
    List<TableDefinition> filled = new ArrayList<>();
    lake.tables().stream()
        .filter(state -> state.snapshotId().isPresent())
        .forEach(state -> filled.add(state.table()));
    // A lake without data names what would fill it.
    return filled.isEmpty() ? Arrays.asList(TableDefinition.values()) : filled;
  }
}
