package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.Lake;
import dev.asof.engine.Simulator;
import dev.asof.jobs.sweep.SparkWorkers;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which Spark runs scenarios, if any. */
final class SparkOption {
  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Runs the scenarios on Spark: local[N], spark://HOST:PORT, k8s://URL, yarn, or session "
              + "for the one that spark-submit or EMR started this process with.")
  private String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark; repeatable. For example spark.executor.memory=4g.")
  private List<String> settings = new ArrayList<>();

  /**
   * The cluster to run on; empty for threads of this process.
   *
   * @param strategies whose jars go along
   * @param files sent to every executor
   * @param events executors log as this process does
   */
  Optional<SparkWorkers.Cluster> cluster(
      StrategyPlugins strategies, List<Path> files, EventLog events) {
    if (master == null) {
      if (!settings.isEmpty()) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --spark-conf " + settings.get(0) + ": it needs --spark");
      }
      return Optional.empty();
    }
    Map<String, String> parsed = new LinkedHashMap<>();
    events.variables().forEach((name, value) -> parsed.put("spark.executorEnv." + name, value));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --spark-conf "
                + setting
                + ": expected KEY=VALUE, such as spark.executor.memory=4g");
      }
      parsed.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return Optional.of(new SparkWorkers.Cluster(master, parsed, jars(strategies), files));
  }

  /** What a plain Spark lacks to run scenarios: AsOf's own jars, and those that they need. */
  private static List<Path> jars(StrategyPlugins strategies) {
    List<Class<?>> needed =
        new ArrayList<>(
            List.of(
                Bars.class,
                Simulator.class,
                Lake.class,
                SparkWorkers.class,
                SparkOption.class,
                org.apache.commons.math3.special.Erf.class,
                org.snakeyaml.engine.v2.api.LoadSettings.class,
                org.apache.iceberg.Table.class,
                software.amazon.awssdk.services.s3.S3Client.class,
                org.sqlite.JDBC.class));
    for (StrategyFactory strategy : strategies.all()) {
      needed.add(strategy.getClass());
    }
    Set<Path> jars = new LinkedHashSet<>();
    for (Class<?> type : needed) {
      jarOf(type).ifPresent(jars::add);
    }
    return List.copyOf(jars);
  }

  private static Optional<Path> jarOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return Optional.ofNullable(source == null ? null : Path.of(source.getLocation().toURI()))
          .filter(Files::isRegularFile);
    } catch (URISyntaxException unusual) {
      return Optional.empty();
    }
  }
}
