package dev.asof.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/**
 * Which rows of data files are deleted, by their positions in the file. A delete file that speaks
 * of many data files is read once in the life of this object, and none before it is needed.
 */
final class DeletedRows {
  private final FileIO io;
  private Loader loader;

  DeletedRows(FileIO io) {
    this.io = io;
  }

  /** The deleted positions of a task's file; empty when there are none. */
  PositionDeleteIndex of(FileScanTask task) {
    if (task.deletes().isEmpty()) {
      return PositionDeleteIndex.empty();
    }
    if (loader == null) {
      loader = new Loader(io);
    }
    return loader.loadPositionDeletes(task.deletes(), task.file().location());
  }

  private static final class Loader extends BaseDeleteLoader {
    private final Map<String, Object> loaded = new HashMap<>();

    Loader(FileIO io) {
      super(io::newInputFile, null);
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
}
