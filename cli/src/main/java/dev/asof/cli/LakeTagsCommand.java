package dev.asof.cli;

import dev.asof.api.SourceFile;
import dev.asof.catalog.Lake;
import dev.asof.catalog.StorageState;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TagState;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake tags}. */
@Command(
    name = "tags",
    description = "List the tags of a table, or of all, in the order in which they became known.")
final class LakeTagsCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Shows this table alone.")
  private String table;

  @Option(
      names = "--storage",
      description =
          "Shows instead what each tag keeps in the storage, in bytes, and what no other tag or "
              + "branch keeps.")
  private boolean storage;

  LakeTagsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    List<TableDefinition> tables =
        table == null ? List.of(TableDefinition.values()) : List.of(TableDefinition.parse(table));
    if (storage) {
      storage(tables).print(surroundings.out(), listing.format());
      return;
    }
    Listing rows =
        new Listing(
            List.of("table", "tag", "known_at", "rows", "snapshot", "committed_at", "sources"));
    try (Lake lake = place.open(surroundings)) {
      for (TableDefinition definition : tables) {
        for (TagState tag : lake.tags(definition)) {
          rows.add(
              List.of(
                  definition.tableName(),
                  tag.tag().name(),
                  tag.knownAt(),
                  tag.rows(),
                  tag.snapshotId(),
                  tag.committedAt(),
                  tag.sources().stream().map(SourceFile::name).toList()));
        }
      }
    }
    rows.print(surroundings.out(), listing.format());
  }

  private Listing storage(List<TableDefinition> tables) {
    Listing rows =
        new Listing(List.of("table", "name", "kind", "files", "bytes", "bytes_kept_by_it_alone"));
    try (Lake lake = place.open(surroundings)) {
      for (TableDefinition definition : tables) {
        for (StorageState state : lake.housekeeping(definition).storage()) {
          rows.add(
              List.of(
                  definition.tableName(),
                  state.name(),
                  state.kind(),
                  state.files(),
                  state.bytes(),
                  state.bytesAlone()));
        }
      }
    }
    return rows;
  }
}
