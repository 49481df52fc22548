package dev.asof.ingestion;

import dev.asof.catalog.TableDefinition;
import java.util.Map;

/**
 * Which rules the files of each table are held against before they are published, beside what the
 * values themselves must be.
 *
 * <p>Holdings are whole or not there: a file is all that its fund holds, so a row left out of one
 * would expire its position.
 *
 * @param tables by table; one that isn't there has no rules
 */
public record AuditPolicy(Map<TableDefinition, TableAudits> tables) {
  /** No rules at all. */
  public static final AuditPolicy NONE = new AuditPolicy(Map.of());

  /** Copies the map, and refuses that a row of holdings stays out. */
  public AuditPolicy {
    tables = Map.copyOf(tables);
    TableAudits holdings = tables.getOrDefault(TableDefinition.FUND_HOLDINGS, TableAudits.NONE);
    if (holdings.quarantineRows() > 0
        || holdings.rules().stream().anyMatch(rule -> rule.severity() == Severity.REJECT)) {
      throw new IllegalArgumentException(
          "Invalid audits of fund_holdings: a row left out would expire its position");
    }
  }

  TableAudits of(TableDefinition table) {
    return tables.getOrDefault(table, TableAudits.NONE);
  }
}
