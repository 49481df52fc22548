package dev.asof.cli;

import dev.asof.jobs.submit.LogFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * How far a file of a log was read: a number of bytes and the last of them, by which another text
 * in its place is noticed. Half a character at the end of a file is kept until the rest comes.
 */
final class LogReader {
  private static final int BUFFER_BYTES = 1 << 13;
  private static final int REMEMBERED_BYTES = 1 << 10;

  private final LogFile.Channel channel;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);
  private byte[] last = {};
  private long position;
  private String version = "";

  LogReader(LogFile.Channel channel) {
    this.channel = channel;
  }

  LogFile.Channel channel() {
    return channel;
  }

  /** How many bytes were read. */
  long position() {
    return position;
  }

  /** Whether a file begins with all that was read. */
  boolean begins(LogFile file) throws IOException {
    try (InputStream text = file.content().open()) {
      return reach(text);
    }
  }

  /**
   * Reads what is new in a file.
   *
   * @param print gets it in pieces of whole characters
   * @return whether the file begins with what was read before; if not, nothing is read
   */
  boolean read(LogFile file, Consumer<String> print) throws IOException {
    if (file.version().equals(version)) {
      return true;
    }
    try (InputStream text = file.content().open()) {
      if (!reach(text)) {
        return false;
      }
      int count;
      while ((count = text.read(bytes.array(), bytes.position(), bytes.remaining())) > 0) {
        remember(bytes.position(), count);
        bytes.position(bytes.position() + count).flip();
        decoder.decode(bytes, characters, false);
        bytes.compact();
        give(print);
      }
    }
    version = file.version();
    return true;
  }

  private boolean reach(InputStream text) throws IOException {
    try {
      text.skipNBytes(position - last.length);
    } catch (EOFException shorter) {
      return false;
    }
    return Arrays.equals(text.readNBytes(last.length), last);
  }

  private void remember(int offset, int count) {
    byte[] joined = Arrays.copyOf(last, last.length + count);
    System.arraycopy(bytes.array(), offset, joined, last.length, count);
    last = Arrays.copyOfRange(joined, Math.max(0, joined.length - REMEMBERED_BYTES), joined.length);
    position += count;
  }

  /** Nothing comes any more: half a character stays one. */
  void end(Consumer<String> print) {
    bytes.flip();
    decoder.decode(bytes, characters, true);
    bytes.clear();
    give(print);
  }

  private void give(Consumer<String> print) {
    String text = characters.flip().toString();
    characters.clear();
    if (!text.isEmpty()) {
      print.accept(text);
    }
  }
}
