package dev.asof.cli;

import picocli.CommandLine.Command;

/** {@code asof lake}: the group of commands on the lake. */
@Command(
    name = "lake",
    description = "Put vendor files into the lake and look at what it holds.",
    synopsisSubcommandLabel = "COMMAND")
final class LakeCommand {}
