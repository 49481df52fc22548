package dev.asof.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A recorded run of a definition, without the document that it can be rendered from.
 *
 * @param id names it: 12 hex digits of what decides it
 * @param name the definition's
 * @param title one line for a reader
 * @param strategy the strategy's name
 * @param version of AsOf
 * @param recordedAt when it was recorded; decides nothing
 * @param definition the definition's text as it was run
 * @param audit what the look-ahead audit found; empty when none was made
 * @param lookahead inputs that were used before they were known
 * @param tables what was read, as {@code daily_bars@Q3_2022}, in order
 * @param cells the combinations of its grid, in order
 */
public record RunRecord(
    String id,
    String name,
    String title,
    String strategy,
    String version,
    Instant recordedAt,
    String definition,
    Optional<Audit> audit,
    int lookahead,
    List<String> tables,
    List<Cell> cells) {

  /** Copies the lists; the moment is cut to microseconds, as it is stored. */
  public RunRecord {
    Objects.requireNonNull(audit);
    recordedAt = recordedAt.truncatedTo(ChronoUnit.MICROS);
    tables = List.copyOf(tables);
    cells = List.copyOf(cells);
  }

  /** What a look-ahead audit found. */
  public enum Audit {
    /** No decision changed with what was not known. */
    PASSED,
    /** At least one did. */
    FAILED
  }

  /**
   * One combination.
   *
   * @param parameters all parameters of the strategy as written, in order
   * @param digest of what it did
   * @param failed whether its strategy failed; then no number is defined
   * @param sharpe over its holding window, annualised; NaN where not defined
   * @param totalReturn over its holding window, a fraction; NaN where not defined
   * @param dailySharpe mean over standard deviation of all its daily returns, not annualised; NaN
   *     where not defined
   * @param fills how many
   */
  public record Cell(
      Map<String, String> parameters,
      String digest,
      boolean failed,
      double sharpe,
      double totalReturn,
      double dailySharpe,
      int fills) {
    /** Copies the map. */
    public Cell {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** The cell with the highest Sharpe ratio, the first of equals; the first where none has one. */
  public Cell best() {
    Cell best = cells.get(0);
    for (Cell cell : cells) {
      if (cell.sharpe > best.sharpe || Double.isNaN(best.sharpe) && !Double.isNaN(cell.sharpe)) {
        best = cell;
      }
    }
    return best;
  }
}
