package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What maintenance does, in the order in which it is safe and pays. */
public enum MaintenanceStep {
  /** Deletes earlier metadata files of tables; needs no space. */
  METADATA,
  /** Drops branches and tables that killed ingests left behind. */
  STAGES,
  /** Writes small files anew. */
  COMPACT,
  /** Removes tags that the retention keeps no longer. */
  TAGS,
  /** Expires snapshots that nothing needs. */
  SNAPSHOTS,
  /** Deletes files that no metadata name. */
  ORPHANS,
  /** Merges small manifests. */
  MANIFESTS;

  /** How it is written on a command line, for example {@code snapshots}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Steps separated by commas.
   *
   * @throws AsOfException with {@link ErrorCode#USAGE}
   */
  public static Set<MaintenanceStep> parse(String text) {
    Set<MaintenanceStep> steps = EnumSet.noneOf(MaintenanceStep.class);
    for (String part : text.split(",", -1)) {
      steps.add(
          Arrays.stream(values())
              .filter(step -> step.id().equals(part.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new AsOfException(
                          ErrorCode.USAGE,
                          "Invalid step "
                              + OneLine.quoted(part.strip())
                              + ": expected one of "
                              + Arrays.stream(values())
                                  .map(MaintenanceStep::id)
                                  .collect(Collectors.joining(", "))
                              + ", separated by commas")));
    }
    return steps;
  }
}
