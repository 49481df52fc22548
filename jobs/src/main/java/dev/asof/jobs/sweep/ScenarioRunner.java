package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;

/** Runs scenarios of one sweep on data that it keeps; several threads may call it at once. */
public interface ScenarioRunner {
  /**
   * Runs a scenario. One that can't run, whose strategy fails or whose data lacks something is a
   * row with the reason; what keeps every scenario from running is thrown.
   *
   * @param index its place in the grid
   */
  SweepRow run(int index);
}
