package dev.asof.ingestion;

/** Text from outside, made fit to stand in a message of one line. */
final class OneLine {
  private static final int MAX_VALUE_CHARS = 60;

  private OneLine() {}

  /** The text with line breaks and control characters as single spaces. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnprintable(c) || c == ' ') {
        gap = !line.isEmpty();
      } else {
        if (gap) {
          line.append(' ');
          gap = false;
        }
        line.append(c);
      }
    }
    return line.toString();
  }

  /** A value in quotes, cut when it is long. */
  static String quoted(String value) {
    String line = of(value);
    if (line.length() > MAX_VALUE_CHARS) {
      int end = MAX_VALUE_CHARS;
      if (Character.isHighSurrogate(line.charAt(end - 1))) {
        end--;
      }
      line = line.substring(0, end) + "…";
    }
    return "'" + line + "'";
  }

  /** Control characters, line separators, and the marks that reverse the direction of text. */
  static boolean isUnprintable(char c) {
    // Nearly all characters are these, and every text of every row passes here.
    if (c >= ' ' && c <= '~') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
