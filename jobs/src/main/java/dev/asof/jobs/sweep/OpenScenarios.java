package dev.asof.jobs.sweep;

import java.nio.file.Path;

/**
 * The runner of this process: every task of a sweep shares it, and with it the data that was read.
 * The next sweep takes its place.
 */
final class OpenScenarios {
  private static String key = "";
  private static ScenarioRunner runner;

  private OpenScenarios() {}

  /** Keeps a runner that there is already. */
  static synchronized void keep(String newKey, ScenarioRunner newRunner) {
    key = newKey;
    runner = newRunner;
  }

  /** The runner of a sweep, made where this process has none yet. */
  static synchronized ScenarioRunner of(ScenarioSource source, Path shipped) {
    if (!key.equals(source.key())) {
      keep(source.key(), source.open(shipped));
    }
    return runner;
  }
}
