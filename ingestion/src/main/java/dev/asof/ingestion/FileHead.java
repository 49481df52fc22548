package dev.asof.ingestion;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a format is recognised by.
 *
 * @param name the file's name in lower case, without the ending of a compression
 * @param start its first bytes, uncompressed, as UTF-8; at most {@link #MAX_BYTES}
 */
public record FileHead(String name, String start) {
  /** How much of a file is looked at. */
  public static final int MAX_BYTES = 4096;

  static FileHead of(String name, byte[] bytes) {
    String start = new String(bytes, StandardCharsets.UTF_8);
    return new FileHead(
        name.toLowerCase(Locale.ROOT), start.startsWith("\uFEFF") ? start.substring(1) : start);
  }

  /** Whether the name ends so, for example {@code .csv}. */
  public boolean endsWith(String ending) {
    return name.endsWith(ending);
  }

  /** The first line, without its end. */
  public String firstLine() {
    return start.lines().findFirst().orElse("");
  }
}
