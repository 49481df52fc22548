package dev.asof.catalog;

import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;

/** A fact as text, the same on every machine: its kind and each component by name. */
final class FactText {
  private static final String KNOWN_AT = "knownAt";
  // Facts had no such parts before; one that does not need it has the text that it always had.
  private static final Map<String, Object> UNSAID =
      Map.of("announcementAssumed", false, "side", HoldingChange.Side.LONG);

  private FactText() {}

  /** Kind and components, each with its length, so that no two facts have the same text. */
  static String of(Fact fact) {
    StringBuilder text = new StringBuilder(said(fact));
    append(text, KNOWN_AT, fact.knownAt());
    return text.toString();
  }

  /** The same without when it became known: what the fact says. */
  static String said(Fact fact) {
    StringBuilder text = new StringBuilder(fact.getClass().getSimpleName());
    for (RecordComponent component : fact.getClass().getRecordComponents()) {
      if (!component.getName().equals(KNOWN_AT)) {
        try {
          Object value = component.getAccessor().invoke(fact);
          Object unsaid = UNSAID.get(component.getName());
          if (unsaid == null || !unsaid.equals(value)) {
            append(text, component.getName(), value);
          }
        } catch (ReflectiveOperationException unreadable) {
          throw new IllegalArgumentException("Invalid fact: " + fact, unreadable);
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, Object value) {
    String written = String.valueOf(value);
    text.append(' ').append(name).append(' ').append(written.length()).append(':').append(written);
  }

  /** SHA-256 of the texts of facts in their order, in lower-case hex. */
  static String sha256(Collection<? extends Fact> facts) {
    MessageDigest sha256 = RowChecksum.sha256();
    for (Fact fact : facts) {
      sha256.update((of(fact) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
