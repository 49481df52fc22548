package dev.asof.cli;

import dev.asof.catalog.Place;
import dev.asof.catalog.PlaceStorage;
import dev.asof.jobs.submit.EmrEksSettings;
import dev.asof.jobs.submit.EmrField;
import dev.asof.jobs.submit.JobSize;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how jobs run from the key {@code jobs} of a target's file; every mistake is reported with
 * file, line and key, and what the service would refuse is refused here. It is long because a
 * platform has many settings; each method reads one key's mapping.
 */
final class JobsReader {
  /** The key of a target's file. */
  static final String KEY = "jobs";

  private static final Pattern MEMORY = Pattern.compile("([1-9][0-9]{0,6})([mg])");
  private static final Pattern SCALE = Pattern.compile("(memory|cpu)(\\.(min|max))?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?");
  private static final Pattern FOLDER = Pattern.compile("s3://[a-z0-9][a-z0-9.-]+(/[^/\\s]+)+/?");

  private static final String OF_IMAGE = "local:///";

  /** Settings that follow from other keys: two places for one thing would contradict each other. */
  private static final Map<String, String> SET_ELSEWHERE =
      Map.of(
          "spark.driver.cores", "sizes",
          "spark.driver.memory", "sizes",
          "spark.executor.cores", "sizes",
          "spark.executor.memory", "sizes",
          "spark.executor.instances", "sizes",
          "spark.eventLog.enabled", "eventLog",
          "spark.eventLog.dir", "eventLog",
          "spark.kubernetes.driver.podTemplateFile", "placement.driverTemplate",
          "spark.kubernetes.executor.podTemplateFile", "placement.executorTemplate",
          "spark.kubernetes.scheduler.name", "yunikorn");

  private static final Set<String> SECRETS =
      Set.of("secret", "password", "token", "credential", "access.key", "accesskey", "access-key");

  private final PlaceReader reader;
  private final String file;

  private JobsReader(PlaceReader reader, String file) {
    this.reader = reader;
    this.file = file;
  }

  /**
   * The heap of a local job by size.
   *
   * @param map the keys below {@code jobs}
   */
  static Map<JobSize, String> heaps(YamlMap map) {
    map.optionalText("type");
    Map<JobSize, String> heaps = defaultHeaps();
    map.map("sizes")
        .ifPresent(
            sizes -> {
              for (JobSize size : JobSize.values()) {
                sizes
                    .map(size.toString())
                    .ifPresent(
                        given -> {
                          memoryMib(given, "memory").ifPresent(mib -> heaps.put(size, mib + "m"));
                          given.refuseUnknownKeys();
                        });
              }
              sizes.refuseUnknownKeys();
            });
    map.refuseUnknownKeys();
    return heaps;
  }

  static Map<JobSize, String> defaultHeaps() {
    return new EnumMap<>(Map.of(JobSize.SMALL, "1g", JobSize.MEDIUM, "2g", JobSize.LARGE, "4g"));
  }

  /**
   * Jobs on EMR on EKS.
   *
   * @param file the file's name, for messages
   * @param map the keys below {@code jobs}
   * @param place the place that the file describes, which the jobs work on
   */
  static EmrEksSettings emrEks(PlaceReader reader, String file, YamlMap map, Place place) {
    return new JobsReader(reader, file).emrEks(map, place);
  }

