package dev.asof.cli;

import dev.asof.api.DataRef;
import dev.asof.api.Lineage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is read back from a {@code result.json}: enough to run it again and to compare.
 *
 * @param displayName the file as the user knows it
 * @param definition the definition's text as it was run
 * @param lineage what produced it
 * @param data the snapshots that were read, without their source files
 * @param cells the runs, in order
 */
record StoredResult(
    String displayName, String definition, Lineage lineage, List<DataRef> data, List<Cell> cells) {

  /** Copies the lists. */
  StoredResult {
    data = List.copyOf(data);
    cells = List.copyOf(cells);
  }

  /**
   * A run.
   *
   * @param parameters all parameters of the strategy as written, in order
   * @param digest of what it did
   * @param failed whether its strategy failed
   */
  record Cell(Map<String, String> parameters, String digest, boolean failed) {
    /** Copies the map. */
    Cell {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }
}
