package dev.asof.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/**
 * Loads which rows of data files are deleted, by their positions in the file. A delete file that
 * speaks of many data files is read once in the life of this object.
 */
final class DeletedRows extends BaseDeleteLoader {
  private final Map<String, Object> loaded = new HashMap<>();

  DeletedRows(FileIO io) {
    super(io::newInputFile, null);
  }

  /** The deleted positions of a task's file; empty when there are none. */
  PositionDeleteIndex of(FileScanTask task) {
    return task.deletes().isEmpty()
        ? PositionDeleteIndex.empty()
        : loadPositionDeletes(task.deletes(), task.file().location());
  }

  @Override
  protected boolean canCache(long bytes) {
    return true;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <V> V getOrLoad(String key, Supplier<V> load, long bytes) {
    return (V) loaded.computeIfAbsent(key, unread -> load.get());
  }
}
