package dev.asof.ingestion;

import dev.asof.catalog.Column;
import dev.asof.catalog.TableDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keys of rows that are to go, under the names that the dataset's own files give their columns. A
 * row is gone from when the request says, or from now on.
 */
final class KeyRows implements RowReader {
  /** Keys that options may say for a whole file. */
  private static final List<String> SAID = List.of("fund", "index");

  private final Intake intake;
  private final List<Column> keys;
  private final List<String> names;

  KeyRows(Intake intake, Dataset dataset) {
    this.intake = intake;
    this.keys = dataset.table().keys();
    this.names = keys.stream().map(key -> written(dataset.table(), key)).toList();
  }

  /** The format of such files. */
  static VendorFormat format(Dataset dataset) {
    List<String> said =
        dataset.table().keys().stream()
            .filter(key -> key.role() == Column.Role.OPTIONAL_KEY || SAID.contains(key.name()))
            .map(Column::name)
            .toList();
    List<String> columns =
        dataset.table().keys().stream()
            .map(key -> written(dataset.table(), key))
            .filter(column -> !said.contains(column))
            .toList();
    String optional =
        dataset.table().keys().stream()
            .filter(key -> key.role() == Column.Role.OPTIONAL_KEY)
            .map(key -> " and optionally " + key.name())
            .collect(Collectors.joining());
    return new CsvFormat(
        "keys-csv", dataset, columns, said, "CSV with " + String.join(", ", columns) + optional);
  }

  private static String written(TableDefinition table, Column key) {
    return switch (table) {
      case DAILY_BARS -> key.kind() == Column.Kind.DATE ? "date" : key.name();
      case TOP_OF_BOOK -> key.kind() == Column.Kind.TIMESTAMP ? QuoteRows.ADAPTER_TIME : key.name();
      default -> key.name();
    };
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String name = names.get(i);
      if (keys.get(i).role() == Column.Role.OPTIONAL_KEY) {
        values.add(PositionSide.read(check).orElse(null));
        continue;
      }
      switch (keys.get(i).kind()) {
        case DATE -> check.date(name).ifPresent(values::add);
        case LONG -> check.wholeNumber(name).ifPresent(values::add);
        case TIMESTAMP -> check.wholeNumber(name).ifPresent(nanos -> values.add(micros(nanos)));
        default -> values.add(text(check, name));
      }
    }
    if (check.passed()) {
      intake.add(new RowKey(row.line(), names, values, intake.restatedAt()));
    }
  }

  private static Instant micros(long nanos) {
    return Instant.EPOCH.plusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
  }

  private String text(RowCheck check, String name) {
    if (name.equals("fund") && intake.fund().isPresent() && !check.has(name)) {
      return intake.fund().get();
    }
    if (name.equals("index") && intake.index().isPresent() && !check.has(name)) {
      return intake.index().get();
    }
    return check.requiredText(name);
  }
}
