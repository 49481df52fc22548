package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.ingestion.Ingestion;
import dev.asof.jobs.submit.JobCommand;
import dev.asof.jobs.submit.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command line on its way to somewhere else: checked as if it ran here, with the files that it
 * names. A file below the working directory keeps its relative path, any other gets one.
 */
final class SubmittedArguments {
  private static final Set<String> NOT_ELSEWHERE = Set.of("submit", "jobs");
  private static final Path SAMPLES = Path.of("samples");
  private static final int MOST_FILES = 10_000;

  private final Surroundings surroundings;
  private final Map<String, JobFile> files = new TreeMap<>();
  private final List<String> arguments = new ArrayList<>();

  private SubmittedArguments(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The command for a process of this machine, which finds every file where it lies.
   *
   * @param typed what follows {@code asof}
   */
  static JobCommand here(List<String> typed, Surroundings surroundings) {
    check(typed, surroundings);
    SubmittedArguments submitted = new SubmittedArguments(surroundings);
    submitted.add(typed);
    return new JobCommand(
        typed, List.copyOf(submitted.files.values()), Optional.empty(), Optional.empty());
  }

  /**
   * The command for another machine, with all that it needs from this one.
   *
   * @param typed what follows {@code asof}
   * @param conf the file of the target, whose place the command works on
   */
  static JobCommand elsewhere(List<String> typed, Path conf, Surroundings surroundings) {
    List<String> words = check(typed, surroundings);
    SubmittedArguments submitted = new SubmittedArguments(surroundings);
    Optional<JobFile> sql = submitted.sql(words, typed);
    submitted.refuseFoldersOfThisMachine(typed);
    submitted.add(typed);
    String name = submitted.shipped(conf);
    submitted.addInstalled(words);
    return new JobCommand(
        submitted.arguments, List.copyOf(submitted.files.values()), Optional.of(name), sql);
  }

  /** Parses the command as it would be here, and returns the words that name it. */
  private static List<String> check(List<String> typed, Surroundings surroundings) {
    CommandLine root = AsOfCommand.commandLine(surroundings);
    CommandLine.ParseResult parsed = root.parseArgs(typed.toArray(String[]::new));
    List<String> words = new ArrayList<>();
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
      words.add(parsed.commandSpec().name());
    }
    if (words.isEmpty()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot submit '" + String.join(" ", typed) + "': it names no command (see asof --help)");
    }
    if (NOT_ELSEWHERE.contains(words.get(0))) {
      throw new AsOfException(
          ErrorCode.USAGE, "Cannot submit '" + words.get(0) + "': it is about jobs, and runs here");
    }
    return words;
  }

  /** The file of {@code lake sql --file FILE}, whose statement has to be one that only reads. */
  private Optional<JobFile> sql(List<String> words, List<String> typed) {
    if (!words.equals(List.of("lake", "sql"))) {
      return Optional.empty();
    }
    for (int index = 0; index < typed.size(); index++) {
      String argument = typed.get(index);
      String named =
          argument.equals("--file")
              ? typed.get(index + 1)
              : argument.startsWith("--file=") ? argument.substring("--file=".length()) : null;
      if (named != null) {
        Path file = Path.of(named);
        Ingestion.requireReading(LakeSqlCommand.statement(file, surroundings));
        return Optional.of(JobFile.of(named, surroundings.resolve(file)));
      }
    }
    return Optional.empty();
  }

