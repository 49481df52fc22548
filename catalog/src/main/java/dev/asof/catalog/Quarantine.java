package dev.asof.catalog;

import static dev.asof.catalog.BookkeepingTable.text;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * The rows of vendors' files that stayed out, in a table of their own beside those of {@link
 * TableDefinition}. Written without Spark, and each change is one commit. A data file holds the
 * rows of one vendor's file, so that a change rewrites little.
 */
public final class Quarantine {
  /** The table's name. */
  public static final String TABLE = "quarantine";

  private static final int ATTEMPTS = 20;

  private static final Schema SCHEMA =
      new Schema(
          text(1, "id", "Names the row"),
          text(2, "dataset", "What the file was to be"),
          optionalText(3, "branch", "Research branch that it went to, null for main"),
          text(4, "file", "The file's name"),
          text(5, "sha256", "Of the file's bytes"),
          Types.NestedField.required(6, "line", Types.LongType.get(), "Where the row begins"),
          text(7, "column", "Column at fault, may be blank"),
          text(8, "rule", "Rule that it breaks"),
          text(9, "value", "What was found"),
          text(10, "limit", "What would have been right"),
          text(11, "row", "Texts by column [JSON]"),
          optionalText(12, "fund", "Fund that the request named"),
          optionalText(13, "index", "Index that the request named"),
          moment(14, "known_at", "When the request said that the file became known [UTC]"),
          Types.NestedField.required(
              15, "recorded_at", Types.TimestampType.withZone(), "When it was put here [UTC]"),
          text(16, "status", "open, replayed or dropped"),
          moment(17, "settled_at", "When it was replayed or dropped [UTC]"),
          text(18, "reason", "Why it was dropped, or which file replayed it"));

  private final LakeTables tables;

  Quarantine(LakeTables tables) {
    this.tables = tables;
  }

  private static Types.NestedField optionalText(int id, String name, String doc) {
    return Types.NestedField.optional(id, name, Types.StringType.get(), doc);
  }

  private static Types.NestedField moment(int id, String name, String doc) {
    return Types.NestedField.optional(id, name, Types.TimestampType.withZone(), doc);
  }

  private TableIdentifier identifier() {
    return TableIdentifier.of(tables.namespace(), TABLE);
  }

  /** All rows in the order in which they came, then file and line. */
  public List<QuarantinedRow> rows() {
    return tables
        .failures()
        .guarded(
            "read the quarantine",
            () -> {
              List<QuarantinedRow> rows = new ArrayList<>();
              tables
                  .load(identifier())
                  .ifPresent(
                      table ->
                          files(table, Expressions.alwaysTrue()).values().forEach(rows::addAll));
              rows.sort(
                  Comparator.comparing(QuarantinedRow::recordedAt)
                      .thenComparing(QuarantinedRow::file)
                      .thenComparing(QuarantinedRow::line)
                      .thenComparing(QuarantinedRow::id));
              return List.copyOf(rows);
            });
  }

