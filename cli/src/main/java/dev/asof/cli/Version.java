package dev.asof.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of AsOf that runs, as the build wrote it: with the commit where Git knew it. */
final class Version {
  private static final String RESOURCE = "version.properties";

  private Version() {}

  static String current() {
    Properties properties = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      properties.load(resource);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    String commit = properties.getProperty("commit", "");
    return properties.getProperty("version") + (commit.isEmpty() ? "" : "+" + commit);
  }
}
