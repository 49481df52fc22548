package dev.asof.jobs.submit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.emrcontainers.model.Configuration;
import software.amazon.awssdk.services.emrcontainers.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrcontainers.model.JobDriver;
import software.amazon.awssdk.services.emrcontainers.model.RetryPolicyConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.SparkSqlJobDriver;
import software.amazon.awssdk.services.emrcontainers.model.SparkSubmitJobDriver;
import software.amazon.awssdk.services.emrcontainers.model.StartJobRunRequest;

/**
 * A job for EMR on EKS with all that it is made of: the request, and what has to lie in S3 before.
 *
 * <p>Everything that decides what the job does is named by the digest of its content, so that the
 * request itself tells jobs apart. Its own digest is taken while the job has no name yet.
 */
final class EmrJob {
  private static final String UNNAMED = "0".repeat(64);
  private static final String RUN = "asof-run";

  private final EmrEksSettings settings;
  private final JobTarget.JobSpec job;
  private final EmrEksTarget.Installation installation;
  private final String name;
  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, String> locations = new LinkedHashMap<>();
  private final String digest;

  EmrJob(EmrEksSettings settings, JobTarget.JobSpec job, EmrEksTarget.Installation installation) {
    this.settings = settings;
    this.job = job;
    this.installation = installation;
    this.name = JobName.of(job.name(), job.command());
    refuseWhatCannotRun();
    collect();
    this.digest =
        Digest.of(
            Json.text(ServiceJson.of(request(UNNAMED))) + Json.text(manifest()) + job.again());
  }

  private void refuseWhatCannotRun() {
    if (settings.runtime() instanceof EmrEksSettings.Release release
        && release.access() == EmrEksSettings.Access.LAKE_FORMATION
        && job.command().sql().isEmpty()) {
      throw new AsOfException(
          ErrorCode.JOB_REFUSED,
          "Cannot run '"
              + job.command().text()
              + "' in the virtual cluster of "
              + settings.file()
              + ": where Lake Formation decides what a job reads (key jobs.access), Spark runs no"
              + " Java code of others and writes nothing; submit a file of SQL (lake sql --file"
              + " FILE), or choose a target whose jobs.access is iam");
    }
  }

  String digest() {
    return digest;
  }

  String name() {
    return name;
  }

  /** The request, with the job's name. */
  StartJobRunRequest request() {
    return request(digest);
  }

  /** What has to lie in S3, by location. */
  Map<String, Path> files() {
    return files;
  }

  /** Where what concerns this job alone lies. */
  String folder() {
    return folder(settings, digest);
  }

  static String folder(EmrEksSettings settings, String digest) {
    return settings.folder() + "/jobs/" + JobRecord.id(digest);
  }

  /** What the job's driver reads. */
  ObjectNode manifest() {
    ObjectNode manifest = Json.object();
    job.command().arguments().forEach(manifest.putArray("arguments")::add);
    ArrayNode list = manifest.putArray("files");
    for (JobFile file : job.command().files()) {
      list.addObject().put("name", file.name()).put("location", at("files", file));
    }
    job.command().conf().ifPresent(conf -> manifest.put("conf", conf));
    return manifest;
  }

  private String at(String kind, JobFile file) {
    return settings.folder() + "/" + kind + "/" + file.sha256();
  }

  private void collect() {
    if (job.command().sql().isPresent()) {
      JobFile sql = job.command().sql().get();
      locations.put("sql", at("files", sql) + ".sql");
      files.put(locations.get("sql"), sql.source());
    } else {
      job.command().files().forEach(file -> files.put(at("files", file), file.source()));
      locations.put("application", application());
    }
    if (settings.runtime() instanceof EmrEksSettings.Release release) {
      release.jars().forEach(jar -> sent(jar, "jars", ".jar"));
      release.placement().driverTemplate().ifPresent(this::template);
      release.placement().executorTemplate().ifPresent(this::template);
    }
  }

  private String application() {
    return settings
        .application()
        .map(named -> sent(named, "application", ".jar"))
        .orElseGet(
            () -> {
              Path own = installation.applicationJar();
              String location =
                  at("application", JobFile.of(own.getFileName().toString(), own)) + ".jar";
              files.put(location, own);
              return location;
            });
  }

  private void template(String named) {
    sent(named, "pod-templates", ".yaml");
  }

  /** A file of this machine goes to S3, anything else lies where it is named. */
  private String sent(String named, String kind, String ending) {
    String location = named;
    if (!named.contains("://")) {
      Path source = installation.resolve(named);
      location = at(kind, JobFile.of(named, source)) + ending;
      files.put(location, source);
    }
    locations.put(named, location);
    return location;
  }

  private StartJobRunRequest request(String token) {
    StartJobRunRequest.Builder request =
        StartJobRunRequest.builder()
            .name(name)
            .virtualClusterId(settings.virtualClusterId())
            .clientToken(token)
            .tags(tags(token));
    if (settings.maxAttempts() > 1) {
      request.retryPolicyConfiguration(
          RetryPolicyConfiguration.builder().maxAttempts(settings.maxAttempts()).build());
    }
    if (settings.runtime() instanceof EmrEksSettings.Template template) {
      return request
          .jobTemplateId(template.id())
          .jobTemplateParameters(parameters(template, token))
          .build();
    }
    EmrEksSettings.Release release = (EmrEksSettings.Release) settings.runtime();
    return request
        .executionRoleArn(release.executionRoleArn())
        .releaseLabel(release.releaseLabel())
        .jobDriver(driver(release, token))
        .configurationOverrides(overrides(release, token))
        .build();
  }