  private EmrEksSettings emrEks(YamlMap map, Place place) {
    map.optionalText("type");
    if (!(place.storage() instanceof PlaceStorage.S3 storage)) {
      throw map.invalid(
          "type", "a job on EMR on EKS sees no files of this machine; expected storage.type: s3");
    }
    Optional<String> cluster = field(map, "virtualClusterId", EmrField.VIRTUAL_CLUSTER_ID);
    Optional<String> folder = location(map, "folder", FOLDER, "s3://BUCKET/PREFIX");
    Optional<String> region =
        reader
            .text(map, "region")
            .map(text -> PlaceReader.checked(map, "region", () -> PlaceStorage.checkRegion(text)));
    Optional<URI> endpoint = reader.address(map, "endpoint");
    Optional<String> application = field(map, "application", EmrField.ENTRY_POINT);
    int maxAttempts = whole(map, "maxAttempts", 1, 1, 100);
    Map<String, String> tags = tags(map);
    int pollMillis = (int) (1000 * map.decimal("pollSeconds", 10, 0.05, 3600));
    int patience = whole(map, "timeoutSeconds", 30, 1, 600);
    Optional<YamlMap> template = map.map("template");
    EmrEksSettings.Runtime runtime = template.isPresent() ? template(template.get()) : release(map);
    map.refuseUnknownKeys();
    return new EmrEksSettings(
        file,
        cluster.orElseThrow(() -> map.missing("virtualClusterId")),
        endpoint,
        region.orElse(storage.region()),
        storage,
        folder
            .map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
            .orElseThrow(() -> map.missing("folder")),
        application,
        runtime,
        maxAttempts,
        tags,
        Duration.ofMillis(pollMillis),
        Duration.ofSeconds(patience));
  }

  private EmrEksSettings.Template template(YamlMap map) {
    Optional<String> id = field(map, "id", EmrField.RESOURCE_ID);
    Map<String, String> parameters = new TreeMap<>();
    map.map("parameters")
        .ifPresent(
            given -> {
              for (String key : given.keys()) {
                PlaceReader.checked(given, key, () -> EmrField.TEMPLATE_PARAMETER.check(key));
                parameters.put(key, field(given, key, EmrField.PROPERTY).orElseThrow());
              }
              if (parameters.size() > EmrField.MOST_PROPERTIES) {
                throw map.invalid(
                    "parameters",
                    parameters.size()
                        + " parameters; the service takes "
                        + EmrField.MOST_PROPERTIES);
              }
            });
    map.refuseUnknownKeys();
    return new EmrEksSettings.Template(id.orElseThrow(() -> map.missing("id")), parameters);
  }

  private EmrEksSettings.Release release(YamlMap map) {
    Optional<String> role = field(map, "executionRoleArn", EmrField.EXECUTION_ROLE_ARN);
    Optional<String> label = field(map, "releaseLabel", EmrField.RELEASE_LABEL);
    EmrEksSettings.Access access =
        map.parsed(
                "access",
                "iam or lake-formation",
                text ->
                    switch (text) {
                      case "iam" -> EmrEksSettings.Access.IAM;
                      case "lake-formation" -> EmrEksSettings.Access.LAKE_FORMATION;
                      default -> throw new IllegalArgumentException(text);
                    })
            .orElse(EmrEksSettings.Access.IAM);
    List<String> jars =
        map.texts("jars").orElse(List.of()).stream()
            .map(
                jar -> {
                  if (jar.isBlank() || jar.matches(".*[\\s,].*")) {
                    throw map.invalid("jars", "'" + jar + "' can't be a jar's location");
                  }
                  return jar;
                })
            .toList();
    if (access == EmrEksSettings.Access.LAKE_FORMATION) {
      jars.stream()
          .filter(jar -> !jar.startsWith(OF_IMAGE))
          .findFirst()
          .ifPresent(
              jar -> {
                throw map.invalid(
                    "jars",
                    "where access is lake-formation, Spark takes no jar that the image lacks,"
                        + " such as "
                        + jar);
              });
      // EMR puts the image's own Iceberg on the class path there, and takes no --jars.
      jars = List.of();
    }
    Optional<Map<JobSize, EmrEksSettings.Size>> sizes = map.map("sizes").map(this::sizes);
    Optional<EmrEksSettings.YuniKorn> yunikorn = map.map("yunikorn").map(this::yunikorn);
    EmrEksSettings.Placement placement = placement(map.map("placement"));
    EmrEksSettings.Logs logs = logs(map);
    Optional<String> eventLog = location(map, "eventLog", FOLDER, "s3://BUCKET/PREFIX");
    Optional<EmrEksSettings.VerticalAutoscaling> vertical =
        map.map("verticalAutoscaling").map(this::vertical);
    Optional<Duration> start =
        map.optionalText("startTimeoutSeconds")
            .map(text -> Duration.ofSeconds(whole(map, "startTimeoutSeconds", 0, 60, 86_400)));
    Map<String, String> labels = labels(map);
    Map<String, String> sparkConf = sparkConf(map);
    map.refuseUnknownKeys();
    return new EmrEksSettings.Release(
        role.orElseThrow(() -> map.missing("executionRoleArn")),
        label.orElseThrow(() -> map.missing("releaseLabel")),
        jars,
        sizes.orElseThrow(() -> map.missing("sizes")),
        placement,
        yunikorn,
        logs,
        eventLog,
        vertical,
        start,
        access,
        labels,
        sparkConf);
  }

