package dev.asof.cli;

import dev.asof.catalog.ServerWaits;
import java.time.Duration;
import java.util.Optional;

/** Says on standard error for what server a command waits, once for each request that is slow. */
final class WaitNotice implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 250;

  private final Surroundings surroundings;
  private final Thread watch;
  private ServerWaits.Wait told;

  private WaitNotice(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.watch = new Thread(this::run, "asof-wait-notice");
    watch.setDaemon(true);
  }

  /** Watches until it is closed. */
  static WaitNotice watch(Surroundings surroundings) {
    WaitNotice notice = new WaitNotice(surroundings);
    notice.watch.start();
    return notice;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(POLL_MILLIS);
        Optional<ServerWaits.Wait> longest = ServerWaits.longest();
        if (longest.isPresent()
            && longest.get() != told
            && longest.get().elapsed().compareTo(SILENCE) >= 0) {
          told = longest.get();
          tell(told);
        }
      }
    } catch (InterruptedException closed) {
      // The command is over.
    }
  }

  private void tell(ServerWaits.Wait wait) {
    surroundings
        .err()
        .println(
            "Waiting for "
                + wait.what()
                + ": no answer for "
                + wait.elapsed().toSeconds()
                + " s; it is given up after "
                + wait.limit().toSeconds()
                + " s (key storage.timeout)");
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      watch.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
