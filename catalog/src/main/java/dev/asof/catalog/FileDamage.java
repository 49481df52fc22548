package dev.asof.catalog;

import java.util.List;

/**
 * A file that does not hold what was written to it, or that is gone.
 *
 * @param table the table that it belongs to; empty for the catalog's own
 * @param file where it lies
 * @param reason how the damage shows, in a few words
 * @param neededBy tags, releases and branches that cannot be read without it, {@code main} among
 *     them; empty when only older versions need it
 * @param repair what would repair it, in one sentence
 */
public record FileDamage(
    String table, String file, String reason, List<String> neededBy, String repair) {
  /** Copies the list. */
  public FileDamage {
    neededBy = List.copyOf(neededBy);
  }
}
