package dev.asof.catalog;

import static dev.asof.catalog.BookkeepingTable.text;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Trials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/**
 * The runs that were made on a lake, in a table of their own: one row and one commit a run of a
 * definition, with what was measured of each combination and the whole result as a compressed
 * document. It is the ledger of what was tried, too. Written without Spark; SQL reads it as {@code
 * market.runs}.
 */
public final class RunStore {
  /** The table's name, beside those of {@link TableDefinition}. */
  public static final String TABLE = "runs";

  /** Files of single runs beyond this are joined, so that the ledger stays quick to read. */
  private static final int MOST_FILES = 64;

  private static final Types.StructType CELL =
      Types.StructType.of(
          Types.NestedField.required(
              21,
              "parameters",
              Types.MapType.ofRequired(22, 23, Types.StringType.get(), Types.StringType.get()),
              "Parameters of the strategy as written"),
          text(24, "digest", "SHA-256 of what it did"),
          Types.NestedField.required(25, "failed", Types.BooleanType.get(), "Its strategy failed"),
          number(26, "sharpe", "While something was held, annualised"),
          number(27, "total_return", "While something was held, a fraction"),
          number(28, "daily_sharpe", "Of all daily returns, not annualised"),
          Types.NestedField.required(29, "fills", Types.IntegerType.get(), "How many"));

  private static final Schema SCHEMA =
      new Schema(
          text(1, "run_id", "Names the run"),
          text(2, "name", "Name of its definition"),
          text(3, "title", "One line"),
          text(4, "strategy", "Name of the strategy"),
          text(5, "version", "Version of AsOf"),
          Types.NestedField.required(
              6, "recorded_at", Types.TimestampType.withZone(), "When it was recorded [UTC]"),
          text(7, "definition", "The definition as it was run [YAML]"),
          Types.NestedField.optional(
              8, "audit", Types.StringType.get(), "Look-ahead audit: passed, failed or null"),
          Types.NestedField.required(
              9, "lookahead", Types.IntegerType.get(), "Inputs used before they were known"),
          Types.NestedField.required(
              10,
              "tables",
              Types.ListType.ofRequired(11, Types.StringType.get()),
              "What was read: table@point"),
          Types.NestedField.required(
              12, "cells", Types.ListType.ofRequired(13, CELL), "Combinations of its grid"),
          Types.NestedField.required(
              14, "document", Types.BinaryType.get(), "The result [JSON, gzip]"));

  private static final String[] WITHOUT_DOCUMENT = {
    "run_id",
    "name",
    "title",
    "strategy",
    "version",
    "recorded_at",
    "definition",
    "audit",
    "lookahead",
    "tables",
    "cells"
  };

  private final LakeTables tables;
  private final BookkeepingTable table;

  RunStore(LakeTables tables) {
    this.tables = tables;
    this.table = new BookkeepingTable(tables, TABLE, SCHEMA, BookkeepingTable.ONE_COMMIT_A_ROW);
  }

  private static Types.NestedField number(int id, String name, String doc) {
    return Types.NestedField.optional(
        id, name, Types.DoubleType.get(), doc + ", null if undefined");
  }

  /** All runs in the order of their recording, then id. */
  public List<RunRecord> runs() {
    return tables
        .failures()
        .guarded(
            "list the runs",
            () -> {
              List<RunRecord> runs = new ArrayList<>();
              table.read(scan -> scan.select(WITHOUT_DOCUMENT), row -> runs.add(run(row)));
              runs.sort(Comparator.comparing(RunRecord::recordedAt).thenComparing(RunRecord::id));
              return List.copyOf(runs);
            });
  }

