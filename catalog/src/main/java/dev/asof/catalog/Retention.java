package dev.asof.catalog;

import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which tags stay for how long. The first rule whose pattern matches a tag decides on it; a tag
 * that no rule matches stays for ever.
 *
 * @param rules in the order in which they are asked
 */
public record Retention(List<Rule> rules) {
  /** Nothing goes. */
  public static final Retention FOREVER = new Retention(List.of());

  /** Copies the list. */
  public Retention {
    rules = List.copyOf(rules);
  }

  /**
   * A tag is kept while it is the last one, by knowledge time and among those that this rule
   * decides on, of its New York day, month or year, and that one is among the last so many, today's
   * included.
   *
   * @param tags which tags: {@code *} stands for any letters and {@code ?} for one
   * @param days end-of-day tags that are kept; 0 for none
   * @param months end-of-month tags that are kept; 0 for none
   * @param years end-of-year tags that are kept; 0 for none
   * @param releases whether the rule decides on the tags of releases as well
   */
  public record Rule(String tags, int days, int months, int years, boolean releases) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException unless none is negative and one is positive
     */
    public Rule {
      if (tags.isBlank()) {
        throw new IllegalArgumentException("Invalid rule: it names no tags");
      }
      if (days < 0 || months < 0 || years < 0 || days + months + years == 0) {
        throw new IllegalArgumentException(
            "Invalid rule for " + tags + ": it must keep some days, months or years");
      }
    }

    private Pattern pattern() {
      StringBuilder pattern = new StringBuilder();
      tags.chars()
          .forEach(
              c ->
                  pattern.append(
                      c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
      return Pattern.compile(pattern.toString());
    }

    private boolean matches(String tag, Set<String> releaseNames) {
      return pattern().matcher(tag).matches() && (releases || !releaseNames.contains(tag));
    }
  }

  /**
   * The tags that go, in the order given.
   *
   * @param tags a table's tags in the order of knowledge
   * @param releaseNames names of the releases
   * @param now the days, months and years are counted back from here
   */
  List<TagState> retired(List<TagState> tags, Set<String> releaseNames, Instant now) {
    Map<Rule, List<TagState>> decided = new HashMap<>();
    for (TagState tag : tags) {
      ruleOf(tag.tag().name(), releaseNames)
          .ifPresent(rule -> decided.computeIfAbsent(rule, none -> new ArrayList<>()).add(tag));
    }
    Set<TagState> retired = new HashSet<>();
    decided.forEach(
        (rule, theirs) -> {
          retired.addAll(theirs);
          retired.removeAll(kept(rule, theirs, LocalDate.ofInstant(now, NewYorkTime.ZONE)));
        });
    return tags.stream().filter(retired::contains).toList();
  }

  private Optional<Rule> ruleOf(String tag, Set<String> releaseNames) {
    return rules.stream().filter(rule -> rule.matches(tag, releaseNames)).findFirst();
  }

  private static Set<TagState> kept(Rule rule, List<TagState> tags, LocalDate today) {
    YearMonth month = YearMonth.from(today);
    Set<TagState> kept = new HashSet<>();
    kept.addAll(lastOfEach(tags, day -> day, day -> day.isAfter(today.minusDays(rule.days()))));
    kept.addAll(
        lastOfEach(tags, YearMonth::from, of -> of.isAfter(month.minusMonths(rule.months()))));
    kept.addAll(
        lastOfEach(tags, LocalDate::getYear, year -> year > today.getYear() - rule.years()));
    return kept;
  }

  private static <T> List<TagState> lastOfEach(
      List<TagState> tags, Function<LocalDate, T> period, Predicate<T> isKept) {
    Map<T, TagState> last = new HashMap<>();
    for (TagState tag : tags) {
      T of = period.apply(LocalDate.ofInstant(tag.knownAt(), NewYorkTime.ZONE));
      if (isKept.test(of)) {
        last.put(of, tag);
      }
    }
    return List.copyOf(last.values());
  }
}
