package dev.asof.ingestion;

import dev.asof.api.ErrorCode;
import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * One file, read: its rows that passed, those that stay out, and what was found. Each key stands
 * once among the rows that passed, which go to the rows of all files that are merged together.
 */
final class Reading {
  private static final int MOST_DUPLICATES = 100;

  private final Lake lake;
  private final VendorFormat format;
  private final VendorFile file;
  private final IngestRequest request;
  private final TableAudits audits;
  private final List<Column> columns;
  private final List<Column> added;
  private final Intake intake;
  private final StagedRows rows;
  private final int number;
  private final KeySet earlier;
  private final KeySet keys = new KeySet();
  private final List<DataRow> duplicates = new ArrayList<>();
  private final SortedMap<Long, RejectedRow> rejected = new TreeMap<>();
  private long moreDuplicates;
  private String firstName;
  private boolean ofSeveralNames;

  /**
   * Nothing read yet.
   *
   * @param audits how many rows may stay out
   * @param columns the columns of the rows
   * @param rows takes the rows
   * @param number the file's number among those whose rows they take
   * @param earlier the keys of the files before it
   */
  Reading(
      Lake lake,
      VendorFormat format,
      VendorFile file,
      IngestRequest request,
      TableAudits audits,
      List<Column> columns,
      StagedRows rows,
      int number,
      KeySet earlier) {
    this.lake = lake;
    this.format = format;
    this.file = file;
    this.request = request;
    this.audits = audits;
    this.columns = columns;
    TableDefinition table = request.dataset().table();
    this.added = columns.stream().filter(column -> !table.columns().contains(column)).toList();
    this.intake = new Intake(lake, file, request, added, this::accept);
    this.rows = rows;
    this.number = number;
    this.earlier = earlier;
  }

  /** The columns of the rows that a request brings. */
  static List<Column> columns(Lake lake, IngestRequest request) {
    TableDefinition table = request.dataset().table();
    boolean deletes = request.effect() == IngestRequest.Effect.DELETE;
    List<Column> all = deletes ? table.keys() : lake.columns(table);
    return all.stream().filter(column -> column.role() != Column.Role.STATUS).toList();
  }

  /**
   * Reads the whole file.
   *
   * @throws FileRefused when more rows are at fault than may stay out
   */
  void read() {
    intake.read(format);
    if (!duplicates.isEmpty()) {
      reportDuplicates();
    }
    if (quarantineRows() == 0) {
      intake.findings().throwIfAny(request.dataset());
    } else {
      leaveOutWhatFailed();
    }
    if (count() == 0) {
      if (intake.findings().count() > 0) {
        throw intake.findings().refused(request.dataset(), Severity.ERROR, List.of(), "");
      }
      throw file.malformed("the file holds no rows; expected " + format.accepts());
    }
    earlier.addAll(keys);
  }

  private boolean accept(DataRow row, RawRow raw) {
    if (!keys.add(row)) {
      if (duplicates.size() < MOST_DUPLICATES) {
        duplicates.add(row);
      } else {
        moreDuplicates++;
      }
      return false;
    }
    Object[] cells = row.cells();
    if (!added.isEmpty()) {
      Object[] more = intake.addedCells();
      cells = Arrays.copyOf(cells, cells.length + more.length);
      System.arraycopy(more, 0, cells, cells.length - more.length, more.length);
    }
    if (earlier.contains(row)) {
      rows.countRepeated();
    }
    if (firstName == null) {
      firstName = row.keyName();
    }
    ofSeveralNames |= !row.keyName().equals(firstName);
    rows.add(number, row, cells);
    return true;
  }

  private record Standing(DataRow row, Map<String, String> texts) {}

  /**
   * Says where the keys stood first. Lines of all keys would take more memory than the rows, so the
   * file is read a second time, which only a file with duplicates has to pay. Where a key stands
   * with different values, nobody knows which are right, and no row of it may be published.
   */
  private void reportDuplicates() {
    Set<String> wanted = new HashSet<>();
    duplicates.forEach(row -> wanted.add(row.keyText()));
    Map<String, Standing> firsts = new HashMap<>();
    Map<Long, Map<String, String>> texts = new HashMap<>();
    again(
        (row, raw) -> {
          if (wanted.contains(row.keyText())) {
            texts.put(row.line(), raw.texts());
            firsts.putIfAbsent(row.keyText(), new Standing(row, raw.texts()));
          }
          return true;
        });
    for (DataRow row : duplicates) {
      Standing first = firsts.get(row.keyText());
      long line = first.row().line();
      intake
          .findings()
          .add(
              duplicate(
                  row,
                  texts.get(row.line()),
                  "stands already in line " + line + "; each key may stand once in a file"));
      boolean differs = !Arrays.equals(row.cells(), first.row().cells());
      if (quarantineRows() > 0 && differs && !isLeftOut(line)) {
        leaveOut(List.of(line));
        intake
            .findings()
            .add(
                duplicate(
                    first.row(),
                    first.texts(),
                    "stands again in line " + row.line() + " with other values"));
      }
    }
    intake.findings().countMore(moreDuplicates);
  }

  private static Finding duplicate(DataRow row, Map<String, String> texts, String problem) {
    return new Finding(
        ErrorCode.KEY_DUPLICATE,
        row.line(),
        "",
        "the key " + OneLine.of(row.keyText()) + " " + problem,
        texts);
  }

  private void again(BiPredicate<DataRow, RawRow> accepted) {
    new Intake(lake, file, request, added, accepted).read(format);
  }

