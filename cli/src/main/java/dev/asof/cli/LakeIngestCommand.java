package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.ingestion.AuditPolicy;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.FileSource;
import dev.asof.ingestion.IngestPreview;
import dev.asof.ingestion.IngestReport;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.VendorFormats;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake ingest}. */
@Command(
    name = "ingest",
    description = {
      "Check vendor files, merge them into their table and publish each as one snapshot.",
      "",
      "A file is applied whole or not at all, and a file that was applied before changes nothing."
    })
final class LakeIngestCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;
  @Mixin private VendorsOption vendors;

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description =
          "fund-holdings, index-changes, daily-bars, instruments, corporate-actions, index-members, "
              + "borrow-rates or top-of-book.")
  private String dataset;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Vendor files, applied in this order; of a folder or s3://BUCKET/PREFIX/ its files, in the"
              + " order of names.")
  private List<String> files;

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      description = "Tags the state after the last file, for example Q1_2022. A tag never moves.")
  private String tag;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description =
          "Applies the files to this research branch, which asof lake branch opens, instead of"
              + " publishing them.")
  private String branch;

  @Option(
      names = "--fund",
      paramLabel = "FUND",
      description = "The fund that the holdings are of, where the file doesn't say.")
  private String fund;

  @Option(
      names = "--index",
      paramLabel = "INDEX",
      description = "The index whose members or changes a list holds, where the file doesn't say.")
  private String index;

  @Option(
      names = "--exchange",
      paramLabel = "CODE",
      description = "The exchange that quotes are from, where the file doesn't say.")
  private String exchange;

  @Option(
      names = "--known-at",
      paramLabel = "INSTANT",
      description =
          "When the files became known, such as 2022-05-27T17:54:03Z. Default: what each row says.")
  private String knownAt;

  @Option(
      names = "--read-as",
      paramLabel = "FORMAT",
      description = "The files' format. Default: found out from each file's name and first line.")
  private String format;

  @Option(
      names = "--audits",
      paramLabel = "FILE",
      description =
          "Rules that the files are held against before they are published. Default:"
              + " conf/audits.yaml of the installation.")
  private Path audits;

  @Option(
      names = "--dry-run",
      description = "Checks, merges and audits, shows what would change, and publishes nothing.")
  private boolean dryRun;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why the files are brought, for the history of the table.")
  private String reason;

  @Option(
      names = "--delete",
      description =
          "The files are CSV with keys of rows that are to go; wants --reason. Tags keep the rows.")
  private boolean delete;

  /** The help's footer: what each dataset's files must hold, as the parsers say it. */
  static String[] footer() {
    List<String> lines = new ArrayList<>(List.of("", "Datasets:"));
    VendorFormats formats = VendorFormats.load(LakeIngestCommand.class.getClassLoader());
    for (Dataset dataset : Dataset.values()) {
      lines.add("  " + dataset.id() + ": " + dataset.summary());
      formats
          .of(dataset)
          .forEach(format -> lines.add("    " + format.id() + ", " + format.accepts()));
    }
    return lines.toArray(String[]::new);
  }

  LakeIngestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Dataset parsed = Dataset.parse(dataset);
    Optional<PointInTime.Tag> last = Optional.ofNullable(tag).map(PointInTime.Tag::new);
    Optional<PointInTime.Branch> research =
        Optional.ofNullable(branch).map(PointInTime.Branch::new);
    AuditPolicy policy =
        audits == null
            ? AuditsReader.bundled(surroundings)
            : AuditsReader.read(surroundings.resolve(audits), audits.toString());
    VendorFormats formats = vendors.load(surroundings);
    IngestListing reports = new IngestListing();
    try (Lake lake = place.create(surroundings);
        Ingestion ingestion = Ingestion.open(lake, formats, policy)) {
      List<FileSource> sources = VendorFiles.of(files, lake, surroundings);
      for (int i = 0; i < sources.size(); i++) {
        IngestRequest request =
            IngestRequest.of(parsed, sources.get(i), surroundings.now())
                .withFormat(Optional.ofNullable(format))
                .withTag(i == sources.size() - 1 ? last : Optional.empty())
                .withFund(Optional.ofNullable(fund))
                .withIndex(Optional.ofNullable(index))
                .withExchange(Optional.ofNullable(exchange))
                .withKnownAt(instant())
                .withReason(Optional.ofNullable(reason))
                .withEffect(delete ? IngestRequest.Effect.DELETE : IngestRequest.Effect.MERGE);
        try {
          ingest(ingestion, request, research, reports);
        } catch (AsOfException refused) {
          if (refused.code().kind() == ErrorKind.DATA) {
            reports.add(parsed, sources.get(i).name(), refused);
          }
          throw refused;
        }
      }
    } finally {
      if (!reports.isEmpty()) {
        reports.print(surroundings.out(), surroundings.err(), listing.format());
      }
    }
  }

  private void ingest(
      Ingestion ingestion,
      IngestRequest request,
      Optional<PointInTime.Branch> research,
      IngestListing reports) {
    if (dryRun) {
      IngestPreview preview =
          research.isPresent()
              ? ingestion.previewTo(research.get(), request)
              : ingestion.preview(request);
      warn(preview.fileName(), preview.warnings());
      reports.add(preview);
      return;
    }
    IngestReport report =
        research.isPresent()
            ? ingestion.ingestTo(research.get(), request)
            : ingestion.ingest(request);
    warn(report.fileName(), report.warnings());
    reports.add(report);
    surroundings
        .events()
        .tell(
            report.alreadyApplied() ? "already-applied" : "published",
            "table",
            report.dataset().table().tableName(),
            "file",
            report.fileName(),
            "branch",
            report.branch().map(PointInTime.Branch::name).orElse(""),
            "tag",
            report.tag().map(Object::toString).orElse(""),
            "snapshot",
            report.snapshotId(),
            "rows",
            report.counts(),
            "quarantined",
            report.quarantined());
  }

  private void warn(String fileName, List<String> warnings) {
    warnings.forEach(
        warning -> surroundings.err().println("warning: " + fileName + ": " + warning));
  }

  private Optional<Instant> instant() {
    if (knownAt == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(knownAt));
    } catch (DateTimeParseException notAnInstant) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --known-at "
              + knownAt
              + ": expected an instant with its zone, such as 2022-05-27T17:54:03Z",
          notAnInstant);
    }
  }
}
