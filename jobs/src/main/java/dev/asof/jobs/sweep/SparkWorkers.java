package dev.asof.jobs.sweep;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.SweepRow;
import dev.asof.catalog.IndexRange;
import dev.asof.catalog.Secret;
import java.io.Serializable;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.SparkException;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Spark's executors. A task is a range of the grid and a {@link ScenarioSource}; the executor reads
 * the data itself, once, and keeps it for its next tasks, so nothing is shuffled. A task that is
 * lost with its executor runs again elsewhere, and the rows of each count once.
 */
public final class SparkWorkers implements Workers, AutoCloseable {
  /** The master that whoever started this process chose, as spark-submit does. */
  public static final String SESSION = "session";

  /**
   * A task with fewer rows hands them to the driver, which joins them with others in one file; one
   * with more writes a file of its own, so that any number of executors can be written for.
   */
  private static final int FEWEST_IN_A_FILE = 1024;

  /** Rows of a file, about 4 MB, at most. */
  private static final int MOST_IN_A_FILE = 32_768;

  /** Scenarios of one of Spark's jobs whose rows go to the driver. */
  private static final int MOST_TO_THE_DRIVER = 1 << 20;

  /** What an executor that is lost has done for nothing, about. */
  private static final double TASK_NANOS = 2e9;

  /** Scenarios of each of the first tasks, which tell how long one takes. */
  private static final int FIRST_TASKS_SIZE = 16;

  /** So that the last tasks end at about the same time. */
  private static final int TASKS_PER_CORE = 8;

  /** A job ends when its last task does, so there are few; each tells how long a task takes. */
  private static final int MOST_TASKS_PER_CORE = 32;

  private static final long NEWS_MILLIS = 10_000;

  private static final String UI_CLASS = "org.glassfish.jersey.servlet.ServletContainer";

  private final SparkContext context;
  private final ScenarioSource source;
  private final String description;
  private final boolean owned;
  private final TaskCounter counter = new TaskCounter();

  private SparkWorkers(
      SparkContext context, ScenarioSource source, String description, boolean owned) {
    this.context = context;
    this.source = source;
    this.description = description;
    this.owned = owned;
    context.addSparkListener(counter);
  }

  /**
   * What executors are given.
   *
   * @param master Spark's master, or {@link #SESSION}
   * @param settings of Spark, which go before ours
   * @param jars classes that executors on other machines need
   * @param files sent along to every executor
   */
  public record Cluster(
      String master, Map<String, String> settings, List<Path> jars, List<Path> files) {
    /** Copies the collections. */
    public Cluster {
      settings = Map.copyOf(settings);
      jars = List.copyOf(jars);
      files = List.copyOf(files);
    }
  }

  /**
   * Connects to a cluster.
   *
   * @param source what tasks run
   * @param here the sweep as it is open in this process, which a local master's tasks use
   * @param description what Spark's pages call the sweep
   * @throws AsOfException RUNTIME_UNFIT when Spark can't start there
   */
  public static SparkWorkers start(
      Cluster cluster, ScenarioSource source, OpenedSweep here, String description) {
    OpenSweeps.keep(source.key(), here);
    boolean running = SparkContext$.MODULE$.getActive().isDefined();
    try {
      SparkContext context = SparkContext.getOrCreate(conf(cluster, description));
      for (Path file : cluster.files()) {
        context.addFile(file.toUri().toString());
      }
      return new SparkWorkers(context, source, description, !running);
    } catch (AsOfException refused) {
      throw refused;
    } catch (Exception unfit) {
      // Spark's Scala code throws checked exceptions that it doesn't declare.
      throw refused(cluster.master(), unfit);
    }
  }

  private static AsOfException refused(String master, Exception unfit) {
    return new AsOfException(
        ErrorCode.RUNTIME_UNFIT, "Cannot start Spark on " + master + ": " + reason(unfit), unfit);
  }

