package dev.asof.cli;

import dev.asof.api.PointInTime;
import dev.asof.api.StrategyFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A definition to run, with what a program changes in it: what the options of {@code asof backtest}
 * say on the command line.
 *
 * @param source where the definition stands
 * @param overrides {@code key=value} each, as {@code --set} takes them
 * @param parameters values of the strategy's parameters: one is fixed, several are varied as the
 *     definition's grid does; what is given here replaces what the definition says of it
 * @param asOf replaces the points in time of all tables
 * @param strategy a strategy that stands in no jar, besides those that are found
 */
public record StudyRequest(
    Source source,
    List<String> overrides,
    Map<String, List<String>> parameters,
    Optional<PointInTime> asOf,
    Optional<StrategyFactory> strategy) {
  /** Copies list and map. */
  public StudyRequest {
    Objects.requireNonNull(source);
    overrides = List.copyOf(overrides);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    Objects.requireNonNull(asOf);
    Objects.requireNonNull(strategy);
  }

  /** Where a definition stands. */
  public sealed interface Source {
    /**
     * In a file.
     *
     * @param path relative to the workspace's working directory, or absolute
     */
    record InFile(Path path) implements Source {}

    /**
     * In the program.
     *
     * @param displayName what messages call it
     * @param yaml the definition
     */
    record InText(String displayName, String yaml) implements Source {}
  }
}
