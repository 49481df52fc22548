package dev.asof.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that falls into numbered parts which do not touch each other, on one thread or several. */
final class BlockWork {
  private BlockWork() {}

  /** One part of the work. */
  interface Part {
    void run(int number);
  }

  /**
   * Does all parts. Who does which is left to chance, so a part must not depend on another; of
   * several that fail, the lowest-numbered failure is thrown.
   */
  static void forEach(int parts, int threads, Part part) {
    if (threads < 1) {
      throw new IllegalArgumentException("Invalid threads " + threads + ": expected 1 or more");
    }
    if (threads == 1 || parts == 1) {
      for (int number = 0; number < parts; number++) {
        part.run(number);
      }
      return;
    }
    RuntimeException[] failures = new RuntimeException[parts];
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          for (int n = next.getAndIncrement(); n < parts; n = next.getAndIncrement()) {
            try {
              part.run(n);
            } catch (RuntimeException failure) {
              failures[n] = failure;
            }
          }
        };
    onThreads(Math.min(threads, parts), worker);
    for (RuntimeException failure : failures) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** Runs the worker on the caller's thread and on as many more as are asked for. */
  private static void onThreads(int threads, Runnable worker) {
    ExecutorService executor = Executors.newFixedThreadPool(threads - 1);
    try {
      List<Future<?>> others = new ArrayList<>();
      for (int n = 1; n < threads; n++) {
        others.add(executor.submit(worker));
      }
      worker.run();
      for (Future<?> other : others) {
        other.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot wait for the work: interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("Cannot do the work", failed.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
