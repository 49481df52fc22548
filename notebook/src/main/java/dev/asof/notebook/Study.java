package dev.asof.notebook;

import dev.asof.api.PointInTime;
import dev.asof.api.StrategyFactory;
import dev.asof.cli.StudyRequest;
import dev.asof.engine.LookaheadAudit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A backtest that is being described; {@link #run} and {@link #audit} do it. Immutable. */
public final class Study {
  private static final long SEED = 1;

  private final AsOf lake;
  private final StudyRequest request;

  Study(AsOf lake, StudyRequest.Source source, Optional<StrategyFactory> strategy) {
    this(lake, new StudyRequest(source, List.of(), Map.of(), Optional.empty(), strategy));
  }

  private Study(AsOf lake, StudyRequest request) {
    this.lake = lake;
    this.request = request;
  }

  /**
   * Gives a parameter of the strategy a value, or several: then every one is run, with every
   * combination of the other parameters that vary.
   */
  public Study with(String parameter, Object... values) {
    if (values.length == 0) {
      throw CellError.usage("Cannot give the parameter " + parameter + " no value");
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>(request.parameters());
    parameters.put(parameter, Arrays.stream(values).map(String::valueOf).toList());
    return new Study(
        lake,
        new StudyRequest(
            request.source(), request.overrides(), parameters, request.asOf(), request.strategy()));
  }

  /**
   * Replaces any value of the definition, as {@code --set} does: {@code set("costs.feeBps", 5)}.
   */
  public Study set(String key, Object value) {
    List<String> overrides = new ArrayList<>(request.overrides());
    overrides.add(key + "=" + value);
    return new Study(
        lake,
        new StudyRequest(
            request.source(), overrides, request.parameters(), request.asOf(), request.strategy()));
  }

  /** What may be traded, in the order that breaks ties. */
  public Study on(String... symbols) {
    return set("universe", "[" + String.join(", ", symbols) + "]");
  }

  /** Reads every table at this tag or release, or as {@link BarQuery#asOf} says. */
  public Study asOf(String point) {
    return lake.work(
        () ->
            new Study(
                lake,
                new StudyRequest(
                    request.source(),
                    request.overrides(),
                    request.parameters(),
                    Optional.of(PointInTime.parse(point)),
                    request.strategy())));
  }

  /** Runs every combination, records the runs in the lake and writes their report. */
  public Results run() {
    return lake.work(() -> new Results(lake.workspace().backtest(request)));
  }

  /** The same with a look-ahead audit; {@link Results#findings} lists what it found. */
  public Results audit() {
    return lake.work(
        () -> new Results(lake.workspace().audit(request, SEED, LookaheadAudit.REPLAYS)));
  }
}
