package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this machine that a job needs.
 *
 * @param name its relative path in the folder that the command runs in, with {@code /}
 * @param source where it lies here
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 */
public record JobFile(String name, Path source, String sha256) {
  /**
   * Reads a file's digest.
   *
   * @throws AsOfException FILE_MISSING when it can't be read
   */
  public static JobFile of(String name, Path source) {
    try (InputStream content = Files.newInputStream(source)) {
      return new JobFile(name, source, Digest.of(content));
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read " + source + ": there is no such file that can be read",
          unreadable);
    }
  }
}
