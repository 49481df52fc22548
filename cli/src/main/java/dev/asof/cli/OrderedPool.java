package dev.asof.cli;

import dev.asof.catalog.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Does pieces of work on several threads and gives back what they return in their order. */
final class OrderedPool {
  private static final String WORK = "do a piece of work";

  private OrderedPool() {}

  /**
   * Does the work, on the caller's thread alone where one thread is enough. Of several failures
   * that of the first piece is thrown.
   *
   * @param threads how many pieces may be under way at once; 1 or more
   */
  static <T> List<T> run(int threads, List<Callable<T>> work) {
    int workers = Math.min(threads, work.size());
    List<T> done = new ArrayList<>();
    if (workers <= 1) {
      for (Callable<T> piece : work) {
        FutureTask<T> task = new FutureTask<>(piece);
        task.run();
        done.add(Threads.await(task, WORK));
      }
      return done;
    }
    ExecutorService pool = Executors.newFixedThreadPool(workers, Threads.daemons("asof-run"));
    try {
      List<Future<T>> pending = work.stream().map(pool::submit).toList();
      pending.forEach(piece -> done.add(Threads.await(piece, WORK)));
      return done;
    } finally {
      pool.shutdownNow();
    }
  }
}
