package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.servers.ServiceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the key {@code jobs} of a target's file may say, and what is said about a mistake. */
class JobsFileTest {
  private static final String FILE =
      """
      catalog: {type: glue}
      storage: {type: s3, warehouse: s3://lake/wh, region: eu-west-1}
      jobs:
        type: emr-eks
        virtualClusterId: 0abc
        folder: s3://lake/asof
        executionRoleArn: arn:aws:iam::111122223333:role/asof-job
        releaseLabel: emr-spark-8.1.0-latest
        application: local:///opt/asof.jar
        sizes:
          small: {driver: {cores: 1, memory: 1g}, executor: {cores: 1, memory: 1g}}
          medium: {driver: {cores: 2, memory: 6g}, executor: {cores: 4, memory: 12g, min: 2, max: 9}}
          large: {driver: {cores: 4, memory: 12g}, executor: {cores: 4, memory: 24g, max: 100}}
      """;

  @TempDir private Path folder;

  private Asof.Outcome dryRun(String file, String... more) throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf").resolve("t.yaml"), file);
    return new Asof(folder)
        .run(
            Stream.concat(
                    Stream.of("submit", "--dry-run", "--target", "t"),
                    Stream.concat(Stream.of(more), Stream.of("--", "lake", "tags")))
                .toArray(String[]::new));
  }

  /** A line is put in the place of one that begins with the same key, or at the end. */
  private static String with(String line) {
    String key = line.substring(0, line.indexOf(':') + 1);
    return FILE.contains("\n  " + key)
        ? FILE.replaceAll("(?m)^  " + key + ".*$", Matcher.quoteReplacement("  " + line))
        : FILE + "  " + line + "\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "virtualClusterId: 0ABC|line 5, key jobs.virtualClusterId: Invalid virtual cluster '0ABC':"
            + " expected lower-case letters and digits",
        "executionRoleArn: asof|line 7, key jobs.executionRoleArn: Invalid role 'asof': it has 4"
            + " characters, expected 20 to 2048",
        "executionRoleArn: arn:aws:iam::1:role/asof-the-job|line 7, key jobs.executionRoleArn:"
            + " Invalid role 'arn:aws:iam::1:role/asof-the-job': expected an ARN such as"
            + " arn:aws:iam::111122223333:role/NAME",
        "releaseLabel: emr 8|line 8, key jobs.releaseLabel: Invalid release 'emr 8': expected a"
            + " label such as emr-spark-8.1.0-latest",
        "folder: /asof|line 6, key jobs.folder: '/asof' is not valid; expected s3://BUCKET/PREFIX",
        "type: emr|line 4, key jobs.type: 'emr' is not valid; expected local or emr-eks",
        "maxAttempts: 0|line 14, key jobs.maxAttempts: '0' is not valid; expected a whole number"
            + " from 1 to 100",
        "queue: root|line 14, key jobs.queue: unknown key; expected one of type,",
        "tags: {aws:x: y}|line 14, key jobs.tags.aws:x: Invalid tag 'aws:x': expected a text that"
            + " does not begin with aws:",
        "labels: {team: a b}|line 14, key jobs.labels.team: 'a b' can't be a label's value",
        "placement: {architecture: x86}|line 14, key jobs.placement.architecture: 'x86' is not"
            + " valid; expected arm64 (Graviton) or amd64",
        "placement: {driverGroup: x}|line 14, key jobs.placement.driverGroup: unknown key",
        "logs: {s3: logs}|line 14, key jobs.logs.s3: Invalid location 'logs': expected"
            + " s3://BUCKET/PREFIX",
        "logs: {cloudWatch: {prefix: a}}|key jobs.logs.cloudWatch.group is missing",
        "logs: {rotation: {size: big}}|line 14, key jobs.logs.rotation.size: Invalid size 'big':"
            + " expected a size such as 100MB",
        "logs: {rotation: {size: 2KB, files: 51}}|line 14, key jobs.logs.rotation.files: '51' is not"
            + " valid; expected a whole number from 1 to 50",
        "logs: {managed: {key: alias/a}}|line 14, key jobs.logs.managed.key: Invalid key 'alias/a':"
            + " expected an ARN such as arn:aws:kms:eu-west-1:111122223333:key/ID",
        "yunikorn: {gang: {style: soft}}|key jobs.yunikorn.queue is missing",
        "yunikorn: {queue: root.a, gang: {style: firm}}|line 14, key jobs.yunikorn.gang.style:"
            + " 'firm' is not valid; expected hard or soft",
        "verticalAutoscaling: {mode: on}|line 14, key jobs.verticalAutoscaling.mode: 'on' is not"
            + " valid; expected off, initial or auto",
        "verticalAutoscaling: {scale: {disk: 1}}|line 14, key jobs.verticalAutoscaling.scale.disk:"
            + " unknown key; expected one of memory, memory.min, memory.max, cpu, cpu.min, cpu.max",
        "sparkConf: {spark.executor.memory: 1g}|line 14, key jobs.sparkConf.spark.executor.memory:"
            + " key jobs.sizes decides that",
        "sparkConf: {spark.hadoop.fs.s3a.secret.key: canary}|line 14, key"
            + " jobs.sparkConf.spark.hadoop.fs.s3a.secret.key: a secret may not stand in a request",
        "access: lakeformation|line 14, key jobs.access: 'lakeformation' is not valid; expected iam"
            + " or lake-formation",
        "sizes: {small: {}}|key jobs.sizes.small.driver is missing",
        "template: {id: 0a, parameters: {a: b}}|line 7, key jobs.executionRoleArn: unknown key",
      })
  void aMistakeNamesFileLineAndKey(String line, String problem) throws IOException {
    String file =
        line.startsWith("sizes")
            ? FILE.substring(0, FILE.indexOf("  sizes:")) + "  " + line + "\n"
            : with(line);
    Asof.Outcome outcome = dryRun(file);

    assertThat(outcome.err())
        .startsWith("error[definition-invalid]: Invalid definition conf/t.yaml")
        .contains(problem)
        .doesNotContain("canary");
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsTooLongForTheServiceNamesTheKeyThatMakesIt() throws IOException {
    assertThat(dryRun(with("application: s3://lake/" + "a".repeat(250) + ".jar")).err())
        .contains(
            "line 9, key jobs.application: Invalid entry point: it has 264 characters,"
                + " expected 1 to 256");
    Files.writeString(folder.resolve("a.jar"), "");
    assertThat(
            dryRun(
                    with("application: a.jar")
                        .replace("s3://lake/asof", "s3://lake/" + "a".repeat(200)))
                .err())
        .contains(
            "Invalid definition conf/t.yaml, key jobs.application: Invalid entry point: it"
                + " has 291 characters, expected 1 to 256");
    StringBuilder many = new StringBuilder("sparkConf:\n");
    for (int index = 0; index < 100; index++) {
      many.append("    spark.a").append(index).append(": b\n");
    }
    assertThat(dryRun(FILE + "  " + many).err())
        .contains(
            "key jobs.sparkConf: the job has 108 settings of Spark, and the service takes 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "medium", "large"})
  void theFileThatComesWithAsOfMakesARequestThatTheServiceTakes(String size) throws IOException {
    String shipped = Files.readString(Asof.checkout().resolve("conf").resolve("emr-eks.yaml"));
    // Everything that stands there as a comment is said as well, but for the template.
    String all =
        shipped
            .replaceAll(
                "(?m)^  # (application|  queue|yunikorn|eventLog|verticalAutoscaling)", "  $1")
            .replaceAll("(?m)^  #   (queue|gang|mode|signature|scale):", "    $1:")
            .replaceAll("(?m)^    # (cloudWatch|managed):", "    $1:")
            .replace("key/ID", "key/0a1b");
    assertThat(all).isNotEqualTo(shipped);
    Asof.Outcome outcome = dryRun(all, "--size", size);

    assertThat(outcome.err()).isEmpty();
    JsonNode request = Shared.json(outcome.out());
    assertThat(ServiceModel.emrContainers().problems("StartJobRunRequest", request)).isEmpty();
    assertThat(request.at("/configurationOverrides/monitoringConfiguration/managedLogs").toString())
        .isEqualTo(
            "{\"allowAWSToRetainLogs\":\"ENABLED\",\"encryptionKeyArn\":"
                + "\"arn:aws:kms:eu-west-1:111122223333:key/0a1b\"}");
    JsonNode spark = request.at("/configurationOverrides/applicationConfiguration/0/properties");
    assertThat(spark.path("spark.eventLog.dir").textValue()).isEqualTo("s3://my-lake/spark-events");
    assertThat(spark.path("spark.kubernetes.driver.label.queue").textValue())
        .isEqualTo("root.research");
    assertThat(
            spark
                .path(
                    "spark.kubernetes.driver.annotation.emr-containers.amazonaws.com/dynamic.sizing.scale.memory.max")
                .textValue())
        .isEqualTo("24G");
  }

  @Test
  void theFileThatComesWithAsOfTakesFilesOfSqlUnderLakeFormation() throws IOException {
    String shipped = Files.readString(Asof.checkout().resolve("conf").resolve("emr-eks.yaml"));
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        folder.resolve("conf").resolve("t.yaml"),
        shipped.replace("\n  access: iam\n", "\n  access: lake-formation\n"));
    Files.writeString(folder.resolve("query.sql"), "SELECT 1");

    Asof.Outcome outcome =
        new Asof(folder)
            .run(
                "submit", "--dry-run", "--target", "t", "--", "lake", "sql", "--file", "query.sql");

    assertThat(outcome.err()).isEmpty();
    JsonNode request = Shared.json(outcome.out());
    assertThat(ServiceModel.emrContainers().problems("StartJobRunRequest", request)).isEmpty();
    assertThat(request.at("/jobDriver/sparkSqlJobDriver").has("sparkSqlParameters")).isFalse();
  }

  @Test
  void aJarThatTheImageLacksIsRefusedUnderLakeFormation() throws IOException {
    assertThat(
            dryRun(
                    with("jars: ['local:///a.jar', 's3://lake/b.jar']")
                        + "  access: lake-formation\n")
                .err())
        .contains(
            "key jobs.jars: where access is lake-formation, Spark takes no jar that the image lacks,"
                + " such as s3://lake/b.jar");
  }

  /** Figures by hand: 6 GiB + 10 % = 6,758 MiB; 12 GiB + 10 % = 13,516 MiB. */
  @Test
  void aGangAsksForWhatItsPodsWillAskFor() throws IOException {
    Asof.Outcome outcome =
        dryRun(
            with("yunikorn: {queue: root.a, gang: {style: hard, timeoutSeconds: 30}}")
                + "  placement: {architecture: arm64, executorCapacity: SPOT}\n",
            "--size",
            "medium");
    JsonNode spark =
        Shared.json(outcome.out())
            .at("/configurationOverrides/applicationConfiguration/0/properties");
    String driver = "spark.kubernetes.driver.annotation.yunikorn.apache.org/";

    assertThat(spark.path(driver + "task-groups").textValue())
        .isEqualTo(
            "[{\"name\":\"spark-driver\",\"minMember\":1,\"minResource\":{\"cpu\":\"2\","
                + "\"memory\":\"6758Mi\"},\"nodeSelector\":{\"kubernetes.io/arch\":\"arm64\"}},"
                + "{\"name\":\"spark-executor\",\"minMember\":2,\"minResource\":{\"cpu\":\"4\","
                + "\"memory\":\"13516Mi\"},\"nodeSelector\":{"
                + "\"eks.amazonaws.com/capacityType\":\"SPOT\",\"kubernetes.io/arch\":\"arm64\"}}]");
    assertThat(spark.path(driver + "schedulingPolicyParameters").textValue())
        .isEqualTo("placeholderTimeoutInSeconds=30 gangSchedulingStyle=Hard");
    assertThat(
            spark
                .path("spark.kubernetes.executor.annotation.yunikorn.apache.org/task-group-name")
                .textValue())
        .isEqualTo("spark-executor");
  }

  @Test
  void aTemplateGetsItsParametersAndNothingThatItSaysItself() throws IOException {
    String file =
        FILE.substring(0, FILE.indexOf("  executionRoleArn"))
            + "  template:\n    id: 0tpl\n    parameters: {Job: '${asof.job}', Size: '${asof.size}'}\n";
    Files.writeString(folder.resolve("a.jar"), "");
    Asof.Outcome outcome =
        dryRun(
            file.replace("template:", "application: local:///a.jar\n  template:"),
            "--size",
            "large");

    assertThat(outcome.err()).isEmpty();
    JsonNode request = Shared.json(outcome.out());
    assertThat(ServiceModel.emrContainers().problems("StartJobRunRequest", request)).isEmpty();
    assertThat(request.path("jobTemplateId").textValue()).isEqualTo("0tpl");
    String token = request.path("clientToken").textValue();
    assertThat(request.path("jobTemplateParameters").toString())
        .isEqualTo(
            "{\"Job\":\"s3://lake/asof/jobs/"
                + token.substring(0, 16)
                + "/job.json\",\"Size\":\"large\"}");
    assertThat(request.has("jobDriver")).isFalse();
    assertThat(request.has("executionRoleArn")).isFalse();
  }
}
