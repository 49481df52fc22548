package dev.asof.ingestion;

import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one merge: what each was read as, and the rows of all. A file's number is its place
 * among them, from 0.
 */
final class StagedFiles implements AutoCloseable {
  private final Lake lake;
  private final List<Column> columns;
  private final StagedRows rows;
  private final KeySet keys = new KeySet();
  private final List<Reading> readings = new ArrayList<>();

  /** What is needed to read a file. */
  record Source(IngestRequest request, VendorFile file, VendorFormat format, TableAudits audits) {}

  /**
   * No files yet.
   *
   * @param request what is said about each of them
   * @param mostInMemory how many rows may stay in memory
   */
  StagedFiles(Lake lake, IngestRequest request, int mostInMemory) {
    this.columns = Reading.columns(lake, request);
    this.lake = lake;
    this.rows = new StagedRows(lake, request.dataset().table(), columns, mostInMemory);
  }

  /**
   * Reads one more file.
   *
   * @throws dev.asof.api.AsOfException when the file must stay out; what was read of it stays among
   *     the rows, so that these files can't be merged any more
   */
  void read(Source source) {
    Reading reading =
        new Reading(
            lake,
            source.format(),
            source.file(),
            source.request(),
            source.audits(),
            columns,
            rows,
            readings.size(),
            keys);
    readings.add(reading);
    reading.read();
  }

  /** Ends the reading. */
  void finish() {
    rows.finish();
  }

  List<Reading> readings() {
    return readings;
  }

  /** The first file, which stands for all in what a request says of each. */
  Reading first() {
    return readings.get(0);
  }

  StagedRows rows() {
    return rows;
  }

  /** The columns that the files have values for. */
  List<Column> columns() {
    return first().columns();
  }

  /** Those among them that were added to the table. */
  List<Column> addedColumns() {
    return first().addedColumns();
  }

  /** From when on a row that replaces another counts as known. */
  Instant restatedAt() {
    return first().intake().restatedAt();
  }

  /** What a message calls them. */
  String name() {
    String first = first().file().name();
    return readings.size() == 1
        ? first
        : readings.size()
            + " files, "
            + first
            + " to "
            + readings.get(readings.size() - 1).file().name();
  }

  /**
   * What is said of a file alone, by its number; lines are those of the file. What names no line is
   * said of each.
   */
  SortedMap<Integer, List<AuditFinding>> byFile(List<AuditFinding> found) {
    SortedMap<Integer, List<AuditFinding>> byFile = new TreeMap<>();
    for (AuditFinding finding : found) {
      if (finding.line().isPresent()) {
        long line = finding.line().getAsLong();
        int file = Math.min(StagedRows.fileOf(line), readings.size() - 1);
        byFile
            .computeIfAbsent(file, unseen -> new ArrayList<>())
            .add(finding.at(OptionalLong.of(StagedRows.lineInFile(line))));
      } else {
        for (int file = 0; file < readings.size(); file++) {
          byFile.computeIfAbsent(file, unseen -> new ArrayList<>()).add(finding);
        }
      }
    }
    return byFile;
  }

  /**
   * That files stay out because of what was found in them.
   *
   * @param found with lines among those of all files
   * @param more how many more there are
   */
  FilesRefused refused(List<AuditFinding> found, long more, String because) {
    Map<Integer, FileRefused> refused = new HashMap<>();
    byFile(found)
        .forEach((file, of) -> refused.put(file, readings.get(file).refused(of, more, because)));
    return new FilesRefused(refused);
  }

  /**
   * Where the files have to be merged one after the other, because one restates rows of another or
   * has other columns: the numbers of the files that begin a merge of their own. A restated row was
   * first known with its first value, and only a snapshot in between keeps that.
   *
   * @param restating for files that do, the latest file before that has other values
   */
  List<Integer> cuts(SortedMap<Integer, Integer> restating) {
    List<Integer> cuts = new ArrayList<>();
    int start = 0;
    for (int file = 1; file < readings.size(); file++) {
      boolean restates = restating.getOrDefault(file, -1) >= start;
      boolean differs =
          !readings.get(file).addedColumns().equals(readings.get(start).addedColumns());
      if (restates || differs) {
        cuts.add(file);
        start = file;
      }
    }
    return cuts;
  }

  @Override
  public void close() {
    rows.close();
  }
}
