package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClientBuilder;
import software.amazon.awssdk.services.emrcontainers.model.JobRun;
import software.amazon.awssdk.services.emrcontainers.model.ListJobRunsRequest;
import software.amazon.awssdk.services.emrcontainers.model.StartJobRunRequest;
import software.amazon.awssdk.services.emrcontainers.model.VirtualCluster;
import software.amazon.awssdk.services.emrcontainers.model.VirtualClusterState;

/**
 * Jobs on EMR on EKS. Credentials come from AWS's own chain and from nowhere else.
 *
 * <p>A job is started in this order: its files go to S3, its record into the home, the request to
 * the service, the service's name for it into record and S3. Whatever is cut off in between, the
 * same command goes on: the token of the request is the digest of the job, so that the service
 * answers a second request with the first job.
 */
public final class EmrEksTarget implements JobTarget {
  private static final String STARTED = "/started.json";

  /** What a job's driver leaves lies here, below the job's folder. */
  public static final String LEFT = "/left/";

  /** What the command printed. */
  public static final String OUTPUT = "output.txt";

  /** What the command printed to standard error. */
  public static final String ERRORS = "errors.txt";

  /** The command's exit code, written last. */
  public static final String OUTCOME = "outcome.json";

  private final EmrEksSettings settings;
  private final Installation installation;
  private final AwsFailure failure;
  private EmrContainersClient client;
  private ObjectStore store;

  /** A target. */
  public EmrEksTarget(EmrEksSettings settings, Installation installation) {
    this.settings = settings;
    this.installation = installation;
    this.failure = new AwsFailure(settings);
  }

  /** What the program that submits knows of itself. */
  public interface Installation {
    /** Jars of the application, without what EMR's image has, in the order of a class path. */
    List<Path> applicationJars();

    /** Where made jars are kept. */
    Path scratch();

    /** The class that a job's driver runs. */
    String mainClass();

    /** A path that a target's file names. */
    Path resolve(String named);

    /** What Spark needs to see the place's tables without AsOf. */
    Map<String, String> sqlSettings();

    /** The application as one jar. */
    default Path applicationJar() {
      return ApplicationJar.of(applicationJars(), scratch());
    }
  }

  private EmrContainersClient client() {
    if (client == null) {
      EmrContainersClientBuilder builder =
          EmrContainersClient.builder()
              .region(Region.of(settings.region()))
              .overrideConfiguration(
                  override ->
                      override
                          .apiCallAttemptTimeout(settings.patience())
                          .apiCallTimeout(settings.patience().multipliedBy(5)));
      settings.endpoint().ifPresent(builder::endpointOverride);
      client = builder.build();
    }
    return client;
  }

  private ObjectStore store() {
    if (store == null) {
      store = ObjectStore.of(settings.storage());
    }
    return store;
  }

  private <T> T guarded(String action, Supplier<T> work) {
    try {
      return work.get();
    } catch (SdkException thrown) {
      throw failure.translate(action, thrown);
    }
  }

  @Override
  public Prepared prepare(JobSpec job) {
    return new PreparedRun(new EmrJob(settings, job, installation), job);
  }

  private final class PreparedRun implements Prepared {
    private final EmrJob job;
    private final JobSpec spec;

    private PreparedRun(EmrJob job, JobSpec spec) {
      this.job = job;
      this.spec = spec;
    }

    @Override
    public String digest() {
      return job.digest();
    }

    @Override
    public String json() {
      return Json.text(ServiceJson.of(job.request()));
    }

    @Override
    public Submitted submit(JobStore jobs, String target, Instant now) {
      Optional<JobRecord> before = jobs.withDigest(job.digest());
      if (before.isPresent() && before.get().remote().isPresent()) {
        return new Submitted(before.get(), true);
      }
      JobRecord record =
          before.orElseGet(
              () ->
                  new JobRecord(
                      job.digest(),
                      target,
                      job.name(),
                      spec.command().text(),
                      spec.size(),
                      now,
                      Optional.empty()));
      checkCluster();
      Optional<JobRecord> elsewhere = started().map(record::with);
      if (elsewhere.isPresent()) {
        jobs.add(record);
        jobs.update(elsewhere.get());
        return new Submitted(elsewhere.get(), true);
      }
      job.files()
          .forEach(
              (location, file) -> {
                if (!store().exists(location)) {
                  store().put(location, file);
                }
              });
      store().put(job.folder() + "/job.json", Json.text(job.manifest()));
      jobs.add(record);
      JobRecord started = record.with(start(jobs, record));
      jobs.update(started);
      store().put(job.folder() + STARTED, started.json());
      return new Submitted(started, before.isPresent());
    }

