package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.ingestion.TrapResult.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the Java, Spark and Iceberg that this process runs on for what makes a runtime give wrong
 * rows or lose something. It works in a temporary folder of its own, which it deletes, and touches
 * no lake and no network.
 *
 * <p>It uses nothing of Iceberg that 1.10 lacks, so that it can tell what is wrong there. For a
 * moment it sets the process's default zone and locale: nothing else should run beside it.
 */
public final class Doctor {
  private Doctor() {}

  /**
   * Runs every check. An exception in one of them is its finding.
   *
   * @throws AsOfException {@link ErrorCode#STORAGE_UNAVAILABLE} when there is no place to work in
   */
  public static DoctorReport examine() {
    Path folder = SparkLocal.newScratch();
    List<TrapResult> results = new ArrayList<>();
    try (DoctorBench bench = new DoctorBench(folder)) {
      boolean started = true;
      for (Trap trap : Trap.values()) {
        TrapResult result =
            started || trap.concernsTheMachineAlone() ? trap.check(bench) : trap.notRun();
        results.add(result);
        if (trap == Trap.SPARK_SESSION) {
          started = result.verdict() == Verdict.OK;
        }
      }
    } finally {
      SparkLocal.delete(folder);
    }
    return new DoctorReport(Machine.versions(), results);
  }
}
