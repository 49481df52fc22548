package dev.asof.ingestion;

import java.util.Map;

/**
 * A row of a file that stays out.
 *
 * @param line where it begins, from 1
 * @param finding why
 * @param texts what stands in the file, by column; under an empty name the whole line, where it
 *     can't be told apart into columns
 */
record RejectedRow(long line, AuditFinding finding, Map<String, String> texts) {}