  /**
   * The run that an id, or the beginning of one, names.
   *
   * @throws AsOfException RUN_MISSING when none or more than one does, with what could be meant
   */
  public RunRecord find(String idOrPrefix) {
    List<RunRecord> runs = runs();
    List<RunRecord> named = runs.stream().filter(run -> run.id().startsWith(idOrPrefix)).toList();
    if (named.size() == 1 && !idOrPrefix.isEmpty()) {
      return named.get(0);
    }
    String problem =
        runs.isEmpty()
            ? "no run was recorded here yet; asof backtest records one"
            : named.isEmpty()
                ? "there is no such run; the latest are " + latest(runs)
                : named.size() + " runs begin so; among them " + latest(named);
    throw new AsOfException(
        ErrorCode.RUN_MISSING, "Cannot find run '" + idOrPrefix + "': " + problem);
  }

  private static String latest(List<RunRecord> runs) {
    List<String> latest = new ArrayList<>();
    for (int n = runs.size() - 1; n >= 0 && latest.size() < 3; n--) {
      latest.add(runs.get(n).id() + " (" + runs.get(n).name() + ")");
    }
    return String.join(", ", latest);
  }

  /**
   * The result of a run as it was recorded.
   *
   * @throws AsOfException RUN_MISSING when it isn't there, RESULT_INVALID when it is torn
   */
  public String document(RunRecord run) {
    return tables
        .failures()
        .guarded(
            "read run " + run.id(),
            () -> {
              List<ByteBuffer> found = new ArrayList<>();
              table.read(
                  scan ->
                      scan.select("run_id", "document")
                          .where(Expressions.equal("run_id", run.id())),
                  row -> found.add((ByteBuffer) row.getField("document")));
              if (found.isEmpty()) {
                throw new AsOfException(
                    ErrorCode.RUN_MISSING, "Cannot read run " + run.id() + ": it is gone");
              }
              return unpacked(run.id(), found.get(0));
            });
  }

  /**
   * Records a run in one commit, unless it is there.
   *
   * @param document the result as JSON
   * @return the run as it is recorded: this one, or the same that was recorded before
   */
  public RunRecord record(RunRecord run, String document) {
    return tables
        .failures()
        .guarded(
            "record run " + run.id(),
            () -> {
              Optional<RunRecord> before = recorded(run.id());
              if (before.isPresent()) {
                return before.get();
              }
              RunRecord recorded =
                  table.append(
                      List.of(row(run, packed(document))),
                      "run " + run.id(),
                      () -> recorded(run.id()),
                      run);
              table.joinFiles(
                  MOST_FILES, Comparator.comparing(row -> (String) row.getField("run_id")));
              return recorded;
            });
  }

  private Optional<RunRecord> recorded(String id) {
    List<RunRecord> found = new ArrayList<>();
    table.read(
        scan -> scan.select(WITHOUT_DOCUMENT).where(Expressions.equal("run_id", id)),
        row -> found.add(run(row)));
    return found.stream().findFirst();
  }

  /**
   * What was tried with a strategy: its runs that did not fail, by what they did, the scenarios of
   * sweeps, and others that are not recorded yet.
   *
   * @param more daily Sharpe ratios by digest
   */
  public Trials trials(String strategy, Map<String, Double> more) {
    Map<String, Double> tried = new LinkedHashMap<>();
    for (RunRecord run : runs()) {
      if (run.strategy().equals(strategy)) {
        for (RunRecord.Cell cell : run.cells()) {
          if (!cell.failed()) {
            tried.put(cell.digest(), cell.dailySharpe());
          }
        }
      }
    }
    tried.putAll(more);
    double[] sharpes =
        tried.values().stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return withSweeps(strategy, tried.size(), sharpes);
  }

