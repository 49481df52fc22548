package dev.asof.ingestion;

import dev.asof.api.ErrorCode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads the values of one row and collects what is wrong with them. A value that can't be read
 * comes back empty or as NaN, and the row has failed.
 */
final class RowCheck {
  private static final int MAX_TEXT_CHARS = 500;
  private static final double MAX_MAGNITUDE = 1e15;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{1,4})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final DateTimeFormatter WALL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final RawRow row;
  private final Findings findings;
  private boolean passed = true;

  RowCheck(RawRow row, Findings findings) {
    this.row = row;
    this.findings = findings;
  }

  /** Whether nothing was found wrong so far. */
  boolean passed() {
    return passed;
  }

  /** Records that a column's value breaks a rule. */
  void reject(String column, String problem) {
    passed = false;
    findings.add(
        new Finding(ErrorCode.ROW_INVALID, row.line(column), column, problem, row.texts()));
  }

  /** Text that may be empty. */
  String text(String column) {
    return readText(column).orElse("");
  }

  /** Text that may not be empty; empty when it is, and the row has failed. */
  String requiredText(String column) {
    Optional<String> text = readText(column);
    if (text.isPresent() && text.get().isEmpty()) {
      reject(column, "the value is missing");
    }
    return text.orElse("");
  }

  /** The text of a key or an identifier in its {@linkplain KeyText one spelling}, may be empty. */
  String key(String column) {
    Optional<String> text = readText(column);
    if (text.isEmpty()) {
      return "";
    }
    String normal = KeyText.normal(text.get());
    Optional<String> problem = KeyText.problem(normal);
    problem.ifPresent(words -> reject(column, OneLine.quoted(normal) + " " + words));
    return problem.isPresent() ? "" : normal;
  }

  /** The same; empty when the text is, and then the row has failed. */
  String requiredKey(String column) {
    String key = key(column);
    if (key.isEmpty() && KeyText.normal(row.text(column)).isEmpty()) {
      reject(column, "the value is missing");
    }
    return key;
  }

  /** One of some lower-case words, written in any case; empty when it is none of them. */
  String word(String column, List<String> words) {
    Optional<String> text = readText(column);
    if (text.isEmpty()) {
      return "";
    }
    String word = text.get().toLowerCase(Locale.ROOT);
    if (!words.contains(word)) {
      reject(
          column,
          OneLine.quoted(text.get()) + " isn't known; expected one of " + String.join(", ", words));
      return "";
    }
    return word;
  }

  /** The text, or nothing after a finding. */
  private Optional<String> readText(String column) {
    String text = row.text(column);
    if (text.length() > MAX_TEXT_CHARS) {
      reject(
          column,
          "the text has " + text.length() + " characters; at most " + MAX_TEXT_CHARS + " fit");
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (OneLine.isUnprintable(text.charAt(i))) {
        reject(
            column,
            OneLine.quoted(text)
                + String.format(
                    Locale.ROOT,
                    " holds the control character U+%04X; expected plain text",
                    (int) text.charAt(i)));
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  /** A date written as 2022-09-02. */
  Optional<LocalDate> date(String column) {
    String text = row.text(column);
    if (text.isEmpty()) {
      reject(column, "the date is missing; expected yyyy-MM-dd, for example 2022-09-02");
      return Optional.empty();
    }
    try {
      if (DATE.matcher(text).matches()) {
        return Optional.of(LocalDate.parse(text));
      }
    } catch (DateTimeParseException notADate) {
      // Reported below with all else that isn't a date.
    }
    reject(
        column,
        OneLine.quoted(text) + " isn't a date; expected yyyy-MM-dd, for example 2022-09-02");
    return Optional.empty();
  }

  /** A date; empty without a finding when there is none. */
  Optional<LocalDate> optionalDate(String column) {
    return row.text(column).isEmpty() ? Optional.empty() : date(column);
  }

  /** A wall time written as 2022-05-27 13:54:03; empty without a finding when there is none. */
  Optional<LocalDateTime> optionalWallTime(String column) {
    String text = row.text(column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(text, WALL_TIME));
    } catch (DateTimeParseException notATime) {
      reject(
          column,
          OneLine.quoted(text)
              + " isn't a time; expected New York time as yyyy-MM-dd HH:mm:ss, for example"
              + " 2022-05-27 13:54:03");
      return Optional.empty();
    }
  }

  /** A number; empty without a finding when files of this format never hold it. */
  Optional<Double> numberUnlessLacking(String column) {
    return row.lacks(column) ? Optional.empty() : Optional.of(number(column));
  }

  /** A number; null without a finding when there is none. */
  Double optionalNumber(String column) {
    String text = row.text(column);
    return text.isEmpty() ? null : Double.valueOf(number(column, text));
  }

  /** A number of at most 1e15 in size; NaN when it can't be read. */
  double number(String column) {
    return number(column, row.text(column));
  }

  private double number(String column, String text) {
    double plain = PlainDecimal.parse(text);
    return plain <= MAX_MAGNITUDE ? plain : numberOfAnyShape(column, text);
  }

  private double numberOfAnyShape(String column, String text) {
    if (text.isEmpty()) {
      reject(column, "the number is missing");
      return Double.NaN;
    }
    if (!NUMBER.matcher(text).matches()) {
      reject(
          column,
          OneLine.quoted(text)
              + " isn't a number; expected digits with '.' for decimals, for example 1031894 or"
              + " 61.53");
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    if (!(Math.abs(value) <= MAX_MAGNITUDE)) {
      reject(column, OneLine.quoted(text) + " is too large; at most 1e15 is taken");
      return Double.NaN;
    }
    return value;
  }

  /** A whole number of 64 bits; empty when it can't be read. */
  OptionalLong wholeNumber(String column) {
    return wholeNumber(column, row.text(column));
  }

  /** The same; empty without a finding when there is none. */
  OptionalLong optionalWholeNumber(String column) {
    String text = row.text(column);
    return text.isEmpty() ? OptionalLong.empty() : wholeNumber(column, text);
  }

  private OptionalLong wholeNumber(String column, String text) {
    if (text.isEmpty()) {
      reject(column, "the number is missing");
      return OptionalLong.empty();
    }
    try {
      if (isAscii(text)) {
        return OptionalLong.of(Long.parseLong(text));
      }
    } catch (NumberFormatException notWhole) {
      // Reported below with all else that isn't a whole number.
    }
    reject(
        column,
        OneLine.quoted(text)
            + " isn't a whole number of at most 9223372036854775807; expected digits alone");
    return OptionalLong.empty();
  }

  /** Java reads the digits of all scripts. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Whether the row has a value for a column. */
  boolean has(String column) {
    return !row.text(column).isEmpty();
  }

  /** The number as the file wrote it, for a message. */
  String written(String column) {
    return OneLine.of(row.text(column));
  }
}
