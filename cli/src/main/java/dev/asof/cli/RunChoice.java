package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Which run of a grid a command is about. */
final class RunChoice {
  @Option(
      names = "--cell",
      paramLabel = "K",
      description = "The run by its number in the grid, from 0; the last parameter varies fastest.")
  private Integer cell;

  @Option(
      names = "--run",
      paramLabel = "PARAM=VALUE",
      description = "The run by its parameters; repeatable, until one run is left.")
  private List<String> parameters = new ArrayList<>();

  /**
   * The number of the run that was chosen; empty when none was.
   *
   * @param runs parameters of each run, in order
   * @throws AsOfException USAGE when not exactly one run fits
   */
  OptionalInt choose(List<Map<String, String>> runs) {
    if (cell == null && parameters.isEmpty()) {
      return OptionalInt.empty();
    }
    if (cell != null && !parameters.isEmpty()) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid options: expected --cell or --run, not both");
    }
    if (cell != null) {
      if (cell < 0 || cell >= runs.size()) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --cell " + cell + ": expected 0 to " + (runs.size() - 1));
      }
      return OptionalInt.of(cell);
    }
    List<Integer> left = IntStream.range(0, runs.size()).boxed().toList();
    for (String parameter : parameters) {
      left = fitting(runs, left, parameter);
    }
    if (left.size() > 1) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --run "
              + String.join(" --run ", parameters)
              + ": "
              + left.size()
              + " runs have these parameters; name more of them, or say --cell");
    }
    return OptionalInt.of(left.get(0));
  }

  private static List<Integer> fitting(
      List<Map<String, String>> runs, List<Integer> candidates, String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    if (equals <= 0 || !runs.get(0).containsKey(name)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --run "
              + parameter
              + ": expected PARAM=VALUE with one of "
              + String.join(", ", runs.get(0).keySet()));
    }
    List<Integer> fitting =
        candidates.stream().filter(run -> value.equals(runs.get(run).get(name))).toList();
    if (fitting.isEmpty()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --run "
              + parameter
              + ": no run has it; its values are "
              + candidates.stream()
                  .map(run -> runs.get(run).get(name))
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    return fitting;
  }
}
