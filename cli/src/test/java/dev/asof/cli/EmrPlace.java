package dev.asof.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.servers.EmrContainersServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A place with S3 and EMR on EKS whose jobs run as processes, as a driver's pod would run them:
 * with the class, the arguments and nothing else of the request, and credentials from the
 * environment.
 */
final class EmrPlace implements AutoCloseable {
  static final String REGION = "us-east-1";

  final S3Bucket bucket = new S3Bucket();
  final EmrContainersServer emr = EmrContainersServer.start(S3Bucket.KEY_ID, REGION);
  final Path folder;
  final Asof asof;

  EmrPlace(Path folder) {
    this.folder = folder;
    this.asof = new Asof(folder, Map.of("ASOF_TARGET", "test"));
    // AWS's chain asks the properties of Java before the environment.
    System.setProperty("aws.accessKeyId", S3Bucket.KEY_ID);
    System.setProperty("aws.secretAccessKey", S3Bucket.SECRET);
    write("application.jar", "application");
    conf("test", jobs(EmrContainersServer.CLUSTER));
  }

  void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file of a target. */
  void conf(String name, String jobs) {
    write(
        "conf/" + name + ".yaml",
        """
        catalog: {type: jdbc, uri: 'jdbc:sqlite:%s'}
        storage:
          type: s3
          warehouse: s3://lake/warehouse
          region: %s
          endpoint: %s
          pathStyle: true
        jobs:
        %s
        """
            .formatted(
                folder.resolve("lake.db"),
                REGION,
                bucket.endpoint(),
                jobs.indent(2).stripTrailing()));
  }

  /** The least that a target says. */
  String jobs(String cluster) {
    return """
        type: emr-eks
        virtualClusterId: %s
        endpoint: %s
        folder: s3://lake/asof
        executionRoleArn: arn:aws:iam::111122223333:role/asof-job
        releaseLabel: emr-spark-8.1.0-latest
        application: application.jar
        pollSeconds: 0.05
        timeoutSeconds: 2
        logs: {s3: s3://lake/logs}
        sizes:
          small:
            driver: {cores: 1, memory: 1g}
            executor: {cores: 1, memory: 1g}
          medium:
            driver: {nodeGroup: drivers, cores: 2, memory: 6g}
            executor: {nodeGroup: workers, cores: 4, memory: 12g, min: 2, initial: 4, max: 16}
          large:
            driver: {cores: 4, memory: 12g}
            executor: {cores: 4, memory: 24g, max: 100}
        """
        .formatted(cluster, emr.uri());
  }

  /** Starts the driver of a job. */
  Process drive(JsonNode request) throws IOException {
    JsonNode driver = request.path("jobDriver").path("sparkSubmitJobDriver");
    String[] parameters = driver.path("sparkSubmitParameters").textValue().split(" ");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("asof.jvmModules").split(" ")));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path")));
    command.add(parameters[1]);
    driver.path("entryPointArguments").forEach(argument -> command.add(argument.textValue()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder.resolve("pod")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("driver.log").toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", S3Bucket.KEY_ID);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", S3Bucket.SECRET);
    return builder.start();
  }

  @Override
  public void close() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    emr.close();
    bucket.close();
  }
}
