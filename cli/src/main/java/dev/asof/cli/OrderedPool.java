package dev.asof.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does pieces of work on several threads and gives back what they return in their order. */
final class OrderedPool {
  private OrderedPool() {}

  /**
   * Does the work, on the caller's thread alone where one thread is enough. Of several failures
   * that of the first piece is thrown.
   *
   * @param threads how many pieces may be under way at once; 1 or more
   */
  static <T> List<T> run(int threads, List<Callable<T>> work) {
    int workers = Math.min(threads, work.size());
    ExecutorService pool =
        workers <= 1 ? null : Executors.newFixedThreadPool(workers, OrderedPool::worker);
    try {
      List<Future<T>> pending = new ArrayList<>();
      for (Callable<T> piece : pool == null ? List.<Callable<T>>of() : work) {
        pending.add(pool.submit(piece));
      }
      List<T> done = new ArrayList<>();
      for (int n = 0; n < work.size(); n++) {
        done.add(pool == null ? work.get(n).call() : pending.get(n).get());
      }
      return done;
    } catch (ExecutionException failed) {
      throw unchecked(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot go on: the thread was interrupted", interrupted);
    } catch (Exception failed) {
      throw unchecked(failed);
    } finally {
      if (pool != null) {
        pool.shutdownNow();
      }
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      return known;
    }
    if (failure instanceof Error defect) {
      throw defect;
    }
    return new IllegalStateException("Cannot do a piece of work", failure);
  }

  /** Work that is under way when another piece has failed must not keep the process alive. */
  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "asof-run");
    thread.setDaemon(true);
    return thread;
  }
}
