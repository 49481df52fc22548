package dev.asof.ingestion;

import dev.asof.api.ErrorCode;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Something in a vendor's file that keeps it out of the lake.
 *
 * @param code what kind of fault
 * @param line line of the file, from 1
 * @param column the column's name; empty when the whole line is meant
 * @param problem what is wrong and what would be valid; begins with the value
 * @param texts the row as the file wrote it, by column; empty when it has no columns
 */
record Finding(
    ErrorCode code, long line, String column, String problem, Map<String, String> texts) {
  /** The same without the row's texts, which may be long. */
  Finding withoutTexts() {
    return new Finding(code, line, column, problem, Map.of());
  }

  /** The same as what an audit finds. */
  AuditFinding as(Severity severity) {
    return new AuditFinding(
        severity,
        code.id(),
        OptionalLong.of(line),
        column,
        "",
        texts.getOrDefault(column, "").isEmpty() ? "" : OneLine.quoted(texts.get(column)),
        problem);
  }
}
