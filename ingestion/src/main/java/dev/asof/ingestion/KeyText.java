package dev.asof.ingestion;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a key, in one spelling. What looks the same on a screen has to be the same
 * instrument: texts are in Unicode's normal form C, white space of any kind is a blank and none
 * stands around them, and letters of scripts that look alike don't stand together.
 */
final class KeyText {
  private static final Set<UnicodeScript> NEUTRAL =
      EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);
  // Unicode's Technical Standard 39 allows Latin letters beside these, which no Latin letter is
  // like.
  private static final Set<UnicodeScript> BESIDE_LATIN =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);

  private KeyText() {}

  /** The text as it is stored. */
  static String normal(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder blanks = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
        .forEach(blanks::appendCodePoint);
    return blanks.toString().strip();
  }

  /** Nearly all keys are printable ASCII without a blank. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** What is wrong with a text in its normal form; empty when it can be a key. */
  static Optional<String> problem(String text) {
    if (isPlain(text)) {
      return Optional.empty();
    }
    UnicodeScript first = null;
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      if (c >= 0xFF01 && c <= 0xFF5E) {
        return Optional.of(
            "holds " + named(c) + ", a wide form of '" + (char) (c - 0xFEE0) + "'; expected that");
      }
      UnicodeScript script = UnicodeScript.of(c);
      if (NEUTRAL.contains(script)) {
        continue;
      }
      if (first == null || BESIDE_LATIN.contains(first)) {
        first = script;
      } else if (script != first && !BESIDE_LATIN.contains(script)) {
        return Optional.of(
            "mixes scripts: "
                + named(c)
                + " stands among "
                + word(first)
                + " letters; expected letters of one script");
      }
    }
    return Optional.empty();
  }

  private static String named(int c) {
    return String.format(
        Locale.ROOT, "'%s' (U+%04X %s)", Character.toString(c), c, Character.getName(c));
  }

  private static String word(UnicodeScript script) {
    String name = script.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
