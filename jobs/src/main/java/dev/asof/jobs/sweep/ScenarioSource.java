package dev.asof.jobs.sweep;

import java.io.Serializable;
import java.nio.file.Path;

/** What a process needs to run scenarios of a sweep; it travels to each of Spark's executors. */
public interface ScenarioSource extends Serializable {
  /** Names the sweep and its data: what was opened for equal keys can take each other's place. */
  String key();

  /**
   * Opens the sweep in this process; data is read when a scenario first needs it.
   *
   * @param shipped the folder with the files that were sent along
   */
  OpenedSweep open(Path shipped);
}
