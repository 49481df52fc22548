package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.catalog.TableDefinition;
import dev.asof.servers.EmrContainersServer;
import dev.asof.servers.EmrContainersServer.Fault;
import dev.asof.servers.ServiceModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on EMR on EKS, with a server that speaks its protocol and S3 beside it. */
class SubmitToEmrTest {
  @TempDir private static Path folder;
  private static EmrPlace place;
  private static Asof asof;

  @BeforeAll
  static void start() {
    place = new EmrPlace(folder);
    asof = place.asof;
  }

  @AfterAll
  static void stop() {
    place.close();
  }

  @AfterEach
  void calm() {
    place.emr.noMoreFaults();
    place.emr.endIn("COMPLETED");
  }

  private static Asof.Outcome submit(String again, String... more) throws IOException {
    return asof.run(
        Stream.concat(
                Stream.of("submit", "--again", again),
                Stream.concat(Stream.of(more), Stream.of("--", "lake", "tags")))
            .toArray(String[]::new));
  }

  private static long started(String again) throws IOException {
    String id = id(submit(again, "--dry-run").out());
    return place.emr.jobs().values().stream()
        .filter(job -> job.path("clientToken").textValue().equals(id))
        .count();
  }

  private static String id(String json) throws IOException {
    return Shared.json(json).path("clientToken").textValue();
  }

