package dev.asof.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asof lake}: the group of commands on the lake. */
@Command(
    name = "lake",
    description = "Put vendor files into the lake and look at what it holds.",
    synopsisSubcommandLabel = "COMMAND")
final class LakeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
