package dev.asof.ingestion;

import java.util.List;

/**
 * How one table's files are audited.
 *
 * @param rules the rules, which all have names of their own
 * @param quarantineRows how many rows of a file may go to the quarantine, 0 to {@link #MOST_ROWS};
 *     one more refuses the file
 * @param quarantineShare which share of a file's rows may, 0 to 1
 */
public record TableAudits(List<AuditRule> rules, int quarantineRows, double quarantineShare) {
  /** More rows than this are no slip of a vendor, but another file than was expected. */
  public static final int MOST_ROWS = 1000;

  /** No rules, and a file stays out for one bad row. */
  public static final TableAudits NONE = new TableAudits(List.of(), 0, 1);

  /** Copies the list and checks the limits. */
  public TableAudits {
    rules = List.copyOf(rules);
    if (quarantineRows < 0 || quarantineRows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "Invalid quarantine: " + quarantineRows + " rows; expected 0 to " + MOST_ROWS);
    }
    if (!(quarantineShare >= 0 && quarantineShare <= 1)) {
      throw new IllegalArgumentException(
          "Invalid quarantine: share " + quarantineShare + "; expected 0 to 1");
    }
  }

  /**
   * How many rows of a file may stay out.
   *
   * @param rows rows of the file
   */
  long allowed(long rows) {
    return Math.min(quarantineRows, (long) Math.floor(quarantineShare * rows));
  }

  /** The same without leave for any row to stay out. */
  TableAudits whole() {
    return new TableAudits(rules, 0, quarantineShare);
  }
}
