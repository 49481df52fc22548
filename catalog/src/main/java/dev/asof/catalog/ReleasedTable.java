package dev.asof.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * A table whose data files are compared with what releases recorded of them, block by block as they
 * are read. For reads of this process; it is not sent to others.
 */
final class ReleasedTable extends BaseTable {
  private static final long serialVersionUID = 1L;
  private static final String PARQUET = ".parquet";

  private final transient FileIO compared;

  private ReleasedTable(BaseTable table, FileIO compared) {
    super(table.operations(), table.name(), table.reporter());
    this.compared = compared;
  }

  /**
   * Wraps a table.
   *
   * @param recorded finds what is recorded of a file by its path in the table's folder; asked when
   *     a data file is opened
   */
  static Table of(Table table, Function<String, Optional<ReleaseFiles.Recorded>> recorded) {
    return table instanceof BaseTable base && !(table instanceof ReleasedTable)
        ? new ReleasedTable(base, new ComparedFiles(base, recorded))
        : table;
  }

  @Override
  public FileIO io() {
    return compared;
  }

  private record ComparedFiles(
      BaseTable table, Function<String, Optional<ReleaseFiles.Recorded>> recorded)
      implements FileIO {
    @Override
    public InputFile newInputFile(String location) {
      return compared(table.io().newInputFile(location));
    }

    @Override
    public InputFile newInputFile(String location, long length) {
      return compared(table.io().newInputFile(location, length));
    }

    private InputFile compared(InputFile file) {
      if (!file.location().endsWith(PARQUET)) {
        return file;
      }
      return recorded
          .apply(ReleaseFiles.path(table, file.location()))
          .<InputFile>map(known -> new ReleasedFile(file, known))
          .orElse(file);
    }

    @Override
    public OutputFile newOutputFile(String location) {
      return table.io().newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
      table.io().deleteFile(location);
    }

    @Override
    public Map<String, String> properties() {
      return table.io().properties();
    }
  }
}
