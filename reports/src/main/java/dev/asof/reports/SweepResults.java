package dev.asof.reports;

import dev.asof.api.DataRef;
import dev.asof.api.SweepRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep's page shows.
 *
 * @param id names the sweep in the lake
 * @param name the definition's
 * @param title one line for a reader
 * @param definition the definition's text, with overrides
 * @param version of AsOf
 * @param digest over all rows
 * @param scenarios how many
 * @param failed how many of them failed
 * @param yearDays days in a year for annualised metrics, of the first scenario
 * @param keys what varies
 * @param best the best scenarios, the best first; empty when all failed
 * @param medians of the Sharpe ratio while something was held, by what varies
 * @param reasons why scenarios failed and how many for each, the most frequent first
 * @param data the snapshots that were read
 */
public record SweepResults(
    String id,
    String name,
    String title,
    String definition,
    String version,
    String digest,
    int scenarios,
    int failed,
    int yearDays,
    List<String> keys,
    List<Scenario> best,
    List<Medians> medians,
    Map<String, Integer> reasons,
    List<DataRef> data) {

  /** Copies the collections. */
  public SweepResults {
    keys = List.copyOf(keys);
    best = List.copyOf(best);
    medians = List.copyOf(medians);
    reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    data = List.copyOf(data);
  }

  /**
   * A scenario.
   *
   * @param values one for each key; empty where the key does not vary for it
   * @param row what came out
   */
  public record Scenario(List<String> values, SweepRow row) {
    /** Copies the list. */
    public Scenario {
      values = List.copyOf(values);
    }
  }

  /**
   * Medians over all scenarios.
   *
   * @param down name of the axis that runs down; empty when there is one axis alone
   * @param rows its values; one when there is one axis alone
   * @param across name of the axis that runs across
   * @param columns its values
   * @param medians {@code medians.get(row).get(column)}, NaN where none is defined
   */
  public record Medians(
      String down,
      List<String> rows,
      String across,
      List<String> columns,
      List<List<Double>> medians) {}
}
