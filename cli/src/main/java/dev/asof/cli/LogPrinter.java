package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Secret;
import dev.asof.jobs.submit.LogFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints the files of a job's log, and each time only what is new in them. */
final class LogPrinter {
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, LogReader> readers = new LinkedHashMap<>();
  private boolean ofPods;
  private boolean amidLine;
  private String shown = "";

  /**
   * A printer that has printed nothing.
   *
   * @param out where the log goes
   * @param err where it is said that a file was replaced
   */
  LogPrinter(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Whether there was a file. */
  boolean found() {
    return !readers.isEmpty();
  }

  /** Whether there was something in one. */
  boolean printed() {
    return !shown.isEmpty();
  }

  /** Prints what is new. */
  void print(List<LogFile> files) {
    ofPods |= files.stream().anyMatch(file -> file.path().isPresent());
    files.forEach(this::print);
    out.flush();
  }

  /** Prints what is new in files that don't grow any more. */
  void printLast(List<LogFile> files) {
    print(files);
    files.forEach(file -> readers.get(file.name()).end(text -> print(file, text)));
    out.flush();
  }

  private void print(LogFile file) {
    try {
      if (!reader(file).read(file, text -> print(file, text))) {
        out.flush();
        err.println(
            "warning: another "
                + file.name()
                + " has taken the place of the one that was printed; it follows from its"
                + " beginning");
        shown = "";
        LogReader again = new LogReader(file.channel());
        readers.put(file.name(), again);
        again.read(file, text -> print(file, text));
      }
    } catch (IOException broken) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot read " + file.name() + ": " + Secret.hide(broken.toString()),
          broken);
    }
  }

  private LogReader reader(LogFile file) throws IOException {
    LogReader found = readers.get(file.name());
    if (found != null) {
      return found;
    }
    LogReader reader = new LogReader(file.channel());
    if (file.path().isEmpty()) {
      // Its driver's log, which lags behind, has shown the beginning of what a command left.
      for (LogReader before : readers.values()) {
        if (before.channel() == file.channel()
            && before.position() > reader.position()
            && before.begins(file)) {
          reader = before;
        }
      }
      readers.values().remove(reader);
    }
    readers.put(file.name(), reader);
    return reader;
  }

  /** A name stands above each piece of another file, where pods have files. */
  private void print(LogFile file, String text) {
    if (ofPods && !file.name().equals(shown)) {
      if (amidLine) {
        out.println();
      }
      out.println("--- " + file.name());
    }
    shown = file.name();
    out.print(text);
    amidLine = !text.endsWith("\n");
  }
}
