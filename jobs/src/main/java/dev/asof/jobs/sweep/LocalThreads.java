package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import dev.asof.catalog.IndexRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Threads of this process, each taking the next range when it is done with one.
 *
 * @param runner runs the scenarios
 * @param parallelism how many threads
 */
public record LocalThreads(ScenarioRunner runner, int parallelism) implements Workers {
  @Override
  public void run(List<IndexRange> ranges, Consumer<List<SweepRow>> done) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(parallelism, LocalThreads::worker);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int n = 0; n < parallelism; n++) {
        workers.add(pool.submit(() -> work(ranges, next, done)));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException failed) {
      // The others stop after their range.
      next.set(ranges.size());
      throw unchecked(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot go on: the thread was interrupted", interrupted);
    } finally {
      pool.shutdownNow();
    }
  }

  private void work(List<IndexRange> ranges, AtomicInteger next, Consumer<List<SweepRow>> done) {
    while (true) {
      int taken = next.getAndIncrement();
      // Past the end, or past what a failure of another thread set it to.
      if (taken < 0 || taken >= ranges.size()) {
        return;
      }
      done.accept(Workers.rows(runner, ranges.get(taken)));
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      return known;
    }
    if (failure instanceof Error defect) {
      throw defect;
    }
    return new IllegalStateException("Cannot run scenarios", failure);
  }

  /** Work that is under way when another thread has failed must not keep the process alive. */
  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "asof-sweep");
    thread.setDaemon(true);
    return thread;
  }
}
