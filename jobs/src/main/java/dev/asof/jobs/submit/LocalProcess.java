package dev.asof.jobs.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The life of a local job, as files in its folder tell it: who runs it ({@code process.json}), how
 * far that came ({@code state.json}), and whether somebody wants it to end ({@code cancelled}). A
 * process that is gone without a last word has failed, whatever killed it.
 */
public final class LocalProcess {
  private static final long GRACE_SECONDS = 10;

  private final Path folder;

  /** The process of a job's folder. */
  public LocalProcess(Path folder) {
    this.folder = folder;
  }

  Path output() {
    return folder.resolve("output.txt");
  }

  Path errors() {
    return folder.resolve("errors.txt");
  }

  private Path owner() {
    return folder.resolve("process.json");
  }

  private Path state() {
    return folder.resolve("state.json");
  }

  private Path cancelled() {
    return folder.resolve("cancelled");
  }

  void owner(ProcessHandle process) {
    ObjectNode json = Json.object();
    json.put("pid", process.pid());
    json.put("started", started(process));
    JobStore.replace(owner(), Json.text(json));
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** The process has begun with the command. */
  public void running() {
    JobStore.replace(state(), Json.text(Json.object().put("state", JobState.RUNNING.name())));
  }

  /**
   * The command has ended.
   *
   * @param exitCode what it returned
   * @param now when
   */
  public void ended(int exitCode, Instant now) {
    ObjectNode json = Json.object();
    json.put("state", (exitCode == 0 ? JobState.COMPLETED : JobState.FAILED).name());
    json.put("exitCode", exitCode);
    json.put("finishedAt", now.toString());
    JobStore.replace(state(), Json.text(json));
  }

  JobStatus status() {
    // Asked for first: a process may write its last word and go between two looks.
    boolean alive = process().isPresent();
    Optional<JsonNode> said = json(state());
    JobState state =
        said.map(json -> JobState.valueOf(Json.text(json, "state"))).orElse(JobState.PENDING);
    if (state.isFinal()) {
      JsonNode last = said.orElseThrow();
      return new JobStatus(
          state,
          state == JobState.FAILED ? lastError() : "",
          Optional.of(Instant.parse(Json.text(last, "finishedAt"))),
          OptionalInt.of(last.path("exitCode").intValue()),
          OptionalInt.empty());
    }
    boolean wanted = Files.exists(cancelled());
    if (alive) {
      return JobStatus.of(wanted ? JobState.CANCEL_PENDING : state, "");
    }
    if (wanted) {
      return JobStatus.of(JobState.CANCELLED, "");
    }
    String error = lastError();
    return JobStatus.of(
        JobState.FAILED,
        error.isEmpty() ? "its process ended without a word: killed, or out of memory" : error);
  }

  /** The last line of what it printed to standard error. */
  private String lastError() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(errors()), StandardCharsets.UTF_8).lines().toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    } catch (IOException none) {
      return "";
    }
  }

  void cancel() {
    if (status().state().isFinal()) {
      return;
    }
    try {
      Files.writeString(cancelled(), "", StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw JobStore.unavailable("cancel the job", unwritable);
    }
    process()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .ifPresent(LocalProcess::end);
  }

  private static void end(ProcessHandle process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stubborn) {
      process.destroyForcibly();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** The process, while it lives; not another one that has got its number since. */
  private Optional<ProcessHandle> process() {
    return json(owner())
        .flatMap(
            json ->
                ProcessHandle.of(json.path("pid").longValue())
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> started(process).equals(Json.text(json, "started"))));
  }

  private static Optional<JsonNode> json(Path file) {
    try {
      return Optional.of(Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw JobStore.unavailable("read " + file, unreadable);
    }
  }
}
