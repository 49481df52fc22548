package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.TableProperties;

/** How a merge changes rows that lie in files already. */
public enum WriteMode {
  /** Files with changed rows are written anew: slower merges, the fastest reads. */
  COPY_ON_WRITE("copy-on-write"),
  /** Changed rows are marked as deleted and written beside: faster merges, slower reads. */
  MERGE_ON_READ("merge-on-read");

  private static final List<String> PROPERTIES =
      List.of(TableProperties.MERGE_MODE, TableProperties.UPDATE_MODE, TableProperties.DELETE_MODE);

  private final String id;

  WriteMode(String id) {
    this.id = id;
  }

  /** How it is written on a command line and in a table's properties. */
  public String id() {
    return id;
  }

  /**
   * The mode with this id.
   *
   * @throws AsOfException with {@link ErrorCode#USAGE}
   */
  public static WriteMode parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.USAGE,
                    "Invalid write mode '"
                        + text
                        + "': expected one of "
                        + Arrays.stream(values())
                            .map(WriteMode::id)
                            .collect(Collectors.joining(", "))));
  }

  private static Optional<WriteMode> find(String id) {
    return Arrays.stream(values()).filter(mode -> mode.id.equals(id)).findFirst();
  }

  Map<String, String> properties() {
    return PROPERTIES.stream().collect(Collectors.toMap(key -> key, key -> id));
  }

  /** How merges into a table are written; Iceberg's own default is copy-on-write. */
  static WriteMode of(Map<String, String> properties) {
    return find(properties.getOrDefault(TableProperties.MERGE_MODE, COPY_ON_WRITE.id))
        .orElse(COPY_ON_WRITE);
  }
}
