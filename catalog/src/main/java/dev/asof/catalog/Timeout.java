package dev.asof.catalog;

import java.time.Duration;
import java.util.Map;

/**
 * How long a place's servers have to answer. A request is repeated for two thirds of that time and
 * an attempt may take the last third, so that the whole is over in time.
 */
final class Timeout {
  /** When a place names none. */
  static final Duration DEFAULT = Duration.ofSeconds(60);

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  /** The key by which catalogs and stores that Iceberg and Spark load learn of it. */
  private static final String KEY = "asof.timeout-ms";

  private Timeout() {}

  /**
   * Refuses what can't be a timeout.
   *
   * @throws IllegalArgumentException when it isn't between a second and an hour
   */
  static Duration check(Duration timeout) {
    if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "Invalid timeout " + timeout.toMillis() + " ms: expected 1s to 1h");
    }
    return timeout;
  }

  static void addTo(Map<String, String> options, Duration timeout) {
    options.put(KEY, Long.toString(timeout.toMillis()));
  }

  /** The timeout of a place, by the options that it was opened with. */
  static Duration of(Map<String, String> options) {
    String millis = options.get(KEY);
    return millis == null ? DEFAULT : Duration.ofMillis(Long.parseLong(millis));
  }

  /** For how long a request may be repeated. */
  static Duration repeating(Duration timeout) {
    return timeout.multipliedBy(2).dividedBy(3);
  }

  /** How long an attempt may wait for a byte. */
  static Duration attempt(Duration timeout) {
    return timeout.dividedBy(3);
  }
}
