package dev.asof.ingestion;

import dev.asof.catalog.TableDefinition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules that AsOf brings along, with the tables that they are for and their usual limits. */
public enum StandardRule {
  /** A column has a value in each row. */
  NULLS("nulls", Scope.COLUMN, all(), Map.of()),
  /** A column's numbers lie between {@code min} and {@code max}. */
  RANGE("range", Scope.COLUMN, all(), numbers("min", -Double.MAX_VALUE, "max", Double.MAX_VALUE)),
  /** A bar's low and high hold its open and close, and no price is zero or less. */
  OHLC("ohlc", Scope.ROW, bars(), Map.of()),
  /**
   * A close moves by at most the share {@code limit} of the one before, either way; splits and
   * dividends of the lake with an ex-date in between are taken off first.
   */
  PRICE_JUMP("price-jump", Scope.ROW, bars(), Map.of("limit", 0.5)),
  /** Close and volume are not the same over {@code sessions} bars. */
  STALE_REPEAT("stale-repeat", Scope.ROW, bars(), Map.of("sessions", 5.0)),
  /** At most {@code sessions} sessions of the NYSE lie between two bars of a symbol. */
  CALENDAR_GAP("calendar-gap", Scope.ROW, bars(), Map.of("sessions", 0.0)),
  /** The instruments of the lake, if it has any, know the symbol. */
  UNKNOWN_SYMBOL(
      "unknown-symbol",
      Scope.ROW,
      EnumSet.of(
          TableDefinition.DAILY_BARS,
          TableDefinition.INDEX_CHANGES,
          TableDefinition.INDEX_MEMBERS,
          TableDefinition.CORPORATE_ACTIONS,
          TableDefinition.BORROW_RATES),
      Map.of()),
  /**
   * A key that is new to the table differs from those that it has by more than case, blanks,
   * points, slashes and dashes.
   */
  KEY_SPELLING(
      "key-spelling",
      Scope.TABLE,
      EnumSet.complementOf(EnumSet.of(TableDefinition.TOP_OF_BOOK)),
      Map.of()),
  /**
   * The lake's bars move over the ex-date of a split as raw prices do: by at least half of what the
   * split makes of them, as ratios go.
   */
  SPLIT_IN_PRICES(
      "split-in-prices", Scope.TABLE, EnumSet.of(TableDefinition.CORPORATE_ACTIONS), Map.of()),
  /** The weights of a filing sum up to {@code min} to {@code max} percent. */
  WEIGHTS_SUM(
      "weights-sum",
      Scope.TABLE,
      EnumSet.of(TableDefinition.FUND_HOLDINGS),
      numbers("min", 95, "max", 105)),
  /**
   * The number of rows (of a fund, of a session, of a day's list) differs from the one before by at
   * most the share {@code limit}, where there were {@code least} rows or more. A file of one symbol
   * is not asked.
   */
  ROW_COUNT(
      "row-count",
      Scope.TABLE,
      EnumSet.of(
          TableDefinition.FUND_HOLDINGS,
          TableDefinition.DAILY_BARS,
          TableDefinition.INDEX_MEMBERS,
          TableDefinition.BORROW_RATES),
      numbers("limit", 0.2, "least", 20)),
  /** The best bid is not above the best offer. */
  CROSSED_BOOK("crossed-book", Scope.ROW, quotes(), Map.of()),
  /** Events of an instrument's day reach the recorder in the order of their numbers. */
  TIME_ORDER("time-order", Scope.ROW, quotes(), Map.of("mostRows", 1_000_000.0));

  private enum Scope {
    ROW,
    COLUMN,
    TABLE
  }

  private final String id;
  private final Scope scope;
  private final Set<TableDefinition> tables;
  private final Map<String, Double> numbers;

  StandardRule(String id, Scope scope, Set<TableDefinition> tables, Map<String, Double> numbers) {
    this.id = id;
    this.scope = scope;
    this.tables = tables;
    this.numbers = numbers;
  }

  private static Set<TableDefinition> all() {
    return EnumSet.allOf(TableDefinition.class);
  }

  private static Set<TableDefinition> bars() {
    return EnumSet.of(TableDefinition.DAILY_BARS);
  }

  private static Set<TableDefinition> quotes() {
    return EnumSet.of(TableDefinition.TOP_OF_BOOK);
  }

  private static Map<String, Double> numbers(
      String name, double value, String other, double otherValue) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(name, value);
    numbers.put(other, otherValue);
    return numbers;
  }

  /** The rule with this name. */
  public static Optional<StandardRule> find(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id.equals(id)).findFirst();
  }

  /** The rules for a table. */
  public static List<StandardRule> of(TableDefinition table) {
    return Arrays.stream(values()).filter(rule -> rule.tables.contains(table)).toList();
  }

  /** Its name, for example {@code price-jump}. */
  public String id() {
    return id;
  }

  /** Whether it is for this table. */
  public boolean isFor(TableDefinition table) {
    return tables.contains(table);
  }

  /** Whether it wants the name of a column. */
  public boolean wantsColumn() {
    return scope == Scope.COLUMN;
  }

  /** Whether what it finds is a row, which can stay out alone. */
  public boolean findsRows() {
    return scope != Scope.TABLE;
  }

  /** Its limits by name, with the usual values. */
  public Map<String, Double> numbers() {
    return numbers;
  }
}
