package dev.asof.cli;

import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a command prints rows. */
final class ListingOptions {
  /** Ways to print rows. */
  enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** RFC 4180. */
    CSV,
    /** An array of objects. */
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final class Choice {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "How rows are printed: ${COMPLETION-CANDIDATES}. Default: table.")
    private Format format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;
  }

  @ArgGroup private Choice choice;

  Format format() {
    if (choice == null) {
      return Format.TABLE;
    }
    return choice.json ? Format.JSON : choice.format;
  }
}
