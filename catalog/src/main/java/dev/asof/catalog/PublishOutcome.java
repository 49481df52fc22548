package dev.asof.catalog;

/** How a publish ended. */
public sealed interface PublishOutcome {

  /**
   * Main, the tag and the removal of the branch are committed.
   *
   * @param snapshotId main's head, and what the tag names
   * @param changed whether main moved; false when the stage held no commit
   */
  record Done(long snapshotId, boolean changed) implements PublishOutcome {}

  /**
   * Nothing was committed: main moved since the stage was opened. The stage is still there; discard
   * it and stage again.
   *
   * @param reason one line
   */
  record Refused(String reason) implements PublishOutcome {}

  /**
   * Whether the commit took place can't be found out. Nothing may be cleaned up.
   *
   * @param cause what happened
   */
  record Unknown(Exception cause) implements PublishOutcome {}
}
