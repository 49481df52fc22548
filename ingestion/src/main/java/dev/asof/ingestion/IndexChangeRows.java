package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import dev.asof.api.NyseCalendar;
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
  private long datedRows;

  IndexChangeRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String index = index(row, check);
    String isin = Isin.read(check);
    String symbol = isin.isEmpty() ? check.requiredKey("symbol") : check.key("symbol");
    String action = check.word("action", ACTIONS);
    String kind = row.text("kind").isEmpty() ? DEFAULT_KIND : check.word("kind", KINDS);
    Optional<LocalDate> effective = check.date("effective");
    Optional<Announcement> announcement =
        check.has("announced") ? stated(check) : assumed(check, effective);
    String source = check.requiredText("source");
    if (announcement.isEmpty() || effective.isEmpty()) {
      return;
    }
    LocalDate announced = announcement.get().day();
    if (effective.get().isBefore(announced)) {
      check.reject("effective", effective.get() + " is before the announcement on " + announced);
    }
    if (check.passed()) {
      boolean taken =
          intake.add(
              new Change(
                  row.line(),
                  index,
                  symbol,
                  isin,
                  action,
                  kind,
                  announced,
                  effective.get(),
                  source,
                  announcement.get().rule(),
                  announcement.get().knownAt()));
      if (taken && announcement.get().rule().isPresent()) {
        intake.countAssumed();
      }
      if (taken && check.has("announced") && intake.requestedKnownAt().isPresent()) {
        datedRows++;
      }
    }
  }

  /**
   * A row that says when the change was announced keeps its own clock, whatever the request says.
   */
  @Override
  public void finish() {
    if (datedRows > 0) {
      intake.warn(
          "--known-at fills blank announcements alone: "
              + (datedRows == 1 ? "1 row says" : datedRows + " rows say")
              + " when the change was announced, and "
              + (datedRows == 1 ? "counts" : "count")
              + " as known then");
    }
  }

  /**
   * When a change was announced.
   *
   * @param rule which rule the request gave for announcements that the file doesn't tell; empty
   *     when the file or the request tells it
   */
  private record Announcement(LocalDate day, Instant knownAt, Optional<String> rule) {}

  private Optional<Announcement> stated(RowCheck check) {
    return intake
        .pastDate(check, "announced")
        .map(
            day ->
                new Announcement(
                    day,
                    intake.ownClock(check, "announced", NewYorkTime.announcement(day)),
                    Optional.empty()));
  }

  private String index(RawRow row, RowCheck check) {
    String written = check.key("index");
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
    return check.requiredKey("index");
  }

  /**
   * An announcement that the file doesn't tell. By the request's rule it counts as known when the
   * session of the effective date opens, the last moment at which it can be of use; or else on the
   * day on which the request says that it was known, or on the effective date when that was
   * earlier, since a change is announced before it takes effect.
   */
  private Optional<Announcement> assumed(RowCheck check, Optional<LocalDate> effective) {
    Optional<UnknownAnnouncement> rule = intake.unknownAnnouncement();
    if (rule.equals(Optional.of(UnknownAnnouncement.EFFECTIVE_OPEN))) {
      return effective.map(
          day ->
              new Announcement(
                  day,
                  intake.ownClock(check, "effective", NewYorkTime.open(session(day))),
                  Optional.of(UnknownAnnouncement.EFFECTIVE_OPEN.id())));
    }
    if (rule.isPresent() || intake.requestedKnownAt().isEmpty()) {
      check.reject(
          "announced",
          "the date is missing; expected yyyy-MM-dd, for example 2022-09-02, or --known-at to say"
              + " when the change became known, or --unknown-announcement effective-open");
      return Optional.empty();
    }
    Instant given = intake.requestedKnownAt().get();
    LocalDate known = LocalDate.ofInstant(given, NewYorkTime.ZONE);
    return effective.map(
        day -> new Announcement(day.isBefore(known) ? day : known, given, Optional.empty()));
  }

  /** The session of an effective date, which some lists put on a day without one. */
  private static LocalDate session(LocalDate effective) {
    boolean known = NyseCalendar.covers(effective) && !NyseCalendar.isSession(effective);
    return known && effective.isBefore(NyseCalendar.LAST_DAY.minusDays(10))
        ? NyseCalendar.nextSession(effective)
        : effective;
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(IndexChangeRows::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
