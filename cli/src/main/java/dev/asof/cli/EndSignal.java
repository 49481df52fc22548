package dev.asof.cli;

import dev.asof.catalog.Threads;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * SIGTERM and SIGINT as a wish to end in good order. They are taken before the JVM begins to shut
 * down: from then on Spark and Iceberg shut down too, and no lease can be given back. A second
 * signal ends the process at once.
 */
final class EndSignal implements AutoCloseable {
  /** What a shell says of a process that SIGTERM ended. */
  static final int EXIT_CODE = 143;

  /** Shorter than the 30 s that Kubernetes gives: the lease is given back after it. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  private final CompletableFuture<String> came = new CompletableFuture<>();
  private final Map<String, Object> former = new ConcurrentHashMap<>();
  private final PrintStream out;

  /**
   * Listens from now on.
   *
   * @param out is told when a signal comes in the middle of some work
   */
  EndSignal(PrintStream out) {
    this.out = out;
    List.of("TERM", "INT")
        .forEach(name -> former.put(name, ProcessSignals.handle(name, () -> came(name))));
  }

  private void came(String name) {
    close();
    came.complete("SIG" + name);
  }

  /**
   * Waits.
   *
   * @throws InterruptedException when the process is to end, also without having waited
   */
  void sleep(Duration time) throws InterruptedException {
    try {
      came.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException over) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    throw new InterruptedException("Ended.");
  }

  /**
   * Does some work to its end.
   *
   * @throws InterruptedException when the process is to end and the work takes longer than it may;
   *     it goes on until the process has ended
   */
  <T> T finish(Supplier<T> work) throws InterruptedException {
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            work, task -> Threads.daemons("asof-step").newThread(task).start());
    try {
      CompletableFuture.anyOf(result, came).get();
      if (!result.isDone()) {
        out.println(
            came.join() + ": the step at work has " + LAST_WORDS.toSeconds() + " s to end.");
        out.flush();
      }
      return result.get(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new InterruptedException("Ended in the middle of a step, which will be done again.");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error defect) {
        throw defect;
      }
      throw (RuntimeException) failed.getCause();
    }
  }

  /** Hands the signals back. */
  @Override
  public void close() {
    former.forEach(ProcessSignals::restore);
  }
}
