package dev.asof.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Warnings of files: what is said of many of them alike is said once. */
final class FileWarnings {
  /** From this many files on, a warning that all of them have is one line. */
  private static final int MANY = 4;

  private record Warning(String file, String text) {}

  private final Map<String, List<Warning>> alike = new LinkedHashMap<>();

  /** Takes in a warning of a file. */
  void add(String file, String text) {
    alike
        .computeIfAbsent(text.replace(" of " + file, ""), unseen -> new ArrayList<>())
        .add(new Warning(file, text));
  }

  /** Prints all, in the order in which they first came, and forgets them. */
  void print(PrintStream err) {
    alike.forEach(
        (text, warnings) -> {
          if (warnings.size() < MANY) {
            warnings.forEach(
                warning -> err.println("warning: " + warning.file() + ": " + warning.text()));
          } else {
            err.println(
                "warning: "
                    + warnings.size()
                    + " files, "
                    + warnings.get(0).file()
                    + " to "
                    + warnings.get(warnings.size() - 1).file()
                    + ": "
                    + text);
          }
        });
    alike.clear();
  }
}
