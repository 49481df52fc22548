package dev.asof.api;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A strategy's parameter: its name, what values it takes, and its default.
 *
 * @param <T> the type of its values
 */
public final class Parameter<T> {
  private final String name;
  private final String type;
  private final String range;
  private final String defaultText;
  private final String description;
  private final Function<String, T> parser;

  private Parameter(
      String name,
      String type,
      String range,
      String defaultText,
      String description,
      Function<String, T> parser) {
    this.name = name;
    this.type = type;
    this.range = range;
    this.defaultText = defaultText;
    this.description = description;
    this.parser = parser;
    parse(defaultText);
  }

  /** A decimal number from {@code min} to {@code max}. */
  public static Parameter<Double> decimal(
      String name, double defaultValue, double min, double max, String description) {
    return new Parameter<>(
        name,
        "decimal",
        min + " to " + max,
        Double.toString(defaultValue),
        description,
        text -> {
          double value = new BigDecimal(text).doubleValue();
          if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        });
  }

  /** A whole number from {@code min} to {@code max}. */
  public static Parameter<Integer> whole(
      String name, int defaultValue, int min, int max, String description) {
    return new Parameter<>(
        name,
        "whole",
        min + " to " + max,
        Integer.toString(defaultValue),
        description,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        });
  }

  /** Any text. */
  public static Parameter<String> text(String name, String defaultValue, String description) {
    return new Parameter<>(name, "text", "any", defaultValue, description, Function.identity());
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, E defaultValue, String description) {
    return choice(name, defaultValue, constant -> hyphenated(constant.name()), description);
  }

  /** One of an enum's constants, written as the label says. */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, E defaultValue, Function<E, String> label, String description) {
    List<E> constants = List.of(defaultValue.getDeclaringClass().getEnumConstants());
    return new Parameter<>(
        name,
        "choice",
        constants.stream().map(label).collect(Collectors.joining(", ")),
        label.apply(defaultValue),
        description,
        text ->
            constants.stream()
                .filter(constant -> label.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a choice")));
  }

  /** A date written as {@code 2022-09-02}, or nothing. */
  public static Parameter<Optional<LocalDate>> optionalDate(String name, String description) {
    return new Parameter<>(
        name,
        "date",
        "yyyy-MM-dd, or empty",
        "",
        description,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text)));
  }

  /** Symbols, separated by commas; empty for none. */
  public static Parameter<List<String>> symbols(String name, String description) {
    return new Parameter<>(
        name,
        "symbols",
        "separated by commas, or empty",
        "",
        description,
        text ->
            text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList());
  }

  /**
   * A parameter of a type of its own.
   *
   * @param type what the type is called, for example {@code holding}
   * @param range what values it takes, in words
   * @param parser reads a value, and throws {@link IllegalArgumentException} for a bad one
   */
  public static <T> Parameter<T> of(
      String name,
      String type,
      String range,
      String defaultText,
      String description,
      Function<String, T> parser) {
    return new Parameter<>(name, type, range, defaultText, description, parser);
  }

  private static String hyphenated(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The name of its type. */
  public String type() {
    return type;
  }

  /** The values it takes, in words. */
  public String range() {
    return range;
  }

  /** The default as it would be written in a definition. */
  public String defaultText() {
    return defaultText;
  }

  /** What it decides, with its unit. */
  public String description() {
    return description;
  }

  /**
   * Reads a value.
   *
   * @throws AsOfException with {@link ErrorCode#PARAMETER_INVALID}
   */
  public T parse(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException invalid) {
      throw new AsOfException(
          ErrorCode.PARAMETER_INVALID,
          "Invalid value '" + text + "' of parameter " + name + ": expected " + type + ", " + range,
          invalid);
    }
  }
}
