package dev.asof.cli;

import dev.asof.catalog.ChangedRow;
import dev.asof.catalog.Column;
import dev.asof.catalog.Row;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the difference of two versions of a table is listed. */
final class DiffListing {
  private static final String ENTERED = "entered";
  private static final String LEFT = "left";
  private static final String CHANGED = "changed";

  private DiffListing() {}

  /** What entered and what left, with what identifies a row and when it became known. */
  static Listing membership(TableDiff diff) {
    List<Column> columns = identifying(diff);
    Listing listing = new Listing(header(columns, List.of()));
    diff.entered().forEach(row -> listing.add(values(ENTERED, row, columns, List.of())));
    diff.left().forEach(row -> listing.add(values(LEFT, row, columns, List.of())));
    return listing;
  }

  /** The same and what changed in between, for people: each old value beside the new one. */
  static Listing brief(TableDiff diff) {
    List<Column> columns = identifying(diff);
    Listing listing = new Listing(header(columns, List.of("what")));
    diff.entered().forEach(row -> listing.add(values(ENTERED, row, columns, List.of(""))));
    diff.left().forEach(row -> listing.add(values(LEFT, row, columns, List.of(""))));
    diff.changed()
        .forEach(row -> listing.add(values(CHANGED, row.after(), columns, List.of(restated(row)))));
    return listing;
  }

  /** All columns, for programs; a changed row stands as it was and as it is. */
  static Listing whole(TableDiff diff) {
    List<Column> columns = diff.columns();
    Listing listing = new Listing(header(columns, List.of()));
    diff.entered().forEach(row -> listing.add(values(ENTERED, row, columns, List.of())));
    diff.left().forEach(row -> listing.add(values(LEFT, row, columns, List.of())));
    for (ChangedRow row : diff.changed()) {
      listing.add(values("changed-from", row.before(), columns, List.of()));
      listing.add(values("changed-to", row.after(), columns, List.of()));
    }
    return listing;
  }

  private static List<Column> identifying(TableDiff diff) {
    TableDefinition table = diff.table();
    Stream<Column> symbol = table.column("symbol").stream();
    Stream<Column> others =
        table.columns().stream()
            .filter(column -> !column.name().equals("symbol"))
            .filter(
                column ->
                    column.role() == Column.Role.KEY
                        || (column.role() == Column.Role.OPTIONAL_KEY && isFilled(diff, column))
                        || (column.role() == Column.Role.CLOCK
                            && !column.name().equals("known_at")));
    return Stream.concat(symbol, others).toList();
  }

  private static boolean isFilled(TableDiff diff, Column column) {
    return Stream.of(
            diff.entered().stream(),
            diff.left().stream(),
            diff.changed().stream().map(ChangedRow::after))
        .flatMap(rows -> rows)
        .anyMatch(row -> row.value(column).isPresent());
  }

  private static List<String> header(List<Column> columns, List<String> more) {
    List<String> header = new ArrayList<>();
    header.add("change");
    columns.forEach(column -> header.add(column.name()));
    header.addAll(more);
    return header;
  }

  private static List<Object> values(
      String change, Row row, List<Column> columns, List<String> more) {
    List<Object> values = new ArrayList<>();
    values.add(change);
    columns.forEach(column -> values.add(row.value(column).orElse(null)));
    values.addAll(more);
    return values;
  }

  private static String restated(ChangedRow row) {
    return row.columns().stream()
        .map(
            column ->
                column.name() + " " + row.before().text(column) + " -> " + row.after().text(column))
        .collect(Collectors.joining("; "));
  }
}
