package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Place;
import dev.asof.catalog.PlaceCatalog;
import dev.asof.catalog.PlaceStorage;
import dev.asof.jobs.submit.EmrEksTarget;
import dev.asof.jobs.submit.JobSize;
import dev.asof.jobs.submit.JobStore;
import dev.asof.jobs.submit.JobTarget;
import dev.asof.jobs.submit.LocalTarget;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds targets by the name of their files. */
final class JobTargets {
  private static final String LOCAL = "local";

  private final Path home;
  private final Surroundings surroundings;

  JobTargets(Path home, Surroundings surroundings) {
    this.home = home;
    this.surroundings = surroundings;
  }

  /**
   * A target that was opened.
   *
   * @param target where jobs run
   * @param file the file that describes it, if there is one
   */
  record Opened(JobTarget target, Optional<Path> file) implements AutoCloseable {
    @Override
    public void close() {
      target.close();
    }
  }

  /**
   * Opens a target.
   *
   * @param typed a name, which is that of a file in {@code conf/}, or a file
   */
  Opened open(String typed) {
    Optional<Path> found = file(typed);
    if (found.isEmpty()) {
      return new Opened(local(JobsReader.defaultHeaps(), Map.of()), found);
    }
    Path file = found.get();
    PlaceReader reader = PlaceReader.of(home, surroundings);
    YamlMap document = PlaceReader.document(file, surroundings);
    YamlMap jobs = document.map(JobsReader.KEY).orElseThrow(() -> document.missing(JobsReader.KEY));
    Place place = reader.place(document);
    String type = jobs.optionalText("type").orElseThrow(() -> jobs.missing("type"));
    JobTarget target =
        switch (type) {
          case LOCAL -> {
            // A place of its own is the jobs' place; the embedded one is the home's.
            Map<String, String> environment =
                place.catalog() instanceof PlaceCatalog.Embedded
                    ? Map.of()
                    : Map.of("ASOF_CONF", file.toString());
            yield local(JobsReader.heaps(jobs), environment);
          }
          case "emr-eks" ->
              new EmrEksTarget(
                  JobsReader.emrEks(reader, surroundings.display(file), jobs, place),
                  new OwnInstallation(place));
          default ->
              throw jobs.invalid("type", "'" + type + "' is not valid; expected local or emr-eks");
        };
    return new Opened(target, found);
  }

  /** The file of a target; none for {@code local} where nobody wrote one. */
  private Optional<Path> file(String typed) {
    if (typed.contains("/") || typed.endsWith(".yaml")) {
      return Optional.of(surroundings.resolve(Path.of(typed)));
    }
    Path name = Path.of("conf", typed + ".yaml");
    for (Path folder : List.of(surroundings.workingDirectory(), surroundings.installation())) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return Optional.of(folder.resolve(name));
      }
    }
    if (typed.equals(LOCAL)) {
      return Optional.empty();
    }
    throw new AsOfException(
        ErrorCode.FILE_MISSING,
        "Cannot find target "
            + typed
            + ": there is no "
            + name
            + " here or in "
            + surroundings.installation()
            + "; name a file, or one of conf/ that has a key jobs");
  }

  /**
   * AsOf's own classes and libraries as one jar, without what EMR's image has: the same bytes for
   * the same build.
   */
  Path applicationJar() {
    return new OwnInstallation(Place.embedded(home)).applicationJar();
  }

  private LocalTarget local(Map<JobSize, String> heaps, Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>();
    Optional.ofNullable(surroundings.environment().get("ASOF_CONF"))
        .ifPresent(conf -> environment.put("ASOF_CONF", conf));
    environment.put("ASOF_HOME", home.toString());
    environment.putAll(more);
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        // A job may be long, and the quick compiler alone is for short commands; agents belong to
        // this process.
        .filter(
            flag ->
                !flag.startsWith("-XX:TieredStopAtLevel")
                    && !flag.startsWith("-Xmx")
                    && !flag.startsWith("-javaagent"))
        .forEach(java::add);
    return new LocalTarget(
        heaps,
        new LocalTarget.Launch(
            java,
            List.of("-cp", System.getProperty("java.class.path"), LocalJob.class.getName()),
            surroundings.workingDirectory(),
            environment,
            Version.current()),
        JobStore.of(home));
  }

  /** What is installed here, for jobs elsewhere. */
  private final class OwnInstallation implements EmrEksTarget.Installation {
    private final Place place;

    private OwnInstallation(Place place) {
      this.place = place;
    }

    /** The build lists what belongs to the application and is not EMR's. */
    @Override
    public List<Path> applicationJars() {
      Path dist = surroundings.installation().resolve("cli").resolve("target").resolve("dist");
      Path list = dist.resolve("application");
      try {
        List<Path> jars = new ArrayList<>();
        for (String name : Files.readString(list, StandardCharsets.UTF_8).strip().split(",")) {
          jars.add(dist.resolve(name));
        }
        try (var own = Files.newDirectoryStream(dist.resolve("lib"), "asof-cli-*.jar")) {
          own.forEach(jars::add);
        }
        return jars;
      } catch (IOException unbuilt) {
        throw new AsOfException(
            ErrorCode.FILE_MISSING,
            "Cannot send AsOf's own jar: "
                + list
                + " is missing; start ./asof from a checkout, which builds it, or name a jar by"
                + " key jobs.application",
            unbuilt);
      }
    }

    @Override
    public Path scratch() {
      return home.resolve("jobs").resolve("application");
    }

    @Override
    public String mainClass() {
      return SubmittedJob.class.getName();
    }

    @Override
    public Path resolve(String named) {
      Path here = surroundings.resolve(Path.of(named));
      return Files.exists(here) ? here : surroundings.installation().resolve(named);
    }

    @Override
    public Map<String, String> sqlSettings() {
      if (!(place.storage() instanceof PlaceStorage.S3 storage)
          || storage.keys().isPresent()
          || !(place.catalog() instanceof PlaceCatalog.Glue)) {
        throw new AsOfException(
            ErrorCode.JOB_REFUSED,
            "Cannot run a file of SQL on "
                + place.name()
                + ": its settings would hold a secret that the service shows to others; expected"
                + " catalog.type: glue and storage without keys, so that the job's role decides");
      }
      Map<String, String> settings = new TreeMap<>();
      Map<String, String> options = new TreeMap<>(storage.options());
      options.putAll(place.catalog().options());
      // The job has Iceberg and nothing of AsOf's.
      options.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
      options.put("default-namespace", place.namespace());
      String catalog = "spark.sql.catalog." + Lake.CATALOG;
      options.forEach((key, value) -> settings.put(catalog + "." + key, value));
      settings.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
      settings.put("spark.sql.defaultCatalog", Lake.CATALOG);
      settings.put("spark.sql.session.timeZone", "UTC");
      settings.put("spark.sql.variable.substitute", "false");
      settings.put("spark.sql.runSQLOnFiles", "false");
      return settings;
    }
  }
}
