package dev.asof.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The last thing that output passes: names come from files of others, and a terminal would obey
 * what they hold. Control characters but tabs and line ends, and the marks that reverse the
 * direction of text, are written as {@code \}{@code u001b}, which in JSON means the same.
 */
final class PrintableStream extends FilterOutputStream {
  private final byte[] sequence = new byte[3];
  private int held;

  private PrintableStream(OutputStream out) {
    super(out);
  }

  /** Wraps a stream that UTF-8 is written to; what is printed to both comes in order. */
  static PrintStream of(PrintStream out) {
    return new PrintStream(new PrintableStream(out), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int plain = offset;
    for (int i = offset; i < offset + length; i++) {
      if (held > 0 || !isPlain(bytes[i])) {
        out.write(bytes, plain, i - plain);
        write(bytes[i]);
        plain = i + 1;
      }
    }
    out.write(bytes, plain, offset + length - plain);
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != 0x7f
        || b == '\n'
        || b == '\r'
        || b == '\t'
        || b < 0 && !beginsLooked(b & 0xff);
  }

  /** The first bytes of the sequences that C1 controls and marks of direction are written by. */
  private static boolean beginsLooked(int first) {
    return first == 0xc2 || first == 0xd8 || first == 0xe2;
  }

  @Override
  public void write(int written) throws IOException {
    byte b = (byte) written;
    if (held > 0) {
      if ((b & 0xc0) != 0x80) {
        release();
        write(b);
        return;
      }
      sequence[held++] = b;
      if (held == ((sequence[0] & 0xff) == 0xe2 ? 3 : 2)) {
        String character = new String(sequence, 0, held, StandardCharsets.UTF_8);
        if (isObeyed(character.charAt(0))) {
          held = 0;
          escape(character.charAt(0));
        } else {
          release();
        }
      }
    } else if (isPlain(b)) {
      out.write(b);
    } else if (b < 0) {
      sequence[held++] = b;
    } else {
      escape((char) b);
    }
  }

  private static boolean isObeyed(char c) {
    return c < 0xa0
        || c == '\u061c'
        || c == '\u200e'
        || c == '\u200f'
        || c >= '\u2028' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069';
  }

  private void escape(char c) throws IOException {
    out.write(String.format("\\u%04x", (int) c).getBytes(StandardCharsets.US_ASCII));
  }

  private void release() throws IOException {
    out.write(sequence, 0, held);
    held = 0;
  }

  @Override
  public void close() throws IOException {
    release();
    super.close();
  }
}
