package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Retention;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.Maintenance;
import dev.asof.ingestion.MaintenanceRequest;
import dev.asof.ingestion.MaintenanceStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof lake maintain}. */
@Command(
    name = "maintain",
    description = {
      "Drop what killed ingests left, compact small files, remove tags that a retention keeps no "
          + "longer, expire snapshots that nothing needs, delete orphaned files and merge manifests.",
      "",
      "Rows, tags that stay, knowledge times and the history of what was ingested are as before. "
          + "Tags stay for ever unless --retention says otherwise."
    })
final class LakeMaintainCommand implements Runnable {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([dhm])");

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private ListingOptions listing;

  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables to maintain. Default: all, with what ingests left beside them.")
  private List<String> tables = List.of();

  @Option(names = "--dry-run", description = "Says what would be done and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--retention",
      paramLabel = "FILE",
      description = "YAML that says which tags stay, such as conf/retention.yaml.")
  private Path retention;

  @Option(
      names = "--keep-snapshots",
      paramLabel = "TIME",
      description =
          "How long a snapshot stays that nothing needs any more: 7d, 12h or 30m. Default: 7d.")
  private String keepSnapshots = "7d";

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description =
          "How long what an ingest left is left alone, because it may be under way. Default: 3d.")
  private String olderThan = "3d";

  @Option(
      names = "--only",
      paramLabel = "STEPS",
      description =
          "Of metadata, stages, compact, tags, snapshots, orphans, manifests, separated by commas. "
              + "Default: all, in this order.")
  private String only;

  LakeMaintainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    MaintenanceRequest request =
        new MaintenanceRequest(
            tables.stream().map(TableDefinition::parse).distinct().toList(),
            steps(),
            retention == null
                ? Retention.FOREVER
                : RetentionReader.read(
                    surroundings.display(retention), surroundings.resolve(retention)),
            duration("--keep-snapshots", keepSnapshots),
            duration("--older-than", olderThan),
            dryRun ? MaintenanceRequest.Effect.DRY_RUN : MaintenanceRequest.Effect.APPLY,
            surroundings.now());
    Listing rows =
        new Listing(
            List.of("table", "step", dryRun ? "would" : "did", dryRun ? "would_free" : "freed"));
    List<Long> freed = new ArrayList<>();
    try (Lake lake = place.open(surroundings);
        Maintenance maintenance = Maintenance.open(lake)) {
      maintenance.run(
          request,
          report -> {
            rows.add(List.of(report.table(), report.step().id(), report.what(), report.bytes()));
            freed.add(report.bytes());
          });
    } finally {
      if (!rows.isEmpty() || listing.format() != ListingOptions.Format.TABLE) {
        rows.print(surroundings.out(), listing.format());
      }
    }
    if (listing.format() == ListingOptions.Format.TABLE) {
      surroundings
          .out()
          .println(
              rows.isEmpty()
                  ? "Nothing to do."
                  : freed.stream().mapToLong(Long::longValue).sum()
                      + (dryRun ? " bytes would be freed." : " bytes freed."));
    }
  }

  private Set<MaintenanceStep> steps() {
    return only == null ? EnumSet.allOf(MaintenanceStep.class) : MaintenanceStep.parse(only);
  }

  private static Duration duration(String option, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option "
              + option
              + " "
              + text
              + ": expected a number with d, h or m for days, hours or minutes, such as 7d");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofMinutes(count);
    };
  }
}
