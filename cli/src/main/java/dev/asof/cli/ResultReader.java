package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RunRecord;
import dev.asof.reports.StoredExperiment;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a result: a {@code result.json}, the folder that holds it, or a run of the lake. */
final class ResultReader {
  private static final String FILE = "result.json";

  private ResultReader() {}

  /**
   * Reads a result whose numbers are to be used: each run's orders, fills and equity must have the
   * digest that stands beside them.
   *
   * @param name a file or folder, or else a run's id or its beginning
   * @throws AsOfException FILE_MISSING or RUN_MISSING, RESULT_INVALID for what is no result of
   *     AsOf, RESULT_DIFFERS for one that was changed since it was written
   */
  static StoredExperiment read(String name, PlaceOption place, Surroundings surroundings) {
    StoredExperiment stored = readAsStored(name, place, surroundings);
    stored
        .firstChanged()
        .ifPresent(
            cell -> {
              throw new AsOfException(
                  ErrorCode.RESULT_DIFFERS,
                  "Cannot use "
                      + stored.displayName()
                      + ": the orders, fills or equity of its run "
                      + cell
                      + " do not have the digest that stands beside them, so they were changed"
                      + " since it was written; asof runs verify says which numbers differ");
            });
    return stored;
  }

  /**
   * Reads a result whatever was done to it.
   *
   * @throws AsOfException as {@link #read(String, PlaceOption, Surroundings)}, but RESULT_DIFFERS
   */
  static StoredExperiment readAsStored(String name, PlaceOption place, Surroundings surroundings) {
    Path given = surroundings.resolve(Path.of(name));
    if (Files.exists(given) || !RunId.isLikely(name)) {
      return readFile(given, surroundings);
    }
    try (Lake lake = place.open(surroundings)) {
      return read(lake.runs().find(name), lake);
    }
  }

  /** Reads a recorded run. */
  static StoredExperiment read(RunRecord run, Lake lake) {
    try {
      return StoredExperiment.read("run " + run.id(), new StringReader(lake.runs().document(run)));
    } catch (IOException impossible) {
      throw new UncheckedIOException("Cannot read from memory", impossible);
    }
  }

  /**
   * Returns the result of a folder, or of the only run below the folder of a definition.
   *
   * @throws AsOfException USAGE when there are several
   */
  private static Path resultIn(Path folder, Surroundings surroundings) {
    Path own = folder.resolve(FILE);
    if (Files.exists(own)) {
      return own;
    }
    List<Path> runs;
    try (Stream<Path> children = Files.list(folder)) {
      runs = children.map(child -> child.resolve(FILE)).filter(Files::exists).sorted().toList();
    } catch (IOException unreadable) {
      return own;
    }
    if (runs.size() > 1) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot choose a result in "
              + surroundings.display(folder)
              + ": it has "
              + runs.size()
              + " runs; name one of "
              + runs.stream()
                  .map(run -> run.getParent().getFileName().toString())
                  .collect(Collectors.joining(", ")));
    }
    return runs.isEmpty() ? own : runs.get(0);
  }

  private static StoredExperiment readFile(Path given, Surroundings surroundings) {
    Path file = Files.isDirectory(given) ? resultIn(given, surroundings) : given;
    String displayName = surroundings.display(file);
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return StoredExperiment.read(displayName, text);
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read result " + displayName + ": there is no such file that can be read",
          unreadable);
    }
  }
}
