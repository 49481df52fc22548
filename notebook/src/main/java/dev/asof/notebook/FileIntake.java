package dev.asof.notebook;

import dev.asof.api.PointInTime;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.IngestReport;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.UnknownAnnouncement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/** An ingest that is being described; {@link #from} does it. */
public final class FileIntake {
  private final AsOf lake;
  private final Dataset dataset;
  private final UnaryOperator<IngestRequest> details;
  private final Optional<PointInTime.Tag> tag;

  FileIntake(
      AsOf lake,
      Dataset dataset,
      UnaryOperator<IngestRequest> details,
      Optional<PointInTime.Tag> tag) {
    this.lake = lake;
    this.dataset = dataset;
    this.details = details;
    this.tag = tag;
  }

  /** Tags the state after the last file; a tag never moves. */
  public FileIntake tag(String name) {
    return lake.work(
        () -> new FileIntake(lake, dataset, details, Optional.of(new PointInTime.Tag(name))));
  }

  /** The fund that holdings are of, where the file doesn't say. */
  public FileIntake fund(String fund) {
    return with(request -> request.withFund(Optional.of(fund)));
  }

  /** The index whose members or changes a list holds, where the file doesn't say. */
  public FileIntake index(String index) {
    return with(request -> request.withIndex(Optional.of(index)));
  }

  /** The exchange that quotes are from, where the file doesn't say. */
  public FileIntake exchange(String code) {
    return with(request -> request.withExchange(Optional.of(code)));
  }

  /** When the files became known, such as {@code 2022-05-27T17:54:03Z}. */
  public FileIntake knownAt(String instant) {
    Instant known;
    try {
      known = Instant.parse(instant);
    } catch (DateTimeParseException notOne) {
      throw CellError.usage(
          "Invalid moment "
              + instant
              + ": expected an instant with its zone, such as 2022-05-27T17:54:03Z");
    }
    return with(request -> request.withKnownAt(Optional.of(known)));
  }

  /**
   * Says what becomes of index changes whose announcement is blank: {@code effective-open} counts
   * them as known when the session of the effective date opens, {@code refuse} keeps the file out.
   */
  public FileIntake unknownAnnouncement(String rule) {
    return lake.work(
        () -> {
          Optional<UnknownAnnouncement> parsed = Optional.of(UnknownAnnouncement.parse(rule));
          return with(request -> request.withUnknownAnnouncement(parsed));
        });
  }

  /** Why the files are brought, for the history of the table. */
  public FileIntake reason(String reason) {
    return with(request -> request.withReason(Optional.of(reason)));
  }

  /** The files' format, where it can't be found out. */
  public FileIntake readAs(String format) {
    return with(request -> request.withFormat(Optional.of(format)));
  }

  private FileIntake with(UnaryOperator<IngestRequest> more) {
    return new FileIntake(lake, dataset, request -> more.apply(details.apply(request)), tag);
  }

  /**
   * Checks the files, merges them and publishes them together, all or none; a file that was applied
   * before changes nothing. Gives one row a file.
   */
  public Table from(String... files) {
    if (files.length == 0) {
      throw CellError.usage("Cannot ingest nothing: name a file or a folder");
    }
    return lake.work(
        () ->
            table(
                lake.workspace()
                    .ingest(
                        dataset, Arrays.asList(files), details, request -> request.withTag(tag))));
  }

  static Table table(List<IngestReport> reports) {
    List<List<Object>> rows = new ArrayList<>();
    for (IngestReport report : reports) {
      rows.add(
          Arrays.asList(
              report.dataset().table().tableName(),
              report.fileName(),
              report.alreadyApplied() ? "already there" : counts(report),
              report.tag().map(PointInTime.Tag::name).orElse(""),
              report.knownAt()));
    }
    return Tables.of("ingested", List.of("table", "file", "rows", "tag", "known_at"), rows);
  }

  private static String counts(IngestReport report) {
    String counts =
        report.counts().entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return report.quarantined() == 0
        ? counts
        : counts + ", " + report.quarantined() + " quarantined";
  }
}
