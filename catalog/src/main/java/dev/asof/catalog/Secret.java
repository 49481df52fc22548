package dev.asof.catalog;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A password, key or token. It never appears in what is printed: this object shows as {@code ***},
 * and {@link #hide} takes every secret of this process out of a text that somebody else composed.
 *
 * @param value what the other side wants to see
 */
public record Secret(String value) {
  private static final String HIDDEN = "***";

  /** Secrets of this process: a driver may repeat one in a message that we did not write. */
  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

  /**
   * Makes a secret, and keeps it from being printed from now on.
   *
   * @throws IllegalArgumentException when the value is blank
   */
  public Secret {
    if (value.isBlank()) {
      throw new IllegalArgumentException("Invalid secret: it is blank");
    }
    KNOWN.add(value);
  }

  /** The text without any secret that this process knows. */
  public static String hide(String text) {
    String hidden = text;
    // The longest first: one secret may be part of another.
    for (String secret :
        KNOWN.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return hidden;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
