package dev.asof.catalog;

import dev.asof.api.SourceFile;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a snapshot's summary records about the vendor's file that made it.
 *
 * @param file the file
 * @param knownAt the latest {@code known_at} among the rows that the file brought
 * @param fund the fund that a holdings file speaks for
 * @param index the index that {@code --index} said a list of members is of
 * @param exchange the exchange that {@code --exchange} said the quotes are from
 * @param format the format that the file was read in, for example {@code bars-csv}; empty where the
 *     version of AsOf that applied it did not record it
 * @param symbols where the rows' symbols came from when it was not a column {@code symbol}, in
 *     words of whoever read the file, for example {@code name PENN}
 * @param reason why somebody brought the file, in their own words
 * @param counts rows by what the file did to them, for example {@code new} or {@code expired}
 */
public record SourceSummary(
    SourceFile file,
    Instant knownAt,
    Optional<String> fund,
    Optional<String> index,
    Optional<String> exchange,
    Optional<String> format,
    Optional<String> symbols,
    Optional<String> reason,
    SortedMap<String, Long> counts) {
  /** The file's name without its folder. */
  public static final String NAME = "asof.source.name";

  /** SHA-256 of the file's bytes, in lower-case hex. */
  public static final String SHA256 = "asof.source.sha256";

  /** Rows in the file. */
  public static final String ROWS = "asof.source.rows";

  /** The fund that the file speaks for. */
  public static final String FUND = "asof.source.fund";

  /** The index that the file's list of members is of. */
  public static final String INDEX = "asof.source.index";

  /** The exchange that the file's quotes are from. */
  public static final String EXCHANGE = "asof.source.exchange";

  /** The format that the file was read in. */
  public static final String FORMAT = "asof.source.format";

  /** Where the rows' symbols came from when it was not a column of that name. */
  public static final String SYMBOLS = "asof.source.symbols";

  /** Rows that a file's keys removed. */
  public static final String DELETED = "deleted";

  /** Knowledge time, an ISO-8601 instant. */
  public static final String KNOWN_AT = "asof.known-at";

  /** Followed by a status: rows to which the file did this. */
  public static final String COUNT_PREFIX = "asof.rows.";

  /** Why somebody brought a file or changed the table by hand, in their words. */
  public static final String REASON = "asof.reason";

  /** The snapshot whose files a rollback put back. */
  public static final String ROLLED_BACK_TO = "asof.rolled-back-to";

  /** Copies the map. */
  public SourceSummary {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** A file of which nothing more is said. */
  public SourceSummary(
      SourceFile file, Instant knownAt, Optional<String> fund, SortedMap<String, Long> counts) {
    this(
        file,
        knownAt,
        fund,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        counts);
  }

  /** Whether the file listed keys of rows that were removed. */
  public boolean isDeletion() {
    return counts.containsKey(DELETED);
  }

  /** Whether both tell of the same bytes, and the same was made of them. */
  boolean isSameIngest(SourceSummary other) {
    return file.sha256().equals(other.file.sha256())
        && isDeletion() == other.isDeletion()
        && format.equals(other.format)
        && symbols.equals(other.symbols)
        && fund.equals(other.fund)
        && index.equals(other.index)
        && exchange.equals(other.exchange);
  }

  /** The entries for the summary of the snapshot that applies the file. */
  public Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(NAME, file.name());
    properties.put(SHA256, file.sha256());
    properties.put(ROWS, Long.toString(file.rows()));
    properties.put(KNOWN_AT, knownAt.toString());
    fund.ifPresent(name -> properties.put(FUND, name));
    index.ifPresent(name -> properties.put(INDEX, name));
    exchange.ifPresent(name -> properties.put(EXCHANGE, name));
    format.ifPresent(id -> properties.put(FORMAT, id));
    symbols.ifPresent(words -> properties.put(SYMBOLS, words));
    reason.ifPresent(words -> properties.put(REASON, words));
    counts.forEach((status, rows) -> properties.put(COUNT_PREFIX + status, Long.toString(rows)));
    return properties;
  }

  /** Reads a snapshot's summary; empty when no file made the snapshot. */
  static Optional<SourceSummary> parse(Map<String, String> summary) {
    if (!summary.containsKey(SHA256)) {
      return Optional.empty();
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    summary.forEach(
        (key, value) -> {
          if (key.startsWith(COUNT_PREFIX)) {
            counts.put(key.substring(COUNT_PREFIX.length()), Long.valueOf(value));
          }
        });
    return Optional.of(
        new SourceSummary(
            new SourceFile(
                summary.get(NAME), summary.get(SHA256), Long.parseLong(summary.get(ROWS))),
            Instant.parse(summary.get(KNOWN_AT)),
            Optional.ofNullable(summary.get(FUND)),
            Optional.ofNullable(summary.get(INDEX)),
            Optional.ofNullable(summary.get(EXCHANGE)),
            Optional.ofNullable(summary.get(FORMAT)),
            Optional.ofNullable(summary.get(SYMBOLS)),
            Optional.ofNullable(summary.get(REASON)),
            counts));
  }
}
