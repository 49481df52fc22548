package dev.asof.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the look-ahead audit of one or more runs found, and how much it looked at.
 *
 * @param runs runs audited: combinations of parameters
 * @param cuts decisions before which everything later was replaced, over all runs and futures
 * @param replays runs that were repeated from their start with another future
 * @param fields the fields that were replaced, for example {@code close}
 * @param valuesCompared values of decisions that were compared bit for bit
 * @param warmUp what the warm-up audit did, in one line; says why where it did not apply
 * @param findings decisions that changed, in the order found; empty when there were none
 */
public record AuditVerdict(
    int runs,
    long cuts,
    long replays,
    List<String> fields,
    long valuesCompared,
    String warmUp,
    List<Finding> findings) {

  /** Copies the lists. */
  public AuditVerdict {
    fields = List.copyOf(fields);
    findings = List.copyOf(findings);
  }

  /** The verdict of one run, whose findings name it. */
  public AuditVerdict ofRun(String run) {
    return new AuditVerdict(
        runs,
        cuts,
        replays,
        fields,
        valuesCompared,
        warmUp,
        findings.stream()
            .map(one -> new Finding(one.kind(), run, one.session(), one.description()))
            .toList());
  }

  /**
   * One verdict on several runs over the same data: sums, and the findings in their order.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static AuditVerdict ofRuns(List<AuditVerdict> verdicts) {
    if (verdicts.isEmpty()) {
      throw new IllegalArgumentException("Invalid verdicts: expected at least one");
    }
    Set<String> fields = new LinkedHashSet<>();
    Set<String> warmUps = new LinkedHashSet<>();
    List<Finding> findings = new ArrayList<>();
    int runs = 0;
    long cuts = 0;
    long replays = 0;
    long valuesCompared = 0;
    for (AuditVerdict verdict : verdicts) {
      runs += verdict.runs;
      cuts += verdict.cuts;
      replays += verdict.replays;
      valuesCompared += verdict.valuesCompared;
      fields.addAll(verdict.fields);
      warmUps.add(verdict.warmUp);
      findings.addAll(verdict.findings);
    }
    return new AuditVerdict(
        runs,
        cuts,
        replays,
        List.copyOf(fields),
        valuesCompared,
        String.join("; in other runs ", warmUps),
        findings);
  }

  /** Whether no decision changed. */
  public boolean passed() {
    return findings.isEmpty();
  }

  /** Why a decision changed. */
  public enum Kind {
    /** With what happened in later sessions. */
    FUTURE,
    /** With fields of the session itself that are not known before its open. */
    SAME_DAY,
    /** When the run was repeated from its start with another future. */
    PRECOMPUTED,
    /** When the same run was repeated: something outlives a run. */
    REPEATED,
    /** With more history before the start. */
    WARM_UP
  }

  /**
   * A decision that changed.
   *
   * @param kind with what
   * @param run the run's parameters that vary, in one line; empty for a single run
   * @param session the session decided for
   * @param description what was decided and what was decided with the other data, in one line
   */
  public record Finding(Kind kind, String run, LocalDate session, String description) {}
}
