package dev.asof.catalog;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Work on other threads of this process. */
public final class Threads {
  private Threads() {}

  /** Threads that don't keep the process alive when their work isn't wanted any more. */
  public static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * What work gave back. What it threw is thrown as it is, but a checked exception as an {@link
   * IllegalStateException}, as is an interruption of the waiting thread.
   *
   * @param what the work, for that message: {@code run scenarios}
   */
  public static <T> T await(Future<T> work, String what) {
    try {
      return work.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      if (failed.getCause() instanceof Error defect) {
        throw defect;
      }
      throw new IllegalStateException("Cannot " + what, failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot go on: the thread was interrupted", interrupted);
    }
  }
}
