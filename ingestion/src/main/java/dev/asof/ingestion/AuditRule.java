package dev.asof.ingestion;

import java.time.Duration;
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
 * @param time how long the statement may take, above zero
 */
public record AuditRule(
    String name,
    Severity severity,
    Optional<StandardRule> standard,
    Optional<String> column,
    Map<String, Double> numbers,
    String statement,
    Duration time) {
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
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "Invalid time of rule " + name + ": " + time + "; expected one above zero");
    }
    numbers = Map.copyOf(numbers);
  }

  /** One of AsOf's rules with its usual limits and name. */
  public static AuditRule of(StandardRule rule, Severity severity) {
    return of(rule.id(), rule, severity);
  }

  /** The same under another name. */
  public static AuditRule of(String name, StandardRule rule, Severity severity) {
    return new AuditRule(
        name,
        severity,
        Optional.of(rule),
        Optional.empty(),
        rule.numbers(),
        "",
        SqlLimits.DEFAULT.time());
  }

  /** A rule of a team's own, with the time that {@code lake sql} gives a statement. */
  public static AuditRule ofStatement(String name, Severity severity, String statement) {
    return new AuditRule(
        name,
        severity,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        statement,
        SqlLimits.DEFAULT.time());
  }

  /** The same with another time for its statement. */
  public AuditRule within(Duration time) {
    return new AuditRule(name, severity, standard, column, numbers, statement, time);
  }

  /** The same with another limit. */
  public AuditRule with(String number, double value) {
    Map<String, Double> changed = new HashMap<>(numbers);
    changed.put(number, value);
    return new AuditRule(name, severity, standard, column, changed, statement, time);
  }

  /** The same about a column. */
  public AuditRule about(String column) {
    return new AuditRule(name, severity, standard, Optional.of(column), numbers, statement, time);
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
