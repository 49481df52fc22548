package dev.asof.ingestion;

import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Announced changes of an index's list of members. */
final class IndexChangeRows implements RowReader {
  static final List<String> REQUIRED =
      List.of("index", "symbol", "action", "announced", "effective", "source");
  static final List<String> OPTIONAL = List.of("isin", "kind");
  private static final List<String> ACTIONS = words(IndexChange.Action.values());
  private static final List<String> KINDS = words(IndexChange.Kind.values());
  private static final String DEFAULT_KIND = word(IndexChange.Kind.MEMBERSHIP);

  private final Intake intake;

  IndexChangeRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String index = check.requiredText("index");
    String isin = Isin.read(check);
    String symbol = isin.isEmpty() ? check.requiredText("symbol") : check.text("symbol");
    String action = check.word("action", ACTIONS);
    String kind = row.text("kind").isEmpty() ? DEFAULT_KIND : check.word("kind", KINDS);
    Optional<LocalDate> announced = intake.pastDate(check, "announced");
    Optional<LocalDate> effective = check.date("effective");
    String source = check.requiredText("source");
    if (announced.isEmpty() || effective.isEmpty()) {
      return;
    }
    if (effective.get().isBefore(announced.get())) {
      check.reject(
          "effective", effective.get() + " is before the announcement on " + announced.get());
    }
    Instant knownAt =
        intake.knownAt(
            check,
            "announced",
            NewYorkTime.announcement(announced.get()),
            NewYorkTime.at(announced.get().atStartOfDay()));
    if (check.passed()) {
      intake.add(
          new Change(
              row.line(),
              index,
              symbol,
              isin,
              action,
              kind,
              announced.get(),
              effective.get(),
              source,
              knownAt));
    }
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(IndexChangeRows::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
