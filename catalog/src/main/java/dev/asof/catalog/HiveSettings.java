package dev.asof.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's settings of the client of a Hive metastore. Its own would wait ten minutes for an
 * answer, and Iceberg three for a metastore that has no locks to give.
 */
final class HiveSettings {
  /** A metastore that can give a lock gives it at once; what it refuses for so long it lacks. */
  private static final Duration LOCK_CREATION = Duration.ofSeconds(5);

  private HiveSettings() {}

  private static Map<String, String> of(Duration timeout) {
    Map<String, String> settings = new LinkedHashMap<>();
    String seconds = Math.max(1, Timeout.attempt(timeout).toSeconds()) + "s";
    settings.put("hive.metastore.client.socket.timeout", seconds);
    settings.put("hive.metastore.failure.retries", "1");
    settings.put("iceberg.hive.lock-creation-timeout-ms", Long.toString(LOCK_CREATION.toMillis()));
    settings.put("iceberg.hive.lock-timeout-ms", Long.toString(timeout.toMillis()));
    return settings;
  }

  /** Adds them by the keys under which Spark hands them to a catalog. */
  static void addTo(Map<String, String> options, Duration timeout) {
    of(timeout).forEach((key, value) -> options.put("hadoop." + key, value));
  }

  /** The same for a catalog that is opened without Spark. */
  static Configuration configuration(Duration timeout) {
    Configuration configuration = new Configuration();
    of(timeout).forEach(configuration::set);
    return configuration;
  }
}
