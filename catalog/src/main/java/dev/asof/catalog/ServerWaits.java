package dev.asof.catalog;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The requests of this process that a catalog or a store has not answered yet, so that somebody who
 * waits can be told for what. A request counts from its first attempt on, however often it is
 * repeated. Safe for use by several threads.
 */
public final class ServerWaits {
  private static final Map<Wait, Boolean> PENDING = new ConcurrentHashMap<>();

  private ServerWaits() {}

  /** A request that was begun; closed when it is answered or given up. */
  public static final class Wait implements AutoCloseable {
    private final String what;
    private final Duration limit;
    private final long begun = System.nanoTime();

    private Wait(String what, Duration limit) {
      this.what = what;
      this.limit = limit;
    }

    /** What is waited for, such as {@code GetObject s3://lake/a.parquet}; without secrets. */
    public String what() {
      return what;
    }

    /** When it will be given up, counted from its beginning. */
    public Duration limit() {
      return limit;
    }

    /** How long it has been waited for. */
    public Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public void close() {
      PENDING.remove(this);
    }
  }

  /** Notes that a request begins. */
  static Wait begin(String what, Duration limit) {
    Wait wait = new Wait(what, limit);
    PENDING.put(wait, true);
    return wait;
  }

  /** The request that has been waited for longest; empty when none is pending. */
  public static Optional<Wait> longest() {
    return PENDING.keySet().stream().max(Comparator.comparing(Wait::elapsed));
  }

  /**
   * Asks a server in a thread of its own and gives up after some time, because some clients wait
   * for an answer without end. What is given up may still take place.
   *
   * @throws TimeoutException when the time is over
   * @throws Exception what the request throws
   */
  static <T> T ask(String what, Duration limit, Callable<T> request) throws Exception {
    FutureTask<T> task = new FutureTask<>(request);
    Thread asking = new Thread(task, "asof-request");
    asking.setDaemon(true);
    asking.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    Wait wait = begin(what, limit);
    try {
      asking.start();
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed;
    } catch (TimeoutException | InterruptedException givenUp) {
      task.cancel(true);
      throw givenUp;
    } finally {
      wait.close();
    }
  }
}