  private Map<JobSize, EmrEksSettings.Size> sizes(YamlMap map) {
    Map<JobSize, EmrEksSettings.Size> sizes = new EnumMap<>(JobSize.class);
    for (JobSize size : JobSize.values()) {
      Optional<YamlMap> given = map.map(size.toString());
      sizes.put(size, given.map(this::size).orElseThrow(() -> map.missing(size.toString())));
    }
    map.refuseUnknownKeys();
    return sizes;
  }

  private EmrEksSettings.Size size(YamlMap map) {
    Optional<YamlMap> driver = map.map("driver");
    Optional<YamlMap> executor = map.map("executor");
    YamlMap driverMap = driver.orElseThrow(() -> map.missing("driver"));
    YamlMap executorMap = executor.orElseThrow(() -> map.missing("executor"));
    Optional<String> driverGroup = labelValue(driverMap, "nodeGroup");
    Optional<String> executorGroup = labelValue(executorMap, "nodeGroup");
    EmrEksSettings.Pod driverPod = pod(driverMap);
    driverMap.refuseUnknownKeys();
    EmrEksSettings.Pod executorPod = pod(executorMap);
    int most = whole(executorMap, "max", 1, 1, 100_000);
    int least = whole(executorMap, "min", most, 0, 100_000);
    int first = whole(executorMap, "initial", least, 0, 100_000);
    executorMap.refuseUnknownKeys();
    map.refuseUnknownKeys();
    return new EmrEksSettings.Size(
        driverGroup,
        executorGroup,
        driverPod,
        executorPod,
        PlaceReader.checked(
            map, "executor", () -> new EmrEksSettings.Executors(least, first, most)));
  }

  private EmrEksSettings.Pod pod(YamlMap map) {
    int cores = whole(map, "cores", 0, 1, 256);
    Optional<Integer> memory = memoryMib(map, "memory");
    if (cores == 0) {
      throw map.missing("cores");
    }
    return new EmrEksSettings.Pod(cores, memory.orElseThrow(() -> map.missing("memory")));
  }

