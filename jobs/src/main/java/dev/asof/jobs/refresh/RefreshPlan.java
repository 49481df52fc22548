package dev.asof.jobs.refresh;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is refreshed, when and how.
 *
 * @param name unique on a lake: letters, digits, {@code _.-}
 * @param schedule when it is due
 * @param from the first local day that counts
 * @param catchUp what is done after downtime
 * @param lease how long a scheduler that died keeps others out
 * @param steps in the order of the file, which is an order in which they can be done
 */
public record RefreshPlan(
    String name,
    Schedule schedule,
    LocalDate from,
    CatchUp catchUp,
    Duration lease,
    List<Step> steps) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What is done after downtime. */
  public enum CatchUp {
    /** All that was due, in order. */
    ALL,
    /** The latest alone; the others are recorded as skipped. */
    LATEST
  }

  /** What may stand in braces in a command. */
  public enum Placeholder {
    /** The local day, {@code 2026-11-25}. */
    DATE,
    /** The local day, {@code 20261125}. */
    YYYYMMDD,
    /** The day that counted before, {@code 2026-11-24}. */
    PREVIOUS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks that steps name each other rightly.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public RefreshPlan {
    steps = List.copyOf(steps);
    checkName(name);
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "Invalid lease " + lease + ": expected " + SHORTEST_LEASE + " or more");
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("Invalid refresh " + name + ": it has no step");
    }
    Set<String> before = new LinkedHashSet<>();
    for (Step step : steps) {
      checkName(step.name());
      for (String needed : step.needs()) {
        if (!before.contains(needed)) {
          throw new IllegalArgumentException(
              "Invalid step "
                  + step.name()
                  + ": it needs '"
                  + needed
                  + "', which is no step before it; those are "
                  + (before.isEmpty() ? "none" : String.join(", ", before)));
        }
      }
      if (!before.add(step.name())) {
        throw new IllegalArgumentException("Invalid step " + step.name() + ": the name is taken");
      }
      step.command().forEach(RefreshPlan::checkPlaceholders);
    }
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Invalid name '" + name + "': expected " + NAME);
    }
  }

  private static void checkPlaceholders(String word) {
    Matcher matcher = PLACEHOLDER.matcher(word);
    while (matcher.find()) {
      if (placeholders().stream().noneMatch(matcher.group(1)::equals)) {
        throw new IllegalArgumentException(
            "Invalid placeholder {"
                + matcher.group(1)
                + "}: expected {"
                + String.join("}, {", placeholders())
                + "}");
      }
    }
  }

  private static List<String> placeholders() {
    List<String> names = new ArrayList<>();
    for (Placeholder placeholder : Placeholder.values()) {
      names.add(placeholder.text());
    }
    return names;
  }

  /** A step's command for what was due at a moment. */
  List<String> command(Step step, Instant due) {
    LocalDate day = schedule.day(due);
    Map<String, String> values =
        Map.of(
            Placeholder.DATE.text(), day.toString(),
            Placeholder.YYYYMMDD.text(), COMPACT.format(day),
            Placeholder.PREVIOUS.text(), schedule.dayBefore(day).toString());
    return step.command().stream()
        .map(
            word ->
                PLACEHOLDER
                    .matcher(word)
                    .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1)))))
        .toList();
  }

  /** A name for files about what was due at a moment: {@code 20261125T2330Z}. */
  static String folder(Instant due) {
    return FOLDER.format(due);
  }
}
