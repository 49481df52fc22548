package dev.asof.catalog;

import dev.asof.api.PointInTime;
import java.util.Optional;

/**
 * Publishes to one table: open a {@link Stage}, write to its branch, then publish branch, tag and
 * clean-up in one metadata commit. Readers of main see all of it or nothing.
 */
public final class Publisher {
  Publisher() {}

  /** The snapshot in main's history that applied the file with these bytes. */
  public Optional<AppliedSource> findSource(String sha256) {
    throw new UnsupportedOperationException(sha256);
  }

  /**
   * Refuses a tag that is taken; to be asked before anything is staged.
   *
   * @throws dev.asof.api.AsOfException TAG_EXISTS when the table has a tag of this name
   */
  public void checkTagFree(PointInTime.Tag tag) {
    throw new UnsupportedOperationException(tag.name());
  }

  /** Opens a branch on main's head, and makes the table where there is none yet. */
  public Stage stage() {
    throw new UnsupportedOperationException();
  }

  /** Publishes what was written to the stage. */
  public PublishOutcome publish(Stage stage, Optional<PointInTime.Tag> tag) {
    throw new UnsupportedOperationException(stage.branch());
  }

  /** Drops the stage and what was written to it; main and tags stay as they are. */
  public void discard(Stage stage) {
    throw new UnsupportedOperationException(stage.branch());
  }

  /**
   * Names a snapshot of main's history. Naming the same snapshot again changes nothing.
   *
   * @throws dev.asof.api.AsOfException TAG_EXISTS when the tag names another snapshot,
   *     TABLE_MISSING when the table holds nothing yet
   */
  public void tag(PointInTime.Tag tag, long snapshotId) {
    throw new UnsupportedOperationException(tag.name());
  }

  /**
   * Tags for a file that was applied before: a tag that is free goes to main's head; one that
   * exists is left alone when its snapshot holds the file, so that repeating an ingest is harmless.
   *
   * @return the snapshot that the tag names
   * @throws dev.asof.api.AsOfException TAG_EXISTS when the tag names a snapshot without the file
   */
  public long tagApplied(PointInTime.Tag tag, AppliedSource source) {
    throw new UnsupportedOperationException(tag.name());
  }
}
