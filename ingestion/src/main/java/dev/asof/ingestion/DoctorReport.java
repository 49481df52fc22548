package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the doctor found.
 *
 * @param versions the versions of Java, Spark, Iceberg, Scala and Hadoop that it ran on, by name,
 *     in this order
 * @param results one for each check, in the order in which they ran
 */
public record DoctorReport(Map<String, String> versions, List<TrapResult> results) {
  /** What AsOf is built and tested on. */
  static final String FIT_RUNTIME =
      "Spark 4.1.1 with Iceberg 1.11.0 (EMR release emr-spark-8.1.0), or newer";

  /** Copies both. */
  public DoctorReport {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    results = List.copyOf(results);
  }

  /** What failed. */
  public List<TrapResult> failures() {
    return results.stream().filter(result -> result.verdict() == TrapResult.Verdict.FAILS).toList();
  }

  /**
   * Does nothing on a runtime without failures.
   *
   * @throws AsOfException {@link ErrorCode#RUNTIME_UNFIT} with the names of the failed checks and
   *     what to use instead
   */
  public void requireFit() {
    List<TrapResult> failures = failures();
    if (failures.isEmpty()) {
      return;
    }
    String remedies =
        failures.stream()
            .map(failure -> Trap.named(failure.name()).remedy())
            .distinct()
            .collect(Collectors.joining("; "));
    throw new AsOfException(
        ErrorCode.RUNTIME_UNFIT,
        "Cannot trust this runtime ("
            + versions.entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "))
            + "): "
            + failures.stream().map(TrapResult::name).collect(Collectors.joining(", "))
            + (failures.size() == 1 ? " fails; " : " fail; ")
            + remedies);
  }
}