  /** Adds the trials of sweeps, of which only number, mean and spread are known. */
  private Trials withSweeps(String strategy, int runs, double[] sharpes) {
    long count = runs;
    double defined = sharpes.length;
    double mean = mean(sharpes);
    double squares = 0;
    for (double value : sharpes) {
      squares += (value - mean) * (value - mean);
    }
    for (SweepRecord sweep : new SweepStore(tables).sweeps()) {
      for (SweepRecord.Tried tried : sweep.tried()) {
        if (tried.strategy().equals(strategy)) {
          count += tried.trials();
          if (!Double.isNaN(tried.deviation())) {
            // Sums of squares about the common mean (Chan, Golub and LeVeque 1979, equation 2.1).
            double more = tried.trials();
            double distance = tried.mean() - mean;
            squares +=
                tried.deviation() * tried.deviation() * (more - 1)
                    + distance * distance * defined * more / (defined + more);
            mean += distance * more / (defined + more);
            defined += more;
          }
        }
      }
    }
    return new Trials(
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, count)),
        defined < 2 ? Double.NaN : Math.sqrt(squares / (defined - 1)));
  }

  /** In the order given; 0 of none. */
  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  private static Record row(RunRecord run, byte[] document) {
    GenericRecord row = GenericRecord.create(SCHEMA);
    row.setField("run_id", run.id());
    row.setField("name", run.name());
    row.setField("title", run.title());
    row.setField("strategy", run.strategy());
    row.setField("version", run.version());
    row.setField("recorded_at", run.recordedAt().atOffset(ZoneOffset.UTC));
    row.setField("definition", run.definition());
    row.setField("audit", run.audit().map(RunStore::word).orElse(null));
    row.setField("lookahead", run.lookahead());
    row.setField("tables", run.tables());
    row.setField("cells", run.cells().stream().map(RunStore::cellRow).toList());
    row.setField("document", ByteBuffer.wrap(document));
    return row;
  }

  private static String word(RunRecord.Audit audit) {
    return audit.name().toLowerCase(Locale.ROOT);
  }

  private static Record cellRow(RunRecord.Cell cell) {
    GenericRecord row = GenericRecord.create(CELL);
    row.setField("parameters", cell.parameters());
    row.setField("digest", cell.digest());
    row.setField("failed", cell.failed());
    row.setField("sharpe", orNull(cell.sharpe()));
    row.setField("total_return", orNull(cell.totalReturn()));
    row.setField("daily_sharpe", orNull(cell.dailySharpe()));
    row.setField("fills", cell.fills());
    return row;
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static RunRecord run(Record row) {
    List<?> cells = (List<?>) row.getField("cells");
    List<?> tables = (List<?>) row.getField("tables");
    return new RunRecord(
        (String) row.getField("run_id"),
        (String) row.getField("name"),
        (String) row.getField("title"),
        (String) row.getField("strategy"),
        (String) row.getField("version"),
        ((OffsetDateTime) row.getField("recorded_at")).toInstant(),
        (String) row.getField("definition"),
        Optional.ofNullable((String) row.getField("audit"))
            .map(word -> RunRecord.Audit.valueOf(word.toUpperCase(Locale.ROOT))),
        (Integer) row.getField("lookahead"),
        tables.stream().map(String.class::cast).toList(),
        cells.stream().map(cell -> cell((Record) cell)).toList());
  }

  private static RunRecord.Cell cell(Record row) {
    Map<String, String> parameters = new LinkedHashMap<>();
    ((Map<?, ?>) row.getField("parameters"))
        .forEach((name, value) -> parameters.put((String) name, (String) value));
    return new RunRecord.Cell(
        parameters,
        (String) row.getField("digest"),
        (Boolean) row.getField("failed"),
        orNaN(row.getField("sharpe")),
        orNaN(row.getField("total_return")),
        orNaN(row.getField("daily_sharpe")),
        (Integer) row.getField("fills"));
  }

  private static double orNaN(Object value) {
    return value == null ? Double.NaN : (Double) value;
  }

  private static byte[] packed(String document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(document.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException("Cannot compress in memory", impossible);
    }
    return bytes.toByteArray();
  }

  private static String unpacked(String id, ByteBuffer document) {
    byte[] bytes = new byte[document.remaining()];
    document.duplicate().get(bytes);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException torn) {
      throw new AsOfException(
          ErrorCode.RESULT_INVALID,
          "Invalid result run " + id + ": its stored document is torn (" + torn.getMessage() + ")",
          torn);
    }
  }
}
