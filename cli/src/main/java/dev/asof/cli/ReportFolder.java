package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.catalog.HomeFolder;
import dev.asof.reports.ExperimentReport;
import dev.asof.reports.ResultJson;
import dev.asof.reports.TearSheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A folder with an experiment's report and its results; each file is written whole or not at all.
 * Unless the user names one, each run of a definition has a folder of its own below the
 * definition's, so that no run takes another's place.
 */
final class ReportFolder {
  private static final String REPORT = "report.html";
  private static final String RESULT = "result.json";
  private static final String TEAR_SHEET = "tearsheet.html";
  private static final String COMPARISON = "compare.html";

  private final Path folder;
  private final boolean ofDefinition;
  private final Optional<Path> home;

  private ReportFolder(Path folder, boolean ofDefinition, Optional<Path> home) {
    this.folder = folder;
    this.ofDefinition = ofDefinition;
    this.home = home;
  }

  /** Returns the folder that the user named, or else the definition's below the home. */
  static ReportFolder of(Optional<Path> named, Path home, String definition) {
    return named
        .map(ReportFolder::at)
        .orElseGet(
            () ->
                new ReportFolder(
                    home.resolve("reports").resolve(definition), true, Optional.of(home)));
  }

  static ReportFolder at(Path folder) {
    return new ReportFolder(folder, false, Optional.empty());
  }

  /**
   * Returns the folder of a run: the one that the user named, or one of its own in the
   * definition's.
   *
   * @param id the run's or the sweep's
   */
  ReportFolder ofRun(String id) {
    return ofDefinition ? below(id) : this;
  }

  /** Makes the folder where there is none. */
  void prepare() {
    try {
      if (home.isPresent()) {
        HomeFolder.makeBelow(home.get(), folder);
      } else {
        Files.createDirectories(folder);
      }
    } catch (IOException unwritable) {
      throw unavailable(unwritable);
    }
  }

  /**
   * Writes the results, the tear sheet of the run with the highest Sharpe ratio, and the report,
   * whose path it returns.
   */
  Path write(Experiment experiment) {
    return write(experiment, TearSheet.html(experiment));
  }

  /** The same with the tear sheet of one cell. */
  Path write(Experiment experiment, int cell) {
    return write(experiment, TearSheet.html(experiment, cell));
  }

  private Path write(Experiment experiment, String tearSheet) {
    write(RESULT, ResultJson.json(experiment));
    write(TEAR_SHEET, tearSheet);
    return write(REPORT, ExperimentReport.html(experiment));
  }

  /** Writes a sweep's page, and returns its path. */
  Path writeSweep(String html) {
    return write(REPORT, html);
  }

  /** A folder in this one. */
  ReportFolder below(String name) {
    return new ReportFolder(folder.resolve(name), false, home);
  }

  /** Writes a page that compares runs, and returns its path. */
  Path writeComparison(String html) {
    return write(COMPARISON, html);
  }

  private Path write(String name, String content) {
    Path target = folder.resolve(name);
    try {
      Path part = folder.resolve(name + "." + ProcessHandle.current().pid() + ".part");
      try {
        if (home.isPresent()) {
          Files.deleteIfExists(part);
          Files.createFile(part, HomeFolder.ofFiles());
        }
        Files.writeString(part, content, StandardCharsets.UTF_8);
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      return target;
    } catch (IOException unwritable) {
      throw unavailable(unwritable);
    }
  }

  private AsOfException unavailable(IOException cause) {
    return new AsOfException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot write the report to " + folder + ": it must be a folder that can be written",
        cause);
  }
}
