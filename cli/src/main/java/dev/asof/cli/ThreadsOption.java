package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import picocli.CommandLine.Option;

/** How many runs of a grid may be under way at once; decides no result. */
final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Runs so many combinations of the grid at once. Default: the number of processors. The "
              + "results are the same for any number.")
  private Integer threads;

  int count() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --threads " + threads + ": expected 1 or more");
    }
    return threads;
  }
}
