package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * The first sheet of an xlsx file. Its texts are held in memory, so that a file of more than {@link
 * #MAX_BYTES} is refused, and so is one that is more once unpacked. A cell with a formula is
 * refused: vendors write values, and what a formula showed last need not be what it says.
 */
final class Workbook {
  /** The most that a workbook may hold, packed or unpacked. */
  static final int MAX_BYTES = 32 << 20;

  private static final int MAX_PARTS = 1000;
  private static final int MAX_COLUMNS = 1000;

  private Workbook() {}

  /** Takes one row of a sheet. */
  interface RowTaker {
    /**
     * Takes it.
     *
     * @param cells texts from the first column on; empty for what holds nothing
     */
    void row(long line, List<String> cells);
  }

  /**
   * Reads the first sheet.
   *
   * @param rows is told of cells that hold no value
   */
  static void read(VendorFile file, RowSink rows, RowTaker taker) {
    byte[][] bytes = new byte[1][];
    file.bytes(
        in -> {
          bytes[0] = in.readNBytes(MAX_BYTES + 1);
          if (bytes[0].length > MAX_BYTES) {
            throw file.malformed("a workbook of more than 32 MB isn't read; expected CSV");
          }
        });
    checkUnpacked(file, bytes[0]);
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes[0]));
        Stream<Row> sheet = book.getFirstSheet().openStream()) {
      Iterator<Row> each = sheet.iterator();
      while (each.hasNext()) {
        Row row = each.next();
        readRow(row, rows, taker);
      }
    } catch (AsOfException refused) {
      throw refused;
    } catch (IOException | RuntimeException broken) {
      throw unreadable(file, broken);
    } catch (OutOfMemoryError tooWide) {
      // A cell says itself in which column it stands, and a row is as long as its last one.
      throw new AsOfException(
          ErrorCode.FILE_MALFORMED,
          "Cannot ingest "
              + file.name()
              + ": a row of the workbook asks for more memory than there is; expected columns A to"
              + " XFD",
          tooWide);
    }
  }

  private static AsOfException unreadable(VendorFile file, Exception cause) {
    return new AsOfException(
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest "
            + file.name()
            + ": the workbook is damaged, cut short or none ("
            + OneLine.quoted(String.valueOf(cause.getMessage()))
            + "); expected xlsx",
        cause);
  }

  private static void readRow(Row row, RowSink rows, RowTaker taker) {
    int width = Math.min(row.getCellCount(), MAX_COLUMNS);
    List<String> cells = new ArrayList<>(Collections.nCopies(width, ""));
    for (int i = 0; i < width; i++) {
      Cell cell = row.getCell(i);
      if (cell == null || cell.getType() == CellType.EMPTY) {
        continue;
      }
      if (cell.getType() == CellType.FORMULA || cell.getType() == CellType.ERROR) {
        rows.reject(
            row.getRowNum(),
            "",
            "cell "
                + cell.getAddress()
                + (cell.getType() == CellType.FORMULA ? " holds a formula" : " holds an error")
                + "; expected a value",
            String.valueOf(cell.getRawValue()));
        return;
      }
      String text = cell.getType() == CellType.STRING ? cell.asString() : cell.getRawValue();
      cells.set(i, text == null ? "" : text);
    }
    taker.row(row.getRowNum(), cells);
  }

  /** Unpacks it once and keeps nothing, since the reader would keep all of a bomb. */
  private static void checkUnpacked(VendorFile file, byte[] bytes) {
    long unpacked = 0;
    int parts = 0;
    byte[] buffer = new byte[1 << 16];
    // The reader finds the parts in the same way, so that none can be hidden from this count.
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes)).get()) {
      for (ZipArchiveEntry part : Collections.list(zip.getEntries())) {
        parts++;
        try (InputStream in = zip.getInputStream(part)) {
          unpacked += skip(in, buffer, MAX_BYTES - unpacked);
        }
        if (unpacked > MAX_BYTES || parts > MAX_PARTS) {
          throw file.malformed(
              "unpacked it holds more than 32 MB or "
                  + MAX_PARTS
                  + " parts; expected a vendor's workbook");
        }
      }
    } catch (AsOfException refused) {
      throw refused;
    } catch (IOException | RuntimeException broken) {
      throw unreadable(file, broken);
    }
    if (parts == 0) {
      throw file.malformed("it isn't a workbook; expected xlsx");
    }
  }

  private static long skip(InputStream part, byte[] buffer, long most) throws IOException {
    long count = 0;
    int read;
    while (count <= most && (read = part.read(buffer)) >= 0) {
      count += read;
    }
    return count;
  }
}
