package dev.asof.ingestion;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What comes out of a compressed file. Vendors' files shrink to a twentieth at best; one that grows
 * a hundredfold past a gigabyte is made to fill a disk, and is refused there.
 */
final class Expansion extends FilterInputStream {
  private static final long ALWAYS_FINE_BYTES = 1L << 30;
  private static final long MAX_FACTOR = 100;

  private final VendorFile file;
  private final long most;
  private long bytes;

  Expansion(InputStream uncompressed, VendorFile file) {
    super(uncompressed);
    this.file = file;
    this.most = Math.max(ALWAYS_FINE_BYTES, MAX_FACTOR * file.length());
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int more) {
    bytes += more;
    if (bytes > most) {
      throw file.malformed(
          "uncompressed it is more than "
              + MAX_FACTOR
              + " times its "
              + file.length()
              + " bytes; expected a vendor's file");
    }
  }
}
