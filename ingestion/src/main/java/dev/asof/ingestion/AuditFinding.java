package dev.asof.ingestion;

import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a rule found in a vendor's file, or in what the lake would hold with it.
 *
 * @param severity what becomes of the file
 * @param rule the rule's name; for what a value itself shows, the code of the fault, such as {@code
 *     row-invalid}
 * @param line line of the file, from 1; empty when no single row is meant
 * @param column the column of the file; empty when no single one is meant
 * @param key what it is about, such as {@code symbol PENN, session 2022-09-06}; empty when the row
 *     has none that can be read
 * @param value what was found
 * @param limit what would have been right
 */
public record AuditFinding(
    Severity severity,
    String rule,
    OptionalLong line,
    String column,
    String key,
    String value,
    String limit) {
  /** The worst first, then in the order of the file. */
  static final Comparator<AuditFinding> WORST_FIRST =
      Comparator.comparing(AuditFinding::severity)
          .thenComparing(finding -> finding.line().orElse(Long.MAX_VALUE))
          .thenComparing(AuditFinding::rule)
          .thenComparing(AuditFinding::key);

  /** Checks that nothing is null. */
  public AuditFinding {
    Objects.requireNonNull(severity);
    Objects.requireNonNull(rule);
    Objects.requireNonNull(line);
    Objects.requireNonNull(column);
    Objects.requireNonNull(key);
    Objects.requireNonNull(value);
    Objects.requireNonNull(limit);
  }

  AuditFinding as(Severity other) {
    return new AuditFinding(other, rule, line, column, key, value, limit);
  }

  AuditFinding at(OptionalLong otherLine) {
    return new AuditFinding(severity, rule, otherLine, column, key, value, limit);
  }

  /** Where it stands and what it is, to follow a file's name in a message. */
  String words() {
    return (line.isPresent() ? ", line " + line.getAsLong() : "")
        + (column.isEmpty() ? "" : ", column " + column)
        + ": "
        + (key.isEmpty() ? limit : rule + ": " + key + ": " + value + "; limit " + limit);
  }
}