  private void refuseFoldersOfThisMachine(List<String> typed) {
    for (int index = 0; index < typed.size(); index++) {
      String argument = typed.get(index);
      if (argument.equals("--home") || argument.startsWith("--home=")) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --home behind --: a job elsewhere has a home of its own; say --home"
                + " before --, which is where its report will be copied to");
      }
      String out =
          argument.startsWith("--out=")
              ? argument.substring("--out=".length())
              : argument.equals("--out") && index + 1 < typed.size() ? typed.get(index + 1) : "";
      if (out.startsWith("/") || out.startsWith("..")) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --out "
                + out
                + ": a job elsewhere writes below its own folder; give a relative path, which is"
                + " where it will be copied to here");
      }
    }
  }

  private void add(List<String> typed) {
    boolean written = false;
    for (String argument : typed) {
      if (written) {
        arguments.add(argument);
        written = false;
        continue;
      }
      written = argument.equals("--out");
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String option = argument.substring(0, equals + 1);
      String value = argument.substring(equals + 1);
      Optional<Path> path = option.equals("--out=") ? Optional.empty() : path(value);
      if (path.isEmpty()) {
        arguments.add(argument);
      } else if (Files.isDirectory(path.get())) {
        arguments.add(option + shippedFolder(path.get()));
      } else {
        arguments.add(option + shipped(path.get()));
      }
    }
  }

  /** What an argument names on this machine, if it names something. */
  private Optional<Path> path(String argument) {
    // A word such as "runs" may be a command although a folder has this name.
    if (argument.isEmpty() || argument.startsWith("-") || argument.startsWith("s3://")) {
      return Optional.empty();
    }
    try {
      Path path = surroundings.resolve(Path.of(argument));
      boolean named = argument.contains("/") || argument.contains(".");
      return Files.isRegularFile(path) || named && Files.isDirectory(path)
          ? Optional.of(path)
          : Optional.empty();
    } catch (InvalidPathException none) {
      return Optional.empty();
    }
  }

  private String shipped(Path file) {
    String name = nameOf(file);
    files.computeIfAbsent(name, absent -> JobFile.of(name, file));
    return name;
  }

  private String shippedFolder(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> found =
          below.filter(Files::isRegularFile).sorted().limit(MOST_FILES + 1L).toList();
      if (found.size() > MOST_FILES) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Cannot send "
                + surroundings.display(folder)
                + ": it holds more than "
                + MOST_FILES
                + " files; put them on S3 and name s3://BUCKET/PREFIX/");
      }
      found.forEach(
          file -> {
            String name = nameOf(folder) + "/" + slashes(folder.relativize(file));
            files.computeIfAbsent(name, absent -> JobFile.of(name, file));
          });
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot send " + surroundings.display(folder) + ": the folder can't be read",
          unreadable);
    }
    return nameOf(folder);
  }

  private String nameOf(Path path) {
    if (path.startsWith(surroundings.workingDirectory())
        && !path.equals(surroundings.workingDirectory())) {
      return slashes(surroundings.workingDirectory().relativize(path));
    }
    // Two files of one name may come from two folders.
    String folder =
        Integer.toHexString(String.valueOf(path.toAbsolutePath().getParent()).hashCode());
    return "from-elsewhere/" + folder + "/" + path.getFileName();
  }

  private static String slashes(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  /** Files beside AsOf that a command reads without being told. */
  private void addInstalled(List<String> words) {
    List<Path> needed = new ArrayList<>();
    if (words.equals(List.of("lake", "ingest")) || words.equals(List.of("demo"))) {
      needed.add(AuditsReader.BUNDLED);
    }
    if (words.equals(List.of("demo"))) {
      needed.add(DemoCommand.DEFINITION);
      try (Stream<Path> samples = Files.list(surroundings.installation().resolve(SAMPLES))) {
        samples.map(Path::getFileName).sorted().map(SAMPLES::resolve).forEach(needed::add);
      } catch (IOException unreadable) {
        throw new AsOfException(
            ErrorCode.FILE_MISSING,
            "Cannot send the samples of " + surroundings.installation(),
            unreadable);
      }
    }
    for (Path file : needed) {
      Path installed = surroundings.installation().resolve(file);
      if (Files.isRegularFile(installed)) {
        files.computeIfAbsent(slashes(file), name -> JobFile.of(name, installed));
      }
    }
  }
}
