package dev.asof.jobs.submit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What pods of a job printed, where a target's file sends it. */
final class EmrLogs {
  private final EmrEksSettings settings;
  private final ObjectStore store;

  EmrLogs(EmrEksSettings settings, ObjectStore store) {
    this.settings = settings;
    this.store = store;
  }

  /**
   * Prints logs that lie on S3, or how to read those of CloudWatch.
   *
   * @return whether there was something to print
   */
  boolean print(JobRecord.Remote job, JobTarget.LogOf which, PrintStream out) {
    Optional<EmrEksSettings.Logs> logs =
        settings.runtime() instanceof EmrEksSettings.Release release
            ? Optional.of(release.logs())
            : Optional.empty();
    Optional<String> s3 = logs.flatMap(EmrEksSettings.Logs::s3);
    if (s3.isPresent()) {
      return printPods(
          s3.get().replaceAll("/$", "")
              + "/"
              + job.cluster()
              + "/jobs/"
              + job.id()
              + "/containers/",
          which,
          out);
    }
    Optional<String> group = logs.flatMap(EmrEksSettings.Logs::cloudWatchGroup);
    group.ifPresent(
        name ->
            out.println(
                "The logs are in CloudWatch: aws logs tail "
                    + name
                    + " --region "
                    + settings.region()
                    + " --log-stream-name-prefix "
                    + logs.flatMap(EmrEksSettings.Logs::cloudWatchPrefix)
                        .map(prefix -> prefix + "/")
                        .orElse("")
                    + job.cluster()
                    + "/jobs/"
                    + job.id()));
    return group.isPresent();
  }

  /** Pods' logs lie as {@code SPARK-APPLICATION/POD/stdout.gz} and {@code stderr.gz}. */
  private boolean printPods(String folder, JobTarget.LogOf which, PrintStream out) {
    boolean printed = false;
    for (String location : store.list(folder)) {
      String[] path = location.substring(folder.length()).split("/");
      if (path.length < 2) {
        continue;
      }
      String pod = path[path.length - 2];
      boolean wanted =
          which == JobTarget.LogOf.EXECUTORS ? pod.contains("-exec-") : pod.endsWith("-driver");
      if (wanted && location.endsWith(".gz")) {
        out.println("--- " + location.substring(folder.length()));
        try (InputStream text = new GZIPInputStream(store.open(location))) {
          text.transferTo(out);
        } catch (IOException broken) {
          throw ObjectStore.broken("read " + location, broken);
        }
        printed = true;
      }
    }
    return printed;
  }
}
