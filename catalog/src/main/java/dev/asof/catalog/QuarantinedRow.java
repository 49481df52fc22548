package dev.asof.catalog;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A row of a vendor's file that stayed out of its table.
 *
 * @param id names the row for ever: it follows from dataset, branch, file and line
 * @param dataset what the file was to be, for example {@code daily-bars}
 * @param branch the research branch that the file went to; empty for main
 * @param file the file's name without its folder
 * @param sha256 of the file's bytes, in lower-case hex
 * @param line where the row begins, from 1
 * @param column the column at fault; empty when no single one is
 * @param rule the rule that it breaks
 * @param value what was found
 * @param limit what would have been right
 * @param row the row's texts by column, as a JSON object
 * @param fund the fund that the request named
 * @param index the index that the request named
 * @param knownAt when the request said that the file became known
 * @param recordedAt when it was put here; for audit only
 * @param status whether it still waits
 * @param settledAt when it was replayed or dropped
 * @param reason why it was dropped, or the file that replayed it; empty while it waits
 */
public record QuarantinedRow(
    String id,
    String dataset,
    Optional<String> branch,
    String file,
    String sha256,
    long line,
    String column,
    String rule,
    String value,
    String limit,
    String row,
    Optional<String> fund,
    Optional<String> index,
    Optional<Instant> knownAt,
    Instant recordedAt,
    Status status,
    Optional<Instant> settledAt,
    String reason) {
  /** What became of a row. */
  public enum Status {
    /** It waits for a correction. */
    OPEN,
    /** It was corrected and published. */
    REPLAYED,
    /** Somebody decided that it stays out. */
    DROPPED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  QuarantinedRow settled(Status how, Instant at, String why) {
    return new QuarantinedRow(
        id,
        dataset,
        branch,
        file,
        sha256,
        line,
        column,
        rule,
        value,
        limit,
        row,
        fund,
        index,
        knownAt,
        recordedAt,
        how,
        Optional.of(at),
        why);
  }
}
