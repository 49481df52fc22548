package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it was when it was hashed.
 *
 * @param path where it lies
 * @param name its name without the folder, fit for a message
 * @param sha256 of its bytes, 64 lower-case hex digits
 */
record VendorFile(Path path, String name, String sha256) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Reads the text of a file. */
  interface Parse {
    void accept(Reader text) throws IOException;
  }

  /**
   * Hashes a file.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MISSING} when it can't be read
   */
  static VendorFile of(Path path) {
    String name = path.getFileName() == null ? "" : OneLine.of(path.getFileName().toString());
    if (!Files.isRegularFile(path)) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot ingest "
              + OneLine.of(path.toString())
              + (Files.isDirectory(path)
                  ? ": it is a folder; expected a file"
                  : ": there is no such file"));
    }
    MessageDigest digest = newDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      drain(in);
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
    return new VendorFile(path, name, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Reads the text, UTF-8 strictly, to its end.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when a byte isn't UTF-8 or the file
   *     isn't the one that was hashed
   */
  void read(Parse parse) {
    MessageDigest digest = newDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      parse.accept(new Utf8Reader(in, name));
      drain(in);
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw Findings.malformed(
          name, "the file changed while it was read; ingest it again once it is complete");
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (in.read(buffer) >= 0) {
      // The digest takes each byte as it passes.
    }
  }

  private static AsOfException unreadable(Path path, IOException cause) {
    return new AsOfException(
        ErrorCode.FILE_MISSING,
        "Cannot read "
            + OneLine.of(path.toString())
            + ": "
            + OneLine.of(String.valueOf(cause.getMessage())),
        cause);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every JDK has SHA-256", absent);
    }
  }
}
