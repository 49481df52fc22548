package dev.asof.ingestion;

/**
 * What a file would do to a cell, or to a row as a whole.
 *
 * @param change {@code inserted}, {@code updated} or {@code deleted}
 * @param key the row's key
 * @param column the column; empty when a whole row comes or goes
 * @param before the value as it is; empty when there is none
 * @param after the value as it would be; empty when there is none
 */
public record RowChange(String change, String key, String column, String before, String after) {}
