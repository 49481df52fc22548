package dev.asof.ingestion;

import dev.asof.catalog.StagedTotals;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rows of files on their way into a branch of one table. Called once each, in this order. */
sealed interface Merge extends AutoCloseable permits HoldingsMerge, KeyedDelete, KeyedMerge {
  /**
   * Counts what {@link #apply} will do for each file, by kind in reading order.
   *
   * @throws FilesRefused when files must not go into the table as it is now
   * @throws dev.asof.api.AsOfException the same, where there is one file
   */
  List<Map<String, Long>> forecast();

  /** Writes to the branch: one statement, one commit there. */
  void apply();

  /**
   * Reads the branch back and holds it against the forecast.
   *
   * @param totals what the commit to the branch says of itself
   * @throws dev.asof.api.AsOfException when they differ
   */
  void audit(StagedTotals totals);

  /** The latest moment at which a row of a file that {@link #apply} writes counts as known. */
  Instant knownAt(int file);

  /** What the person who ingests should know about the forecast of a file. */
  List<String> warnings(int file);

  /** Lets go of what Spark keeps for it. */
  @Override
  void close();
}
