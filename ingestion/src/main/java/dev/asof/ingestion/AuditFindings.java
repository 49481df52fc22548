package dev.asof.ingestion;

import java.util.ArrayList;
import java.util.List;

/**
 * All that was found in a file.
 *
 * @param worst the worst of it, worst first
 * @param more how many more there are
 */
public record AuditFindings(List<AuditFinding> worst, long more) {
  private static final int MOST = 500;

  /** Nothing was found. */
  public static final AuditFindings NONE = new AuditFindings(List.of(), 0);

  /** Copies the list. */
  public AuditFindings {
    worst = List.copyOf(worst);
  }

  /** The worst of some findings and the number of the others. */
  static AuditFindings of(List<AuditFinding> found, long more) {
    List<AuditFinding> sorted = new ArrayList<>(found);
    sorted.sort(AuditFinding.WORST_FIRST);
    int shown = Math.min(MOST, sorted.size());
    return new AuditFindings(sorted.subList(0, shown), more + sorted.size() - shown);
  }

  /** How many there are. */
  public long count() {
    return worst.size() + more;
  }
}
