package dev.asof.jobs.sweep;

import java.nio.file.Path;

/**
 * The sweep that is open in this process: every task of it shares the runner, and with it the data
 * that was read. The next sweep takes its place.
 */
final class OpenSweeps {
  private static String key = "";
  private static OpenedSweep opened;

  private OpenSweeps() {}

  /** Keeps a sweep that is open already. */
  static synchronized void keep(String newKey, OpenedSweep newOne) {
    if (opened != null) {
      opened.close().run();
    }
    key = newKey;
    opened = newOne;
  }

  /** A sweep, opened where this process has not done so yet. */
  static synchronized OpenedSweep of(ScenarioSource source, Path shipped) {
    if (!key.equals(source.key())) {
      keep(source.key(), source.open(shipped));
    }
    return opened;
  }
}
