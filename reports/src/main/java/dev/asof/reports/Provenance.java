package dev.asof.reports;

import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.api.Lineage;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import dev.asof.reports.Table.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the numbers come from.
 *
 * @param snapshots what was read
 * @param sources the files behind the snapshots
 * @param lineage what computed it
 */
record Provenance(Table snapshots, Table sources, Table lineage) {

  static Provenance of(Experiment experiment) {
    return new Provenance(
        snapshots(experiment.data()), sources(experiment.data()), lineage(experiment.lineage()));
  }

  /** The research branches that were read, in words; empty when all of it was published. */
  static String whatIf(List<DataRef> data) {
    return data.stream()
        .filter(ref -> ref.asOf() instanceof PointInTime.Branch)
        .map(ref -> ref.asOf() + " of " + ref.table())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  static Table snapshots(List<DataRef> data) {
    Table.Builder table =
        Table.titled("Snapshots that were read")
            .column("Table", Kind.ROW_HEADING)
            .column("As of", Kind.TERM)
            .column("Snapshot id", Kind.NUMBER)
            .column("Schema", Kind.NUMBER)
            .column("Known at", Kind.TERM)
            .column("Rows", Kind.NUMBER)
            .column("Files", Kind.NUMBER)
            .column("SHA-256 of what was read", Kind.CODE);
    for (DataRef ref : data) {
      table.row(
          ref.table(),
          ref.asOf().toString(),
          Long.toString(ref.snapshotId()),
          Integer.toString(ref.schemaId()),
          NumberText.utc(ref.knownAt()),
          NumberText.count(ref.rows()),
          NumberText.count(ref.sources().size()),
          ref.checksum());
    }
    return table.build();
  }

  private static Table sources(List<DataRef> data) {
    Table.Builder table =
        Table.titled("Source files behind the snapshots, oldest first")
            .column("Table", Kind.ROW_HEADING)
            .column("File", Kind.CODE)
            .column("Rows", Kind.NUMBER)
            .column("SHA-256", Kind.CODE);
    // Each version of a table is made of nearly all the files of the one before.
    Map<String, Set<SourceFile>> listed = new HashMap<>();
    for (DataRef ref : data) {
      Set<SourceFile> ofTable = listed.computeIfAbsent(ref.table(), unseen -> new HashSet<>());
      for (SourceFile file : ref.sources()) {
        if (!ofTable.add(file)) {
          continue;
        }
        table.row(ref.table(), file.name(), NumberText.count(file.rows()), file.sha256());
      }
    }
    return table.build();
  }

  private static Table lineage(Lineage lineage) {
    Table.Builder table =
        Table.titled("What computed it").column("Part", Kind.ROW_HEADING).column("Is", Kind.CODE);
    table.row("AsOf", lineage.version());
    lineage.engines().forEach((name, version) -> table.row(name, version));
    table.row("Definition, SHA-256", lineage.definitionSha256());
    table.row("Strategy", lineage.strategyClass());
    table.row(
        lineage.strategyJar().isEmpty()
            ? "Its class, SHA-256"
            : lineage.strategyJar() + ", SHA-256",
        lineage.strategySha256());
    table.row("Seed", Long.toString(lineage.seed()));
    return table.build();
  }
}
