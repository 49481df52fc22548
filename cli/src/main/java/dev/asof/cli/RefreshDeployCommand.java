package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.refresh.CronJobManifest;
import dev.asof.jobs.refresh.RefreshPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof refresh deploy}. */
@Command(
    name = "deploy",
    description = {
      "Write what makes another machine run a refresh.",
      "",
      "cronjob: a ConfigMap and a Kubernetes CronJob; apply them by kubectl apply -f FILE."
    })
final class RefreshDeployCommand implements Runnable {
  private final Surroundings surroundings;

  private enum Target {
    CRONJOB
  }

  @Parameters(paramLabel = "FILE", description = "The file of the refresh.")
  private Path file;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TARGET",
      description = "What to write for: ${COMPLETION-CANDIDATES}.")
  private Target target;

  @Option(
      names = "--conf",
      required = true,
      paramLabel = "FILE",
      description = "The place of the lake there, such as conf/emr-eks.yaml.")
  private Path conf;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      description = "The image that holds AsOf, with its tag or digest.")
  private String image;

  @Option(names = "--namespace", paramLabel = "NAME", description = "Default: asof.")
  private String namespace = "asof";

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      description = "Under which it runs. Default: asof-refresh.")
  private String serviceAccount = "asof-refresh";

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description =
          "A Secret whose entries become environment variables, which the place's file refers to.")
  private String secret;

  @Option(names = "--cpu", paramLabel = "CORES", description = "Default: 2.")
  private String cpu = "2";

  @Option(names = "--memory", paramLabel = "SIZE", description = "Default: 4Gi.")
  private String memory = "4Gi";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it is written. Default: printed.")
  private Path out;

  RefreshDeployCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    String name = surroundings.display(file);
    Path path = surroundings.resolve(file);
    RefreshPlan plan = RefreshFiles.reader(surroundings).read(name, path);
    String place = surroundings.display(conf);
    String placeText = RefreshReader.text(place, surroundings.resolve(conf));
    refuseEmbedded(YamlDocument.parse(place, placeText).map());
    CronJobManifest manifest =
        new CronJobManifest(
            plan,
            RefreshReader.text(name, path),
            placeText,
            image,
            namespace,
            serviceAccount,
            Optional.ofNullable(secret),
            cpu,
            memory);
    write(yaml(manifest));
  }

  /** Its values may refer to variables that are only there: no more of it is read here. */
  private static void refuseEmbedded(YamlMap place) {
    YamlMap catalog = place.map("catalog").orElseThrow(() -> place.missing("catalog"));
    if (catalog.text("type").equals("embedded")) {
      throw catalog.invalid("type", "an embedded lake would be gone with its pod");
    }
  }

  private static String yaml(CronJobManifest manifest) {
    Dump dump =
        new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .setWidth(100)
                .build());
    Iterator<Map<String, Object>> objects = manifest.objects().iterator();
    return dump.dumpAllToString(objects);
  }

  private void write(String yaml) {
    if (out == null) {
      surroundings.out().print(yaml);
      return;
    }
    try {
      Files.writeString(surroundings.resolve(out), yaml, StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot write " + surroundings.display(out) + ": it must be a file that can be written",
          unwritable);
    }
    surroundings.out().println("Written: " + surroundings.display(out));
  }
}
