package dev.asof.api;

import java.util.regex.Pattern;

/** Which state of a table is meant. */
public sealed interface PointInTime {

  /** Reads {@code "snapshot:123"} as a snapshot id and anything else as a tag. */
  static PointInTime parse(String text) {
    if (text.startsWith(Snapshot.PREFIX)) {
      try {
        return new Snapshot(Long.parseLong(text.substring(Snapshot.PREFIX.length())));
      } catch (NumberFormatException notANumber) {
        throw new AsOfException(
            ErrorCode.TAG_INVALID,
            "Invalid snapshot '" + text + "': expected snapshot: and a whole number",
            notANumber);
      }
    }
    return new Tag(text);
  }

  /**
   * A named state. A tag never moves.
   *
   * @param name letters, digits, {@code _}, {@code .} and {@code -}, beginning with a letter: Spark
   *     SQL can't read a tag that is named like a number
   */
  record Tag(String name) implements PointInTime {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
    private static final int MAX_LENGTH = 128;

    /** Checks the name. */
    public Tag {
      if (!NAME.matcher(name).matches() || name.length() > MAX_LENGTH || name.equals("main")) {
        throw new AsOfException(
            ErrorCode.TAG_INVALID,
            "Invalid tag name '"
                + name
                + "': expected a letter, then letters, digits, '_', '.' or '-', at most "
                + MAX_LENGTH
                + " in all and not 'main' (for example Q1_2022)");
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A snapshot by its Iceberg id. */
  record Snapshot(long id) implements PointInTime {
    static final String PREFIX = "snapshot:";

    @Override
    public String toString() {
      return PREFIX + id;
    }
  }
}
