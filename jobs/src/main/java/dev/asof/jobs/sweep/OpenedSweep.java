package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import dev.asof.catalog.SweepFile;
import java.util.List;
import java.util.function.Function;

/**
 * What a process has of a sweep whose scenarios it runs.
 *
 * @param runner runs them
 * @param files writes rows that follow one another to a file, which others commit
 * @param close lets go of what the two hold
 */
public record OpenedSweep(
    ScenarioRunner runner, Function<List<SweepRow>, SweepFile> files, Runnable close) {}