  /**
   * Records which rows of a file stay out. What waits of the same file for the same target from an
   * ingest that was not finished is replaced; recording the same rows again changes nothing.
   *
   * @param rows rows of one file for one target; empty when none stays out
   */
  public void record(
      String dataset, Optional<String> branch, Set<String> files, List<QuarantinedRow> rows) {
    if (rows.isEmpty() && tables.load(identifier()).isEmpty()) {
      return;
    }
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.id()));
    commit(
        "record rows in the quarantine",
        Expressions.in("sha256", files),
        before ->
            before.stream()
                .filter(
                    row ->
                        ids.contains(row.id())
                            || row.status() != QuarantinedRow.Status.OPEN
                            || !row.dataset().equals(dataset)
                            || !row.branch().equals(branch)
                            || !files.contains(row.sha256()))
                .toList(),
        there -> rows.stream().filter(row -> !there.contains(row.id())).toList());
  }

  /**
   * Says what became of rows that wait; others stay as they are.
   *
   * @param reason why, or by what
   */
  public void settle(
      Collection<String> ids, QuarantinedRow.Status status, Instant at, String reason) {
    Set<String> wanted = Set.copyOf(ids);
    if (wanted.isEmpty()) {
      return;
    }
    Instant when = at.truncatedTo(ChronoUnit.MICROS);
    commit(
        "change the quarantine",
        Expressions.alwaysTrue(),
        before ->
            before.stream()
                .map(
                    row ->
                        row.status() == QuarantinedRow.Status.OPEN && wanted.contains(row.id())
                            ? row.settled(status, when, reason)
                            : row)
                .toList(),
        there -> List.of());
  }

  /**
   * Commits a change.
   *
   * @param filter which rows it can concern
   * @param change what the rows of each data file become
   * @param additions what is added, given the ids of those that stay
   */
  private void commit(
      String action,
      Expression filter,
      UnaryOperator<List<QuarantinedRow>> change,
      Function<Set<String>, List<QuarantinedRow>> additions) {
    tables
        .failures()
        .guarded(
            action,
            () -> {
              for (int attempt = 1; ; attempt++) {
                try {
                  tryCommit(filter, change, additions);
                  return null;
                } catch (CommitStateUnknownException unknown) {
                  throw new AsOfException(
                      ErrorCode.COMMIT_UNKNOWN,
                      "Cannot say whether the quarantine was changed: the catalog didn't answer; trying"
                          + " again is safe",
                      unknown);
                } catch (ValidationException | CommitFailedException raced) {
                  if (attempt == ATTEMPTS) {
                    throw new AsOfException(
                        ErrorCode.PUBLISH_CONFLICT,
                        "Cannot " + action + ": other writers kept changing it; try again",
                        raced);
                  }
                }
              }
            });
  }

  private void tryCommit(
      Expression filter,
      UnaryOperator<List<QuarantinedRow>> change,
      Function<Set<String>, List<QuarantinedRow>> additions) {
    Table table =
        tables.loadOrCreate(identifier(), SCHEMA, Map.of(TableProperties.FORMAT_VERSION, "2"));
    Snapshot head = table.currentSnapshot();
    OverwriteFiles overwrite = table.newOverwrite();
    List<DataFile> written = new ArrayList<>();
    Set<String> there = new HashSet<>();
    boolean changed = false;
    for (Map.Entry<DataFile, List<QuarantinedRow>> file : files(table, filter).entrySet()) {
      List<QuarantinedRow> after = change.apply(file.getValue());
      after.forEach(row -> there.add(row.id()));
      if (!after.equals(file.getValue())) {
        changed = true;
        overwrite.deleteFile(file.getKey());
        add(table, after, overwrite, written);
      }
    }
    List<QuarantinedRow> added = additions.apply(there);
    add(table, added, overwrite, written);
    if (!changed && added.isEmpty()) {
      return;
    }
    if (head != null) {
      overwrite.validateFromSnapshot(head.snapshotId());
    }
    overwrite
        .conflictDetectionFilter(Expressions.alwaysTrue())
        .validateNoConflictingData()
        .validateNoConflictingDeletes();
    try {
      overwrite.commit();
    } catch (ValidationException | CommitFailedException raced) {
      written.forEach(file -> table.io().deleteFile(file.location()));
      throw raced;
    }
  }

  private static void add(
      Table table, List<QuarantinedRow> rows, OverwriteFiles overwrite, List<DataFile> written) {
    if (!rows.isEmpty()) {
      DataFile file =
          BookkeepingTable.write(table, () -> rows.stream().map(Quarantine::record).iterator());
      written.add(file);
      overwrite.addFile(file);
    }
  }

  private static Map<DataFile, List<QuarantinedRow>> files(Table table, Expression filter) {
    Map<DataFile, List<QuarantinedRow>> files = new LinkedHashMap<>();
    if (table.currentSnapshot() == null) {
      return files;
    }
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .useSnapshot(table.currentSnapshot().snapshotId())
            .filter(filter)
            .planFiles()) {
      for (FileScanTask task : tasks) {
        files.put(task.file(), read(table, task.file()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static List<QuarantinedRow> read(Table table, DataFile file) throws IOException {
    List<QuarantinedRow> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(SCHEMA)
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(SCHEMA, schema))
            .build()) {
      for (Record record : records) {
        rows.add(row(record));
      }
    }
    return rows;
  }

  private static QuarantinedRow row(Record record) {
    return new QuarantinedRow(
        string(record, "id"),
        string(record, "dataset"),
        Optional.ofNullable(string(record, "branch")),
        string(record, "file"),
        string(record, "sha256"),
        (Long) record.getField("line"),
        string(record, "column"),
        string(record, "rule"),
        string(record, "value"),
        string(record, "limit"),
        string(record, "row"),
        Optional.ofNullable(string(record, "fund")),
        Optional.ofNullable(string(record, "index")),
        instant(record, "known_at"),
        instant(record, "recorded_at").orElseThrow(),
        QuarantinedRow.Status.valueOf(string(record, "status").toUpperCase(Locale.ROOT)),
        instant(record, "settled_at"),
        string(record, "reason"));
  }

  private static String string(Record record, String field) {
    return (String) record.getField(field);
  }

  private static Optional<Instant> instant(Record record, String field) {
    return Optional.ofNullable((OffsetDateTime) record.getField(field))
        .map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  private static Record record(QuarantinedRow row) {
    GenericRecord record = GenericRecord.create(SCHEMA);
    record.setField("id", row.id());
    record.setField("dataset", row.dataset());
    record.setField("branch", row.branch().orElse(null));
    record.setField("file", row.file());
    record.setField("sha256", row.sha256());
    record.setField("line", row.line());
    record.setField("column", row.column());
    record.setField("rule", row.rule());
    record.setField("value", row.value());
    record.setField("limit", row.limit());
    record.setField("row", row.row());
    record.setField("fund", row.fund().orElse(null));
    record.setField("index", row.index().orElse(null));
    record.setField("known_at", row.knownAt().map(Quarantine::utc).orElse(null));
    record.setField("recorded_at", utc(row.recordedAt()));
    record.setField("status", row.status().toString());
    record.setField("settled_at", row.settledAt().map(Quarantine::utc).orElse(null));
    record.setField("reason", row.reason());
    return record;
  }
}
