package dev.asof.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Jobs as processes of this machine. A job outlives the command that submitted it: it has no
 * terminal, and neither a closed one nor Ctrl+C ends it.
 */
public final class LocalTarget implements JobTarget {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Signals that are ignored stay so over {@code exec}, and Java leaves them alone then. */
  private static final List<String> DETACHED =
      List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$@\"", "asof-job");

  private final Map<JobSize, String> heaps;
  private final Launch launch;
  private final JobStore jobs;

  /**
   * A target.
   *
   * @param heaps the most memory that a job's objects may take, by size, such as {@code 4g}
   * @param launch how a job's process is started
   * @param jobs where the jobs' states and outputs lie
   */
  public LocalTarget(Map<JobSize, String> heaps, Launch launch, JobStore jobs) {
    this.heaps = Map.copyOf(heaps);
    this.launch = launch;
    this.jobs = jobs;
  }

  /**
   * How a job's process is started.
   *
   * @param java the program and its flags
   * @param main class path and main class; the job's folder and the command line follow
   * @param workingDirectory where the command runs
   * @param environment variables beside those of this process
   * @param version of the code
   */
  public record Launch(
      List<String> java,
      List<String> main,
      Path workingDirectory,
      Map<String, String> environment,
      String version) {}

  @Override
  public Prepared prepare(JobSpec job) {
    String name = JobName.of(job.name(), job.command());
    ObjectNode request = Json.object();
    request.put("type", "local");
    request.put("name", name);
    request.put("size", job.size().toString());
    request.put("again", job.again());
    request.put("version", launch.version());
    request.put("workingDirectory", launch.workingDirectory().toString());
    job.command().arguments().forEach(request.putArray("arguments")::add);
    ObjectNode files = request.putObject("files");
    job.command().files().forEach(file -> files.put(file.name(), file.sha256()));
    ObjectNode environment = request.putObject("environment");
    new TreeMap<>(launch.environment()).forEach(environment::put);
    String digest = Digest.of(Json.text(request));
    request.put("digest", digest);
    command(job, digest).forEach(request.putArray("process")::add);
    return new PreparedProcess(job, name, digest, Json.text(request));
  }

  private List<String> command(JobSpec job, String digest) {
    List<String> command = new ArrayList<>(DETACHED);
    command.addAll(launch.java());
    command.add("-Xmx" + heaps.get(job.size()));
    command.addAll(launch.main());
    command.add(jobs.folder(digest).toString());
    command.addAll(job.command().arguments());
    return command;
  }

  private final class PreparedProcess implements Prepared {
    private final JobSpec job;
    private final String name;
    private final String digest;
    private final String json;

    private PreparedProcess(JobSpec job, String name, String digest, String json) {
      this.job = job;
      this.name = name;
      this.digest = digest;
      this.json = json;
    }

    @Override
    public String digest() {
      return digest;
    }

    @Override
    public String json() {
      return json;
    }

    @Override
    public Submitted submit(JobStore store, String target, Instant now) {
      JobRecord fresh =
          new JobRecord(
              digest, target, name, job.command().text(), job.size(), now, Optional.empty());
      LocalProcess process = new LocalProcess(store.folder(digest));
      if (!store.add(fresh)) {
        return new Submitted(store.withDigest(digest).orElse(fresh), true);
      }
      // Until the job's process is there, its submitter stands for it.
      process.owner(ProcessHandle.current());
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command(job, digest))
                .directory(launch.workingDirectory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(process.output().toFile())
                .redirectError(process.errors().toFile());
        builder.environment().putAll(launch.environment());
        builder.environment().put("ASOF_RUN", fresh.id());
        process.owner(builder.start().toHandle());
      } catch (IOException unstartable) {
        store.remove(fresh);
        throw new AsOfException(
            ErrorCode.JOBS_UNAVAILABLE,
            "Cannot start a process for the job: " + unstartable.getMessage(),
            unstartable);
      }
      return new Submitted(fresh, false);
    }
  }

  @Override
  public Duration poll() {
    return POLL;
  }

  @Override
  public JobStatus status(JobRecord job) {
    return process(job).status();
  }

  @Override
  public void cancel(JobRecord job) {
    process(job).cancel();
  }

  @Override
  public JobLog log(JobRecord job, LogOf which) {
    if (which == LogOf.EXECUTORS) {
      return new JobLog.NotKept();
    }
    LocalProcess process = process(job);
    return new JobLog.Files(
        Stream.of(
                file(LogFile.Channel.OUTPUT, process.output()),
                file(LogFile.Channel.ERRORS, process.errors()))
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<LogFile> file(LogFile.Channel channel, Path file) {
    try {
      String version = Long.toString(Files.size(file));
      return Optional.of(LogFile.ofCommand(channel, version, () -> Files.newInputStream(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw JobStore.unavailable("read " + file, unreadable);
    }
  }

  @Override
  public Fetched fetch(JobRecord job, Destination into) {
    LocalProcess process = process(job);
    return new Fetched(
        text(process.output()), text(process.errors()), process.status().exitCode(), List.of());
  }

  private static String text(Path file) {
    try {
      // A process that was killed may have left half a character.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return "";
    } catch (IOException unreadable) {
      throw JobStore.unavailable("read " + file, unreadable);
    }
  }

  private LocalProcess process(JobRecord job) {
    return new LocalProcess(jobs.folder(job.digest()));
  }

  @Override
  public void close() {}
}
