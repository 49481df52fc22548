package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session in this process that sees one catalog, made when it is first needed.
 *
 * <p>Iceberg's session extensions are left out on purpose: MERGE and time travel are Spark's own by
 * now, and with the extensions of Iceberg 1.11.0 Spark 4.1.1 leaves the parameters of {@code
 * sql(text, arguments)} unbound, so that values would have to be written into the statement.
 */
final class SparkLocal implements AutoCloseable {
  /**
   * From this many rows on, compiling a query pays: at 100,000 rows both ways take the same
   * processor time. Below it, interpreting saves: five small ingests in a fresh process took 20 s
   * of processor time instead of 24 s.
   */
  private static final long ROWS_WORTH_COMPILING = 100_000;

  /** Spark has one context in a process. */
  private static volatile SparkContext running;

  private final String catalog;
  private final String namespace;
  private final Map<String, String> catalogOptions;
  private SparkSession session;
  private boolean ownsContext;
  private Path scratch;

  SparkLocal(Lake lake) {
    this(Lake.CATALOG, lake.namespace(), lake.sparkCatalogOptions());
  }

  /**
   * Over a catalog of Iceberg's.
   *
   * @param catalog its name in Spark SQL
   * @param namespace where tables without a namespace are looked for
   * @param catalogOptions what Iceberg needs to open it, by keys without Spark's prefix
   */
  SparkLocal(String catalog, String namespace, Map<String, String> catalogOptions) {
    this.catalog = catalog;
    this.namespace = namespace;
    this.catalogOptions = Map.copyOf(catalogOptions);
  }

  /**
   * The session, tuned for queries over about this many rows.
   *
   * @param rows rows of the largest input
   */
  SparkSession sessionFor(long rows) {
    if (session == null) {
      session = open();
    }
    boolean large = rows >= ROWS_WORTH_COMPILING;
    session.conf().set("spark.sql.codegen.wholeStage", large);
    session.conf().set("spark.sql.codegen.factoryMode", large ? "FALLBACK" : "NO_CODEGEN");
    session.conf().set("spark.sql.adaptive.enabled", large);
    session.conf().set("spark.sql.shuffle.partitions", large ? 2 * cores() : 1);
    session.conf().set("spark.sql.leafNodeDefaultParallelism", large ? cores() : 1);
    return session;
  }

  static boolean isAtWork() {
    return running != null;
  }

  static void cancelJobs() {
    SparkContext context = running;
    if (context != null && !context.isStopped()) {
      context.cancelAllJobs();
    }
  }

  private SparkSession open() {
    ownsContext = SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder();
    if (ownsContext) {
      scratch = newScratch();
      // Under spark-submit its settings hold: a cluster, with executors that look for the driver.
      if (System.getProperty("spark.master") == null) {
        builder
            .master("local[" + cores() + "]")
            .config("spark.ui.enabled", false)
            // A statement that needs too much memory fails; it doesn't end the process.
            .config("spark.executor.killOnFatalError.depth", 0)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1");
      }
      secure(builder);
      builder
          .appName("asof")
          // Spark's own expression, and what Iceberg's catalogs call a secret.
          .config("spark.redaction.regex", "(?i)secret|password|token|credential|access[.-]?key")
          .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toUri().toString());
    }
    SparkSession opened = builder.getOrCreate().newSession();
    running = opened.sparkContext();
    // Spark's event log hides secrets only under keys that the context's own settings have too.
    SparkConf shared = SparkEnv.get().conf();
    options()
        .forEach(
            (key, value) -> {
              shared.set(key, value);
              opened.conf().set(key, value);
            });
    return opened;
  }

  /**
   * Lets nobody speak to the driver's ports who does not know a secret: other users of the machine
   * reach the loopback, and what Spark is sent it deserialises. With {@code local} Spark makes the
   * secret itself and keeps it in memory; elsewhere the cluster's own settings hold.
   */
  private static void secure(SparkSession.Builder builder) {
    if (System.getProperty("spark.authenticate") == null
        && System.getProperty("spark.master", "local").matches("local(\\[.*)?")) {
      builder.config("spark.authenticate", true);
    }
  }

  private Map<String, String> options() {
    String prefix = "spark.sql.catalog." + catalog;
    Map<String, String> options = new TreeMap<>();
    catalogOptions.forEach((key, value) -> options.put(prefix + "." + key, value));
    options.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    options.put(prefix + ".default-namespace", namespace);
    // A cached table would not know the branch that was opened a moment ago.
    options.put(prefix + ".cache-enabled", "false");
    options.put("spark.sql.defaultCatalog", catalog);
    options.put("spark.sql.session.timeZone", "UTC");
    options.put("spark.sql.datetime.java8API.enabled", "true");
    options.put("spark.sql.caseSensitive", "false");
    // Else '${env:NAME}' in a statement is the variable's value, and csv.`/file` a table.
    options.put("spark.sql.variable.substitute", "false");
    options.put("spark.sql.runSQLOnFiles", "false");
    // A file's rows that are held in memory are joined by handing them to each task.
    options.put("spark.sql.autoBroadcastJoinThreshold", "64MB");
    return options;
  }

  private static int cores() {
    return Math.min(4, Runtime.getRuntime().availableProcessors());
  }

  /** A new folder among the temporary files. */
  static Path newScratch() {
    try {
      return ScratchFolders.make(Path.of(System.getProperty("java.io.tmpdir")));
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot make a folder for Spark in "
              + System.getProperty("java.io.tmpdir")
              + ": it must be writable",
          unwritable);
    }
  }

  /** Stops Spark, unless it ran before this object asked for it. */
  @Override
  public void close() {
    if (session == null) {
      return;
    }
    if (ownsContext) {
      running = null;
      session.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
      delete(scratch);
    }
    session = null;
  }

  /** Deletes a folder of temporary files with all that is in it, as far as that can be done. */
  static void delete(Path folder) {
    ScratchFolders.delete(folder);
  }
}
