package dev.asof.catalog;

import java.util.OptionalLong;

/**
 * A branch to write to before anything is published. What it is published to, main or a research
 * branch, does not change by what is written here.
 *
 * @param table the table
 * @param branch the branch's name, used by nobody else
 * @param parentSnapshotId head of what it is published to, when the branch was opened; empty when
 *     main held nothing
 * @param sqlName the branch as Spark SQL writes and reads it, for example {@code
 *     asof.market.daily_bars.branch_stage_1f}
 */
public record Stage(
    TableDefinition table, String branch, OptionalLong parentSnapshotId, String sqlName) {
  static final String PREFIX = "stage_";
}
