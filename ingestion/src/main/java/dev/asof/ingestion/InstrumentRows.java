package dev.asof.ingestion;

import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Identifiers of instruments, one row a set of identifiers and the time of their validity.
 *
 * <p>That it begins is known after the close of the day {@code announced}, or at the open of its
 * first day; that it ends, after the close of {@code endAnnounced}, or at the open of the first day
 * without it. A row is known when both are.
 */
final class InstrumentRows implements RowReader {
  static final List<String> REQUIRED = List.of("instrument", "symbol", "validFrom");
  static final List<String> OPTIONAL =
      List.of("validTo", "isin", "cusip", "name", "announced", "endAnnounced");

  private final Intake intake;
  private final List<Identifiers> rows = new ArrayList<>();

  InstrumentRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String instrument = check.requiredKey("instrument");
    String symbol = check.requiredKey("symbol");
    String isin = Isin.read(check);
    String cusip = check.key("cusip");
    String name = check.text("name");
    Optional<LocalDate> validFrom = check.date("validFrom");
    Optional<LocalDate> validTo = check.optionalDate("validTo");
    Optional<LocalDate> announced = announced(check, "announced");
    Optional<LocalDate> endAnnounced = announced(check, "endAnnounced");
    if (endAnnounced.isPresent() && !check.has("validTo")) {
      check.reject(
          "endAnnounced",
          OneLine.quoted(check.written("endAnnounced")) + " announces an end; validTo is missing");
    }
    if (validFrom.isEmpty() || !check.passed()) {
      return;
    }
    if (validTo.isPresent() && !validTo.get().isAfter(validFrom.get())) {
      check.reject("validTo", validTo.get() + " is not after validFrom " + validFrom.get());
      return;
    }
    Instant started = knownAt(check, "validFrom", validFrom.get(), "announced", announced);
    Instant knownAt = started;
    if (validTo.isPresent()) {
      Instant ended = knownAt(check, "validTo", validTo.get(), "endAnnounced", endAnnounced);
      knownAt = ended.isAfter(started) ? ended : started;
    }
    if (check.passed()) {
      Identifiers identifiers =
          new Identifiers(
              row.line(),
              instrument,
              symbol,
              isin,
              cusip,
              name,
              validFrom.get(),
              validTo,
              started,
              knownAt);
      if (intake.add(identifiers)) {
        rows.add(identifiers);
      }
    }
  }

  private Optional<LocalDate> announced(RowCheck check, String column) {
    return check.has(column) ? intake.pastDate(check, column) : Optional.empty();
  }

  private Instant knownAt(
      RowCheck check,
      String dayColumn,
      LocalDate day,
      String announcedColumn,
      Optional<LocalDate> announced) {
    Instant earliest = NewYorkTime.at(announced.orElse(day).atStartOfDay());
    return announced
        .map(
            date ->
                intake.knownAt(check, announcedColumn, NewYorkTime.announcement(date), earliest))
        .orElseGet(() -> intake.knownAt(check, dayColumn, NewYorkTime.open(day), earliest));
  }

  @Override
  public void finish() {
    refuseSharedSymbols();
  }

  /** A symbol means one instrument on a day. */
  private void refuseSharedSymbols() {
    Map<String, List<Identifiers>> bySymbol = new TreeMap<>();
    for (Identifiers row : rows) {
      bySymbol.computeIfAbsent(row.symbol(), unseen -> new ArrayList<>()).add(row);
    }
    for (List<Identifiers> sharing : bySymbol.values()) {
      sharing.sort(Comparator.comparing(Identifiers::validFrom).thenComparing(Identifiers::line));
      Identifiers last = sharing.get(0);
      for (Identifiers row : sharing.subList(1, sharing.size())) {
        if (!row.instrument().equals(last.instrument()) && row.overlaps(last)) {
          intake.findings().add(sharedSymbol(row, last));
        }
        last = endsLater(row, last) ? row : last;
      }
    }
  }

  private static boolean endsLater(Identifiers row, Identifiers other) {
    return other.validTo().isPresent()
        && (row.validTo().isEmpty() || row.validTo().get().isAfter(other.validTo().get()));
  }

  private static Finding sharedSymbol(Identifiers row, Identifiers other) {
    return new Finding(
        ErrorCode.ROW_INVALID,
        row.line(),
        "symbol",
        OneLine.quoted(row.symbol())
            + " is "
            + OneLine.quoted(row.instrument())
            + " from "
            + row.validFrom()
            + " here and "
            + OneLine.quoted(other.instrument())
            + " from "
            + other.validFrom()
            + other.validTo().map(day -> " to " + day).orElse(" on")
            + " in line "
            + other.line()
            + "; a symbol means one instrument on a day",
        Map.of());
  }
}
