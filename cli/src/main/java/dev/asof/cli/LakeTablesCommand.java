package dev.asof.cli;

import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake tables}. */
@Command(
    name = "tables",
    description =
        "List the tables with what they hold; with --columns or a table's name, their columns, units, "
            + "keys, partitioning and sort order.")
final class LakeTablesCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Shows this table alone.")
  private String table;

  @Option(names = "--columns", description = "Lists every column instead of a line a table.")
  private boolean columns;

  LakeTablesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    List<TableDefinition> chosen =
        table == null ? List.of(TableDefinition.values()) : List.of(TableDefinition.parse(table));
    try (Lake lake = place.open(surroundings)) {
      print(lake, chosen);
    }
  }

  private void print(Lake lake, List<TableDefinition> chosen) {
    List<TableState> states =
        lake.tables().stream().filter(state -> chosen.contains(state.table())).toList();
    boolean people = listing.format() == ListingOptions.Format.TABLE;
    if (!columns && (table == null || !people)) {
      states(states).print(surroundings.out(), listing.format());
      return;
    }
    if (!people) {
      columns(lake, chosen, true).print(surroundings.out(), listing.format());
      return;
    }
    for (TableState state : states) {
      describe(lake, state);
    }
  }

  private static Listing states(List<TableState> states) {
    Listing rows =
        new Listing(
            List.of(
                "table", "rows", "snapshots", "files", "bytes", "known_at", "snapshot", "holds"));
    for (TableState state : states) {
      rows.add(
          Arrays.asList(
              state.table().tableName(),
              state.rows(),
              state.snapshots(),
              state.dataFiles(),
              state.bytes(),
              state.knownAt().orElse(null),
              state.snapshotId().isPresent() ? state.snapshotId().getAsLong() : null,
              state.table().description()));
    }
    return rows;
  }

  private void describe(Lake lake, TableState state) {
    TableDefinition definition = state.table();
    surroundings.out().println(definition.tableName() + ": " + definition.description());
    surroundings.out().println("  key:          " + names(definition.keys()));
    surroundings.out().println("  partitioning: " + lake.partitioning(definition));
    surroundings.out().println("  sort order:   " + String.join(", ", definition.sortedBy()));
    surroundings.out().println("  write mode:   " + lake.writeMode(definition).id());
    surroundings.out().println("  rows:         " + state.rows());
    surroundings.out().println();
    surroundings.out().println(columns(lake, List.of(definition), false).table("  "));
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private static Listing columns(Lake lake, List<TableDefinition> tables, boolean named) {
    Listing rows =
        new Listing(
            named
                ? List.of("table", "column", "type", "unit", "role", "description")
                : List.of("column", "type", "unit", "role", "description"));
    for (TableDefinition definition : tables) {
      for (Column column : lake.columns(definition)) {
        List<Object> values =
            List.of(
                definition.tableName(),
                column.name(),
                column.sqlType(),
                column.unit(),
                column.role().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                column.description());
        rows.add(named ? values : values.subList(1, values.size()));
      }
    }
    return rows;
  }
}
