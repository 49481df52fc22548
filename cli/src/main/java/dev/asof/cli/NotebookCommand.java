package dev.asof.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asof notebook}: groups the commands on notebooks. */
@Command(
    name = "notebook",
    description = {
      "Work on the lake in Jupyter notebooks, in Java.",
      "",
      "notebooks/ of the installation holds six to begin with."
    },
    synopsisSubcommandLabel = "COMMAND")
final class NotebookCommand implements Runnable {
  @Spec private CommandSpec spec;

  NotebookCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