  @Test
  void theRequestIsPrintedWholeAndIsWhatTheServiceGets() throws IOException {
    Asof.Outcome dry = submit("print", "--dry-run", "--size", "medium");
    JsonNode request = Shared.json(dry.out());

    assertThat(dry.err()).isEmpty();
    assertThat(ServiceModel.emrContainers().problems("StartJobRunRequest", request)).isEmpty();
    assertThat(request.path("clientToken").textValue()).matches("[0-9a-f]{64}");
    assertThat(request.at("/jobDriver/sparkSubmitJobDriver/entryPoint").textValue())
        .isEqualTo("s3://lake/asof/application/" + sha256("application") + ".jar");
    assertThat(submit("print", "--size", "medium").err()).isEmpty();
    JsonNode got =
        place.emr.jobs().values().stream()
            .filter(job -> job.path("clientToken").equals(request.path("clientToken")))
            .findFirst()
            .orElseThrow();
    for (Map.Entry<String, JsonNode> member : request.properties()) {
      assertThat(got.path(member.getKey())).as(member.getKey()).isEqualTo(member.getValue());
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void aJobRunsTheSameCommandAndItsReportIsFetched() throws IOException, InterruptedException {
    WrittenLake lake = new WrittenLake(folder);
    lake.publish(
        TableDefinition.DAILY_BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 9),
            WrittenLake.bar("2022-08-03", "A", 9, 11),
            WrittenLake.bar("2022-08-04", "A", 12, 13)));
    place.write(
        "definitions/cross.yaml",
        """
        name: cross
        strategy: moving-average-cross
        universe: [A]
        data: {asOf: T1}
        grid: {fast: [1], slow: [2, 3]}
        """);
    // Driver and test share a disk, so that the lake need not be a served one.
    place.write("lake.yaml", "catalog: {type: embedded, home: '" + folder.resolve(".asof") + "'}");
    place.emr.run(place::drive);
    String[] command = {
      "backtest", "definitions/cross.yaml", "--set", "costs.feeBps=1", "--conf", "lake.yaml"
    };
    try {
      Asof.Outcome here = asof.run(with(command, "--out", "by-hand"));
      assertThat(here.err()).isEmpty();

      Asof.Outcome waited = asof.run(with(new String[] {"submit", "--wait", "--"}, command));

      assertThat(waited.err()).isEmpty();
      assertThat(waited.exitCode()).isZero();
      String token =
          List.copyOf(place.emr.jobs().values())
              .get(place.emr.jobs().size() - 1)
              .path("clientToken")
              .textValue();
      // What the job's pods are labelled with is on the lines of its log.
      assertThat(Files.readString(folder.resolve("driver.log")))
          .contains("\"event\":\"run-recorded\",\"run\":\"" + token.substring(0, 16) + "\"");
      assertThat(waited.out())
          .containsSubsequence(
              "PENDING",
              "SUBMITTED",
              "RUNNING",
              "COMPLETED",
              "Report: .asof/reports/cross/",
              "Fetched: .asof/reports/cross/");
      Path report = asof.report("cross");
      assertThat(report.resolve("report.html")).isNotEmptyFile();
      assertThat(digest(report)).isEqualTo(digest(folder.resolve("by-hand")));
      assertThat(Files.getPosixFilePermissions(report.resolve("result.json")))
          .isEqualTo(Files.getPosixFilePermissions(Files.writeString(folder.resolve("any"), "")));

      Asof.Outcome refused =
          asof.run(with(new String[] {"submit", "--wait", "--"}, with(command, "--as-of", "T9")));
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.out()).contains("FAILED");
      assertThat(refused.err()).startsWith("error[tag-missing]: ").contains("T9");

      // A second attempt of its driver, as the service's retry policy makes one.
      JsonNode last = List.copyOf(place.emr.jobs().values()).get(place.emr.jobs().size() - 1);
      assertThat(place.drive(last).waitFor()).isEqualTo(2);
      assertThat(Files.readString(folder.resolve("driver.log")))
          .isEqualTo("This job ended with exit code 2 before; to repeat it is of no use\n");
    } finally {
      place.emr.runNothing();
    }
  }

  private static String[] with(String[] first, String... second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
  }

  private static List<String> digest(Path report) throws IOException {
    return Shared.json(Files.readString(report.resolve("result.json"))).findValuesAsText("digest");
  }

  @Test
  void aRepeatIsNotASecondJob() throws IOException {
    Asof.Outcome first = submit("repeat");
    Asof.Outcome second = submit("repeat");
    // Another home, such as a colleague's, knows nothing of the first.
    Asof.Outcome elsewhere =
        asof.run("submit", "--home", "other", "--again", "repeat", "--", "lake", "tags");

    assertThat(started("repeat")).isEqualTo(1);
    assertThat(second.out()).contains("It was submitted before");
    assertThat(elsewhere.err()).isEmpty();
    assertThat(elsewhere.out().lines().findFirst()).isEqualTo(first.out().lines().findFirst());
    assertThat(submit("repeat another").out()).doesNotContain("It was submitted before");
  }

  @Test
  void aRefreshIsNotSentWithoutItsFiles() {
    assertThat(
            asof.run(
                    "submit",
                    "--",
                    "refresh",
                    "run",
                    Asof.checkout().resolve("conf/refresh/sample-2022.yaml").toString())
                .err())
        .startsWith("error[usage]: Cannot submit a refresh to another machine");
  }

  @Test
  void twoWhoSubmitTheSameAtOnceStartOneJob() throws Exception {
    List<Callable<Asof.Outcome>> both =
        Stream.of("one", "two")
            .<Callable<Asof.Outcome>>map(
                home -> () -> submit("at once", "--home", folder.resolve(home).toString()))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Asof.Outcome> outcome : threads.invokeAll(both)) {
        assertThat(outcome.get().err()).isEmpty();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(started("at once")).isEqualTo(1);
  }

  @Test
  void aLostAnswerDoesNotStartASecondJob() throws IOException {
    // The first call, which describes the cluster, is answered.
    place.emr.next(Fault.NONE, Fault.LOST_ANSWER);

    assertThat(submit("lost").err()).isEmpty();
    assertThat(started("lost")).isEqualTo(1);
  }

  @Test
  void anOutcomeThatStaysUnknownIsSaidAndFoundOutByTheSameCommand() throws IOException {
    place.emr.next(
        Fault.NONE,
        Fault.LOST_ANSWER,
        Fault.LOST_ANSWER,
        Fault.LOST_ANSWER,
        Fault.LOST_ANSWER,
        Fault.LOST_ANSWER);

    Asof.Outcome unknown = submit("unknown");
    assertThat(unknown.exitCode()).isEqualTo(4);
    assertThat(unknown.err())
        .startsWith("error[job-unknown]: Cannot tell whether job ")
        .contains("repeat the command, which finds it out and starts no second job");
    assertThat(asof.run("jobs", "list", "--format", "csv").out()).contains("UNKNOWN");

    place.emr.noMoreFaults();
    assertThat(submit("unknown").err()).isEmpty();
    assertThat(started("unknown")).isEqualTo(1);
    assertThat(asof.run("jobs", "list", "--format", "csv").out()).doesNotContain("UNKNOWN");
  }

  /** What is refused at last may have been done by an attempt before it. */
  @Test
  void aRefusalAfterALostAnswerIsNoRefusal() throws IOException {
    place.emr.next(Fault.NONE, Fault.LOST_ANSWER, Fault.EXPIRED_TOKEN);

    assertThat(submit("lost and refused").err()).startsWith("error[job-unknown]: ");
    assertThat(submit("lost and refused").err()).isEmpty();
    assertThat(started("lost and refused")).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesTooLateIsAskedForAgain() throws IOException {
    place.emr.next(Fault.NONE, Fault.LATE_ANSWER);

    assertThat(submit("late").err()).isEmpty();
    assertThat(started("late")).isEqualTo(1);
  }

  @Test
  void aServiceThatHasNoTimeIsAskedAgainAndThenReported() throws IOException {
    place.emr.next(Fault.NONE, Fault.THROTTLE, Fault.INTERNAL);
    assertThat(submit("busy").err()).isEmpty();
    assertThat(started("busy")).isEqualTo(1);

    place.emr.next(Fault.NONE);
    for (int attempt = 0; attempt < 8; attempt++) {
      place.emr.next(Fault.THROTTLE);
    }
    Asof.Outcome outcome = submit("too busy");
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err())
        .isEqualTo(
            "error[jobs-unavailable]: Cannot submit the job: EMR on EKS in us-east-1 at"
                + " 127.0.0.1:"
                + place.emr.uri().getPort()
                + " has too many requests; repeat the command in a minute\n");
    place.emr.noMoreFaults();
    assertThat(asof.run("jobs", "list", "--format", "csv").out()).doesNotContain("UNKNOWN");
  }

  @Test
  void eachRefusalSaysWhatToDo() throws IOException {
    place.emr.next(Fault.EXPIRED_TOKEN);
    assertThat(submit("a").err())
        .startsWith("error[access-denied]: Cannot use virtual cluster ")
        .contains("has expired; log in again");
    place.emr.next(Fault.ACCESS_DENIED);
    assertThat(submit("a").err())
        .startsWith("error[access-denied]: ")
        .contains("is not authorized to perform")
        .contains("conf/emr-eks/iam/submitter.json");

    place.conf("gone", place.jobs("0nosuchcluster"));
    Asof.Outcome gone = submit("a", "--target", "gone");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err())
        .startsWith(
            "error[job-refused]: Cannot use virtual cluster 0nosuchcluster: Virtual cluster"
                + " 0nosuchcluster doesn't exist.; check key jobs.virtualClusterId of conf/gone.yaml")
        .endsWith("(aws emr-containers list-virtual-clusters)\n");

    place.conf("leaving", place.jobs(EmrContainersServer.LEAVING_CLUSTER));
    assertThat(submit("a", "--target", "leaving").err()).contains("it is TERMINATING");

    place.conf("region", place.jobs(EmrContainersServer.CLUSTER) + "region: eu-west-1\n");
    assertThat(submit("a", "--target", "region").err())
        .contains("AWS doesn't know the credentials (UnrecognizedClientException)");

    place.conf(
        "silent",
        place
            .jobs(EmrContainersServer.CLUSTER)
            .replace(place.emr.uri().toString(), "http://127.0.0.1:9"));
    Asof.Outcome silent = submit("a", "--target", "silent");
    assertThat(silent.exitCode()).isEqualTo(4);
    assertThat(silent.err()).contains("doesn't answer: ").contains("Connection refused");
    assertThat(started("a")).isZero();
  }

  @Test
  void aValidationErrorOfTheServiceIsShown() throws IOException {
    // A job template that is not there: only the service can know.
    place.conf("template", template("0nosuchtemplate"));
    Asof.Outcome outcome = submit("t", "--target", "template");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("Job template 0nosuchtemplate doesn't exist.");
    assertThat(asof.run("jobs", "list", "--target", "template", "--format", "csv").out().lines())
        .hasSize(1);
  }

  @Test
  void theJobTemplateThatComesWithAsOfTakesAJob() throws IOException {
    String id =
        place.emr.template(
            Shared.json(
                Files.readString(Asof.checkout().resolve("conf/emr-eks/job-template.json"))));
    place.conf("template", template(id));

    Asof.Outcome outcome = submit("templated", "--target", "template", "--size", "large");
    assertThat(outcome.err()).isEmpty();
    String job = outcome.out().substring(4, 20);
    JsonNode started =
        place.emr.jobs().values().stream()
            .filter(one -> one.path("jobTemplateId").asText().equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(started.path("jobTemplateParameters").toString())
        .isEqualTo(
            "{\"Application\":\"s3://lake/asof/application/"
                + sha256("application")
                + ".jar\",\"Job\":\"s3://lake/asof/jobs/"
                + job
                + "/job.json\",\"Run\":\""
                + job
                + "\"}");
  }

  private static String template(String id) {
    return """
        type: emr-eks
        virtualClusterId: %s
        endpoint: %s
        folder: s3://lake/asof
        application: application.jar
        maxAttempts: 3
        tags: {team: research}
        template:
          id: %s
          parameters: {Application: '${asof.application}', Job: '${asof.job}', Run: '${asof.run}'}
        """
        .formatted(EmrContainersServer.CLUSTER, place.emr.uri(), id);
  }

  @Test
  void lakeFormationsClusterTakesFilesOfSqlAlone() throws IOException {
    place.conf("guarded", place.jobs(EmrContainersServer.GUARDED_CLUSTER));
    assertThat(submit("g", "--target", "guarded").err())
        .startsWith("error[job-refused]: Cannot use virtual cluster 0guardedcluster1234567890")
        .contains("security configuration 0securityconfiguration")
        .contains("or say jobs.access: lake-formation and submit files of SQL");

    place.conf(
        "formation", place.jobs(EmrContainersServer.GUARDED_CLUSTER) + "access: lake-formation\n");
    int callsBefore = place.emr.calls().size();
    Asof.Outcome refused = submit("g", "--target", "formation");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("error[job-refused]: Cannot run 'lake tags' in the virtual cluster of")
        .contains("Spark runs no Java code of others and writes nothing");
    assertThat(place.emr.calls()).hasSize(callsBefore);
  }

  @Test
  void aFileOfSqlGoesToTheSqlDriver() throws IOException {
    place.write("query.sql", "SELECT count(*) FROM daily_bars VERSION AS OF 'T1';\n");
    place.write("drop.sql", "DROP TABLE daily_bars");
    place.write(
        "conf/glue.yaml",
        """
        catalog: {type: glue}
        storage: {type: s3, warehouse: 's3://lake/warehouse', region: us-east-1}
        jobs:
        """
            + place.jobs(EmrContainersServer.GUARDED_CLUSTER).indent(2)
            + "  access: lake-formation\n");

    Asof.Outcome dry =
        asof.run(
            "submit", "--dry-run", "--target", "glue", "--", "lake", "sql", "--file", "query.sql");
    assertThat(dry.err()).isEmpty();
    JsonNode request = Shared.json(dry.out());
    assertThat(ServiceModel.emrContainers().problems("StartJobRunRequest", request)).isEmpty();
    assertThat(request.path("jobDriver").has("sparkSubmitJobDriver")).isFalse();
    assertThat(request.at("/jobDriver/sparkSqlJobDriver/entryPoint").textValue())
        .isEqualTo(
            "s3://lake/asof/files/"
                + sha256("SELECT count(*) FROM daily_bars VERSION AS OF 'T1';\n")
                + ".sql");
    JsonNode spark = request.at("/configurationOverrides/applicationConfiguration/0/properties");
    assertThat(spark.path("spark.sql.catalog.asof.catalog-impl").textValue())
        .isEqualTo("org.apache.iceberg.aws.glue.GlueCatalog");
    assertThat(spark.path("spark.sql.catalog.asof.io-impl").textValue())
        .isEqualTo("org.apache.iceberg.aws.s3.S3FileIO");
    assertThat(spark.path("spark.dynamicAllocation.enabled").textValue()).isEqualTo("true");

    assertThat(
            asof.run("submit", "--target", "glue", "--", "lake", "sql", "--file", "drop.sql").err())
        .startsWith("error[sql-invalid]: Cannot run this statement: lake sql only reads");
  }

  @Test
  void jobsAreListedShownCancelledAndTheirLogsRead() throws IOException {
    place.emr.run(request -> new ProcessBuilder("sleep", "60").start());
    Asof.Outcome submitted = submit("life");
    place.emr.runNothing();
    String id = submitted.out().substring(4, 20);
    String remote = remote(submitted);

    assertThat(asof.run("jobs", "status", id, "--format", "csv").out())
        .contains(id + ",test," + remote + ",PENDING");
    assertThat(asof.run("jobs", "status", remote, "--format", "csv").out()).contains("SUBMITTED");
    assertThat(asof.run("jobs", "logs", id).err()).contains("there is none yet");
    gzip(
        "logs/"
            + EmrContainersServer.CLUSTER
            + "/jobs/"
            + remote
            + "/containers/spark-1/spark-1-driver/stdout.gz",
        "from the driver\n");
    gzip(
        "logs/"
            + EmrContainersServer.CLUSTER
            + "/jobs/"
            + remote
            + "/containers/spark-1/spark-1-exec-1/stderr.gz",
        "from an executor\n");
    assertThat(asof.run("jobs", "logs", id).out())
        .isEqualTo("--- spark-1/spark-1-driver/stdout.gz\nfrom the driver\n");
    assertThat(asof.run("jobs", "logs", id, "--of", "executors").out())
        .contains("from an executor");

    Asof.Outcome cancelled = asof.run("jobs", "cancel", id);
    assertThat(cancelled.err()).isEmpty();
    assertThat(cancelled.out()).isEqualTo("Job " + id + ": CANCEL_PENDING\n");
    Asof.Outcome waited = asof.run("jobs", "status", id, "--wait");
    assertThat(waited.exitCode()).isEqualTo(4);
    assertThat(waited.err()).startsWith("error[job-failed]: Cannot finish job " + id);
    assertThat(asof.run("jobs", "cancel", id).out()).isEqualTo("Job " + id + ": CANCELLED\n");
    assertThat(asof.run("jobs", "cancel", "0000").err())
        .startsWith("error[job-missing]: Cannot find job 0000");

    Asof.Outcome ended = submit("ends meanwhile");
    String endedId = ended.out().substring(4, 20);
    asof.run("jobs", "status", endedId);
    asof.run("jobs", "status", endedId);
    // Described as RUNNING, and COMPLETED when it is to be cancelled.
    assertThat(asof.run("jobs", "cancel", endedId).out())
        .isEqualTo("Job " + endedId + ": COMPLETED\n");

    // The server's pages are of two jobs each.
    submit("life 2");
    submit("life 3");
    assertThat(
            asof.run("jobs", "list", "--all", "--limit", "1000", "--format", "csv").out().lines())
        .hasSize(1 + place.emr.jobs().size());
    assertThat(
            asof.run("jobs", "list", "--all", "--state", "cancelled", "--format", "csv")
                .out()
                .lines()
                .skip(1))
        .isNotEmpty()
        .allMatch(line -> line.contains(",CANCELLED,"));
  }

  @Test
  void ofLogsInCloudWatchTheCommandIsPrintedThatReadsThem() throws IOException {
    place.conf(
        "watch",
        place
            .jobs(EmrContainersServer.CLUSTER)
            .replace("{s3: s3://lake/logs}", "{cloudWatch: {group: /asof/jobs, prefix: asof}}"));
    Asof.Outcome submitted = submit("watched", "--target", "watch");

    String command =
        "The logs are in CloudWatch: aws logs tail /asof/jobs --region us-east-1"
            + " --log-stream-name-prefix asof/"
            + EmrContainersServer.CLUSTER
            + "/jobs/"
            + remote(submitted)
            + " --since 2026-01-02T12:00:00Z";
    String id = submitted.out().substring(4, 20);
    assertThat(asof.run("jobs", "logs", id).out()).isEqualTo(command + "\n");
    Asof.Outcome followed = asof.run("jobs", "logs", id, "--follow");
    assertThat(followed.exitCode()).isZero();
    assertThat(followed.out()).isEqualTo(command + " --follow\n");
  }

  private static String remote(Asof.Outcome submitted) {
    return submitted.out().replaceAll("(?s).*\\((\\d+)\\).*", "$1");
  }

  @Test
  void ofALogThatGrowsOnS3WhatIsNewIsPrintedAndAtLastWhatTheCommandLeft()
      throws IOException, InterruptedException {
    place.emr.run(
        request ->
            new ProcessBuilder("sh", "-c", "while [ ! -e ended ]; do sleep 0.05; done")
                .directory(folder.toFile())
                .start());
    Asof.Outcome submitted = submit("follow");
    place.emr.runNothing();
    String id = submitted.out().substring(4, 20);
    String pod = "spark-1/spark-1-driver/";
    String driver =
        "logs/" + EmrContainersServer.CLUSTER + "/jobs/" + remote(submitted) + "/containers/" + pod;
    String left = "asof/jobs/" + id + "/left/";
    try (AsofProcess follower =
        AsofProcess.start(
            folder,
            Map.of("AWS_ACCESS_KEY_ID", S3Bucket.KEY_ID, "AWS_SECRET_ACCESS_KEY", S3Bucket.SECRET),
            "jobs",
            "logs",
            id,
            "--follow")) {
      gzip(driver + "stdout.gz", "one\n");
      follower.awaitOut("one\n");
      gzip(driver + "stderr.gz", "Spark starts\nand works\n");
      follower.awaitOut("and works\n");
      gzip(driver + "stdout.gz", "one\ntwo\n");
      follower.awaitOut("two\n");
      gzip(driver + "stderr.gz", "Spark starts again\n");
      follower.awaitOut("again\n");
      place.bucket.put(left + "output.txt", "one\ntwo\nthree\n");
      place.bucket.put(left + "errors.txt", "warning: late\n");
      place.bucket.put(left + "outcome.json", "{\"exitCode\":0}\n");
      follower.awaitOut("late\n");
      place.write("ended", "");

      assertThat(follower.exitCode()).isZero();
      assertThat(follower.out())
          .isEqualTo(
              """
              --- %1$sstdout.gz
              one
              --- %1$sstderr.gz
              Spark starts
              and works
              --- %1$sstdout.gz
              two
              --- %1$sstderr.gz
              Spark starts again
              --- output of the command
              three
              --- errors of the command
              warning: late
              """
                  .formatted(pod));
      assertThat(follower.err())
          .isEqualTo(
              "warning: another "
                  + pod
                  + "stderr.gz has taken the place of the one that was printed; it follows from"
                  + " its beginning\n");
    }
    assertThat(asof.run("jobs", "logs", id, "-f"))
        .isEqualTo(new Asof.Outcome(0, "one\ntwo\nthree\nwarning: late\n", ""));
  }

  @Test
  void aTargetThatKeepsNoLogsIsFollowedForWhatTheCommandLeaves() throws IOException {
    place.conf(
        "unlogged",
        place.jobs(EmrContainersServer.CLUSTER).replace("logs: {s3: s3://lake/logs}\n", ""));
    place.emr.endIn("FAILED");
    String id = submit("unlogged", "--target", "unlogged").out().substring(4, 20);

    Asof.Outcome driver = asof.run("jobs", "logs", id, "-f", "--of", "driver");
    assertThat(driver.exitCode()).isEqualTo(3);
    assertThat(driver.err()).contains("its target keeps none (key jobs.logs of its file)");
    assertThat(asof.run("jobs", "logs", id, "-f"))
        .isEqualTo(
            new Asof.Outcome(
                0,
                "",
                "warning: job "
                    + id
                    + " has ended and there is no log of it yet, or its target keeps none (key"
                    + " jobs.logs of its file)\n"));
  }

  private static void gzip(String key, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    place.bucket.put(key, bytes.toByteArray());
  }

  @Test
  void aJobThatFailsWithoutAWordSaysWhy() throws IOException {
    place.emr.endIn("FAILED");
    Asof.Outcome outcome = submit("dies", "--wait");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err())
        .contains(
            "it is FAILED (USER_ERROR (the command or its settings; see asof jobs logs);"
                + " Driver pod exited with a non-zero code.)");
  }

  /** Everything that was printed, kept or sent, but for the signature of requests. */
  @Test
  void noCredentialIsPrintedKeptOrSent() throws IOException {
    submit("canary", "--wait");
    submit("canary", "--dry-run");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(S3Bucket.SECRET);
      }
    }
    assertThat(place.emr.jobs().toString()).doesNotContain(S3Bucket.SECRET, S3Bucket.KEY_ID);
    place.emr.next(Fault.EXPIRED_TOKEN);
    assertThat(submit("canary 2").toString()).doesNotContain(S3Bucket.SECRET, S3Bucket.KEY_ID);
    System.clearProperty("aws.secretAccessKey");
    System.clearProperty("aws.accessKeyId");
    try {
      Asof.Outcome none = submit("canary 3");
      assertThat(none.err())
          .startsWith("error[access-denied]: ")
          .contains("there are no credentials");
    } finally {
      System.setProperty("aws.accessKeyId", S3Bucket.KEY_ID);
      System.setProperty("aws.secretAccessKey", S3Bucket.SECRET);
    }
  }
}
