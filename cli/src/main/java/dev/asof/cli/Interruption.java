package dev.asof.cli;

import dev.asof.catalog.Threads;
import dev.asof.ingestion.Ingestion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * SIGINT and SIGTERM to a command. It says so in one line and ends with 130 or 143, as a shell says
 * of a process that the signal ended. An ingest and what runs on Spark have some seconds to take
 * back what they staged; anything else ends at once. What is left then is what a killed process
 * leaves: nothing that readers see, and later commands clean it up. A second signal ends the
 * process at once.
 *
 * <p>Signals are of the process, so this is its state too.
 */
final class Interruption extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Integer> EXIT_CODES = Map.of("INT", 130, "TERM", 143);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 100;

  private static final AtomicReference<String> CAME = new AtomicReference<>();
  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final AtomicInteger UNWINDING = new AtomicInteger();

  private Interruption() {
    super("interrupted", null, false, false);
  }

  /** Work that looks for an interruption itself, and then takes back what it did. */
  interface Unwinding extends AutoCloseable {
    @Override
    void close();
  }

  /** Listens from now on, until the process ends. */
  static void listen(Surroundings surroundings) {
    EXIT_CODES
        .keySet()
        .forEach(name -> ProcessSignals.handle(name, () -> came(name, surroundings)));
  }

  private static void came(String name, Surroundings surroundings) {
    if (!CAME.compareAndSet(null, name)) {
      Runtime.getRuntime().halt(EXIT_CODES.get(name));
    }
    Threads.daemons("asof-end").newThread(() -> end(surroundings)).start();
  }

  private static void end(Surroundings surroundings) {
    long start = System.nanoTime();
    while ((UNWINDING.get() > 0 || Ingestion.isSparkAtWork())
        && System.nanoTime() - start < LAST_WORDS.toNanos()) {
      Ingestion.cancelSparkJobs();
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException ended) {
        break;
      }
    }
    int exitCode = say(surroundings);
    surroundings.events().tell("ended", "exitCode", exitCode);
    System.exit(exitCode);
  }

  /** Whether a signal came. */
  static boolean came() {
    return CAME.get() != null;
  }

  /**
   * Says once that a signal came.
   *
   * @return the exit code for it
   */
  static int say(Surroundings surroundings) {
    String name = CAME.get();
    if (SAID.compareAndSet(false, true)) {
      surroundings.err().println("Interrupted by SIG" + name + ": nothing is half written.");
    }
    return EXIT_CODES.get(name);
  }

  /** Says that work takes back what it did when {@link #check} throws. */
  static Unwinding unwinding() {
    UNWINDING.incrementAndGet();
    return UNWINDING::decrementAndGet;
  }

  /**
   * Ends work in which it is called.
   *
   * @throws Interruption when a signal came
   */
  static void check() {
    if (came()) {
      throw new Interruption();
    }
  }
}
