package dev.asof.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Writes everything twice; closing it closes the second alone, which is a copy. */
final class TwoStreams extends OutputStream {
  private final OutputStream kept;
  private final OutputStream copy;

  TwoStreams(OutputStream kept, OutputStream copy) {
    this.kept = kept;
    this.copy = copy;
  }

  @Override
  public void write(int one) throws IOException {
    kept.write(one);
    copy.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    kept.write(bytes, offset, length);
    copy.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    kept.flush();
    copy.flush();
  }

  @Override
  public void close() throws IOException {
    kept.flush();
    copy.close();
  }
}
