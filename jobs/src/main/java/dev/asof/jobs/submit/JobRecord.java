package dev.asof.jobs.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it was submitted from here.
 *
 * @param digest of all that decides what it does; two submissions with one digest are one job
 * @param target the name or file of the target, as it was typed
 * @param name what the job is called
 * @param command the command line, for people
 * @param size how much it needs
 * @param submittedAt when it was submitted first
 * @param remote what the service calls it, once that is known
 */
public record JobRecord(
    String digest,
    String target,
    String name,
    String command,
    JobSize size,
    Instant submittedAt,
    Optional<Remote> remote) {
  private static final int ID_DIGITS = 16;

  /**
   * A job of a service.
   *
   * @param cluster the virtual cluster
   * @param id the service's name for it
   */
  public record Remote(String cluster, String id) {}

  /** What commands call it: the first digits of the digest. */
  public String id() {
    return id(digest);
  }

  static String id(String digest) {
    return digest.substring(0, ID_DIGITS);
  }

  JobRecord with(Remote found) {
    return new JobRecord(digest, target, name, command, size, submittedAt, Optional.of(found));
  }

  String json() {
    ObjectNode json = Json.object();
    json.put("digest", digest);
    json.put("target", target);
    json.put("name", name);
    json.put("command", command);
    json.put("size", size.name());
    json.put("submittedAt", submittedAt.toString());
    remote.ifPresent(
        job -> json.putObject("remote").put("cluster", job.cluster()).put("id", job.id()));
    return Json.text(json);
  }

  static JobRecord of(JsonNode json) {
    return new JobRecord(
        Json.text(json, "digest"),
        Json.text(json, "target"),
        Json.text(json, "name"),
        Json.text(json, "command"),
        JobSize.valueOf(Json.text(json, "size")),
        Instant.parse(Json.text(json, "submittedAt")),
        Optional.ofNullable(json.get("remote"))
            .map(job -> new Remote(Json.text(job, "cluster"), Json.text(job, "id"))));
  }
}
