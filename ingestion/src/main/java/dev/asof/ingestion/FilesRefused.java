package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Some files of a batch stay out. */
final class FilesRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SortedMap<Integer, AsOfException> byFile;

  /**
   * These files.
   *
   * @param byFile why, by the file's place in the batch; at least one
   */
  FilesRefused(Map<Integer, ? extends AsOfException> byFile) {
    super("refused", null, false, false);
    this.byFile = Collections.unmodifiableSortedMap(new TreeMap<>(byFile));
  }

  SortedMap<Integer, AsOfException> byFile() {
    return byFile;
  }
}