  /** Rows whose values can't be read never came among the others. */
  private void leaveOutWhatFailed() {
    Findings findings = intake.findings();
    for (Finding finding : findings.kept()) {
      if (finding.texts().isEmpty()) {
        throw findings.refused(request.dataset(), Severity.ERROR, List.of(), "");
      }
      rejected.putIfAbsent(
          finding.line(),
          new RejectedRow(finding.line(), finding.as(Severity.REJECT), finding.texts()));
    }
    if (findings.count() > findings.kept().size() || rejected.size() > allowed()) {
      long bad = findings.count() > findings.kept().size() ? findings.count() : rejected.size();
      throw findings.refused(request.dataset(), Severity.REJECT, List.of(), tooMany(bad));
    }
  }

  private long allowed() {
    return intake.rowsShareLines() ? 0 : audits.allowed(count() + rejected.size());
  }

  /** None where a row can't be told from the others of its line: they would be lost with it. */
  private int quarantineRows() {
    return intake.rowsShareLines() ? 0 : audits.quarantineRows();
  }

  /** That more rows are bad than may stay out, and what lets the file in without them. */
  private String tooMany(long bad) {
    if (intake.rowsShareLines()) {
      return "several rows stand in one line of this file, so that none can go to the quarantine"
          + " alone";
    }
    return "at most "
        + allowed()
        + " rows of this file may go to the quarantine, by the audits of "
        + request.dataset().table().tableName()
        + howToGoOn(bad);
  }

  /** Says what lets a file in without its bad rows. */
  private String howToGoOn(long bad) {
    long all = count() + rejected.size();
    if (bad > TableAudits.MOST_ROWS || bad >= all) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "; to go on without them, give --audits a copy of conf/audits.yaml with %s: quarantine:"
            + " {rows: %d, share: %s}",
        request.dataset().table().tableName(),
        bad,
        BigDecimal.valueOf(bad).divide(BigDecimal.valueOf(all), 6, RoundingMode.CEILING));
  }

  /**
   * Leaves out rows that passed their checks, because of what an audit found in them.
   *
   * @return whether there were any among the rows that are not left out yet
   * @throws FileRefused when more rows stay out then than may, or a finding names no row
   */
  boolean leaveOut(Collection<AuditFinding> found, List<AuditFinding> all, long more) {
    Map<Long, AuditFinding> wanted = new TreeMap<>();
    for (AuditFinding finding : found) {
      long line = finding.line().orElse(0);
      if (!isLeftOut(line)) {
        wanted.putIfAbsent(line, finding);
      }
    }
    if (wanted.isEmpty()) {
      return false;
    }
    if (rejected.size() + wanted.size() > quarantineRows() || more > 0) {
      throw refused(all, more, tooMany(rejected.size() + wanted.size() + more));
    }
    Map<Long, Map<String, String>> texts = new HashMap<>();
    again(
        (row, raw) -> {
          if (wanted.containsKey(row.line())) {
            texts.put(row.line(), raw.texts());
          }
          return true;
        });
    wanted.forEach(
        (line, finding) -> {
          if (!texts.containsKey(line)) {
            throw refused(
                all, more, "rule " + finding.rule() + " rejects rows, but names no line of one");
          }
          rejected.put(line, new RejectedRow(line, finding, texts.get(line)));
        });
    leaveOut(wanted.keySet());
    if (rejected.size() > allowed() || count() == 0) {
      throw refused(all, more, tooMany(rejected.size()));
    }
    return true;
  }

  private boolean isLeftOut(long line) {
    return rows.isLeftOut(StagedRows.lineOf(number, line));
  }

  private void leaveOut(Collection<Long> lines) {
    rows.leaveOut(lines.stream().map(line -> StagedRows.lineOf(number, line)).toList());
  }

  /** How many of its rows are shown to the merge. */
  long count() {
    return rows.count(number);
  }

  /** How many more rows it has whose keys an earlier file has with the same values. */
  long repeated() {
    return rows.repeated(number);
  }

  /** The latest moment at which one of its rows became known. */
  Instant knownAt() {
    return rows.knownAt(number);
  }

  /** Whether its rows are of several names, such as symbols. */
  boolean isOfSeveralNames() {
    return ofSeveralNames;
  }

  VendorFile file() {
    return file;
  }

  /** That the file stays out because of what an audit found, beside what stays out anyway. */
  FileRefused refused(List<AuditFinding> found, long more, String because) {
    return FileRefused.of(
        ErrorCode.AUDIT_REFUSED,
        request.dataset(),
        file.name(),
        AuditFindings.of(found, more),
        because);
  }

  /**
   * The columns that the file has values for: the table's but for the status, or its keys for a
   * deletion.
   */
  List<Column> columns() {
    return columns.stream()
        .filter(column -> !added.contains(column) || intake.hasAdded(column))
        .toList();
  }

  /** Those among them that were added to the table. */
  List<Column> addedColumns() {
    return added.stream().filter(intake::hasAdded).toList();
  }

  VendorFormat format() {
    return format;
  }

  /** Where the rows' symbols come from when no column {@code symbol} holds them. */
  Optional<SymbolSource> symbols() {
    return VendorFormats.calling(format, file, () -> format.symbols(file));
  }

  Intake intake() {
    return intake;
  }

  /** The rows that stay out, in the order of the file. */
  List<RejectedRow> rejected() {
    return List.copyOf(rejected.values());
  }
}
