package dev.asof.catalog;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 of a panel in an order that no file decides: the symbols, each with its length in UTF-8
 * bytes; the sessions' days since 1970-01-01; open, high, low, close and volume one after the
 * other, as their bits with one NaN; then the revisions in their order, each as moment, bar,
 * instrument, version and the five fields. Numbers are big-endian, lengths and indexes in 4 bytes,
 * all others in 8.
 */
final class PanelChecksum {
  private static final int ALL = -1;

  private final MessageDigest sha256 = RowChecksum.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  private PanelChecksum() {}

  static String of(Bars bars, BarRevisions revisions) {
    PanelChecksum checksum = new PanelChecksum();
    checksum.axes(bars);
    checksum.cells(bars.openUnsafe());
    checksum.cells(bars.highUnsafe());
    checksum.cells(bars.lowUnsafe());
    checksum.cells(bars.closeUnsafe());
    checksum.cells(bars.volumeUnsafe());
    checksum.revisions(revisions, ALL);
    return checksum.hex();
  }

  /** Of the axes and of the revisions that come from one version alone. */
  static String of(Bars bars, BarRevisions revisions, int version) {
    PanelChecksum checksum = new PanelChecksum();
    checksum.axes(bars);
    checksum.revisions(revisions, version);
    return checksum.hex();
  }

  private void axes(Bars bars) {
    put(bars.instruments());
    for (String symbol : bars.symbols()) {
      byte[] text = symbol.getBytes(StandardCharsets.UTF_8);
      put(text.length);
      flush();
      sha256.update(text);
    }
    put(bars.sessions());
    for (int bar = 0; bar < bars.sessions(); bar++) {
      put(bars.session(bar).toEpochDay());
    }
  }

  private void cells(double[] values) {
    for (double value : values) {
      put(Double.doubleToLongBits(value));
    }
  }

  private void revisions(BarRevisions revisions, int version) {
    for (int n = 0; n < revisions.count(); n++) {
      if (version == ALL || revisions.version(n) == version) {
        put(revisions.visibleFromEpochMillis(n));
        put(revisions.bar(n));
        put(revisions.instrument(n));
        put(revisions.version(n));
        put(Double.doubleToLongBits(revisions.open(n)));
        put(Double.doubleToLongBits(revisions.high(n)));
        put(Double.doubleToLongBits(revisions.low(n)));
        put(Double.doubleToLongBits(revisions.close(n)));
        put(Double.doubleToLongBits(revisions.volume(n)));
      }
    }
  }

  private void put(int value) {
    if (buffer.remaining() < Integer.BYTES) {
      flush();
    }
    buffer.putInt(value);
  }

  private void put(long value) {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
    buffer.putLong(value);
  }

  private void flush() {
    sha256.update(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private String hex() {
    flush();
    return HexFormat.of().formatHex(sha256.digest());
  }
}
