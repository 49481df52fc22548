package dev.asof.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which state of a table is meant. {@code toString} writes what {@link #parse} reads. */
public sealed interface PointInTime {

  /**
   * Reads {@code snapshot:123} as a snapshot id, {@code release:NAME}, {@code branch:NAME}, {@code
   * moment:2022-11-28T20:50:55Z}, {@code timeline} and {@code timeline:NAME} as what they say, and
   * anything else as a tag.
   *
   * @throws AsOfException with {@link ErrorCode#TAG_INVALID}
   */
  static PointInTime parse(String text) {
    if (text.equals(Timeline.WORD)) {
      return new Timeline(Optional.empty());
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Tag(text);
    }
    String kind = text.substring(0, colon);
    String value = text.substring(colon + 1);
    try {
      return switch (kind) {
        case "snapshot" -> new Snapshot(Long.parseLong(value));
        case "release" -> new Release(value);
        case "branch" -> new Branch(value);
        case "moment" -> new Moment(Instant.parse(value));
        case Timeline.WORD -> new Timeline(Optional.of(new Tag(value)));
        default -> throw unreadable(text, null);
      };
    } catch (NumberFormatException | DateTimeException malformed) {
      throw unreadable(text, malformed);
    }
  }

  private static AsOfException unreadable(String text, RuntimeException cause) {
    return new AsOfException(
        ErrorCode.TAG_INVALID,
        "Invalid point in time '"
            + text
            + "': expected a tag, snapshot: and a whole number, release: or branch: and a name,"
            + " moment: and an instant such as 2022-11-28T20:50:55Z, timeline, or timeline: and a"
            + " tag",
        cause);
  }

  /**
   * A named state. A tag never moves.
   *
   * @param name letters, digits, {@code _}, {@code .} and {@code -}, beginning with a letter: Spark
   *     SQL can't read a tag that is named like a number
   */
  record Tag(String name) implements PointInTime {
    /** Checks the name. */
    public Tag {
      Names.check("tag", name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A consistent set of snapshots over all tables, recorded under one name.
   *
   * @param name as a tag's
   */
  record Release(String name) implements PointInTime {
    /** Checks the name. */
    public Release {
      Names.check("release", name);
    }

    @Override
    public String toString() {
      return "release:" + name;
    }
  }

  /** A snapshot by its Iceberg id. */
  record Snapshot(long id) implements PointInTime {
    @Override
    public String toString() {
      return "snapshot:" + id;
    }
  }

  /**
   * The head of a research branch: what-if corrections beside what was published. Unlike the others
   * it moves.
   *
   * @param name as a tag's
   */
  record Branch(String name) implements PointInTime {
    /** Checks the name. */
    public Branch {
      Names.check("branch", name);
    }

    @Override
    public String toString() {
      return "branch:" + name;
    }
  }

  /**
   * The latest tag that was known at a moment, by its snapshot's knowledge time.
   *
   * @param at the moment
   */
  record Moment(Instant at) implements PointInTime {
    @Override
    public String toString() {
      return "moment:" + at;
    }
  }

  /**
   * At each simulated moment the version that was known then, out of the table's tags.
   *
   * @param last the last tag that counts; empty for all tags
   */
  record Timeline(Optional<Tag> last) implements PointInTime {
    static final String WORD = "timeline";

    @Override
    public String toString() {
      return last.map(tag -> WORD + ":" + tag).orElse(WORD);
    }
  }

  /** Names of tags, releases and branches. */
  final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
    private static final int MAX_LENGTH = 128;

    private Names() {}

    /** Whether a tag, a release or a branch can have this name. */
    public static boolean isValid(String name) {
      return NAME.matcher(name).matches()
          && name.length() <= MAX_LENGTH
          && !name.equals("main")
          && !name.equals(Timeline.WORD);
    }

    private static void check(String what, String name) {
      if (!isValid(name)) {
        throw new AsOfException(
            ErrorCode.TAG_INVALID,
            "Invalid "
                + what
                + " name '"
                + name
                + "': expected a letter, then letters, digits, '_', '.' or '-', at most "
                + MAX_LENGTH
                + " in all and neither 'main' nor 'timeline' (for example Q1_2022)");
      }
    }
  }
}
