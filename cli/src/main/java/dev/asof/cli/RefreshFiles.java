package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.refresh.RefreshPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Parameters;

/** Which refreshes a command is about. */
final class RefreshFiles {
  private static final Path FOLDER = Path.of("conf", "refresh");

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files of refreshes. Default: all of conf/refresh in the working directory.")
  private List<Path> files = new ArrayList<>();

  /** The refreshes, in the order of the files. */
  List<RefreshPlan> plans(Surroundings surroundings) {
    RefreshReader reader = reader(surroundings);
    Map<String, RefreshPlan> plans = new LinkedHashMap<>();
    for (Path file : files.isEmpty() ? all(surroundings) : files) {
      String name = surroundings.display(file);
      RefreshPlan plan = reader.read(name, surroundings.resolve(file));
      if (plans.put(plan.name(), plan) != null) {
        throw new AsOfException(
            ErrorCode.DEFINITION_INVALID,
            "Invalid definition "
                + name
                + ", key name: another file has '"
                + plan.name()
                + "' too");
      }
    }
    return List.copyOf(plans.values());
  }

  /** Reads single files of refreshes. */
  static RefreshReader reader(Surroundings surroundings) {
    Set<String> commands =
        new TreeSet<>(AsOfCommand.commandLine(surroundings).getSubcommands().keySet());
    commands.remove("refresh");
    return new RefreshReader(commands);
  }

  private static List<Path> all(Surroundings surroundings) {
    Path folder = surroundings.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read refreshes: there is no folder "
              + surroundings.display(folder)
              + "; name a file");
    }
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      if (files.isEmpty()) {
        throw new AsOfException(
            ErrorCode.FILE_MISSING,
            "Cannot read refreshes: "
                + surroundings.display(folder)
                + " holds no .yaml file; name a file");
      }
      return files;
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read refreshes: the folder "
              + surroundings.display(folder)
              + " can't be listed; name a file",
          unreadable);
    }
  }
}
