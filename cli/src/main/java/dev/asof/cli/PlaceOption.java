package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.catalog.Place;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the lake lies: the embedded one of a home, or the place that a file describes. */
final class PlaceOption {
  private static final String VARIABLE = "ASOF_CONF";

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description =
          "The place of the lake, such as conf/emr-eks.yaml: which catalog and which storage. "
              + "Default: $ASOF_CONF, or the embedded lake in --home.")
  private Path conf;

  /** The place that a command line names. */
  PlaceOption() {}

  /** The place that a program names; null for a default. */
  PlaceOption(Path home, Path conf) {
    this.home = new HomeOption(home);
    this.conf = conf;
  }

  /** The folder of the reports, and of an embedded lake that has no other. */
  Path home(Surroundings surroundings) {
    return home.path(surroundings);
  }

  /** Where the lake lies. */
  Place place(Surroundings surroundings) {
    return file(surroundings)
        .map(file -> PlaceReader.read(file, home(surroundings), surroundings))
        .orElseGet(() -> Place.embedded(home(surroundings)));
  }

  /** Variables by which another command finds the same lake and the same home. */
  Map<String, String> environment(Surroundings surroundings) {
    Map<String, String> environment = new HashMap<>();
    environment.put(HomeOption.VARIABLE, home(surroundings).toString());
    environment.put(
        VARIABLE, file(surroundings).map(file -> surroundings.resolve(file).toString()).orElse(""));
    return environment;
  }

  /**
   * Where the lake lies, as it can be told to another process.
   *
   * @param home folder of an embedded lake that names no other
   * @param workingDirectory relative paths of the file start here
   * @param name the file of the place, or empty
   * @param text what that file holds, or empty for the embedded lake of the home
   * @param variables environment variables that it refers to
   */
  record Written(
      Path home, Path workingDirectory, String name, String text, Map<String, String> variables) {
    /** Shows no variable: they may be secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** Where the lake lies, for another process. */
  Written written(Surroundings surroundings) {
    Optional<Path> file = file(surroundings);
    String name = file.map(surroundings::display).orElse("");
    String text =
        file.map(path -> PlaceReader.content(surroundings.resolve(path), name)).orElse("");
    return new Written(
        home(surroundings),
        surroundings.workingDirectory(),
        name,
        text,
        PlaceReader.variables(text, surroundings.environment()));
  }

  private Optional<Path> file(Surroundings surroundings) {
    return Optional.ofNullable(conf)
        .or(
            () ->
                Optional.ofNullable(surroundings.environment().get(VARIABLE))
                    .filter(name -> !name.isBlank())
                    .map(Path::of));
  }

  /** The lake, made where there is none. */
  Lake create(Surroundings surroundings) {
    return warning(Lake.create(place(surroundings)), surroundings);
  }

  /** The lake that is there. */
  Lake open(Surroundings surroundings) {
    return warning(Lake.open(place(surroundings)), surroundings);
  }

  private static Lake warning(Lake lake, Surroundings surroundings) {
    lake.warnTo(sentence -> surroundings.err().println("warning: " + sentence));
    return lake;
  }
}
