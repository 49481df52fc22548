package dev.asof.catalog;

import java.io.Serializable;
import org.apache.iceberg.DataFile;

/**
 * A file with rows of a sweep, which counts once {@link SweepStore#commit} has named it. The
 * process that commits it need not be the one that wrote it.
 *
 * @param range the scenarios whose rows it holds
 * @param file as the table will know it
 */
public record SweepFile(IndexRange range, DataFile file) implements Serializable {
  private static final long serialVersionUID = 1;
}
