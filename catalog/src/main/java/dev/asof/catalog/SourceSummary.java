package dev.asof.catalog;

import dev.asof.api.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What a snapshot's summary records about a vendor's file that made it. A snapshot of one file has
 * the record's entries as they are. One of several files has a line for each in {@link #SOURCES},
 * and beside it the latest knowledge time, the sums of the counts and what all files share.
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
 * @param partition what the names of the folders around the file said of its rows, for example
 *     {@code symbol=AAPL/year=2020}
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
    Optional<String> partition,
    Optional<String> reason,
    SortedMap<String, Long> counts) {
  private static final String PREFIX = "asof.";
  private static final String FILE_PREFIX = "asof.source.";

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

  /** What the names of the folders around the file said of its rows. */
  public static final String PARTITION = "asof.source.partition";

  /**
   * Where several files made a snapshot: a line for each, in the order in which they were applied.
   * A line has entries {@code key=value} between tabs; keys are those of a snapshot of one file
   * without {@code asof.}, and backslash escapes itself, a tab ({@code \\t}) and a line's end
   * ({@code \\n}).
   */
  public static final String SOURCES = "asof.sources";

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
        && partition.equals(other.partition)
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
    partition.ifPresent(said -> properties.put(PARTITION, said));
    reason.ifPresent(words -> properties.put(REASON, words));
    counts.forEach((status, rows) -> properties.put(COUNT_PREFIX + status, Long.toString(rows)));
    return properties;
  }

  /**
   * The entries for the summary of the snapshot that applies several files at once.
   *
   * @param files in the order in which they are applied; at least one
   */
  public static Map<String, String> properties(List<SourceSummary> files) {
    if (files.size() == 1) {
      return files.get(0).properties();
    }
    Map<String, String> properties = new TreeMap<>(files.get(0).properties());
    SortedMap<String, Long> sums = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    for (SourceSummary file : files) {
      properties.entrySet().retainAll(file.properties().entrySet());
      file.counts().forEach((status, rows) -> sums.merge(status, rows, Long::sum));
    }
    // What these say of one file would be read as said of the snapshot.
    properties
        .keySet()
        .removeIf(key -> key.startsWith(FILE_PREFIX) || key.startsWith(COUNT_PREFIX));
    for (SourceSummary file : files) {
      Map<String, String> own = file.properties();
      own.keySet().removeAll(properties.keySet());
      own.put(KNOWN_AT, file.knownAt().toString());
      lines.append(lines.isEmpty() ? "" : "\n").append(line(own));
    }
    properties.put(SOURCES, lines.toString());
    properties.put(
        KNOWN_AT,
        files.stream()
            .map(SourceSummary::knownAt)
            .max(Instant::compareTo)
            .orElseThrow()
            .toString());
    sums.forEach((status, rows) -> properties.put(COUNT_PREFIX + status, Long.toString(rows)));
    return properties;
  }

  private static String line(Map<String, String> entries) {
    StringJoiner line = new StringJoiner("\t");
    entries.forEach(
        (key, value) ->
            line.add(
                key.substring(PREFIX.length())
                    + "="
                    + value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")));
    return line.toString();
  }

  /**
   * Reads a snapshot's summary: the files that made it, in the order in which they were applied;
   * none when no file did.
   */
  static List<SourceSummary> all(Map<String, String> summary) {
    String lines = summary.get(SOURCES);
    if (lines == null) {
      return summary.containsKey(SHA256) ? List.of(one(summary)) : List.of();
    }
    Map<String, String> shared = new TreeMap<>(summary);
    shared.remove(SOURCES);
    shared.keySet().removeIf(key -> key.startsWith(COUNT_PREFIX));
    List<SourceSummary> files = new ArrayList<>();
    for (String line : lines.split("\n")) {
      Map<String, String> entries = new TreeMap<>(shared);
      for (String entry : line.split("\t")) {
        int equals = entry.indexOf('=');
        entries.put(PREFIX + entry.substring(0, equals), unescaped(entry.substring(equals + 1)));
      }
      files.add(one(entries));
    }
    return files;
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && ++i < text.length()) {
        c = text.charAt(i) == 't' ? '\t' : text.charAt(i) == 'n' ? '\n' : text.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static SourceSummary one(Map<String, String> summary) {
    SortedMap<String, Long> counts = new TreeMap<>();
    summary.forEach(
        (key, value) -> {
          if (key.startsWith(COUNT_PREFIX)) {
            counts.put(key.substring(COUNT_PREFIX.length()), Long.valueOf(value));
          }
        });
    return new SourceSummary(
        new SourceFile(summary.get(NAME), summary.get(SHA256), Long.parseLong(summary.get(ROWS))),
        Instant.parse(summary.get(KNOWN_AT)),
        Optional.ofNullable(summary.get(FUND)),
        Optional.ofNullable(summary.get(INDEX)),
        Optional.ofNullable(summary.get(EXCHANGE)),
        Optional.ofNullable(summary.get(FORMAT)),
        Optional.ofNullable(summary.get(SYMBOLS)),
        Optional.ofNullable(summary.get(PARTITION)),
        Optional.ofNullable(summary.get(REASON)),
        counts);
  }
}
