package dev.asof.catalog;

import static dev.asof.catalog.BookkeepingTable.text;

import dev.asof.api.SweepRow;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** How sweeps and their rows lie in the tables of {@link SweepStore}. */
final class SweepColumns {
  private static final int FIRST_NUMBER = 10;

  private static final Types.StructType TRIED =
      Types.StructType.of(
          text(21, "strategy", "Name of the strategy"),
          Types.NestedField.required(22, "trials", Types.IntegerType.get(), "Different results"),
          Types.NestedField.optional(
              23,
              "mean",
              Types.DoubleType.get(),
              "Of their daily Sharpe ratios, null if undefined"),
          Types.NestedField.optional(
              24, "deviation", Types.DoubleType.get(), "Of the same, null under two"));

  static final Schema SWEEPS =
      new Schema(
          text(1, "sweep_id", "Names the sweep"),
          text(2, "name", "Name of its definition"),
          text(3, "title", "One line"),
          text(4, "version", "Version of AsOf"),
          Types.NestedField.required(
              5, "recorded_at", Types.TimestampType.withZone(), "When it was recorded [UTC]"),
          text(6, "definition", "The definition as it was run [YAML]"),
          Types.NestedField.required(
              7,
              "tables",
              Types.ListType.ofRequired(8, Types.StringType.get()),
              "What was read: table@point"),
          Types.NestedField.required(9, "scenarios", Types.IntegerType.get(), "How many"),
          Types.NestedField.required(10, "failed", Types.IntegerType.get(), "How many failed"),
          text(11, "digest", "SHA-256 over its rows in order"),
          Types.NestedField.required(
              12, "tried", Types.ListType.ofRequired(13, TRIED), "Trials of each strategy"));

  static final Schema ROWS = rowsSchema();

  private SweepColumns() {}

  private static Schema rowsSchema() {
    List<Types.NestedField> fields = new ArrayList<>();
    fields.add(text(1, "sweep_id", "Names the sweep"));
    fields.add(
        Types.NestedField.required(
            2, "index", Types.IntegerType.get(), "Place in the sweep, from 0"));
    fields.add(
        Types.NestedField.required(
            3,
            "scenario",
            Types.MapType.ofRequired(4, 5, Types.StringType.get(), Types.StringType.get()),
            "What varies, by key of the definition"));
    fields.add(
        Types.NestedField.optional(
            6, "failure", Types.StringType.get(), "Why it failed; null when it ran to its end"));
    fields.add(text(7, "digest", "SHA-256 of what it did; empty when it failed"));
    fields.add(Types.NestedField.required(8, "fills", Types.IntegerType.get(), "How many"));
    for (int n = 0; n < SweepRow.NUMBERS.size(); n++) {
      fields.add(
          Types.NestedField.optional(
              FIRST_NUMBER + n, SweepRow.NUMBERS.get(n), Types.DoubleType.get(), "Or null"));
    }
    return new Schema(fields);
  }

  static Record rowRecord(String id, SweepRow row, Map<String, String> scenario) {
    GenericRecord record = GenericRecord.create(ROWS);
    record.setField("sweep_id", id);
    record.setField("index", row.index());
    record.setField("scenario", scenario);
    record.setField("failure", row.failure().isEmpty() ? null : row.failure());
    record.setField("digest", row.digest());
    record.setField("fills", row.fills());
    double[] numbers = row.numbers();
    for (int n = 0; n < numbers.length; n++) {
      record.setField(SweepRow.NUMBERS.get(n), orNull(numbers[n]));
    }
    return record;
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static double orNaN(Object value) {
    return value == null ? Double.NaN : (Double) value;
  }

  static SweepRow row(Record record) {
    double[] numbers = new double[SweepRow.NUMBERS.size()];
    for (int n = 0; n < numbers.length; n++) {
      numbers[n] = orNaN(record.getField(SweepRow.NUMBERS.get(n)));
    }
    Object failure = record.getField("failure");
    return SweepRow.of(
        (Integer) record.getField("index"),
        failure == null ? "" : (String) failure,
        (String) record.getField("digest"),
        (Integer) record.getField("fills"),
        numbers);
  }

  static Record sweepRecord(SweepRecord sweep) {
    GenericRecord record = GenericRecord.create(SWEEPS);
    record.setField("sweep_id", sweep.id());
    record.setField("name", sweep.name());
    record.setField("title", sweep.title());
    record.setField("version", sweep.version());
    record.setField("recorded_at", sweep.recordedAt().atOffset(ZoneOffset.UTC));
    record.setField("definition", sweep.definition());
    record.setField("tables", sweep.tables());
    record.setField("scenarios", sweep.scenarios());
    record.setField("failed", sweep.failed());
    record.setField("digest", sweep.digest());
    List<Record> tried = new ArrayList<>();
    for (SweepRecord.Tried strategy : sweep.tried()) {
      GenericRecord one = GenericRecord.create(TRIED);
      one.setField("strategy", strategy.strategy());
      one.setField("trials", strategy.trials());
      one.setField("mean", orNull(strategy.mean()));
      one.setField("deviation", orNull(strategy.deviation()));
      tried.add(one);
    }
    record.setField("tried", tried);
    return record;
  }

  static SweepRecord sweep(Record record) {
    List<SweepRecord.Tried> tried = new ArrayList<>();
    for (Object element : (List<?>) record.getField("tried")) {
      Record one = (Record) element;
      tried.add(
          new SweepRecord.Tried(
              (String) one.getField("strategy"),
              (Integer) one.getField("trials"),
              orNaN(one.getField("mean")),
              orNaN(one.getField("deviation"))));
    }
    return new SweepRecord(
        (String) record.getField("sweep_id"),
        (String) record.getField("name"),
        (String) record.getField("title"),
        (String) record.getField("version"),
        ((OffsetDateTime) record.getField("recorded_at")).toInstant(),
        (String) record.getField("definition"),
        ((List<?>) record.getField("tables")).stream().map(String.class::cast).toList(),
        (Integer) record.getField("scenarios"),
        (Integer) record.getField("failed"),
        (String) record.getField("digest"),
        tried);
  }
}
