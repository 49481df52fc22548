package dev.asof.ingestion;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rule that a table's files are held against.
 *
 * @param name its name in findings: lower-case letters, digits and {@code -}
 * @param severity what becomes of a file or a row that breaks it
 * @param standard which of AsOf's rules it is; empty for a statement
 * @param column the column that it is about, where the rule wants one
 * @param numbers its limits by name
 * @param statement what finds something, in SQL; empty for one of AsOf's rules
 */
public record AuditRule(
    String name,
    Severity severity,
    Optional<StandardRule> standard,
    Optional<String> column,
    Map<String, Double> numbers,
    String statement) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /** Copies the map and checks the name. */
  public AuditRule {
    if (!isName(name)) {
      throw new IllegalArgumentException("Invalid rule '" + name + "'");
    }
    if (standard.isEmpty() == statement.isBlank()) {
      throw new IllegalArgumentException(
          "Invalid rule " + name + ": expected one of AsOf's rules or a statement");
    }
    numbers = Map.copyOf(numbers);
  }

  /** One of AsOf's rules with its usual limits and name. */
  public static AuditRule of(StandardRule rule, Severity severity) {
    return new AuditRule(
        rule.id(), severity, Optional.of(rule), Optional.empty(), rule.numbers(), "");
  }

  /** A rule of a team's own. */
  public static AuditRule ofStatement(String name, Severity severity, String statement) {
    return new AuditRule(name, severity, Optional.empty(), Optional.empty(), Map.of(), statement);
  }

  /** The same with another limit. */
  public AuditRule with(String number, double value) {
    Map<String, Double> changed = new HashMap<>(numbers);
    changed.put(number, value);
    return new AuditRule(name, severity, standard, column, changed, statement);
  }

  /** The same about a column. */
  public AuditRule about(String column) {
    return new AuditRule(name, severity, standard, Optional.of(column), numbers, statement);
  }

  /** Whether a text can name a rule. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  double number(String number) {
    return numbers.get(number);
  }

  boolean is(StandardRule rule) {
    return standard.isPresent() && standard.get() == rule;
  }
}