  private static SparkConf conf(Cluster cluster, String description) {
    SparkConf conf = new SparkConf(true).setAppName("asof " + description);
    String master = cluster.master();
    if (!master.equals(SESSION)) {
      conf.setMaster(master);
      // Spark's own expression, and what Iceberg's catalogs call a secret.
      conf.set("spark.redaction.regex", "(?i)secret|password|token|credential|access[.-]?key");
      if (master.startsWith("local")) {
        conf.set("spark.driver.host", "127.0.0.1");
        conf.set("spark.driver.bindAddress", "127.0.0.1");
      }
      if (master.startsWith("local") && !cluster.settings().containsKey("spark.authenticate")) {
        // Other users of the machine reach the loopback; what Spark is sent it deserialises.
        conf.set("spark.authenticate", "true");
      }
      if (master.startsWith("local-cluster")) {
        // With local Spark makes one itself. Executors are told by their environment, which only
        // this user and root can read, and no argument, page or log shows it.
        conf.setIfMissing("spark.authenticate.secret", newSecret().value());
        conf.set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
      } else if (!master.startsWith("local")) {
        conf.set(
            "spark.jars", String.join(",", cluster.jars().stream().map(Path::toString).toList()));
      }
      // As EMR has it: a sixth less time than with Spark's default, where an executor has one core.
      if (!conf.contains("spark.executor.extraJavaOptions")
          && !cluster.settings().containsKey("spark.executor.extraJavaOptions")) {
        conf.setIfMissing("spark.executor.defaultJavaOptions", "-XX:+UseParallelGC");
      }
      if (!hasUi()) {
        conf.set("spark.ui.enabled", "false");
      }
    } else if (!conf.contains("spark.master")) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --spark session: no Spark session was given; start AsOf by spark-submit,"
              + " or name a master such as local[2] or spark://HOST:7077");
    }
    cluster.settings().forEach(conf::set);
    return conf;
  }

  private static Secret newSecret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new Secret(HexFormat.of().formatHex(secret));
  }

  private static boolean hasUi() {
    try {
      Class.forName(UI_CLASS, false, SparkWorkers.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  /**
   * What Spark did.
   *
   * @param tasks that ended well
   * @param lost tasks that did not, most of them with their executor; each ran again
   * @param shuffledBytes bytes that went from task to task
   */
  public record Tally(int tasks, int lost, long shuffledBytes) {}

  /** What Spark did so far, as far as it has told within ten seconds. */
  public Tally tally() {
    try {
      // What is counted comes in a moment later than the rows.
      context.listenerBus().waitUntilEmpty(NEWS_MILLIS);
    } catch (TimeoutException busy) {
      return counter.tally();
    }
    return counter.tally();
  }

  /** Counts tasks, on a thread of Spark's. */
  private static final class TaskCounter extends SparkListener {
    private int tasks;
    private int lost;
    private long shuffledBytes;

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
      if (ended.taskInfo().successful()) {
        tasks++;
      } else {
        lost++;
      }
      if (ended.taskMetrics() != null) {
        shuffledBytes +=
            ended.taskMetrics().shuffleReadMetrics().totalBytesRead()
                + ended.taskMetrics().shuffleWriteMetrics().bytesWritten();
      }
    }

    synchronized Tally tally() {
      return new Tally(tasks, lost, shuffledBytes);
    }
  }

  @Override
  public void run(List<IndexRange> missing, Consumer<Piece> done) {
    List<IndexRange> left = missing;
    int wanted = FIRST_TASKS_SIZE;
    double nanosBefore = Double.POSITIVE_INFINITY;
    boolean settled = false;
    while (!left.isEmpty()) {
      // Asked for again: executors come and go.
      int cores = Math.max(1, context.defaultParallelism());
      int scenarios = left.stream().mapToInt(IndexRange::size).sum();
      int size = Math.max(1, Math.min(wanted, scenarios / (cores * TASKS_PER_CORE)));
      int most = settled ? cores * MOST_TASKS_PER_CORE : cores;
      if (size < FEWEST_IN_A_FILE) {
        most = Math.min(most, Math.max(cores, MOST_TO_THE_DRIVER / size));
      }
      List<IndexRange> tasks = IndexRange.cut(left, size, most);
      double nanosEach = job(tasks, done);
      left = IndexRange.without(left, tasks);
      wanted = (int) Math.min(MOST_IN_A_FILE, TASK_NANOS / nanosEach);
      // As long as data is read and code compiled, a job tells little about the next.
      settled = nanosEach >= nanosBefore / 2;
      nanosBefore = nanosEach;
    }
  }

  /** Runs a task for each range, and tells how long a scenario took on a core [ns]. */
  private double job(List<IndexRange> ranges, Consumer<Piece> done) {
    context.setJobGroup(
        "asof-sweep",
        description
            + ": scenarios "
            + ranges.get(0).from()
            + " to "
            + (ranges.get(ranges.size() - 1).to() - 1),
        false);
    RDD<IndexRange> tasks =
        new JavaSparkContext(context).parallelize(new ArrayList<>(ranges), ranges.size()).rdd();
    AtomicLong nanos = new AtomicLong();
    AtomicLong scenarios = new AtomicLong();
    Function2<Object, Done, BoxedUnit> finished =
        (partition, task) -> {
          nanos.addAndGet(task.nanos());
          scenarios.addAndGet(task.piece().size());
          done.accept(task.piece());
          return BoxedUnit.UNIT;
        };
    try {
      context.<IndexRange, Done>runJob(
          tasks, new Task(source), finished, ClassTag$.MODULE$.apply(Done.class));
    } catch (Exception failed) {
      throw new AsOfException(
          ErrorCode.RUNTIME_UNFIT,
          "Cannot run the sweep on Spark: "
              + reason(failed)
              + "; what was stored so far stays, and the same command goes on from there",
          failed);
    }
    return Math.max(1.0, (double) nanos.get() / scenarios.get());
  }

  /** The line of an exception that says why; Spark's own messages hold traces of executors. */
  private static String reason(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = String.valueOf(deepest.getMessage());
    if (deepest instanceof SparkException) {
      int at = message.indexOf(AsOfException.class.getName() + ": ");
      if (at >= 0) {
        message = message.substring(at + AsOfException.class.getName().length() + 2);
      }
    }
    return message.lines().findFirst().orElse(deepest.getClass().getName());
  }

  /** What a task gives back: its scenarios, and how long they took. */
  private record Done(Piece piece, long nanos) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** One range of the grid. */
  private static final class Task implements Function1<Iterator<IndexRange>, Done>, Serializable {
    private static final long serialVersionUID = 1;

    private final ScenarioSource source;

    Task(ScenarioSource source) {
      this.source = source;
    }

    @Override
    public Done apply(Iterator<IndexRange> ranges) {
      OpenedSweep sweep = OpenSweeps.of(source, Path.of(SparkFiles.getRootDirectory()));
      IndexRange range = ranges.next();
      long start = System.nanoTime();
      List<SweepRow> rows = new ArrayList<>(range.size());
      for (int index = range.from(); index < range.to(); index++) {
        rows.add(sweep.runner().run(index));
      }
      long nanos = System.nanoTime() - start;
      return new Done(
          rows.size() < FEWEST_IN_A_FILE
              ? new Piece.Rows(rows)
              : new Piece.Written(sweep.files().apply(rows)),
          nanos);
    }
  }

  /** Stops Spark, unless it ran before this object asked for it. */
  @Override
  public void close() {
    context.removeSparkListener(counter);
    if (owned) {
      context.stop();
    }
  }
}
