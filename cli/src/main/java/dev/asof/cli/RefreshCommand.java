package dev.asof.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asof refresh}: the group of commands about scheduled refreshes. */
@Command(
    name = "refresh",
    description = {
      "Do what is due on a schedule, once and in order.",
      "",
      "A file of conf/refresh says what is fetched, when, and what depends on it."
    })
final class RefreshCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
