package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes in the rows of one file: keeps the good ones and the warnings, collects the findings, and
 * holds the rules that all datasets share (keys stand once; nothing is from the future).
 *
 * @param <R> the rows
 */
final class Intake<R extends DataRow> {
  private final VendorFile file;
  private final IngestRequest request;
  private final LocalDate today;
  private final Findings findings;
  private final List<R> rows = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<List<Object>, Long> linesByKey = new HashMap<>();

  Intake(VendorFile file, IngestRequest request) {
    this.file = file;
    this.request = request;
    this.today = LocalDate.ofInstant(request.now(), NewYorkTime.ZONE);
    this.findings = new Findings(file.name());
  }

  /**
   * Parses and checks a whole file.
   *
   * @throws AsOfException for the first fault, with the number of the others
   */
  static <R extends DataRow> Intake<R> of(
      FileParser<R> parser, VendorFile file, IngestRequest request) {
    Intake<R> intake = new Intake<>(file, request);
    parser.parse(file, intake);
    intake.findings.throwIfAny();
    if (intake.rows.isEmpty()) {
      throw Findings.malformed(file.name(), "the file holds no rows; expected " + parser.accepts());
    }
    return intake;
  }

  String fileName() {
    return file.name();
  }

  Findings findings() {
    return findings;
  }

  List<R> rows() {
    return rows;
  }

  List<String> warnings() {
    return warnings;
  }

  Optional<String> fund() {
    return request.fund();
  }

  Optional<String> index() {
    return request.index();
  }

  /** The latest moment at which one of the rows became known. */
  Instant knownAt() {
    return rows.stream().map(DataRow::knownAt).max(Instant::compareTo).orElseThrow();
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Keeps a row unless its key stood before. */
  void add(R row) {
    Long earlier = linesByKey.putIfAbsent(row.key(), row.line());
    if (earlier == null) {
      rows.add(row);
    } else {
      findings.add(
          new Finding(
              ErrorCode.KEY_DUPLICATE,
              row.line(),
              "",
              "the key "
                  + OneLine.of(row.keyText())
                  + " stands already in line "
                  + earlier
                  + "; each key may stand once in a file"));
    }
  }

  /** A date that isn't in the future, by New York's calendar. */
  Optional<LocalDate> pastDate(RowCheck check, String column) {
    Optional<LocalDate> date = check.date(column);
    if (date.isPresent() && date.get().isAfter(today)) {
      check.reject(column, date.get() + " is in the future; today is " + today + " in New York");
      return Optional.empty();
    }
    return date;
  }

  /**
   * When a row became known: when the request says, or else by its own clock.
   *
   * @param column whose value tells the time
   * @param own the row's own clock
   * @param earliest before which nobody could know it, whatever the request says
   */
  Instant knownAt(RowCheck check, String column, Instant own, Instant earliest) {
    if (request.knownAt().isPresent()) {
      Instant given = request.knownAt().get();
      if (given.isBefore(earliest)) {
        check.reject(
            column,
            OneLine.quoted(check.written(column))
                + " was not known before "
                + earliest
                + "; --known-at "
                + given
                + " is too early");
      }
      return given;
    }
    if (own.isAfter(request.now())) {
      check.reject(
          column,
          OneLine.quoted(check.written(column))
              + " counts as known only at "
              + own
              + ", which is in the future; now is "
              + request.now());
    }
    return own;
  }

  /**
   * From when on a row that replaces another counts as known: when the request says, or else now,
   * since a file doesn't say when its vendor changed a value.
   */
  Instant restatedAt() {
    return request.knownAt().orElseGet(() -> request.now().truncatedTo(ChronoUnit.MICROS));
  }

  /** When the request says that its rows became known. */
  Optional<Instant> requestedKnownAt() {
    return request.knownAt();
  }
}