    /** Whether the same job was started from another home. */
    private Optional<JobRecord.Remote> started() {
      return store()
          .text(job.folder() + STARTED)
          .flatMap(text -> JobRecord.of(Json.parse(text)).remote());
    }

    private JobRecord.Remote start(JobStore jobs, JobRecord record) {
      StartJobRunRequest request = job.request();
      try {
        return new JobRecord.Remote(
            settings.virtualClusterId(), client().startJobRun(request).id());
      } catch (SdkException thrown) {
        if (AwsFailure.isUnknown(thrown)) {
          throw new AsOfException(
              ErrorCode.JOB_UNKNOWN,
              "Cannot tell whether job "
                  + record.id()
                  + " was started: the request was sent and no answer came ("
                  + AwsFailure.said(thrown)
                  + "); repeat the command, which finds it out and starts no second job",
              thrown);
        }
        jobs.remove(record);
        throw failure.translate(AwsFailure.SUBMIT, thrown);
      }
    }
  }

  /**
   * A cluster that is gone, or whose data Lake Formation guards, is told of before files are sent.
   */
  private void checkCluster() {
    VirtualCluster cluster =
        guarded(
            "use virtual cluster " + settings.virtualClusterId(),
            () ->
                client()
                    .describeVirtualCluster(request -> request.id(settings.virtualClusterId()))
                    .virtualCluster());
    if (cluster.state() != VirtualClusterState.RUNNING) {
      throw new AsOfException(
          ErrorCode.JOB_REFUSED,
          "Cannot use virtual cluster "
              + settings.virtualClusterId()
              + " of "
              + settings.file()
              + ": it is "
              + cluster.stateAsString()
              + ", and jobs need RUNNING");
    }
    boolean guarded =
        cluster.securityConfigurationId() != null && !cluster.securityConfigurationId().isBlank();
    if (guarded
        && settings.runtime() instanceof EmrEksSettings.Release release
        && release.access() == EmrEksSettings.Access.IAM) {
      throw new AsOfException(
          ErrorCode.JOB_REFUSED,
          "Cannot use virtual cluster "
              + settings.virtualClusterId()
              + " of "
              + settings.file()
              + " for AsOf's own code: it has security configuration "
              + cluster.securityConfigurationId()
              + ", with which Lake Formation decides what a job reads; use a virtual cluster"
              + " without one, or say jobs.access: lake-formation and submit files of SQL");
    }
  }

  @Override
  public Duration poll() {
    return settings.poll();
  }

  @Override
  public JobStatus status(JobRecord job) {
    if (job.remote().isEmpty()) {
      return JobStatus.of(
          JobState.UNKNOWN, "no answer came when it was started; repeat its asof submit");
    }
    return status(run(job));
  }

  private JobRun run(JobRecord job) {
    JobRecord.Remote remote = remote(job);
    return guarded(
        "ask for job " + job.id(),
        () ->
            client()
                .describeJobRun(
                    request -> request.virtualClusterId(remote.cluster()).id(remote.id()))
                .jobRun());
  }

