package dev.asof.catalog;

/**
 * How many rows a stage holds, as its last commit counts them.
 *
 * @param rowsBefore rows of what the stage was opened on
 * @param rows rows of the stage
 * @param added rows in the data files that the commit added
 */
public record StagedTotals(long rowsBefore, long rows, long added) {}
