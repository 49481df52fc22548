package dev.asof.cli;

import dev.asof.jobs.sweep.SweepRun;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A line on a terminal that says how far work is, how fast it goes and how long it takes yet. */
final class ProgressBar implements SweepRun.Progress {
  private static final int WIDTH = 30;
  private static final long PAUSE_NANOS = 200_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintStream terminal;
  private final LongSupplier clock;
  private final long start;
  private long shown;
  private int found = -1;
  private int length;

  /**
   * A bar.
   *
   * @param clock nanoseconds from some moment on
   */
  ProgressBar(PrintStream terminal, LongSupplier clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shown = start - PAUSE_NANOS;
  }

  /** A bar, where standard error is a terminal. */
  static Optional<ProgressBar> onTerminal(Surroundings surroundings) {
    return Boolean.getBoolean("asof.terminal")
        ? Optional.of(new ProgressBar(surroundings.err(), System::nanoTime))
        : Optional.empty();
  }

  @Override
  public void at(int done, int size) {
    long now = clock.getAsLong();
    if (found < 0) {
      found = done;
    }
    if (now - shown < PAUSE_NANOS && done < size) {
      return;
    }
    shown = now;
    double seconds = (now - start) / NANOS_PER_SECOND;
    double rate = seconds > 0 ? (done - found) / seconds : 0;
    int filled = (int) ((long) WIDTH * done / size);
    String line =
        String.format(
            Locale.ROOT,
            "[%s%s] %,d of %,d, %s",
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            done,
            size,
            rate > 0
                ? String.format(
                    Locale.ROOT, "%,.0f a second, %s left", rate, duration((size - done) / rate))
                : "starting");
    terminal.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    terminal.flush();
    length = line.length();
  }

  /** Takes the line away. */
  void clear() {
    if (length > 0) {
      terminal.print("\r" + " ".repeat(length) + "\r");
      terminal.flush();
      length = 0;
    }
  }

  static String duration(double seconds) {
    long whole = (long) Math.ceil(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
