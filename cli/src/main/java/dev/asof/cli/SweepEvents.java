package dev.asof.cli;

import dev.asof.jobs.sweep.SweepRun;

/** Tells collectors of logs now and then how far a sweep is. */
final class SweepEvents implements SweepRun.Progress {
  private static final long PAUSE_NANOS = 30_000_000_000L;

  private final EventLog events;
  private long told = System.nanoTime() - PAUSE_NANOS;

  SweepEvents(EventLog events) {
    this.events = events;
  }

  @Override
  public void at(int done, int size) {
    long now = System.nanoTime();
    if (now - told >= PAUSE_NANOS) {
      told = now;
      events.tell("sweep-progress", "done", done, "scenarios", size);
    }
  }
}
