package dev.asof.ingestion;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.asof.api.AsOfException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** The records of a CSV file (RFC 4180), blank lines left out. */
final class CsvRecords {
  private static final int MAX_RECORD_CHARS = 1 << 20;
  private static final int MAX_FIELDS = 10_000;
  private static final String END = "\uFFFF";

  private final VendorFile file;
  private final Iterator<CsvRecord> records;
  private CsvRecord last;

  CsvRecords(VendorFile file, Reader text) {
    this.file = file;
    this.records =
        CsvReader.builder()
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .maxBufferSize(2 * MAX_RECORD_CHARS)
            .build(
                CsvRecordHandler.builder()
                    .maxFields(MAX_FIELDS)
                    .maxFieldSize(MAX_RECORD_CHARS)
                    .maxRecordSize(MAX_RECORD_CHARS)
                    .build(),
                new EndMarked(text))
            .iterator();
  }

  /**
   * The next record, or null after the last.
   *
   * @throws AsOfException with FILE_MALFORMED when what follows is no record
   */
  CsvRecord next() throws IOException {
    try {
      while (records.hasNext()) {
        CsvRecord record = records.next();
        if (record.getFieldCount() > 1) {
          last = record;
          return record;
        }
        String field = record.getField(0);
        if (field.equals(END) && !records.hasNext()) {
          return null;
        }
        last = record;
        if (!field.isBlank()) {
          if (field.endsWith(END) && !records.hasNext()) {
            break;
          }
          return record;
        }
      }
    } catch (CsvParseException broken) {
      throw malformed(broken);
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
    throw open(last.getStartingLineNumber(), null);
  }

  private AsOfException malformed(CsvParseException broken) {
    long line = last == null ? 1 : last.getStartingLineNumber() + lines(last);
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof AsOfException refused) {
        return refused;
      }
      if (String.valueOf(cause.getMessage()).contains("closing quote")) {
        return open(line, broken);
      }
    }
    return Findings.malformed(
        file.name(),
        line,
        "a record has more than "
            + MAX_RECORD_CHARS
            + " characters or "
            + MAX_FIELDS
            + " fields; a quoted field that isn't closed can be the reason",
        broken);
  }

  private AsOfException open(long line, Exception cause) {
    return Findings.malformed(
        file.name(),
        line,
        "a quoted field isn't closed, or text follows its closing quote; a quote inside a quoted"
            + " field is written twice",
        cause);
  }

  private static long lines(CsvRecord record) {
    long lines = 1;
    for (String field : record.getFields()) {
      for (int i = 0; i < field.length(); i++) {
        char c = field.charAt(i);
        if (c == '\r' || (c == '\n' && (i == 0 || field.charAt(i - 1) != '\r'))) {
          lines++;
        }
      }
    }
    return lines;
  }

  /**
   * The text with a last line of its own. The parser takes the end of a file for a closing quote;
   * when it swallows that line, a quote was open.
   */
  private static final class EndMarked extends Reader {
    private static final String LINE = "\n" + END;

    private final Reader text;
    private int marked = -1;

    EndMarked(Reader text) {
      this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      if (marked < 0) {
        int count = text.read(target, offset, length);
        if (count >= 0) {
          return count;
        }
        marked = 0;
      }
      int count = Math.min(length, LINE.length() - marked);
      if (count == 0) {
        return -1;
      }
      LINE.getChars(marked, marked + count, target, offset);
      marked += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      text.close();
    }
  }
}
