package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static dev.asof.catalog.TableDefinition.INDEX_CHANGES;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Turns rows of the small tables into the facts that strategies see. */
final class Facts {
  private static final String SHORT = "short";

  private Facts() {}

  /**
   * All facts that a version of a table states on its own, in the order of knowledge.
   *
   * @throws IllegalArgumentException for a table whose rows are no facts by themselves
   */
  static List<? extends Fact> of(Version version) {
    return switch (version.definition()) {
      case INDEX_CHANGES -> indexChanges(version);
      case INSTRUMENTS -> Listings.of(version);
      case CORPORATE_ACTIONS -> CorporateActions.of(version);
      case INDEX_MEMBERS -> IndexMembers.of(version);
      default ->
          throw new IllegalArgumentException(
              "Invalid table of facts: " + version.definition().tableName());
    };
  }

  static List<IndexChange> indexChanges(Version version) {
    List<IndexChange> changes = new ArrayList<>();
    for (Row row :
        VersionRows.read(
            version, VersionRows.plan(version, Expressions.alwaysTrue()), row -> true)) {
      changes.add(
          new IndexChange(
              text(row, INDEX_CHANGES, "index"),
              text(row, INDEX_CHANGES, "symbol"),
              text(row, INDEX_CHANGES, "isin"),
              constant(row, "action", IndexChange.Action.values()),
              constant(row, "kind", IndexChange.Kind.values()),
              (LocalDate) required(row, "announced"),
              (LocalDate) required(row, "effective"),
              text(row, INDEX_CHANGES, "source"),
              !text(row, INDEX_CHANGES, "announcementAssumed").isEmpty(),
              (Instant) required(row, "known_at")));
    }
    changes.sort(
        Comparator.comparing(IndexChange::knownAt)
            .thenComparing(IndexChange::symbol)
            .thenComparing(IndexChange::index)
            .thenComparing(IndexChange::action)
            .thenComparing(IndexChange::effective));
    return List.copyOf(changes);
  }

  private static Object required(Row row, String column) {
    Object value = row.valueAt(INDEX_CHANGES.indexOf(column));
    if (value == null) {
      throw invalid(row, column, "a value");
    }
    return value;
  }

  private static <E extends Enum<E>> E constant(Row row, String column, E[] constants) {
    String text = text(row, INDEX_CHANGES, column);
    for (E constant : constants) {
      if (written(constant).equals(text)) {
        return constant;
      }
    }
    throw invalid(
        row,
        column,
        "one of " + Arrays.stream(constants).map(Facts::written).collect(Collectors.joining(", ")));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static AsOfException invalid(Row row, String column, String expected) {
    return new AsOfException(
        ErrorCode.ROW_INVALID,
        "Invalid row in index_changes: "
            + column
            + " of "
            + text(row, INDEX_CHANGES, "symbol")
            + ", effective "
            + text(row, INDEX_CHANGES, "effective")
            + ", is '"
            + text(row, INDEX_CHANGES, column)
            + "'; expected "
            + expected);
  }

  static List<HoldingChange> holdingChanges(String fund, Version from, Version to) {
    return holdingChanges(fund, to, holdings(fund, from), holdings(fund, to));
  }

  /** The same for the fund's rows before and after. */
  static List<HoldingChange> holdingChanges(
      String fund, Version to, List<Row> before, List<Row> after) {
    if (before.isEmpty() && after.isEmpty()) {
      throw noSuchFund(fund, to);
    }
    Differences differences = Differences.of(FUND_HOLDINGS.columns());
    Map<List<Object>, Row> liveBefore =
        differences.byKey(before.stream().filter(differences::isLive).toList());
    List<Row> liveRowsAfter = after.stream().filter(differences::isLive).toList();
    Map<List<Object>, Row> liveAfter = differences.byKey(liveRowsAfter);
    Map<List<Object>, Row> allAfter = differences.byKey(after);

    List<HoldingChange> changes = new ArrayList<>();
    for (Row row : differences.missing(liveAfter, liveBefore)) {
      changes.add(
          change(
              row,
              HoldingChange.Action.ENTERED,
              (LocalDate) row.valueAt(FUND_HOLDINGS.indexOf("date")),
              knownAt(row)));
    }
    List<Row> left = differences.missing(liveBefore, liveAfter);
    if (!left.isEmpty()) {
      LocalDate period = latestDate(liveRowsAfter.isEmpty() ? before : liveRowsAfter);
      Instant latest =
          Stream.concat(before.stream(), after.stream())
              .map(Facts::knownAt)
              .max(Instant::compareTo)
              .orElseThrow();
      for (Row row : left) {
        Row expired = allAfter.get(differences.key(row));
        changes.add(
            change(
                row,
                HoldingChange.Action.LEFT,
                period,
                expired == null ? latest : knownAt(expired)));
      }
    }
    changes.sort(
        Comparator.comparing(HoldingChange::knownAt)
            .thenComparing(HoldingChange::symbol)
            .thenComparing(HoldingChange::isin)
            .thenComparing(HoldingChange::side));
    return List.copyOf(changes);
  }

  private static HoldingChange change(
      Row row, HoldingChange.Action action, LocalDate period, Instant knownAt) {
    return new HoldingChange(
        text(row, FUND_HOLDINGS, "fund"),
        text(row, FUND_HOLDINGS, "symbol"),
        text(row, FUND_HOLDINGS, "isin"),
        action,
        period,
        side(row),
        knownAt);
  }

  /** The key of the row that a change is about, as {@link Differences} takes it from rows. */
  static List<Object> key(HoldingChange change) {
    return Arrays.asList(
        change.fund(), change.isin(), change.side() == HoldingChange.Side.SHORT ? SHORT : null);
  }

  private static HoldingChange.Side side(Row row) {
    return text(row, FUND_HOLDINGS, "side").equals(SHORT)
        ? HoldingChange.Side.SHORT
        : HoldingChange.Side.LONG;
  }

  static List<Row> holdings(String fund, Version version) {
    Expression filter = Expressions.equal("fund", fund);
    return VersionRows.read(
        version,
        VersionRows.plan(version, filter),
        row -> text(row, FUND_HOLDINGS, "fund").equals(fund));
  }

  static AsOfException noSuchFund(String fund, Version version) {
    TreeSet<String> funds = new TreeSet<>();
    VersionRows.read(version, VersionRows.plan(version, Expressions.alwaysTrue()), row -> true)
        .forEach(row -> funds.add(text(row, FUND_HOLDINGS, "fund")));
    return new AsOfException(
        ErrorCode.DATA_MISSING,
        "Cannot read the holdings of fund '"
            + fund
            + "': fund_holdings has none of it; its funds are "
            + String.join(", ", funds));
  }

  private static LocalDate latestDate(Collection<Row> rows) {
    return rows.stream()
        .map(row -> (LocalDate) row.valueAt(FUND_HOLDINGS.indexOf("date")))
        .max(LocalDate::compareTo)
        .orElseThrow();
  }

  private static Instant knownAt(Row row) {
    return (Instant) row.valueAt(FUND_HOLDINGS.indexOf("known_at"));
  }

  private static String text(Row row, TableDefinition table, String column) {
    Object value = row.valueAt(table.indexOf(column));
    return value == null ? "" : value.toString();
  }
}
