package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Takes in the rows of one file: has each checked, hands on the good ones, and collects findings
 * and warnings. It holds what all datasets share: nothing is from the future.
 */
final class Intake implements RowSink {
  private final VendorFile file;
  private final IngestRequest request;
  private final LocalDate today;
  private final Findings findings;
  private final BiPredicate<DataRow, RawRow> accepted;
  private final RowReader reader;
  private final boolean replays;
  private final Replay replay = new Replay();
  private final List<String> warnings = new ArrayList<>();
  private final AddedCells added;
  private final ListedIsins isins;
  private RawRow current;
  private RowCheck check;
  private Object[] addedCells = new Object[0];
  private long lastLine;
  private boolean rowsShareLines;
  private long assumed;

  /**
   * Nothing taken in yet.
   *
   * @param added columns that the table has besides the dataset's own
   * @param accepted takes a row that passed, with what stands in the file; false when it is left
   *     out after all
   */
  Intake(
      Lake lake,
      VendorFile file,
      IngestRequest request,
      List<Column> added,
      BiPredicate<DataRow, RawRow> accepted) {
    this.isins = new ListedIsins(lake);
    this.file = file;
    this.request = request;
    this.today = LocalDate.ofInstant(request.now(), NewYorkTime.ZONE);
    this.findings = new Findings(file.name());
    this.added = new AddedCells(added);
    this.accepted = accepted;
    this.reader = request.reader(this);
    this.replays = Replay.isOne(file);
  }

  /**
   * Reads the whole file.
   *
   * @throws AsOfException also with VENDOR_INVALID when a format that isn't AsOf's own fails
   */
  void read(VendorFormat format) {
    VendorFormats.calling(
        format,
        file,
        () -> {
          format.read(file, this);
          return null;
        });
    reader.finish();
  }

  @Override
  public void row(RawRow read) {
    RawRow row = file.folders().complete(read);
    current = row;
    rowsShareLines |= row.line() == lastLine;
    lastLine = row.line();
    check = new RowCheck(row, findings);
    reader.read(row, check);
  }

  @Override
  public void reject(long line, String column, String problem, String text) {
    rowsShareLines |= line == lastLine;
    findings.add(new Finding(ErrorCode.FILE_MALFORMED, line, column, problem, Map.of("", text)));
  }

  @Override
  public void warn(String warning) {
    warnings.add(warning);
  }

  @Override
  public List<String> addedColumns() {
    List<String> names = new ArrayList<>(added.names());
    if (replays) {
      names.addAll(List.of(Replay.ID, Replay.REASON));
    }
    return names;
  }

  /**
   * Hands on a row that passed; false when it is left out, because its key stood before or a value
   * of an added column is wrong.
   */
  boolean add(DataRow row) {
    addedCells = added.read(check);
    boolean taken = check.passed() && accepted.test(row, current);
    if (taken && replays) {
      replay.add(row.line(), current.text(Replay.ID));
    }
    return taken;
  }

  /** The row's values in the added columns, while it is handed on. */
  Object[] addedCells() {
    return addedCells;
  }

  /** Whether the file had a value for an added column. */
  boolean hasAdded(Column column) {
    return added.isSeen(column);
  }

  /** Which rows of the quarantine the rows correct. */
  Replay replay() {
    return replay;
  }

  /** Whether several rows stand in one line, which then doesn't tell them apart. */
  boolean rowsShareLines() {
    return rowsShareLines;
  }

  /** The ISINs that the lake's instruments tell. */
  ListedIsins isins() {
    return isins;
  }

  String fileName() {
    return file.name();
  }

  Findings findings() {
    return findings;
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

  Optional<String> exchange() {
    return request.exchange();
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
    return ownClock(check, column, own);
  }

  /**
   * A row's own clock, which no request moves.
   *
   * @param column whose value tells the time
   */
  Instant ownClock(RowCheck check, String column, Instant own) {
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

  /** What the request says of changes whose announcement the file doesn't tell. */
  Optional<UnknownAnnouncement> unknownAnnouncement() {
    return request.unknownAnnouncement();
  }

  /** Counts a row whose announcement was assumed. */
  void countAssumed() {
    assumed++;
  }

  /** The rows whose announcement was assumed. */
  long assumed() {
    return assumed;
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
