package dev.asof.jobs.sweep;

import dev.asof.catalog.IndexRange;
import java.util.List;
import java.util.function.Consumer;

/** Who runs the scenarios. */
public sealed interface Workers permits LocalThreads, SparkWorkers {
  /**
   * Runs scenarios, and returns when all are done.
   *
   * @param missing the scenarios
   * @param done takes each scenario once, in pieces, soon after they are finished; from any thread,
   *     and quickly
   */
  void run(List<IndexRange> missing, Consumer<Piece> done);
}
