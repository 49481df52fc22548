package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One file, read: its rows that passed, and what was found. Each key stands once among the rows.
 */
final class Reading implements AutoCloseable {
  private static final int MOST_DUPLICATES = 100;

  private final List<Column> columns;
  private final Intake intake;
  private final StagedRows rows;
  private final KeySet keys = new KeySet();
  private final List<DataRow> duplicates = new ArrayList<>();
  private long moreDuplicates;

  private Reading(Lake lake, VendorFile file, IngestRequest request) {
    TableDefinition table = request.dataset().table();
    this.columns =
        table.columns().stream().filter(column -> column.role() != Column.Role.STATUS).toList();
    this.intake = new Intake(file, request, this::accept);
    this.rows = new StagedRows(lake, table, columns);
  }

  /**
   * Reads a whole file.
   *
   * @throws AsOfException for the first fault, with the number of the others
   */
  static Reading of(Lake lake, VendorFormat format, VendorFile file, IngestRequest request) {
    Reading reading = new Reading(lake, file, request);
    try {
      reading.read(format, file, request);
      return reading;
    } catch (RuntimeException refused) {
      reading.closeBecauseOf(refused);
      throw refused;
    }
  }

  private void read(VendorFormat format, VendorFile file, IngestRequest request) {
    intake.read(format);
    if (!duplicates.isEmpty()) {
      reportDuplicates(format, file, request);
    }
    intake.findings().throwIfAny();
    if (rows.count() == 0) {
      throw file.malformed("the file holds no rows; expected " + format.accepts());
    }
    rows.finish();
  }

  private boolean accept(DataRow row) {
    if (!keys.add(row)) {
      if (duplicates.size() < MOST_DUPLICATES) {
        duplicates.add(row);
      } else {
        moreDuplicates++;
      }
      return false;
    }
    rows.add(row, row.cells());
    return true;
  }

  /**
   * Says where the keys stood first. Lines of all keys would take more memory than the rows, so the
   * file is read a second time, which only a file with duplicates has to pay.
   */
  private void reportDuplicates(VendorFormat format, VendorFile file, IngestRequest request) {
    Map<String, Long> firstLines = new HashMap<>();
    duplicates.forEach(row -> firstLines.put(row.keyText(), Long.MAX_VALUE));
    new Intake(
            file,
            request,
            row -> {
              firstLines.computeIfPresent(row.keyText(), (key, line) -> Math.min(line, row.line()));
              return true;
            })
        .read(format);
    for (DataRow row : duplicates) {
      intake
          .findings()
          .add(
              new Finding(
                  ErrorCode.KEY_DUPLICATE,
                  row.line(),
                  "",
                  "the key "
                      + OneLine.of(row.keyText())
                      + " stands already in line "
                      + firstLines.get(row.keyText())
                      + "; each key may stand once in a file",
                  Map.of()));
    }
    intake.findings().countMore(moreDuplicates);
  }

  /** The columns of the rows: all of the table but for the status, which the merge decides. */
  List<Column> columns() {
    return columns;
  }

  Intake intake() {
    return intake;
  }

  StagedRows rows() {
    return rows;
  }

  private void closeBecauseOf(RuntimeException refused) {
    try {
      close();
    } catch (RuntimeException stays) {
      refused.addSuppressed(stays);
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
