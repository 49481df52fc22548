package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
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
    String index = index(row, check);
    String isin = Isin.read(check);
    String symbol = isin.isEmpty() ? check.requiredText("symbol") : check.text("symbol");
    String action = check.word("action", ACTIONS);
    String kind = row.text("kind").isEmpty() ? DEFAULT_KIND : check.word("kind", KINDS);
    Optional<LocalDate> effective = check.date("effective");
    Optional<LocalDate> announced =
        check.has("announced") ? intake.pastDate(check, "announced") : assumed(check, effective);
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
            check.has("announced") ? NewYorkTime.at(announced.get().atStartOfDay()) : Instant.MIN);
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

  private String index(RawRow row, RowCheck check) {
    String written = check.text("index");
    if (intake.index().isPresent()) {
      String index = intake.index().get();
      if (!written.isEmpty() && !written.equals(index)) {
        check.reject("index", OneLine.quoted(written) + " is another index than --index " + index);
      }
      return index;
    }
    if (written.isEmpty() && row.lacks("index")) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + intake.fileName()
              + ": it doesn't say whose changes these are; give --index, for example --index"
              + " 'S&P 500'");
    }
    return check.requiredText("index");
  }

  /**
   * The date of an announcement that the file doesn't tell: the day on which the request says that
   * it was known, or the effective date when that was earlier, since a change is announced before
   * it takes effect.
   */
  private Optional<LocalDate> assumed(RowCheck check, Optional<LocalDate> effective) {
    if (intake.requestedKnownAt().isEmpty()) {
      check.reject(
          "announced",
          "the date is missing; expected yyyy-MM-dd, for example 2022-09-02, or --known-at to say"
              + " when the change became known");
      return Optional.empty();
    }
    LocalDate known = LocalDate.ofInstant(intake.requestedKnownAt().get(), NewYorkTime.ZONE);
    return effective.map(day -> day.isBefore(known) ? day : known);
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(IndexChangeRows::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
