package dev.asof.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The one script of the pages, which sorts and filters tables, and the policy that lets a browser
 * run this script and no other and load nothing: should a vendor's text ever come out unescaped, it
 * still would not run.
 */
final class PageScript {
  private static final String TEXT = read();
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + digest(TEXT) + "'";

  private PageScript() {}

  /** What stands between the script's tags. */
  static String text() {
    return TEXT;
  }

  /** A content security policy. */
  static String policy() {
    return POLICY;
  }

  private static String read() {
    try (InputStream script = PageScript.class.getResourceAsStream("page.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException torn) {
      throw new UncheckedIOException("Cannot read page.js out of AsOf's own jar", torn);
    }
  }

  private static String digest(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sha256);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
