package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.ingestion.AuditPolicy;
import dev.asof.ingestion.BatchPolicy;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.FileOutcome;
import dev.asof.ingestion.FileSource;
import dev.asof.ingestion.IngestBatch;
import dev.asof.ingestion.IngestReport;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.IngestWatch;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.UnknownAnnouncement;
import dev.asof.ingestion.VendorFormats;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake ingest}. */
@Command(
    name = "ingest",
    description = {
      "Check vendor files, merge them into their table and publish them together.",
      "",
      "The files of one command are published in one commit, whole or not at all: when one is"
          + " refused, each that is at fault is named, none is applied, and the command ends with 3"
          + " (see --skip-refused). A file that was applied before changes nothing.",
      "",
      "With 20 million rows or 5,000 files a batch is full: it is published, and the rest makes the"
          + " next. Files that restate rows of one another, filings of funds and files of --delete"
          + " are published together too, but each as a snapshot of its own."
    })
final class LakeIngestCommand implements Runnable {
  private final Surroundings surroundings;
  private final FileWarnings warnings = new FileWarnings();

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
          "Vendor files, applied in this order; of a folder or s3://BUCKET/PREFIX/ the files in it and"
              + " in folders inside, in the order of their paths. What the folders' names say, such as"
              + " symbol=AAPL/, counts where the file has no such column.")
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
          "When the files became known, such as 2022-05-27T17:54:03Z. Default: what each row says."
              + " It stands for every row that is added or changed, whatever the row says; of"
              + " index-changes only for rows whose announcement is blank.")
  private String knownAt;

  @Option(
      names = "--unknown-announcement",
      paramLabel = "RULE",
      description =
          "What becomes of index-changes whose announcement is blank: effective-open counts them as"
              + " known when the session of the effective date opens, and marks them; refuse keeps"
              + " the file out. Default: --known-at, or refuse.")
  private String unknownAnnouncement;

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
      names = "--skip-refused",
      description =
          "Applies the other files when some are refused. The command ends with 3 all the same, and"
              + " makes no tag.")
  private boolean skipRefused;

  @Option(
      names = "--delete",
      description =
          "The files are CSV with keys of rows that are to go; wants --reason. Tags keep the rows.")
  private boolean delete;

  /**
   * The help's footer: what each dataset's files must hold, as the parsers say it, those of {@code
   * --plugins} among them.
   */
  private String[] footer() {
    List<String> lines = new ArrayList<>(List.of("", "Datasets:"));
    VendorFormats formats = vendors.load(surroundings);
    for (Dataset dataset : Dataset.values()) {
      lines.add("  " + dataset.id() + ": " + dataset.summary());
      formats
          .of(dataset)
          .forEach(format -> lines.add("    " + format.id() + ", " + format.accepts()));
    }
    return lines.toArray(String[]::new);
  }

  /** The command, whose help says what the vendors that are given can read. */
  static CommandLine commandLine(Surroundings surroundings) {
    LakeIngestCommand command = new LakeIngestCommand(surroundings);
    CommandLine line = new CommandLine(command);
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> {
              line.getCommandSpec().usageMessage().footer(command.footer());
              return help.footer();
            });
    return line;
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
    Optional<ProgressBar> bar = ProgressBar.onTerminal(surroundings);
    Interruption.Unwinding unwinding = Interruption.unwinding();
    try (Lake lake = place.create(surroundings);
        Ingestion ingestion = Ingestion.open(lake, formats, policy)) {
      List<FileSource> sources = VendorFiles.of(files, lake, surroundings);
      List<IngestRequest> requests = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        requests.add(
            IngestRequest.of(parsed, sources.get(i), surroundings.now())
                .withFormat(Optional.ofNullable(format))
                .withTag(i == sources.size() - 1 ? last : Optional.empty())
                .withFund(Optional.ofNullable(fund))
                .withIndex(Optional.ofNullable(index))
                .withExchange(Optional.ofNullable(exchange))
                .withKnownAt(instant())
                .withUnknownAnnouncement(
                    Optional.ofNullable(unknownAnnouncement).map(UnknownAnnouncement::parse))
                .withReason(Optional.ofNullable(reason))
                .withEffect(delete ? IngestRequest.Effect.DELETE : IngestRequest.Effect.MERGE));
      }
      IngestBatch batch =
          new IngestBatch(
              requests,
              research,
              skipRefused ? BatchPolicy.WITHOUT_REFUSED : BatchPolicy.ALL_OR_NOTHING);
      IngestWatch watch = watch(parsed, reports, sources.size() > 1 ? bar : Optional.empty());
      if (dryRun) {
        ingestion.preview(batch, watch);
      } else {
        ingestion.ingest(batch, watch);
      }
    } finally {
      bar.ifPresent(ProgressBar::clear);
      warnings.print(surroundings.err());
      if (!reports.isEmpty()) {
        reports.print(surroundings.out(), surroundings.err(), listing.format());
      }
      unwinding.close();
    }
  }

  private IngestWatch watch(Dataset of, IngestListing reports, Optional<ProgressBar> bar) {
    return new IngestWatch() {
      @Override
      public void lookedUp(int done, int all) {
        Interruption.check();
      }

      @Override
      public void read(int done, int all) {
        bar.ifPresent(shown -> shown.at(done, all));
        Interruption.check();
      }

      @Override
      public void settled(FileOutcome outcome) {
        bar.ifPresent(ProgressBar::clear);
        if (outcome instanceof FileOutcome.Applied applied) {
          warn(applied.report().fileName(), applied.report().warnings());
          reports.add(applied.report());
          tell(applied.report());
        } else if (outcome instanceof FileOutcome.Previewed previewed) {
          warn(previewed.preview().fileName(), previewed.preview().warnings());
          reports.add(previewed.preview());
        } else if (outcome instanceof FileOutcome.Refused refused) {
          reports.add(of, refused.fileName(), refused.because());
          surroundings
              .events()
              .tell(
                  "refused",
                  "table",
                  of.table().tableName(),
                  "file",
                  refused.fileName(),
                  "code",
                  refused.because().code().id());
        } else if (outcome instanceof FileOutcome.NotApplied notApplied) {
          reports.addNotApplied(of, notApplied.fileName());
        }
      }
    };
  }

  private void tell(IngestReport report) {
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

  private void warn(String fileName, List<String> texts) {
    texts.forEach(text -> warnings.add(fileName, text));
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
