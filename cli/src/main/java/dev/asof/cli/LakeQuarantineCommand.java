package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Quarantine;
import dev.asof.catalog.QuarantinedRow;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.RowTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof lake quarantine}. */
@Command(
    name = "quarantine",
    description = {
      "List the rows of vendor files that stayed out of their table, or write them to a file, ready "
          + "to be corrected.",
      "",
      "asof lake ingest DATASET of the corrected file publishes its rows and says so here, by the "
          + "column quarantine_id."
    })
final class LakeQuarantineCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description = "Only rows of this dataset, for example daily-bars.")
  private String dataset;

  @Option(names = "--all", description = "Rows that were replayed or dropped too.")
  private boolean all;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Writes the rows that wait to a new CSV file in their dataset's columns.")
  private Path export;

  @Option(
      names = "--drop",
      paramLabel = "ID",
      split = ",",
      description = "Decides that rows stay out; wants --reason.")
  private List<String> drop;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why rows are dropped.")
  private String reason;

  LakeQuarantineCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    checkOptions();
    Optional<String> only = Optional.ofNullable(dataset).map(name -> Dataset.parse(name).id());
    try (Lake lake = place.open(surroundings)) {
      Quarantine quarantine = lake.quarantine();
      if (drop != null) {
        drop(quarantine);
      }
      List<QuarantinedRow> rows =
          quarantine.rows().stream()
              .filter(row -> only.isEmpty() || only.get().equals(row.dataset()))
              .filter(
                  row ->
                      drop != null
                          ? drop.contains(row.id())
                          : all || row.status() == QuarantinedRow.Status.OPEN)
              .toList();
      if (export != null) {
        export(rows);
      } else {
        list(rows);
      }
    }
  }

  private void checkOptions() {
    if (drop != null && (reason == null || reason.isBlank())) {
      throw new AsOfException(
          ErrorCode.USAGE, "Cannot use --drop without --reason: a row that stays out needs one");
    }
    if (reason != null && drop == null) {
      throw new AsOfException(ErrorCode.USAGE, "Cannot use --reason without --drop");
    }
    if (export != null && (drop != null || all)) {
      throw new AsOfException(
          ErrorCode.USAGE, "Cannot use --export with --drop or --all: it writes rows that wait");
    }
  }

  private void drop(Quarantine quarantine) {
    Set<String> waiting =
        quarantine.rows().stream()
            .filter(row -> row.status() == QuarantinedRow.Status.OPEN)
            .map(QuarantinedRow::id)
            .collect(Collectors.toSet());
    for (String id : drop) {
      if (!waiting.contains(id)) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Cannot drop "
                + id
                + ": no row of this id waits in the quarantine; asof lake quarantine lists them");
      }
    }
    quarantine.settle(drop, QuarantinedRow.Status.DROPPED, surroundings.now(), reason);
  }

  private void list(List<QuarantinedRow> rows) {
    Listing listed =
        new Listing(
            List.of(
                "id",
                "status",
                "dataset",
                "branch",
                "file",
                "line",
                "column",
                "rule",
                "value",
                "limit",
                "fund",
                "index",
                "known_at",
                "recorded_at",
                "reason"));
    for (QuarantinedRow row : rows) {
      listed.add(
          Arrays.asList(
              row.id(),
              row.status(),
              row.dataset(),
              row.branch().orElse(null),
              row.file(),
              row.line(),
              row.column(),
              row.rule(),
              row.value(),
              row.limit(),
              row.fund().orElse(null),
              row.index().orElse(null),
              row.knownAt().orElse(null),
              row.recordedAt(),
              row.reason()));
    }
    listed.print(surroundings.out(), listing.format());
  }

  private void export(List<QuarantinedRow> rows) {
    Set<String> datasets = new LinkedHashSet<>();
    rows.forEach(row -> datasets.add(row.dataset()));
    if (datasets.size() != 1) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot export "
              + (datasets.isEmpty()
                  ? "anything: no row waits in the quarantine"
                  : "rows of " + String.join(", ", datasets) + " into one file; give --dataset"));
    }
    Listing csv = csv(rows);
    Path file = surroundings.resolve(export);
    try {
      Files.writeString(file, csv.csv(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot write "
              + surroundings.display(file)
              + ": "
              + (Files.exists(file)
                  ? "it is there already"
                  : "its folder must be there and writable"),
          unwritable);
    }
    surroundings
        .out()
        .println(
            rows.size()
                + " rows of "
                + datasets.iterator().next()
                + " in "
                + surroundings.display(file));
  }

  /** The rows in their own columns, with what the request said where a column takes it. */
  private static Listing csv(List<QuarantinedRow> rows) {
    Set<String> columns = new LinkedHashSet<>();
    for (QuarantinedRow row : rows) {
      columns.addAll(RowTexts.read(row.row()).keySet());
      row.fund().ifPresent(fund -> columns.add("fund"));
      row.index().ifPresent(index -> columns.add("index"));
    }
    columns.remove("");
    List<String> header = new ArrayList<>(List.of("quarantine_id", "quarantine_reason"));
    header.addAll(columns);
    Listing csv = new Listing(header);
    for (QuarantinedRow row : rows) {
      Map<String, String> texts = RowTexts.read(row.row());
      row.fund().ifPresent(fund -> texts.putIfAbsent("fund", fund));
      row.index().ifPresent(index -> texts.putIfAbsent("index", index));
      List<String> cells = new ArrayList<>(List.of(row.id(), why(row, texts)));
      columns.forEach(column -> cells.add(texts.getOrDefault(column, "")));
      csv.add(cells);
    }
    return csv;
  }

  private static String why(QuarantinedRow row, Map<String, String> texts) {
    return row.file()
        + ", line "
        + row.line()
        + (row.column().isEmpty() ? "" : ", column " + row.column())
        + ": "
        + row.rule()
        + ": "
        + row.limit()
        + (texts.containsKey("") ? ": " + texts.get("") : "");
  }
}
