package dev.asof.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asof runs}: the group of commands on stored results. */
@Command(
    name = "runs",
    description = "List, show, render, compare, recompute and explain recorded runs.",
    synopsisSubcommandLabel = "COMMAND")
final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
