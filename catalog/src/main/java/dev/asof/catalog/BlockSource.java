package dev.asof.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Gives the bytes of a file by position, and says since when their checksums are known. */
interface BlockSource extends Closeable {
  /** Returns the bytes that the file has now. */
  long length() throws IOException;

  /** Reads some bytes at a position; returns how many, or a negative number past the end. */
  int read(ByteBuffer target, long position) throws IOException;

  /** Finds the checksums again, because the file may be written anew while it is read. */
  Optional<BlockSums> findLatest() throws IOException;

  /** Says when the checksums were taken, to stand after what the file had: "when ...". */
  String taken();
}
