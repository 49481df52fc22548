package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import dev.asof.catalog.IndexRange;
import java.util.List;
import java.util.function.Consumer;

/** Who runs the scenarios. */
public sealed interface Workers permits LocalThreads, SparkWorkers {
  /** How many scenarios may be under way at once. */
  int parallelism();

  /**
   * Runs scenarios, and returns when all are done.
   *
   * @param ranges the scenarios, as they are handed out
   * @param done takes the rows of each range, once, as it is finished; from any thread, and quickly
   */
  void run(List<IndexRange> ranges, Consumer<List<SweepRow>> done);

  /** Rows of a range. */
  static List<SweepRow> rows(ScenarioRunner runner, IndexRange range) {
    SweepRow[] rows = new SweepRow[range.size()];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = runner.run(range.from() + n);
    }
    return List.of(rows);
  }
}
