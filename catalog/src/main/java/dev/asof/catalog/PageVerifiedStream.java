package dev.asof.catalog;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.format.ColumnChunk;
import org.apache.iceberg.shaded.org.apache.parquet.format.ColumnMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.format.FileMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.format.PageHeader;
import org.apache.iceberg.shaded.org.apache.parquet.format.RowGroup;
import org.apache.iceberg.shaded.org.apache.parquet.format.Util;

/**
 * Reads a Parquet file and hands out no byte of a column chunk before the checksums of all of its
 * pages agree. Parquet's reader could check them, but Iceberg gives it options of its own (bytecode
 * of {@code Parquet.ReadBuilder}: a {@code PlainParquetConfiguration}, and properties that the flag
 * is not taken from), so that nothing turns the check on. A chunk is read whole by the readers
 * anyway.
 */
final class PageVerifiedStream extends SeekableInputStream {
  private static final int TAIL_BYTES = 1 << 16;
  private static final int END_BYTES = 8;
  private static final int MAGIC = 0x31524150;

  private final String location;
  private final SeekableInputStream in;
  private final long length;
  private final TreeMap<Long, ColumnMetaData> chunks = new TreeMap<>();
  private byte[] tail;
  private long tailStart;
  private byte[] chunk = new byte[0];
  private long chunkStart = -1;
  private long position;
  private int unverifiedPages;

  private PageVerifiedStream(String location, SeekableInputStream in, long length) {
    this.location = location;
    this.in = in;
    this.length = length;
  }

