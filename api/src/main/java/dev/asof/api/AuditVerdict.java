package dev.asof.api;

import java.time.LocalDate;
import java.util.List;

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

  /** Whether no decision changed. */
  public boolean passed() {
    return findings.isEmpty();
  }

  /** The same about a run with these parameters, in one line. */
  public AuditVerdict ofRun(String run) {
    List<Finding> named =
        findings.stream()
            .map(
                finding ->
                    new Finding(finding.kind(), run, finding.session(), finding.description()))
            .toList();
    return new AuditVerdict(runs, cuts, replays, fields, valuesCompared, warmUp, named);
  }

  /**
   * One verdict on several runs over the same data; the first one's fields stand for all, and so
   * does the line on warm-up unless decisions changed in another.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static AuditVerdict ofAll(List<AuditVerdict> verdicts) {
    if (verdicts.isEmpty()) {
      throw new IllegalArgumentException("Invalid verdicts: there is none");
    }
    AuditVerdict warmest =
        verdicts.stream()
            .filter(each -> each.findings.stream().anyMatch(f -> f.kind == Kind.WARM_UP))
            .findFirst()
            .orElse(verdicts.get(0));
    return new AuditVerdict(
        verdicts.stream().mapToInt(AuditVerdict::runs).sum(),
        verdicts.stream().mapToLong(AuditVerdict::cuts).sum(),
        verdicts.stream().mapToLong(AuditVerdict::replays).sum(),
        verdicts.get(0).fields,
        verdicts.stream().mapToLong(AuditVerdict::valuesCompared).sum(),
        warmest.warmUp,
        verdicts.stream().flatMap(each -> each.findings.stream()).toList());
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
