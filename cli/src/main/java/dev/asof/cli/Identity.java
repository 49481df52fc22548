package dev.asof.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name that follows from texts: the beginning of their SHA-256. */
final class Identity {
  /** Hex digits of a name. */
  static final int DIGITS = 12;

  private final MessageDigest sha256;

  Identity() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }

  /** Takes a text, with its length before it, so that two texts are not another two. */
  void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha256.update(bytes);
  }

  /** The name; no text can be added after it. */
  String name() {
    return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS);
  }
}