  /** Opens a file and reads its footer. */
  static PageVerifiedStream of(InputFile file) {
    PageVerifiedStream stream =
        new PageVerifiedStream(file.location(), file.newStream(), file.getLength());
    try {
      stream.readFooter();
      return stream;
    } catch (IOException | RuntimeException failed) {
      try {
        stream.close();
      } catch (IOException closing) {
        failed.addSuppressed(closing);
      }
      if (failed instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new UncheckedIOException((IOException) failed);
    }
  }

  private void readFooter() throws IOException {
    readTail((int) Math.min(length, TAIL_BYTES));
    if (length < END_BYTES) {
      throw new DamagedFile(location, "it has " + length + " bytes, which is no Parquet file");
    }
    ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int footerBytes = end.getInt(tail.length - END_BYTES);
    if (end.getInt(tail.length - Integer.BYTES) != MAGIC
        || footerBytes < 0
        || footerBytes > length - END_BYTES) {
      throw new DamagedFile(location, "it does not end as a Parquet file does");
    }
    if (footerBytes + END_BYTES > tail.length) {
      readTail(footerBytes + END_BYTES);
    }
    try {
      FileMetaData footer =
          Util.readFileMetaData(
              new ByteArrayInputStream(tail, tail.length - END_BYTES - footerBytes, footerBytes));
      for (RowGroup group : footer.getRow_groups()) {
        for (ColumnChunk column : group.getColumns()) {
          add(column.getMeta_data(), length - END_BYTES - footerBytes);
        }
      }
    } catch (IOException | RuntimeException undecodable) {
      throw DamagedFile.undecodable(location, undecodable);
    }
  }

  private void readTail(int bytes) throws IOException {
    tail = new byte[bytes];
    tailStart = length - bytes;
    in.seek(tailStart);
    readFully(tail);
  }

  private void add(ColumnMetaData column, long end) {
    long start = column.getData_page_offset();
    if (column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0) {
      start = Math.min(start, column.getDictionary_page_offset());
    }
    long bytes = column.getTotal_compressed_size();
    if (start < 0 || bytes < 0 || bytes > Integer.MAX_VALUE - END_BYTES || start + bytes > end) {
      throw new DamagedFile(
          location, "its footer names a column of " + bytes + " bytes at byte " + start);
    }
    chunks.put(start, column);
  }

  /** Counts the pages read so far that have no checksum. */
  int unverifiedPages() {
    return unverifiedPages;
  }

  /** Reads every column chunk. */
  void readAll() throws IOException {
    for (Map.Entry<Long, ColumnMetaData> column : chunks.entrySet()) {
      load(column.getKey(), column.getValue());
    }
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long target) {
    position = target;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (position >= length) {
      return count == 0 ? 0 : -1;
    }
    Map.Entry<Long, ColumnMetaData> column = chunks.floorEntry(position);
    int read;
    if (column != null
        && position < column.getKey() + column.getValue().getTotal_compressed_size()) {
      if (column.getKey() != chunkStart) {
        load(column.getKey(), column.getValue());
      }
      int at = (int) (position - chunkStart);
      read = Math.min(count, chunk.length - at);
      System.arraycopy(chunk, at, target, offset, read);
    } else if (position >= tailStart) {
      int at = (int) (position - tailStart);
      read = Math.min(count, tail.length - at);
      System.arraycopy(tail, at, target, offset, read);
    } else {
      Long next = chunks.higherKey(position);
      in.seek(position);
      read = in.read(target, offset, next == null ? count : (int) Math.min(count, next - position));
      if (read < 0) {
        throw new EOFException(location + " ends at byte " + position);
      }
    }
    position += read;
    return read;
  }

  private void load(long start, ColumnMetaData column) throws IOException {
    byte[] bytes = new byte[(int) column.getTotal_compressed_size()];
    if (start >= tailStart) {
      System.arraycopy(tail, (int) (start - tailStart), bytes, 0, bytes.length);
    } else {
      in.seek(start);
      readFully(bytes);
    }
    chunkStart = -1;
    chunk = bytes;
    try {
      checkPages(start, column);
    } catch (DamagedFile damaged) {
      throw damaged;
    } catch (IOException | RuntimeException undecodable) {
      throw DamagedFile.undecodable(location, undecodable);
    }
    chunkStart = start;
  }

  private void checkPages(long start, ColumnMetaData column) throws IOException {
    ByteArrayInputStream pages = new ByteArrayInputStream(chunk);
    long values = 0;
    while (pages.available() > 0) {
      PageHeader header = Util.readPageHeader(pages);
      int at = chunk.length - pages.available();
      int bytes = header.getCompressed_page_size();
      if (bytes < 0 || bytes > pages.available()) {
        throw new DamagedFile(
            location, "the page at byte " + (start + at) + " says that it has " + bytes + " bytes");
      }
      if (header.isSetCrc()) {
        CRC32 crc = new CRC32();
        crc.update(chunk, at, bytes);
        if ((int) crc.getValue() != header.getCrc()) {
          throw new DamagedFile(
              location,
              "the page at byte "
                  + (start + at)
                  + " of column "
                  + String.join(".", column.getPath_in_schema())
                  + " has another checksum than when it was written");
        }
      } else {
        unverifiedPages++;
      }
      values +=
          header.isSetData_page_header()
              ? header.getData_page_header().getNum_values()
              : header.isSetData_page_header_v2()
                  ? header.getData_page_header_v2().getNum_values()
                  : 0;
      pages.skip(bytes);
    }
    if (values != column.getNum_values()) {
      throw new DamagedFile(
          location,
          "its pages hold "
              + values
              + " values of column "
              + String.join(".", column.getPath_in_schema())
              + ", and its footer says "
              + column.getNum_values());
    }
  }

  /** Reads from the file itself. */
  private void readFully(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      int count = in.read(bytes, done, bytes.length - done);
      if (count < 0) {
        throw new EOFException(location + " ends early");
      }
      done += count;
    }
  }

  @Override
  public long skip(long count) {
    long start = position;
    position = Math.min(length, start + Math.max(0, count));
    return position - start;
  }

  @Override
  public void skipNBytes(long count) throws IOException {
    if (skip(count) < count) {
      throw new EOFException();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