  private Map<String, String> tags(String token) {
    Map<String, String> tags = new TreeMap<>(settings.tags());
    tags.put(RUN, JobRecord.id(token));
    return tags;
  }

  private Map<String, String> parameters(EmrEksSettings.Template template, String token) {
    if (job.command().sql().isPresent()) {
      throw new AsOfException(
          ErrorCode.JOB_REFUSED,
          "Cannot run a file of SQL with the job template of "
              + settings.file()
              + " (key jobs.template): a template runs AsOf's application; use a target that names"
              + " a release");
    }
    Map<String, String> known = new TreeMap<>();
    known.put("asof.application", locations.get("application"));
    known.put("asof.job", folder(settings, token) + "/job.json");
    known.put("asof.region", settings.storage().region());
    known.put("asof.run", JobRecord.id(token));
    known.put("asof.size", job.size().toString());
    Map<String, String> parameters = new TreeMap<>();
    template
        .parameters()
        .forEach(
            (key, value) -> {
              String filled = value;
              for (Map.Entry<String, String> entry : known.entrySet()) {
                filled = filled.replace("${" + entry.getKey() + "}", entry.getValue());
              }
              parameters.put(
                  key, within(EmrField.PROPERTY, "jobs.template.parameters." + key, filled));
            });
    return parameters;
  }

  private JobDriver driver(EmrEksSettings.Release release, String token) {
    List<String> words = new ArrayList<>();
    if (!release.jars().isEmpty()) {
      words.add("--jars");
      words.add(String.join(",", release.jars().stream().map(locations::get).toList()));
    }
    if (job.command().sql().isPresent()) {
      SparkSqlJobDriver.Builder sql =
          SparkSqlJobDriver.builder()
              .entryPoint(within(EmrField.ENTRY_POINT, "jobs.folder", locations.get("sql")));
      if (!words.isEmpty()) {
        sql.sparkSqlParameters(submitParameters(words));
      }
      return JobDriver.builder().sparkSqlJobDriver(sql.build()).build();
    }
    words.add(0, "--class");
    words.add(1, installation.mainClass());
    List<String> arguments = new ArrayList<>();
    arguments.add(folder(settings, token) + "/job.json");
    arguments.add(settings.storage().region());
    settings
        .storage()
        .endpoint()
        .ifPresent(
            endpoint -> {
              arguments.add(endpoint.toString());
              arguments.add(settings.storage().addressing().name());
            });
    return JobDriver.builder()
        .sparkSubmitJobDriver(
            SparkSubmitJobDriver.builder()
                .entryPoint(
                    within(
                        EmrField.ENTRY_POINT,
                        settings.application().isPresent() ? "jobs.application" : "jobs.folder",
                        locations.get("application")))
                .entryPointArguments(
                    arguments.stream()
                        .map(text -> within(EmrField.ENTRY_POINT_ARGUMENT, "jobs.folder", text))
                        .toList())
                .sparkSubmitParameters(submitParameters(words))
                .build())
        .build();
  }

  private String submitParameters(List<String> words) {
    return within(EmrField.SPARK_SUBMIT_PARAMETERS, "jobs.jars", String.join(" ", words));
  }

  private ConfigurationOverrides overrides(EmrEksSettings.Release release, String token) {
    Map<String, String> spark =
        new TreeMap<>(SparkSettings.of(release, job.size(), name, locations));
    if (job.command().sql().isPresent()) {
      spark.putAll(installation.sqlSettings());
    }
    for (String pod : List.of("driver", "executor")) {
      spark.put("spark.kubernetes." + pod + ".label." + RUN, JobRecord.id(token));
    }
    if (spark.size() > EmrField.MOST_PROPERTIES) {
      throw invalid(
          "jobs.sparkConf",
          "the job has "
              + spark.size()
              + " settings of Spark, and the service takes "
              + EmrField.MOST_PROPERTIES);
    }
    spark.forEach((key, value) -> within(EmrField.PROPERTY, key(release, key), value));
    List<Configuration> classifications = new ArrayList<>();
    classifications.add(classification("spark-defaults", spark));
    Map<String, String> submitter = new TreeMap<>();
    release
        .placement()
        .architecture()
        .ifPresent(value -> submitter.put("jobsubmitter.node.selector.kubernetes.io/arch", value));
    release
        .placement()
        .driverCapacity()
        .ifPresent(
            value ->
                submitter.put(
                    "jobsubmitter.node.selector." + release.placement().capacityLabel(), value));
    if (!submitter.isEmpty()) {
      classifications.add(classification("emr-job-submitter", submitter));
    }
    release
        .startTimeout()
        .ifPresent(
            limit ->
                classifications.add(
                    classification(
                        "emr-containers-defaults",
                        Map.of("job-start-timeout", Long.toString(limit.toSeconds())))));
    return ConfigurationOverrides.builder()
        .applicationConfiguration(classifications)
        .monitoringConfiguration(EmrMonitoring.of(release.logs()))
        .build();
  }

  /** Which key of the file a setting of Spark comes from. */
  private static String key(EmrEksSettings.Release release, String setting) {
    if (release.sparkConf().containsKey(setting)) {
      return "jobs.sparkConf." + setting;
    }
    return setting.contains("yunikorn") ? "jobs.yunikorn" : "jobs (" + setting + ")";
  }

  private static Configuration classification(String name, Map<String, String> properties) {
    return Configuration.builder().classification(name).properties(properties).build();
  }

  private String within(EmrField field, String key, String value) {
    try {
      return field.check(value);
    } catch (IllegalArgumentException bad) {
      throw invalid(key, bad.getMessage());
    }
  }

  private AsOfException invalid(String key, String problem) {
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID,
        "Invalid definition " + settings.file() + ", key " + key + ": " + problem);
  }
}
