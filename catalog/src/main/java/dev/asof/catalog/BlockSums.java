package dev.asof.catalog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The checksums of a file that was written: a CRC-32C for each block of 64 KB. Whatever is read of
 * the file can be checked without reading the rest.
 *
 * @param length bytes of the file
 * @param crcs one for each block, the last of which may be shorter
 */
record BlockSums(long length, int[] crcs) {
  /** Bytes of a block. */
  static final int BLOCK_BYTES = 1 << 16;

  private static final int CRC_DIGITS = 8;

  /** The block that holds a position. */
  static int block(long position) {
    return (int) (position / BLOCK_BYTES);
  }

  /** Bytes of a block of this file. */
  int bytesOf(int block) {
    return (int) Math.min(BLOCK_BYTES, length - (long) block * BLOCK_BYTES);
  }

  /** Returns {@code true} when a block's bytes are those that were written. */
  boolean matches(int block, byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue() == crcs[block];
  }

  /** Writes them as eight hex digits a block. */
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(crcs.length * Integer.BYTES);
    bytes.asIntBuffer().put(crcs);
    return HexFormat.of().formatHex(bytes.array());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when that is not what it is
   */
  static BlockSums parse(long length, String text) {
    byte[] bytes = HexFormat.of().parseHex(text);
    int[] crcs = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(crcs);
    long blocks = (length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    if (length < 0 || blocks != crcs.length || text.length() != crcs.length * CRC_DIGITS) {
      throw new IllegalArgumentException("Invalid checksums: " + length + " bytes in " + text);
    }
    return new BlockSums(length, crcs);
  }

  /** Takes the checksums of bytes while they are written. */
  static final class Builder {
    private final CRC32C crc = new CRC32C();
    private int[] crcs = new int[1];
    private int blocks;
    private long length;
    private int inBlock;

    void add(byte[] bytes, int offset, int count) {
      int at = offset;
      int left = count;
      while (left > 0) {
        int part = Math.min(left, BLOCK_BYTES - inBlock);
        crc.update(bytes, at, part);
        inBlock += part;
        at += part;
        left -= part;
        if (inBlock == BLOCK_BYTES) {
          endBlock();
        }
      }
      length += count;
    }

    private void endBlock() {
      if (blocks == crcs.length) {
        crcs = Arrays.copyOf(crcs, 2 * blocks);
      }
      crcs[blocks++] = (int) crc.getValue();
      crc.reset();
      inBlock = 0;
    }

    BlockSums build() {
      if (inBlock > 0) {
        endBlock();
      }
      return new BlockSums(length, Arrays.copyOf(crcs, blocks));
    }
  }
}
