package dev.asof.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that speaks the REST-JSON protocol of EMR on EKS for job runs, job templates and virtual
 * clusters. Each request is checked against the {@link ServiceModel}, its signature's scope against
 * the keys and region that the server knows; a client token starts one job however often it comes.
 *
 * <p>A job goes one state further each time it is described, or as the process does that a {@link
 * Driver} starts for it.
 */
public final class EmrContainersServer implements AutoCloseable {
  /** The virtual cluster that it has. */
  public static final String CLUSTER = "0virtualcluster1234567890";

  /** One with a security configuration, on which Lake Formation decides. */
  public static final String GUARDED_CLUSTER = "0guardedcluster1234567890";

  /** One that is being deleted. */
  public static final String LEAVING_CLUSTER = "0leavingcluster1234567890";

  private static final Pattern SCOPE =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/emr-containers/aws4_request,"
              + " SignedHeaders=([^,]+), Signature=[0-9a-f]{64}");
  private static final List<String> LIFE = List.of("PENDING", "SUBMITTED", "RUNNING", "COMPLETED");

  private final ObjectMapper mapper = new ObjectMapper();
  private final ServiceModel model = ServiceModel.emrContainers();
  private final Map<String, ObjectNode> jobs = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Map<String, ObjectNode> templates = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final String accessKeyId;
  private final String region;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private Optional<Driver> driver = Optional.empty();
  private String lastState = "COMPLETED";

  /** What the server does with a request instead of answering it. */
  public enum Fault {
    /** It answers. */
    NONE,
    /** It has no time; nothing was done. */
    THROTTLE,
    /** It fails before it does anything. */
    INTERNAL,
    /** The credentials are of a session that is over. */
    EXPIRED_TOKEN,
    /** The caller may not do this. */
    ACCESS_DENIED,
    /** It does what it was asked for, and the answer is lost. */
    LOST_ANSWER,
    /** It does what it was asked for, and answers after five seconds. */
    LATE_ANSWER
  }

  /** Starts what a job's driver would run. */
  public interface Driver {
    /**
     * Starts it.
     *
     * @param request the members of {@code StartJobRun}
     */
    Process start(JsonNode request) throws IOException;
  }

  private EmrContainersServer(String accessKeyId, String region) throws IOException {
    this.accessKeyId = accessKeyId;
    this.region = region;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Starts one.
   *
   * @param accessKeyId the key that it knows
   * @param region the region that it is of
   */
  public static EmrContainersServer start(String accessKeyId, String region) {
    try {
      return new EmrContainersServer(accessKeyId, region);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Lets jobs do something. */
  public synchronized void run(Driver starter) {
    driver = Optional.of(starter);
  }

  /** Lets jobs go through their states without doing anything. */
  public synchronized void runNothing() {
    driver = Optional.empty();
  }

  /** Which state jobs without a process end in. */
  public synchronized void endIn(String state) {
    lastState = state;
  }

  /** What it does with the next requests, one after the other. */
  public synchronized void next(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** What it will do instead of answering is nothing any more. */
  public synchronized void noMoreFaults() {
    faults.clear();
  }

  /**
   * Makes a job template, as {@code CreateJobTemplate} does.
   *
   * @param request its members
   * @return the template's id
   */
  public synchronized String template(JsonNode request) {
    Answer answer = createTemplate(request.deepCopy());
    if (answer.error().isPresent()) {
      throw new IllegalArgumentException(answer.body().toString());
    }
    return text(answer.body(), "id");
  }

  /** The calls that came, by operation. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /**
   * What jobs it was asked to start, by their ids; a job that was asked for twice is there once.
   */
  public synchronized Map<String, JsonNode> jobs() {
    return new LinkedHashMap<>(jobs);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      Answer answer;
      Fault fault;
      synchronized (this) {
        fault = faults.poll();
        answer = answer(exchange, body, fault);
      }
      if (fault == Fault.LOST_ANSWER) {
        exchange.close();
        return;
      }
      if (fault == Fault.LATE_ANSWER) {
        Thread.sleep(5000);
      }
      byte[] bytes = mapper.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("x-amzn-RequestId", "00000000-test");
      answer.error().ifPresent(type -> exchange.getResponseHeaders().set("x-amzn-ErrorType", type));
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private record Answer(int status, Optional<String> error, JsonNode body) {}

  private Answer error(int status, String type, String message) {
    return new Answer(status, Optional.of(type), mapper.createObjectNode().put("message", message));
  }

  private static Answer done(JsonNode body) {
    return new Answer(200, Optional.empty(), body);
  }

  private Answer answer(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
    String method = exchange.getRequestMethod();
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
    Optional<Answer> refused = refused(exchange, fault);
    if (refused.isPresent()) {
      calls.add("refused");
      return refused.get();
    }
    JsonNode sent = body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
    ObjectNode request = sent.deepCopy();
    String operation =
        method + " " + path[0] + (path.length > 2 ? "/" + path[2] : "") + path.length;
    return switch (operation) {
      case "GET virtualclusters2" -> describeCluster(path[1]);
      case "POST virtualclusters/jobruns3" -> start(path[1], request);
      case "GET virtualclusters/jobruns3" -> list(path[1], query(exchange));
      case "GET virtualclusters/jobruns4" -> describe(path[1], path[3]);
      case "DELETE virtualclusters/jobruns4" -> cancel(path[1], path[3]);
      case "POST jobtemplates1" -> createTemplate(request);
      case "GET jobtemplates2" -> describeTemplate(path[1]);
      default -> error(404, "UnknownOperationException", method + " " + String.join("/", path));
    };
  }

  private Optional<Answer> refused(HttpExchange exchange, Fault fault) {
    Matcher scope =
        SCOPE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (!scope.matches()) {
      return Optional.of(
          error(403, "MissingAuthenticationTokenException", "Missing Authentication Token"));
    }
    if (!scope.group(1).equals(accessKeyId) || !scope.group(3).equals(region)) {
      return Optional.of(
          error(
              403,
              "UnrecognizedClientException",
              "The security token included in the request is invalid."));
    }
    if (fault == null) {
      return Optional.empty();
    }
    return switch (fault) {
      case THROTTLE -> Optional.of(error(429, "ThrottlingException", "Rate exceeded"));
      case INTERNAL -> Optional.of(error(500, "InternalServerException", "Internal error"));
      case EXPIRED_TOKEN ->
          Optional.of(
              error(
                  403,
                  "ExpiredTokenException",
                  "The security token included in the request is expired"));
      case ACCESS_DENIED ->
          Optional.of(
              error(
                  403,
                  "AccessDeniedException",
                  "User: arn:aws:iam::111122223333:user/somebody is not authorized to perform:"
                      + " emr-containers:StartJobRun"));
      case NONE, LOST_ANSWER, LATE_ANSWER -> Optional.empty();
    };
  }

  private static Map<String, List<String>> query(HttpExchange exchange) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query
          .computeIfAbsent(parts[0], key -> new ArrayList<>())
          .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private Answer describeCluster(String id) {
    calls.add("DescribeVirtualCluster");
    if (!Stream.of(CLUSTER, GUARDED_CLUSTER, LEAVING_CLUSTER).toList().contains(id)) {
      return missing("Virtual cluster " + id + " doesn't exist.");
    }
    ObjectNode cluster = mapper.createObjectNode();
    cluster.put("id", id);
    cluster.put("name", "test");
    cluster.put("arn", "arn:aws:emr-containers:" + region + ":111122223333:/virtualclusters/" + id);
    cluster.put("state", id.equals(LEAVING_CLUSTER) ? "TERMINATING" : "RUNNING");
    cluster.put("createdAt", "2026-01-01T00:00:00Z");
    if (id.equals(GUARDED_CLUSTER)) {
      cluster.put("securityConfigurationId", "0securityconfiguration");
    }
    return done(mapper.createObjectNode().set("virtualCluster", cluster));
  }

  private Answer start(String cluster, ObjectNode request) throws IOException {
    calls.add("StartJobRun");
    request.put("virtualClusterId", cluster);
    List<String> problems = model.problems("StartJobRunRequest", request);
    if (!problems.isEmpty()) {
      return error(400, "ValidationException", String.join("; ", problems));
    }
    if (describeCluster(cluster).error().isPresent()) {
      return missing("Virtual cluster " + cluster + " doesn't exist.");
    }
    if (request.has("jobTemplateId") && !templates.containsKey(text(request, "jobTemplateId"))) {
      return missing("Job template " + text(request, "jobTemplateId") + " doesn't exist.");
    }
    for (Map.Entry<String, JsonNode> given : request.path("jobTemplateParameters").properties()) {
      if (!templates
          .get(text(request, "jobTemplateId"))
          .at("/jobTemplateData/parameterConfiguration")
          .has(given.getKey())) {
        return error(400, "ValidationException", "Unknown parameter " + given.getKey());
      }
    }
    if (!request.has("jobTemplateId")
        && !(request.has("jobDriver")
            && request.has("releaseLabel")
            && request.has("executionRoleArn"))) {
      return error(
          400,
          "ValidationException",
          "jobDriver, releaseLabel and executionRoleArn are required without a job template");
    }
    String token = text(request, "clientToken");
    String id = tokens.get(token);
    if (id == null) {
      id = String.format("%019d", jobs.size() + 1);
      tokens.put(token, id);
      ObjectNode job = request.deepCopy();
      job.put("id", id);
      job.put("state", "PENDING");
      job.put("arn", arn(cluster, id));
      job.put("createdAt", Instant.now().toString());
      jobs.put(id, job);
      if (driver.isPresent()) {
        processes.put(id, driver.get().start(request));
      }
    }
    ObjectNode answer = mapper.createObjectNode();
    answer.put("id", id);
    answer.put("name", text(request, "name"));
    answer.put("arn", arn(cluster, id));
    answer.put("virtualClusterId", cluster);
    return done(answer);
  }

  private String arn(String cluster, String id) {
    return "arn:aws:emr-containers:"
        + region
        + ":111122223333:/virtualclusters/"
        + cluster
        + "/jobruns/"
        + id;
  }

  private Answer describe(String cluster, String id) {
    calls.add("DescribeJobRun");
    ObjectNode job = jobs.get(id);
    if (job == null || !text(job, "virtualClusterId").equals(cluster)) {
      return missing("Job run " + id + " doesn't exist.");
    }
    ObjectNode shown = job.deepCopy();
    advance(id, job);
    return done(mapper.createObjectNode().set("jobRun", shown));
  }

  private void advance(String id, ObjectNode job) {
    String state = text(job, "state");
    if (state.equals("CANCEL_PENDING")) {
      end(job, "CANCELLED");
      return;
    }
    Process process = processes.get(id);
    int at = LIFE.indexOf(state);
    if (at < 0 || at == LIFE.size() - 1) {
      return;
    }
    if (!state.equals("RUNNING")) {
      job.put("state", LIFE.get(at + 1));
    } else if (process == null) {
      end(job, lastState);
    } else if (!process.isAlive()) {
      end(job, process.exitValue() == 0 ? "COMPLETED" : "FAILED");
    }
  }

  private static void end(ObjectNode job, String state) {
    job.put("state", state);
    job.put("finishedAt", Instant.now().toString());
    if (state.equals("FAILED")) {
      job.put("failureReason", "USER_ERROR");
      job.put("stateDetails", "Driver pod exited with a non-zero code.");
    }
    if (job.has("retryPolicyConfiguration")) {
      job.putObject("retryPolicyExecution").put("currentAttemptCount", 1);
    }
  }

  private Answer list(String cluster, Map<String, List<String>> query) {
    calls.add("ListJobRuns");
    List<String> states = query.getOrDefault("states", List.of());
    int most = Integer.parseInt(query.getOrDefault("maxResults", List.of("2")).get(0));
    int from = Integer.parseInt(query.getOrDefault("nextToken", List.of("0")).get(0));
    List<ObjectNode> found =
        jobs.values().stream()
            .filter(job -> text(job, "virtualClusterId").equals(cluster))
            .filter(job -> states.isEmpty() || states.contains(text(job, "state")))
            .toList();
    ObjectNode answer = mapper.createObjectNode();
    ArrayNode page = answer.putArray("jobRuns");
    // The latest first, a few at a time.
    for (int index = from; index < Math.min(found.size(), from + most); index++) {
      page.add(found.get(found.size() - 1 - index));
    }
    if (from + most < found.size()) {
      answer.put("nextToken", Integer.toString(from + most));
    }
    return done(answer);
  }

  private Answer cancel(String cluster, String id) {
    calls.add("CancelJobRun");
    ObjectNode job = jobs.get(id);
    if (job == null) {
      return error(400, "ValidationException", "Job run " + id + " doesn't exist.");
    }
    if (List.of("COMPLETED", "FAILED", "CANCELLED").contains(text(job, "state"))) {
      return error(400, "ValidationException", "Job run " + id + " is not in a cancellable state.");
    }
    Optional.ofNullable(processes.get(id)).ifPresent(Process::destroy);
    job.put("state", "CANCEL_PENDING");
    return done(mapper.createObjectNode().put("id", id).put("virtualClusterId", cluster));
  }

  private Answer createTemplate(ObjectNode request) {
    calls.add("CreateJobTemplate");
    List<String> problems = model.problems("CreateJobTemplateRequest", request);
    if (!problems.isEmpty()) {
      return error(400, "ValidationException", String.join("; ", problems));
    }
    String id = "0template" + (templates.size() + 1);
    ObjectNode template = request.deepCopy();
    template.put("id", id);
    template.put("createdAt", Instant.now().toString());
    templates.put(id, template);
    return done(mapper.createObjectNode().put("id", id).put("name", text(request, "name")));
  }

  private Answer describeTemplate(String id) {
    calls.add("DescribeJobTemplate");
    ObjectNode template = templates.get(id);
    return template == null
        ? missing("Job template " + id + " doesn't exist.")
        : done(mapper.createObjectNode().set("jobTemplate", template));
  }

  private Answer missing(String message) {
    return error(400, "ResourceNotFoundException", message);
  }

  private static String text(JsonNode json, String key) {
    return json.path(key).asText();
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
    server.stop(0);
    threads.shutdownNow();
  }
}
