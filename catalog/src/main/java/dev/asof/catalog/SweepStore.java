package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.SweepRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * The sweeps that were made on a lake: a table {@code sweep_rows} with a row for each scenario,
 * appended in pieces while a sweep runs, and a table {@code sweeps} with a row for each sweep that
 * ran to its end. Written without Spark; SQL reads both in the lake's namespace.
 *
 * <p>A file holds scenarios of one sweep that follow one another, so its bounds in the manifest
 * tell which are there without a look into it.
 */
public final class SweepStore {
  /** A row for each sweep. */
  public static final String TABLE = "sweeps";

  /** A row for each scenario. */
  public static final String ROWS = "sweep_rows";

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

  private static final Schema SCHEMA =
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

  private static final Schema ROWS_SCHEMA = rowsSchema();

  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");

  private final Lake lake;
  private final BookkeepingTable sweeps;
  private final BookkeepingTable rows;

  SweepStore(Lake lake) {
    this.lake = lake;
    this.sweeps = new BookkeepingTable(lake, TABLE, SCHEMA, PROPERTIES);
    this.rows = new BookkeepingTable(lake, ROWS, ROWS_SCHEMA, PROPERTIES);
  }

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

  private static Types.NestedField text(int id, String name, String doc) {
    return Types.NestedField.required(id, name, Types.StringType.get(), doc);
  }

  /** The scenarios of a sweep that are stored, in any order. */
  public List<IndexRange> stored(String id) {
    return lake.failures()
        .guarded("read sweep " + id, () -> files(id).stream().map(StoredFile::range).toList());
  }

  /**
   * Stores scenarios in one commit. Those that are there already stay as they are, whoever stored
   * them.
   *
   * @param id the sweep
   * @param runs rows that follow one another, one list for each file
   * @param scenario what varies in a scenario, by its index
   */
  public void append(
      String id, List<List<SweepRow>> runs, IntFunction<Map<String, String>> scenario) {
    lake.failures()
        .guarded(
            "store rows of sweep " + id,
            () -> {
              List<List<SweepRow>> left = without(stored(id), runs);
              while (!left.isEmpty()) {
                List<List<SweepRow>> wanted = left;
                List<List<Record>> records =
                    wanted.stream()
                        .map(
                            run ->
                                run.stream()
                                    .map(row -> rowRecord(id, row, scenario.apply(row.index())))
                                    .toList())
                        .toList();
                left =
                    rows.appendFiles(
                        records,
                        "rows of sweep " + id,
                        () ->
                            Optional.of(without(stored(id), wanted))
                                .filter(fewer -> count(fewer) < count(wanted)),
                        List.of());
              }
              return null;
            });
  }

  private static int count(List<List<SweepRow>> runs) {
    return runs.stream().mapToInt(List::size).sum();
  }

  private static List<List<SweepRow>> without(List<IndexRange> stored, List<List<SweepRow>> runs) {
    IntPredicate there =
        index -> stored.stream().anyMatch(range -> range.from() <= index && index < range.to());
    List<List<SweepRow>> left = new ArrayList<>();
    for (List<SweepRow> run : runs) {
      IndexRange whole = new IndexRange(run.get(0).index(), run.get(run.size() - 1).index() + 1);
      if (stored.stream()
          .noneMatch(range -> range.from() < whole.to() && whole.from() < range.to())) {
        left.add(run);
        continue;
      }
      List<SweepRow> piece = new ArrayList<>();
      for (SweepRow row : run) {
        if (!there.test(row.index())) {
          piece.add(row);
        } else if (!piece.isEmpty()) {
          left.add(piece);
          piece = new ArrayList<>();
        }
      }
      if (!piece.isEmpty()) {
        left.add(piece);
      }
    }
    return left;
  }

