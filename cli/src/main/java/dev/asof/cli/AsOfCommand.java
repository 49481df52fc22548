package dev.asof.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asof}: the root of the command tree. */
@Command(
    name = "asof",
    description = {
      "Point-in-time backtesting on Apache Iceberg.",
      "",
      "Vendor files become audited, tagged snapshots; a backtest reads them as of a tag and sees "
          + "only what was known at each simulated moment."
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = AsOfCommand.VersionLine.class,
    footer = {
      "",
      "Start with: asof demo",
      "",
      "Exit codes: 0 done; 2 your mistake; 3 data refused; 4 something outside was unavailable; "
          + "70 a defect of AsOf."
    })
final class AsOfCommand implements Runnable {
  @Spec private CommandSpec spec;

  private AsOfCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine lake =
        new CommandLine(new LakeCommand())
            .addSubcommand(LakeIngestCommand.commandLine(surroundings))
            .addSubcommand(new LakeQuarantineCommand(surroundings))
            .addSubcommand(new LakeTablesCommand(surroundings))
            .addSubcommand(new LakeTagsCommand(surroundings))
            .addSubcommand(new LakeDiffCommand(surroundings))
            .addSubcommand(new LakeHistoryCommand(surroundings))
            .addSubcommand(new LakeRollbackCommand(surroundings))
            .addSubcommand(new LakeAlterCommand(surroundings))
            .addSubcommand(new LakeMaintainCommand(surroundings))
            .addSubcommand(new LakeReleaseCommand(surroundings))
            .addSubcommand(new LakeReleasesCommand(surroundings))
            .addSubcommand(new LakeBranchCommand(surroundings))
            .addSubcommand(new LakeBranchesCommand(surroundings))
            .addSubcommand(new LakeSqlCommand(surroundings))
            .addSubcommand(new LakeRelocateCommand(surroundings))
            .addSubcommand(new LakeCheckCommand(surroundings));
    CommandLine runs =
        new CommandLine(new RunsCommand())
            .addSubcommand(new RunsListCommand(surroundings))
            .addSubcommand(new RunsShowCommand(surroundings))
            .addSubcommand(new RunsReportCommand(surroundings))
            .addSubcommand(new RunsCompareCommand(surroundings))
            .addSubcommand(new RunsVerifyCommand(surroundings))
            .addSubcommand(new RunsExplainCommand(surroundings));
    CommandLine refresh =
        new CommandLine(new RefreshCommand())
            .addSubcommand(new RefreshRunCommand(surroundings))
            .addSubcommand(new RefreshStatusCommand(surroundings))
            .addSubcommand(new RefreshDaemonCommand(surroundings))
            .addSubcommand(new RefreshSkipCommand(surroundings))
            .addSubcommand(new RefreshDeployCommand(surroundings));
    CommandLine jobs =
        new CommandLine(new JobsCommand())
            .addSubcommand(new JobsListCommand(surroundings))
            .addSubcommand(new JobsStatusCommand(surroundings))
            .addSubcommand(new JobsLogsCommand(surroundings))
            .addSubcommand(new JobsCancelCommand(surroundings))
            .addSubcommand(new JobsPackageCommand(surroundings));
    CommandLine notebook =
        new CommandLine(new NotebookCommand())
            .addSubcommand(new NotebookInstallCommand(surroundings));
    CommandLine root =
        new CommandLine(new AsOfCommand())
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(lake)
            .addSubcommand(new BacktestCommand(surroundings))
            .addSubcommand(new SweepCommand(surroundings))
            .addSubcommand(new AuditCommand(surroundings))
            .addSubcommand(new ImpactCommand(surroundings))
            .addSubcommand(runs)
            .addSubcommand(refresh)
            .addSubcommand(
                new CommandLine(new SubmitCommand(surroundings)).setStopAtPositional(true))
            .addSubcommand(jobs)
            .addSubcommand(new StrategiesCommand(surroundings))
            .addSubcommand(notebook)
            .addSubcommand(new DoctorCommand(surroundings));
    PluginCommand.addTo(root, surroundings);
    describe(root, surroundings);
    return root;
  }

  private static void describe(CommandLine command, Surroundings surroundings) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().usageMessage().width(100).adjustLineBreaksForWideCJKCharacters(true);
    command.setOut(new java.io.PrintWriter(surroundings.out(), true));
    command.setErr(new java.io.PrintWriter(surroundings.err(), true));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpAutoWidth(false);
    // An argument that begins with @ is a text, not a file whose words are arguments.
    command.setExpandAtFiles(false);
    // A plugin reads its own arguments.
    if (command.getSubcommands().isEmpty() && !(command.getCommand() instanceof PluginCommand)) {
      HomeOption.takeEverywhere(command.getCommandSpec());
    }
    for (CommandLine child : command.getSubcommands().values()) {
      describe(child, surroundings);
    }
  }

  /** Prints the version. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"AsOf " + Version.current()};
    }
  }
}
