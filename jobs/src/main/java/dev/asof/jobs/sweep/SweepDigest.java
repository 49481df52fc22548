package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over the rows of a sweep in their order: each with its place, the reason of its failure,
 * the digest of what it did, and the bits of its numbers. It holds no id, path or clock, and
 * nothing of how the scenarios were handed out: threads and Spark give the same.
 */
public final class SweepDigest {
  private final MessageDigest sha256;
  private final ByteBuffer numbers = ByteBuffer.allocate(Long.BYTES * (SweepRow.NUMBERS.size()));

  /** The digest of no row. */
  public SweepDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
    add("asof-sweep-1");
  }

  /** Takes the next row. */
  public void add(SweepRow row) {
    add(row.index());
    add(row.failure());
    add(row.digest());
    add(row.fills());
    numbers.clear();
    for (double number : row.numbers()) {
      numbers.putLong(Double.doubleToLongBits(number));
    }
    sha256.update(numbers.flip());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    sha256.update(bytes);
  }

  private void add(int value) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, value));
  }

  /** The digest in lower-case hex; no row can be added after it. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
