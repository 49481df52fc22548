package dev.asof.cli;

import dev.asof.api.Experiment;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PlaceCatalog;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.VendorFormats;
import dev.asof.reports.SummaryText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof demo}: the main job on the sample files, each step as the user would type it. */
@Command(
    name = "demo",
    description = {
      "Ingest the sample files, show what changed between two tags, run the index-rebalancing "
          + "backtest and write its report.",
      "",
      "Each step is printed with the command that does the same. Repeating it is harmless."
    })
final class DemoCommand implements Runnable {
  static final Path DEFINITION = Path.of("conf", "backtests", "index-rebalance.yaml");

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for report.html and result.json. Default: HOME/reports/index-rebalance/RUN.")
  private Path out;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Path homePath = place.home(surroundings);
    PrintStream print = surroundings.out();
    print.println("AsOf demo: the S&P 500 change that was announced on 2022-09-02.");
    print.println(
        "Prices are synthetic except at the published sessions; samples/README.md says which.");

    StrategyPlugins strategies = StrategyPlugins.load();
    Definition definition =
        new DefinitionReader(strategies)
            .read(
                surroundings.installation().resolve(DEFINITION),
                DEFINITION.toString(),
                List.of(),
                Optional.empty());
    ReportFolder folder =
        ReportFolder.of(
            Optional.ofNullable(out).map(surroundings::resolve), homePath, definition.name());
    folder.prepare();

    RunLedger.Recorded recorded;
    try (Lake lake = place.create(surroundings)) {
      print.println();
      print.println("1. Vendor files become tagged snapshots in " + name(lake));
      print.println(
          "   asof lake ingest fund-holdings FILE --fund "
              + DemoFiles.FUND
              + " --tag Q1_2022, and so on");
      print.println();
      print.flush();
      print.print(ingest(lake).table("   "));

      print.println();
      print.println("2. What entered and left the fund between the two tags");
      print.println("   asof lake diff fund_holdings Q1_2022 Q3_2022");
      print.println();
      print.print(
          DiffListing.membership(
                  lake.diff(TableDefinition.FUND_HOLDINGS, DemoFiles.Q1, DemoFiles.Q3))
              .table("   "));

      print.println();
      print.println("3. The backtest: long what is added, short what is removed");
      print.println("   asof backtest " + DEFINITION);
      print.println();
      Experiment experiment =
          new ExperimentRunner(strategies, Runtime.getRuntime().availableProcessors())
              .run(definition, lake);
      recorded = RunLedger.record(experiment, lake, surroundings.now());
    }
    Experiment experiment = recorded.experiment();
    print.println(SummaryText.of(experiment).strip().replaceAll("(?m)^(?=.)", "   "));
    print.println();
    ReportFolder ofRun = folder.ofRun(recorded.id());
    ofRun.prepare();
    Path report = ofRun.write(experiment);
    print.println("Run: " + recorded.id());
    print.println("Report: " + surroundings.display(report));
  }

  private String name(Lake lake) {
    return lake.place().catalog() instanceof PlaceCatalog.Embedded embedded
        ? surroundings.display(embedded.home())
        : lake.place().name();
  }

  private Listing ingest(Lake lake) {
    IngestListing reports = new IngestListing();
    VendorFormats formats = VendorFormats.load(DemoCommand.class.getClassLoader());
    try (Ingestion ingestion = Ingestion.open(lake, formats, AuditsReader.bundled(surroundings))) {
      DemoFiles.requests(surroundings.installation(), surroundings.now())
          .forEach(request -> reports.add(ingestion.ingest(request)));
    }
    return reports.files();
  }
}
