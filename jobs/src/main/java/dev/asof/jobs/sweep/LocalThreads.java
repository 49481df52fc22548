package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import dev.asof.catalog.IndexRange;
import dev.asof.catalog.Threads;
import java.util.ArrayList;
import java.util.List;
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
  private static final int LARGEST_RANGE = 1024;

  /** So that the last ranges end at about the same time. */
  private static final int RANGES_PER_THREAD = 32;

  /** What slow scenarios keep to themselves before their range is over. */
  private static final long LONGEST_SILENCE_NANOS = 1_000_000_000;

  @Override
  public void run(List<IndexRange> missing, Consumer<Piece> done) {
    int left = missing.stream().mapToInt(IndexRange::size).sum();
    int most = Math.max(1, Math.min(LARGEST_RANGE, left / (parallelism * RANGES_PER_THREAD)));
    List<IndexRange> ranges = IndexRange.cut(missing, most, Integer.MAX_VALUE);
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(parallelism, Threads.daemons("asof-sweep"));
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int n = 0; n < parallelism; n++) {
        workers.add(pool.submit(() -> work(ranges, next, done)));
      }
      for (Future<?> worker : workers) {
        Threads.await(worker, "run scenarios");
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void work(List<IndexRange> ranges, AtomicInteger next, Consumer<Piece> done) {
    while (true) {
      int taken = next.getAndIncrement();
      // Past the end, or past what a failure of another thread set it to.
      if (taken < 0 || taken >= ranges.size()) {
        return;
      }
      try {
        work(ranges.get(taken), done);
      } catch (RuntimeException | Error failed) {
        // The others stop after their range.
        next.set(ranges.size());
        throw failed;
      }
    }
  }

  private void work(IndexRange range, Consumer<Piece> done) {
    List<SweepRow> rows = new ArrayList<>(range.size());
    long told = System.nanoTime();
    for (int index = range.from(); index < range.to(); index++) {
      rows.add(runner.run(index));
      if (index + 1 == range.to() || System.nanoTime() - told > LONGEST_SILENCE_NANOS) {
        done.accept(new Piece.Rows(rows));
        rows = new ArrayList<>();
        told = System.nanoTime();
      }
    }
  }
}
