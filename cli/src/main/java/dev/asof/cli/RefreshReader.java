package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.refresh.RefreshPlan;
import dev.asof.jobs.refresh.Schedule;
import dev.asof.jobs.refresh.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a scheduled refresh from YAML. */
final class RefreshReader {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

  /** How {@link #duration} is described. */
  static final String DURATIONS = "a time such as 30s, 10m or 2h";

  private final Set<String> commands;

  /**
   * A reader.
   *
   * @param commands first words that a step may have
   */
  RefreshReader(Set<String> commands) {
    this.commands = commands;
  }

  /**
   * Reads a file.
   *
   * @param name the file as the user would type it, for messages
   * @throws AsOfException FILE_MISSING or DEFINITION_INVALID, with file, line and key
   */
  RefreshPlan read(String name, Path file) {
    return plan(YamlDocument.parse(name, text(name, file)).map());
  }

  static String text(String name, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read " + name + ": no such file, or it can't be read as UTF-8",
          unreadable);
    }
  }

  private RefreshPlan plan(YamlMap root) {
    String name = root.text("name");
    YamlMap at = root.map("schedule").orElseThrow(() -> root.missing("schedule"));
    Schedule schedule = schedule(at);
    at.refuseUnknownKeys();
    LocalDate from = root.date("from").orElseThrow(() -> root.missing("from"));
    RefreshPlan.CatchUp catchUp =
        root.parsed(
                "catchUp",
                "all or latest",
                text -> RefreshPlan.CatchUp.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(RefreshPlan.CatchUp.ALL);
    Duration lease =
        root.parsed("lease", DURATIONS, RefreshReader::duration).orElse(Duration.ofMinutes(5));
    List<Step> steps = new ArrayList<>();
    RefreshPlan plan = null;
    for (YamlMap map : root.maps("steps").orElseThrow(() -> root.missing("steps"))) {
      steps.add(step(map));
      map.refuseUnknownKeys();
      try {
        // What a step may name depends on those before it: the plan so far says what is wrong.
        plan = new RefreshPlan(name, schedule, from, catchUp, lease, steps);
      } catch (IllegalArgumentException wrong) {
        throw map.invalid("step", wrong.getMessage());
      }
    }
    root.refuseUnknownKeys();
    if (plan == null) {
      throw root.invalid("steps", "expected at least one step");
    }
    return plan;
  }

  private static Schedule schedule(YamlMap map) {
    String cron = map.text("cron");
    Schedule.Calendar calendar =
        map.parsed(
                "calendar",
                "nyse or every-day",
                text -> Schedule.Calendar.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT)))
            .orElseThrow(() -> map.missing("calendar"));
    return map.parsed(
            "zone",
            "a zone such as America/New_York",
            text -> new Schedule("0 0 * * *", Schedule.zone(text), calendar))
        .map(
            valid ->
                map.parsed(
                        "cron",
                        "minute, hour, day of month, month and day of week, such as '30 18 * * *'",
                        text -> new Schedule(cron, valid.zone(), calendar))
                    .orElseThrow())
        .orElseThrow(() -> map.missing("zone"));
  }

  private Step step(YamlMap map) {
    String name = map.text("step");
    List<String> command = command(map);
    if (!commands.contains(command.get(0))) {
      throw map.invalid(
          "run",
          "'"
              + command.get(0)
              + "' can't be a step; expected a command of asof: "
              + String.join(", ", commands));
    }
    int retries = 0;
    Duration after = Duration.ofMinutes(10);
    if (map.map("retry").isPresent()) {
      YamlMap retry = map.map("retry").orElseThrow();
      retries =
          retry
              .parsed("times", "a whole number from 0 to 1000", RefreshReader::times)
              .orElseThrow(() -> retry.missing("times"));
      after = retry.parsed("after", DURATIONS, RefreshReader::duration).orElse(after);
      retry.refuseUnknownKeys();
    }
    return new Step(name, command, map.texts("needs").orElse(List.of()), retries, after);
  }

  /** A list of words, or a line of them. */
  private static List<String> command(YamlMap map) {
    List<String> words = map.texts("run").orElseThrow(() -> map.missing("run"));
    if (words.size() == 1) {
      if (words.get(0).matches(".*[\"'\\\\].*")) {
        throw map.invalid("run", "a line can't hold quotes: write a list of words");
      }
      words = List.of(words.get(0).trim().split("\\s+"));
    }
    return words.get(0).equals("asof") ? words.subList(1, words.size()) : words;
  }

  private static int times(String text) {
    int times = Integer.parseInt(text);
    if (times < 0 || times > 1000) {
      throw new IllegalArgumentException(text);
    }
    return times;
  }

  /**
   * Parses a time.
   *
   * @throws IllegalArgumentException unless it is like 30s, 10m or 2h
   */
  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