  /**
   * Reads the rows of a sweep in their order.
   *
   * @throws AsOfException RESULT_INVALID unless each scenario from the first to the last is there
   *     once
   */
  public void read(String id, int size, Consumer<SweepRow> sink) {
    lake.failures()
        .guarded(
            "read sweep " + id,
            () -> {
              int next = 0;
              for (StoredFile file : files(id)) {
                if (file.range().from() != next) {
                  throw torn(id, next, file.range().from());
                }
                try (CloseableIterable<Record> records = open(file.file())) {
                  for (Record row : records) {
                    SweepRow read = row(row);
                    if (read.index() != next) {
                      throw torn(id, next, read.index());
                    }
                    next++;
                    sink.accept(read);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
              if (next != size) {
                throw torn(id, next, size);
              }
              return null;
            });
  }

  private static AsOfException torn(String id, int expected, int found) {
    return new AsOfException(
        ErrorCode.RESULT_INVALID,
        "Invalid sweep "
            + id
            + ": after scenario "
            + (expected - 1)
            + " comes "
            + found
            + " in "
            + ROWS
            + "; another program changed the table");
  }

  /** All columns but what varies, which the grid tells. */
  private CloseableIterable<Record> open(DataFile file) {
    Table table = rows.find().orElseThrow();
    Schema columns =
        table
            .schema()
            .select(
                ROWS_SCHEMA.columns().stream()
                    .map(Types.NestedField::name)
                    .filter(name -> !name.equals("scenario") && !name.equals("sweep_id"))
                    .toList());
    return Parquet.read(table.io().newInputFile(file.location()))
        .project(columns)
        .createReaderFunc(schema -> GenericParquetReaders.buildReader(columns, schema))
        .build();
  }

  /** A file of one sweep. */
  private record StoredFile(DataFile file, IndexRange range) {}

  /** The files of a sweep by the first scenario they hold. */
  private List<StoredFile> files(String id) {
    List<StoredFile> found = new ArrayList<>();
    Optional<Table> table = rows.find();
    if (table.isEmpty()) {
      return found;
    }
    try (CloseableIterable<FileScanTask> tasks =
        table
            .get()
            .newScan()
            .filter(Expressions.equal("sweep_id", id))
            .includeColumnStats()
            .planFiles()) {
      for (FileScanTask task : tasks) {
        found.add(new StoredFile(task.file().copy(), range(id, table.get().schema(), task.file())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(Comparator.comparingInt(file -> file.range().from()));
    return found;
  }

  private static IndexRange range(String id, Schema schema, DataFile file) {
    // A catalog numbers the fields of a new table itself.
    int indexField = schema.findField("index").fieldId();
    int idField = schema.findField("sweep_id").fieldId();
    Types.StringType name = Types.StringType.get();
    ByteBuffer lowest = file.lowerBounds().get(indexField);
    ByteBuffer highest = file.upperBounds().get(indexField);
    int from = Conversions.fromByteBuffer(Types.IntegerType.get(), lowest);
    int last = Conversions.fromByteBuffer(Types.IntegerType.get(), highest);
    CharSequence sweep = Conversions.fromByteBuffer(name, file.lowerBounds().get(idField));
    CharSequence same = Conversions.fromByteBuffer(name, file.upperBounds().get(idField));
    if (!id.contentEquals(sweep)
        || !id.contentEquals(same)
        || last - from + 1L != file.recordCount()) {
      throw torn(id, from + 1, last);
    }
    return new IndexRange(from, last + 1);
  }

  /** The sweep of this id that ran to its end. */
  public Optional<SweepRecord> find(String id) {
    return lake.failures()
        .guarded(
            "read sweep " + id,
            () -> sweeps().stream().filter(sweep -> sweep.id().equals(id)).findFirst());
  }

  /** All sweeps that ran to their end, in the order of their recording, then id. */
  public List<SweepRecord> sweeps() {
    return lake.failures()
        .guarded(
            "list the sweeps",
            () -> {
              List<SweepRecord> found = new ArrayList<>();
              Optional<Table> table = sweeps.find();
              if (table.isPresent()) {
                try (CloseableIterable<Record> records =
                    IcebergGenerics.read(table.get()).build()) {
                  records.forEach(record -> found.add(sweep(record)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
              found.sort(
                  Comparator.comparing(SweepRecord::recordedAt).thenComparing(SweepRecord::id));
              return List.copyOf(found);
            });
  }

  /**
   * Records a sweep whose rows are all stored, in one commit, unless it is there.
   *
   * @return the sweep as it is recorded
   */
  public SweepRecord record(SweepRecord sweep) {
    return lake.failures()
        .guarded(
            "record sweep " + sweep.id(),
            () -> {
              Optional<SweepRecord> before = find(sweep.id());
              return before.isPresent()
                  ? before.get()
                  : sweeps.append(
                      List.of(sweepRecord(sweep)),
                      "sweep " + sweep.id(),
                      () -> find(sweep.id()),
                      sweep);
            });
  }

  private static Record rowRecord(String id, SweepRow row, Map<String, String> scenario) {
    GenericRecord record = GenericRecord.create(ROWS_SCHEMA);
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

  private static SweepRow row(Record record) {
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

  private static Record sweepRecord(SweepRecord sweep) {
    GenericRecord record = GenericRecord.create(SCHEMA);
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

  private static SweepRecord sweep(Record record) {
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
