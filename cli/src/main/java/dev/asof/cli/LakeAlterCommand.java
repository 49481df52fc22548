package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.WriteMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake alter}. */
@Command(
    name = "alter",
    description = {
      "Change how a live table is written, or add a column to it.",
      "",
      "Older tags read as before. Columns are only added: none is ever dropped, renamed or narrowed."
    })
final class LakeAlterCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table;

  @Option(
      names = "--write-mode",
      paramLabel = "MODE",
      description =
          "copy-on-write (a merge writes whole files anew: the fastest reads) or merge-on-read (a "
              + "merge marks rows as deleted: faster merges, slower reads until maintain compacts).")
  private String writeMode;

  @Option(
      names = "--partition-by",
      paramLabel = "TERMS",
      description =
          "Partitions what is written from now on, for example 'months(session)'. Files that are "
              + "there stay as they are.")
  private String partitionBy;

  @Option(
      names = "--add-column",
      paramLabel = "'NAME TYPE'",
      description = "Adds a column, for example 'venue STRING'.")
  private String addColumn;

  @Option(names = "--doc", paramLabel = "TEXT", description = "What the new column means.")
  private String doc;

  @Option(names = "--unit", paramLabel = "TEXT", description = "The new column's unit.")
  private String unit;

  @Option(
      names = "--default",
      paramLabel = "VALUE",
      description = "What a row without a value reads as, under older tags too. Default: nothing.")
  private String defaultText;

  LakeAlterCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    TableDefinition definition = TableDefinition.parse(table);
    Optional<WriteMode> mode = Optional.ofNullable(writeMode).map(WriteMode::parse);
    Optional<Column> column = Optional.ofNullable(addColumn).map(this::column);
    if (mode.isEmpty() && column.isEmpty() && partitionBy == null) {
      throw usage("Cannot alter " + table + ": give --write-mode, --partition-by or --add-column");
    }
    if (column.isEmpty() && (doc != null || unit != null || defaultText != null)) {
      throw usage("Cannot use --doc, --unit or --default without --add-column");
    }
    Listing rows = new Listing(List.of("table", "what", "value", "result"));
    try (Lake lake = place.open(surroundings)) {
      column.ifPresent(
          added ->
              add(
                  rows,
                  "column " + added.name(),
                  added.sqlType(),
                  lake.addColumn(definition, added, Optional.ofNullable(defaultText))));
      if (partitionBy != null) {
        boolean changed = lake.partitionBy(definition, partitionBy);
        add(rows, "partitioning", lake.partitioning(definition), changed);
      }
      mode.ifPresent(
          wanted -> {
            boolean changed = lake.writeMode(definition) != wanted;
            lake.writeBy(definition, wanted);
            add(rows, "write mode", wanted.id(), changed);
          });
    }
    rows.print(surroundings.out(), listing.format());
  }

  private void add(Listing rows, String what, String value, boolean changed) {
    rows.add(List.of(table, what, value, changed ? "changed" : "already so"));
  }

  private Column column(String text) {
    String[] words = text.strip().split("\\s+");
    Optional<Column.Kind> kind =
        words.length == 2
            ? Arrays.stream(Column.Kind.values())
                .filter(known -> known.sqlType().equalsIgnoreCase(words[1]))
                .findFirst()
            : Optional.empty();
    if (kind.isEmpty()) {
      throw usage(
          "Invalid --add-column '"
              + text
              + "': expected a name and one of "
              + Arrays.stream(Column.Kind.values())
                  .map(Column.Kind::sqlType)
                  .collect(Collectors.joining(", "))
              + ", for example 'venue STRING'");
    }
    return new Column(
        words[0], kind.get(), unit == null ? "" : unit, doc == null ? "" : doc, Column.Role.VALUE);
  }

  private static AsOfException usage(String message) {
    return new AsOfException(ErrorCode.USAGE, message);
  }
}