  static JobRecord.Remote remote(JobRecord job) {
    return job.remote()
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.JOB_MISSING,
                    "Cannot ask for job "
                        + job.id()
                        + ": no answer came when it was started, so the service's name for it is"
                        + " not known; repeat its asof submit"));
  }

  private static JobStatus status(JobRun run) {
    List<String> detail = new ArrayList<>();
    if (run.failureReasonAsString() != null) {
      detail.add(run.failureReasonAsString() + advice(run.failureReasonAsString()));
    }
    if (run.stateDetails() != null && !run.stateDetails().isBlank()) {
      detail.add(run.stateDetails());
    }
    return new JobStatus(
        JobState.valueOf(run.stateAsString()),
        String.join("; ", detail),
        Optional.ofNullable(run.finishedAt()),
        OptionalInt.empty(),
        run.retryPolicyExecution() == null
                || run.retryPolicyExecution().currentAttemptCount() == null
            ? OptionalInt.empty()
            : OptionalInt.of(run.retryPolicyExecution().currentAttemptCount()));
  }

  private static String advice(String reason) {
    return switch (reason) {
      case "USER_ERROR" -> " (the command or its settings; see asof jobs logs)";
      case "VALIDATION_ERROR" -> " (the service can't use the request; see asof submit --dry-run)";
      case "CLUSTER_UNAVAILABLE" -> " (no machine, or the cluster can't be reached; see its nodes)";
      case "INTERNAL_ERROR" -> " (of the service; submit again with --again)";
      default -> "";
    };
  }

  /**
   * A job of the virtual cluster, whoever submitted it.
   *
   * @param id the service's name
   * @param name what it is called
   * @param createdAt when the service accepted it
   * @param status what is known of it
   */
  public record Listed(String id, String name, Instant createdAt, JobStatus status) {}

  /**
   * The latest jobs of the virtual cluster.
   *
   * @param most how many
   * @param state only those in this state
   */
  public List<Listed> list(int most, Optional<JobState> state) {
    ListJobRunsRequest.Builder builder =
        ListJobRunsRequest.builder().virtualClusterId(settings.virtualClusterId());
    state.ifPresent(one -> builder.statesWithStrings(one.name()));
    ListJobRunsRequest request = builder.build();
    return guarded(
        "list the jobs of virtual cluster " + settings.virtualClusterId(),
        () ->
            client().listJobRunsPaginator(request).jobRuns().stream()
                .limit(most)
                .map(run -> new Listed(run.id(), run.name(), run.createdAt(), status(run)))
                .toList());
  }

  @Override
  public void cancel(JobRecord job) {
    if (status(job).state().isFinal()) {
      return;
    }
    JobRecord.Remote remote = remote(job);
    try {
      client().cancelJobRun(request -> request.virtualClusterId(remote.cluster()).id(remote.id()));
    } catch (SdkException thrown) {
      // A job may end between the question and the wish, and is then refused.
      if (!status(job).state().isFinal()) {
        throw failure.translate("cancel job " + job.id(), thrown);
      }
    }
  }

  @Override
  public JobLog log(JobRecord job, LogOf which) {
    return new EmrLogs(settings, store()).of(job, which);
  }

  /** What the driver left, without files. */
  private Fetched left(JobRecord job) {
    String folder = EmrJob.folder(settings, job.digest()) + LEFT;
    return new Fetched(
        store().text(folder + OUTPUT).orElse(""),
        store().text(folder + ERRORS).orElse(""),
        store()
            .text(folder + OUTCOME)
            .map(text -> OptionalInt.of(Json.parse(text).path("exitCode").intValue()))
            .orElse(OptionalInt.empty()),
        List.of());
  }

  @Override
  public Fetched fetch(JobRecord job, Destination into) {
    Fetched left = left(job);
    String folder = EmrJob.folder(settings, job.digest()) + LEFT;
    List<Path> copied = new ArrayList<>();
    for (String location : store().list(folder)) {
      String path = location.substring(folder.length());
      for (Map.Entry<String, Path> root :
          Map.of("home/", into.home(), "work/", into.workingDirectory()).entrySet()) {
        if (path.startsWith(root.getKey())) {
          Path base = root.getValue().toAbsolutePath().normalize();
          Path file = base.resolve(path.substring(root.getKey().length())).normalize();
          // What lies in a bucket may have been put there by anybody who may write to it.
          if (!file.startsWith(base)) {
            throw new AsOfException(
                ErrorCode.STORAGE_UNAVAILABLE,
                "Cannot copy " + location + ": its name leads out of " + base);
          }
          store().download(location, file);
          copied.add(file);
        }
      }
    }
    return new Fetched(left.output(), left.errors(), left.exitCode(), copied);
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
