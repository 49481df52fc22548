package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.SweepRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
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

  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");

  /** Requests that a store answers at once for one reader. */
  private static final int FILES_AT_ONCE = 32;

  /** Rows held in memory at most before they are taken, about 80 MB. */
  private static final int MOST_ROWS_AHEAD = 300_000;

  private final LakeTables tables;
  private final BookkeepingTable sweeps;
  private final BookkeepingTable rows;
  private Table writable;

  SweepStore(LakeTables tables) {
    this.tables = tables;
    this.sweeps = new BookkeepingTable(tables, TABLE, SweepColumns.SWEEPS, PROPERTIES);
    this.rows = new BookkeepingTable(tables, ROWS, SweepColumns.ROWS, PROPERTIES);
  }

  /** The scenarios of a sweep that are stored, in any order. */
  public List<IndexRange> stored(String id) {
    return tables
        .failures()
        .guarded("read sweep " + id, () -> files(id).stream().map(StoredFile::range).toList());
  }

  /**
   * Writes rows to a file that nothing names yet; one that is never committed is an orphan, which
   * maintenance removes.
   *
   * @param id the sweep
   * @param run rows that follow one another
   * @param scenario what varies in a scenario, by its index
   */
  public SweepFile write(String id, List<SweepRow> run, IntFunction<Map<String, String>> scenario) {
    // One record at a time: those of a whole file are many times as large as their rows.
    Iterable<Record> records =
        () ->
            run.stream()
                .map(row -> SweepColumns.rowRecord(id, row, scenario.apply(row.index())))
                .iterator();
    return tables
        .failures()
        .guarded(
            "write rows of sweep " + id, () -> written(run.get(0).index(), run.size(), records));
  }

  private SweepFile written(int from, int size, Iterable<Record> records) {
    return new SweepFile(
        new IndexRange(from, from + size), BookkeepingTable.write(writable(), records));
  }

  /** Kept: whoever writes many files need not ask the catalog for each. */
  private synchronized Table writable() {
    if (writable == null) {
      writable = rows.findOrCreate();
    }
    return writable;
  }

  /**
   * Stores the scenarios of files in one commit. Those that are there already stay as they are,
   * whoever stored them.
   *
   * @param id the sweep
   * @param files written by {@link #write}, here or in another process
   */
  public void commit(String id, List<SweepFile> files) {
    tables
        .failures()
        .guarded(
            "store rows of sweep " + id,
            () -> {
              List<SweepFile> left = files;
              boolean stored = false;
              while (!stored) {
                List<SweepFile> wanted = withoutStored(id, left);
                stored =
                    wanted.isEmpty()
                        || rows.commit(
                                writable(),
                                wanted.stream().map(SweepFile::file).toList(),
                                "rows of sweep " + id,
                                () -> Optional.of(wanted).filter(any -> anyStored(id, any)))
                            .isEmpty();
                left = wanted;
              }
              return null;
            });
  }

  private boolean anyStored(String id, List<SweepFile> files) {
    List<IndexRange> there = stored(id);
    return files.stream().anyMatch(file -> isOther(file, file.range().without(there)));
  }

  private static boolean isOther(SweepFile file, List<IndexRange> left) {
    return !left.equals(List.of(file.range()));
  }

  /** The files, and in the place of one of which a part is stored another one with the rest. */
  private List<SweepFile> withoutStored(String id, List<SweepFile> files) {
    List<StoredFile> stored = files(id);
    List<IndexRange> there = stored.stream().map(StoredFile::range).toList();
    Set<String> named =
        stored.stream().map(file -> file.file().location()).collect(Collectors.toSet());
    List<SweepFile> wanted = new ArrayList<>();
    for (SweepFile file : files) {
      List<IndexRange> left = file.range().without(there);
      if (!isOther(file, left)) {
        wanted.add(file);
        continue;
      }
      if (named.contains(file.file().location())) {
        continue;
      }
      List<Record> records = new ArrayList<>();
      if (!left.isEmpty()) {
        BookkeepingTable.readFile(writable(), file.file(), records);
      }
      for (IndexRange part : left) {
        int from = part.from() - file.range().from();
        wanted.add(written(part.from(), part.size(), records.subList(from, from + part.size())));
      }
      writable().io().deleteFile(file.file().location());
    }
    return wanted;
  }

  /**
   * Reads the rows of a sweep in their order. Files are read ahead side by side, because a distant
   * store takes longer to answer than to send.
   *
   * @throws AsOfException RESULT_INVALID unless each scenario from the first to the last is there
   *     once
   */
  public void read(String id, int size, Consumer<SweepRow> sink) {
    tables
        .failures()
        .guarded(
            "read sweep " + id,
            () -> {
              int next = 0;
              List<StoredFile> files = files(id);
              try (FilesAhead ahead = new FilesAhead(files)) {
                for (StoredFile file : files) {
                  if (file.range().from() != next) {
                    throw torn(id, next, file.range().from());
                  }
                  for (SweepRow row : ahead.next()) {
                    if (row.index() != next) {
                      throw torn(id, next, row.index());
                    }
                    next++;
                    sink.accept(row);
                  }
                }
              }
              if (next != size) {
                throw torn(id, next, size);
              }
              return null;
            });
  }

  /** Reads files on threads of its own, in order, no further ahead than memory allows. */
  private final class FilesAhead implements AutoCloseable {
    private final List<StoredFile> files;
    private final Table table;
    private final ExecutorService pool;
    private final Deque<Future<List<SweepRow>>> reading = new ArrayDeque<>();
    private int started;
    private int rowsAhead;
    private int taken;

    FilesAhead(List<StoredFile> files) {
      this.files = files;
      this.table = files.isEmpty() ? null : rows.find().orElseThrow();
      this.pool =
          Executors.newFixedThreadPool(
              Math.max(1, Math.min(FILES_AT_ONCE, files.size())),
              Threads.daemons("asof-sweep-reader"));
    }

    List<SweepRow> next() {
      while (started < files.size() && (reading.isEmpty() || rowsAhead < MOST_ROWS_AHEAD)) {
        StoredFile file = files.get(started++);
        rowsAhead += file.range().size();
        reading.add(pool.submit(() -> rowsOf(table, file.file())));
      }
      rowsAhead -= files.get(taken++).range().size();
      return Threads.await(reading.remove(), "read rows of a sweep");
    }

    @Override
    public void close() {
      pool.shutdownNow();
    }
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

  /** The rows of a file, without the column of what varies, which the grid tells. */
  private static List<SweepRow> rowsOf(Table table, DataFile file) {
    Schema columns =
        table
            .schema()
            .select(
                SweepColumns.ROWS.columns().stream()
                    .map(Types.NestedField::name)
                    .filter(name -> !name.equals("scenario") && !name.equals("sweep_id"))
                    .toList());
    List<SweepRow> read = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(file))
            .project(columns)
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(columns, schema))
            .build()) {
      records.forEach(record -> read.add(SweepColumns.row(record)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
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
    return tables
        .failures()
        .guarded(
            "read sweep " + id,
            () -> sweeps().stream().filter(sweep -> sweep.id().equals(id)).findFirst());
  }

  /** All sweeps that ran to their end, in the order of their recording, then id. */
  public List<SweepRecord> sweeps() {
    return tables
        .failures()
        .guarded(
            "list the sweeps",
            () -> {
              List<SweepRecord> found = new ArrayList<>();
              Optional<Table> table = sweeps.find();
              if (table.isPresent()) {
                try (CloseableIterable<Record> records =
                    IcebergGenerics.read(table.get()).build()) {
                  records.forEach(record -> found.add(SweepColumns.sweep(record)));
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
    return tables
        .failures()
        .guarded(
            "record sweep " + sweep.id(),
            () -> {
              Optional<SweepRecord> before = find(sweep.id());
              return before.isPresent()
                  ? before.get()
                  : sweeps.append(
                      List.of(SweepColumns.sweepRecord(sweep)),
                      "sweep " + sweep.id(),
                      () -> find(sweep.id()),
                      sweep);
            });
  }
}
