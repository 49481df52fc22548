package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.catalog.Place;
import java.nio.file.Path;
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
    return Lake.create(place(surroundings));
  }

  /** The lake that is there. */
  Lake open(Surroundings surroundings) {
    return Lake.open(place(surroundings));
  }
}
