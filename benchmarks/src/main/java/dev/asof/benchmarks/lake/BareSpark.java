package dev.asof.benchmarks.lake;

import dev.asof.catalog.Lake;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * A session of Spark's own on a lake's catalog, as somebody without AsOf would set it up; in the
 * Spark that runs, where one does.
 */
final class BareSpark implements AutoCloseable {
  private final SparkSession session;
  private final boolean alone;

  private BareSpark(SparkSession session, boolean alone) {
    this.session = session;
    this.alone = alone;
  }

  /** Starts Spark with as many threads as an ingest has. */
  static BareSpark on(Lake lake) {
    Map<String, String> options = new TreeMap<>();
    String catalog = "spark.sql.catalog." + Lake.CATALOG;
    options.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
    lake.sparkCatalogOptions().forEach((key, value) -> options.put(catalog + "." + key, value));
    options.put(catalog + ".default-namespace", Lake.NAMESPACE);
    options.put("spark.sql.defaultCatalog", Lake.CATALOG);
    boolean alone = SparkSession.getDefaultSession().isEmpty();
    int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("bare")
            .config("spark.ui.enabled", false)
            .config("spark.authenticate", true)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", lake.home().resolve("spark").toUri().toString());
    SparkSession session = builder.getOrCreate().newSession();
    options.forEach(session.conf()::set);
    session.conf().set("spark.sql.session.timeZone", "UTC");
    session.conf().set("spark.sql.shuffle.partitions", 2 * threads);
    return new BareSpark(session, alone);
  }

  SparkSession session() {
    return session;
  }

  /** Runs a statement to its end. */
  void run(String statement) {
    session.sql(statement).collectAsList();
  }

  @Override
  public void close() {
    if (alone) {
      session.stop();
    }
  }
}
