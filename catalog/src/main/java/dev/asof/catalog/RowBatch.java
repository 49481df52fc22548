package dev.asof.catalog;

import org.apache.iceberg.arrow.vectorized.ColumnarBatch;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/**
 * Rows of a file, one after the other, some of which may be deleted.
 *
 * @param columns the rows
 * @param deleted the file's deleted positions
 * @param first the position of the batch's first row in its file; 0 when nothing is deleted
 */
record RowBatch(ColumnarBatch columns, PositionDeleteIndex deleted, long first) {

  boolean hasDeletes() {
    return deleted.isNotEmpty();
  }

  boolean isLive(int row) {
    return !deleted.isDeleted(first + row);
  }
}
