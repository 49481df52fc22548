package dev.asof.jobs.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What a job printed: what its command left, or its pods' logs, where a target's file sends them.
 */
final class EmrLogs {
  private final EmrEksSettings settings;
  private final ObjectStore store;

  EmrLogs(EmrEksSettings settings, ObjectStore store) {
    this.settings = settings;
    this.store = store;
  }

  /** What the command left, or the logs of pods. */
  JobLog of(JobRecord job, JobTarget.LogOf which) {
    if (which != JobTarget.LogOf.COMMAND) {
      return ofPods(job, which);
    }
    List<LogFile> left = left(job);
    if (!left.isEmpty()) {
      return new JobLog.Files(left);
    }
    JobLog pods = ofPods(job, which);
    // The command leaves what it printed at its end, whoever keeps the pods' logs.
    return pods instanceof JobLog.NotKept ? new JobLog.Files(List.of()) : pods;
  }

  private List<LogFile> left(JobRecord job) {
    String folder = EmrJob.folder(settings, job.digest()) + EmrEksTarget.LEFT;
    return Stream.of(
            left(LogFile.Channel.OUTPUT, folder + EmrEksTarget.OUTPUT),
            left(LogFile.Channel.ERRORS, folder + EmrEksTarget.ERRORS))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<LogFile> left(LogFile.Channel channel, String location) {
    return store
        .find(location)
        .filter(found -> found.bytes() > 0)
        .map(found -> LogFile.ofCommand(channel, found.version(), () -> store.open(location)));
  }

  /** Logs that lie on S3, or how to read those of CloudWatch. */
  private JobLog ofPods(JobRecord job, JobTarget.LogOf which) {
    JobRecord.Remote remote = EmrEksTarget.remote(job);
    Optional<EmrEksSettings.Logs> logs =
        settings.runtime() instanceof EmrEksSettings.Release release
            ? Optional.of(release.logs())
            : Optional.empty();
    String run = remote.cluster() + "/jobs/" + remote.id();
    Optional<String> s3 = logs.flatMap(EmrEksSettings.Logs::s3);
    if (s3.isPresent()) {
      return new JobLog.Files(
          pods(s3.get().replaceAll("/$", "") + "/" + run + "/containers/", which));
    }
    return logs.flatMap(EmrEksSettings.Logs::cloudWatchGroup)
        .<JobLog>map(
            group ->
                new JobLog.CloudWatch(
                    "aws logs tail "
                        + group
                        + " --region "
                        + settings.region()
                        + " --log-stream-name-prefix "
                        + logs.flatMap(EmrEksSettings.Logs::cloudWatchPrefix)
                            .map(prefix -> prefix + "/")
                            .orElse("")
                        + run
                        // Without it, the last ten minutes.
                        + " --since "
                        + job.submittedAt()))
        .orElseGet(JobLog.NotKept::new);
  }

  /** Pods' logs lie as {@code SPARK-APPLICATION/POD/stdout.gz} and {@code stderr.gz}. */
  private List<LogFile> pods(String folder, JobTarget.LogOf which) {
    List<LogFile> files = new ArrayList<>();
    for (ObjectStore.Stored found : store.below(folder)) {
      String path = found.location().substring(folder.length());
      String[] names = path.split("/");
      if (names.length < 2) {
        continue;
      }
      String pod = names[names.length - 2];
      boolean wanted =
          which == JobTarget.LogOf.EXECUTORS ? pod.contains("-exec-") : pod.endsWith("-driver");
      if (wanted && path.endsWith(".gz") && found.bytes() > 0) {
        files.add(
            new LogFile(
                Optional.of(path),
                names[names.length - 1].startsWith("stderr")
                    ? LogFile.Channel.ERRORS
                    : LogFile.Channel.OUTPUT,
                found.version(),
                () -> new GZIPInputStream(store.open(found.location()))));
      }
    }
    return files;
  }
}
