package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ContentFileUtil;
import org.apache.iceberg.util.PartitionMap;

/**
 * Which delete files of a version concern a data file, by the rules of the table format: a deletion
 * vector names its file and stands alone; a position delete file names one file or any of its
 * partition; neither concerns a file that was written after it.
 */
final class DeleteFiles {
  private static final DeleteFile[] NONE = {};

  private final Map<String, List<DeleteFile>> byDataFile = new HashMap<>();
  private final PartitionMap<List<DeleteFile>> byPartition;

  private DeleteFiles(Map<Integer, PartitionSpec> specs) {
    byPartition = PartitionMap.create(specs);
  }

  /**
   * Sorts the delete files of a version.
   *
   * @throws AsOfException STORAGE_UNAVAILABLE when one of them deletes by values
   */
  static DeleteFiles of(Version version, List<DeleteFile> files) {
    DeleteFiles deletes = new DeleteFiles(version.table().specs());
    for (DeleteFile file : files) {
      if (file.content() == FileContent.EQUALITY_DELETES) {
        throw new AsOfException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Cannot read "
                + version.definition().tableName()
                + ": snapshot "
                + version.snapshot().snapshotId()
                + " has equality deletes, which neither AsOf nor Spark writes; rewrite the table's"
                + " data files by Spark's rewrite_data_files first");
      }
      String dataFile = ContentFileUtil.referencedDataFileLocation(file);
      if (dataFile != null) {
        deletes.byDataFile.computeIfAbsent(dataFile, unseen -> new ArrayList<>()).add(file);
      } else {
        deletes
            .byPartition
            .computeIfAbsent(file.specId(), file.partition(), ArrayList::new)
            .add(file);
      }
    }
    return deletes;
  }

  /** Those that concern a data file; mostly none. */
  DeleteFile[] of(DataFile file) {
    if (byDataFile.isEmpty() && byPartition.isEmpty()) {
      return NONE;
    }
    List<DeleteFile> found = new ArrayList<>();
    for (DeleteFile delete : byDataFile.getOrDefault(file.location(), List.of())) {
      if (isLater(delete, file)) {
        if (delete.format() == FileFormat.PUFFIN) {
          return new DeleteFile[] {delete};
        }
        found.add(delete);
      }
    }
    List<DeleteFile> partition = byPartition.get(file.specId(), file.partition());
    for (DeleteFile delete : partition == null ? List.<DeleteFile>of() : partition) {
      if (isLater(delete, file) && mayName(delete, file.location())) {
        found.add(delete);
      }
    }
    return found.toArray(NONE);
  }

  private static boolean isLater(DeleteFile delete, DataFile file) {
    return delete.dataSequenceNumber() >= file.dataSequenceNumber();
  }

  private static boolean mayName(DeleteFile delete, String location) {
    return compare(location, delete.lowerBounds(), 1)
        && compare(location, delete.upperBounds(), -1);
  }

  /** Whether a location is on this side of a bound, or the bound isn't known. */
  private static boolean compare(String location, Map<Integer, ByteBuffer> bounds, int side) {
    ByteBuffer bound =
        bounds == null ? null : bounds.get(MetadataColumns.DELETE_FILE_PATH.fieldId());
    if (bound == null) {
      return true;
    }
    CharSequence text = Conversions.fromByteBuffer(Types.StringType.get(), bound);
    return Integer.signum(Comparators.charSequences().compare(location, text)) != -side;
  }

  /** The identity of what a delete file says: several deletion vectors share one file. */
  static String key(DeleteFile file) {
    return file.format() == FileFormat.PUFFIN
        ? file.location() + "@" + file.contentOffset()
        : file.location();
  }

  /** Whether a delete file speaks of one data file alone, so that its records are rows of that. */
  static boolean isOfOneFile(DeleteFile file) {
    return ContentFileUtil.isFileScoped(file);
  }
}