  private static Optional<Integer> memoryMib(YamlMap map, String key) {
    return map.parsed(
        key,
        "a size such as 512m or 8g",
        text -> {
          Matcher matcher = MEMORY.matcher(text);
          if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
          }
          long mib = Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("g") ? 1024 : 1);
          if (mib > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException(text);
          }
          return (int) mib;
        });
  }

  private EmrEksSettings.Placement placement(Optional<YamlMap> given) {
    if (given.isEmpty()) {
      return new EmrEksSettings.Placement(
          Optional.empty(),
          "eks.amazonaws.com/nodegroup",
          "eks.amazonaws.com/capacityType",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    YamlMap map = given.get();
    Optional<String> architecture =
        map.parsed(
            "architecture",
            "arm64 (Graviton) or amd64",
            text -> {
              if (!text.equals("arm64") && !text.equals("amd64")) {
                throw new IllegalArgumentException(text);
              }
              return text;
            });
    EmrEksSettings.Placement placement =
        new EmrEksSettings.Placement(
            architecture,
            labelKey(map, "nodeGroupLabel", "eks.amazonaws.com/nodegroup"),
            labelKey(map, "capacityLabel", "eks.amazonaws.com/capacityType"),
            labelValue(map, "driverCapacity"),
            labelValue(map, "executorCapacity"),
            reader.text(map, "driverTemplate"),
            reader.text(map, "executorTemplate"));
    map.refuseUnknownKeys();
    return placement;
  }

  private String labelKey(YamlMap map, String key, String otherwise) {
    return reader
        .text(map, key)
        .map(
            text -> {
              if (!LABEL_KEY.matcher(text).matches()) {
                throw map.invalid(key, "'" + text + "' can't be a label's key");
              }
              return text;
            })
        .orElse(otherwise);
  }

  private Optional<String> labelValue(YamlMap map, String key) {
    return reader
        .text(map, key)
        .map(
            text -> {
              if (text.isEmpty() || !LABEL.matcher(text).matches()) {
                throw map.invalid(
                    key,
                    "'"
                        + text
                        + "' can't be a label's value; expected up to 63 letters, digits and . _"
                        + " -");
              }
              return text;
            });
  }

  private EmrEksSettings.YuniKorn yunikorn(YamlMap map) {
    Optional<String> queue = labelValue(map, "queue");
    Optional<EmrEksSettings.Gang> gang =
        map.map("gang")
            .map(
                given -> {
                  EmrEksSettings.Gang.Style style =
                      given
                          .parsed(
                              "style",
                              "hard or soft",
                              text ->
                                  EmrEksSettings.Gang.Style.valueOf(text.toUpperCase(Locale.ROOT)))
                          .orElse(EmrEksSettings.Gang.Style.SOFT);
                  int timeout = whole(given, "timeoutSeconds", 60, 1, 86_400);
                  given.refuseUnknownKeys();
                  return new EmrEksSettings.Gang(style, timeout);
                });
    map.refuseUnknownKeys();
    return new EmrEksSettings.YuniKorn(queue.orElseThrow(() -> map.missing("queue")), gang);
  }

  private EmrEksSettings.Logs logs(YamlMap jobs) {
    Optional<Boolean> persistentUi =
        jobs.optionalText("persistentUi").map(text -> jobs.flag("persistentUi", false));
    Optional<YamlMap> given = jobs.map("logs");
    if (given.isEmpty()) {
      return new EmrEksSettings.Logs(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          persistentUi);
    }
    YamlMap map = given.get();
    Optional<String> s3 = field(map, "s3", EmrField.LOG_URI);
    Optional<YamlMap> cloudWatch = map.map("cloudWatch");
    Optional<String> group = Optional.empty();
    Optional<String> prefix = Optional.empty();
    if (cloudWatch.isPresent()) {
      YamlMap watch = cloudWatch.get();
      group = field(watch, "group", EmrField.LOG_GROUP);
      prefix = field(watch, "prefix", EmrField.LOG_STREAM_PREFIX);
      watch.refuseUnknownKeys();
      if (group.isEmpty()) {
        throw watch.missing("group");
      }
    }
    Optional<YamlMap> managed = map.map("managed");
    Optional<Boolean> kept = Optional.empty();
    Optional<String> key = Optional.empty();
    if (managed.isPresent()) {
      kept = Optional.of(managed.get().flag("kept", true));
      key = field(managed.get(), "key", EmrField.KMS_KEY_ARN);
      managed.get().refuseUnknownKeys();
    }
    Optional<EmrEksSettings.Rotation> rotation =
        map.map("rotation")
            .map(
                cut -> {
                  Optional<String> size = field(cut, "size", EmrField.ROTATION_SIZE);
                  int files = whole(cut, "files", 10, 1, 50);
                  cut.refuseUnknownKeys();
                  return new EmrEksSettings.Rotation(
                      size.orElseThrow(() -> cut.missing("size")), files);
                });
    map.refuseUnknownKeys();
    return new EmrEksSettings.Logs(s3, group, prefix, kept, key, rotation, persistentUi);
  }

  private EmrEksSettings.VerticalAutoscaling vertical(YamlMap map) {
    EmrEksSettings.VerticalAutoscaling.Mode mode =
        map.parsed(
                "mode",
                "off, initial or auto",
                text ->
                    EmrEksSettings.VerticalAutoscaling.Mode.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(EmrEksSettings.VerticalAutoscaling.Mode.OFF);
    Optional<String> signature = labelValue(map, "signature");
    Map<String, String> scale = new TreeMap<>();
    map.map("scale")
        .ifPresent(
            given -> {
              for (String key : given.keys()) {
                if (!SCALE.matcher(key).matches()) {
                  throw given.invalid(
                      key,
                      "unknown key; expected one of memory, memory.min, memory.max, cpu, cpu.min,"
                          + " cpu.max");
                }
                scale.put(key, field(given, key, EmrField.PROPERTY).orElseThrow());
              }
            });
    map.refuseUnknownKeys();
    return new EmrEksSettings.VerticalAutoscaling(mode, signature, scale);
  }

  private Map<String, String> tags(YamlMap jobs) {
    Map<String, String> tags = new TreeMap<>();
    jobs.map("tags")
        .ifPresent(
            map -> {
              for (String key : map.keys()) {
                PlaceReader.checked(map, key, () -> EmrField.TAG_KEY.check(key));
                tags.put(key, field(map, key, EmrField.TAG_VALUE).orElseThrow());
              }
              // One is AsOf's.
              if (tags.size() >= EmrField.MOST_TAGS) {
                throw jobs.invalid(
                    "tags",
                    tags.size()
                        + " tags; the service takes "
                        + EmrField.MOST_TAGS
                        + ", and one is AsOf's own");
              }
            });
    return tags;
  }

  private Map<String, String> labels(YamlMap jobs) {
    Map<String, String> labels = new TreeMap<>();
    jobs.map("labels")
        .ifPresent(
            map -> {
              for (String key : map.keys()) {
                if (!LABEL_KEY.matcher(key).matches()) {
                  throw map.invalid(key, "it can't be a label's key");
                }
                labels.put(key, labelValue(map, key).orElseThrow());
              }
            });
    return labels;
  }

  private Map<String, String> sparkConf(YamlMap jobs) {
    Map<String, String> conf = new TreeMap<>();
    jobs.map("sparkConf")
        .ifPresent(
            map -> {
              for (String key : map.keys()) {
                String elsewhere =
                    key.startsWith("spark.dynamicAllocation.")
                            && key.endsWith("Executors")
                            && !key.endsWith("preallocateExecutors")
                        ? "sizes"
                        : SET_ELSEWHERE.get(key);
                if (elsewhere != null) {
                  throw map.invalid(key, "key jobs." + elsewhere + " decides that");
                }
                // Kubernetes's references to its secrets hold none.
                boolean reference = key.contains(".secretKeyRef.") || key.contains(".secrets.");
                String lower = key.toLowerCase(Locale.ROOT);
                if (!reference && SECRETS.stream().anyMatch(lower::contains)) {
                  throw map.invalid(
                      key,
                      "a secret may not stand in a request, which the service shows to others; use"
                          + " the job's role, or spark.kubernetes.driver.secretKeyRef.NAME");
                }
                conf.put(key, field(map, key, EmrField.PROPERTY).orElseThrow());
              }
            });
    return conf;
  }

  private Optional<String> location(YamlMap map, String key, Pattern pattern, String expected) {
    return reader
        .text(map, key)
        .map(
            text -> {
              if (!pattern.matcher(text).matches()) {
                throw map.invalid(key, "'" + text + "' is not valid; expected " + expected);
              }
              return text;
            });
  }

  private Optional<String> field(YamlMap map, String key, EmrField field) {
    return reader
        .text(map, key)
        .map(text -> PlaceReader.checked(map, key, () -> field.check(text)));
  }

  /** A whole number; {@code otherwise} may lie outside the limits and then says that none stood. */
  private static int whole(YamlMap map, String key, int otherwise, int least, int most) {
    return map.parsed(
            key,
            "a whole number from " + least + " to " + most,
            text -> {
              int value = Integer.parseInt(text);
              if (value < least || value > most) {
                throw new IllegalArgumentException(text);
              }
              return value;
            })
        .orElse(otherwise);
  }
}
