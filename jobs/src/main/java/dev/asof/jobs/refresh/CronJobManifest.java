package dev.asof.jobs.refresh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Kubernetes needs to run a refresh: a ConfigMap with its file and the place's, and a CronJob
 * (batch/v1) that runs {@code asof refresh run} at its times. Days on which the calendar has no
 * session start a pod that finds nothing due and ends.
 *
 * @param plan the refresh
 * @param refreshText its file
 * @param placeText the file of the place
 * @param image image that holds AsOf
 * @param namespace of both objects
 * @param serviceAccount under which it runs, for example with an IAM role
 * @param secret whose entries become environment variables, where there is one
 * @param cpu cores, as Kubernetes writes them
 * @param memory as Kubernetes writes it
 */
public record CronJobManifest(
    RefreshPlan plan,
    String refreshText,
    String placeText,
    String image,
    String namespace,
    String serviceAccount,
    Optional<String> secret,
    String cpu,
    String memory) {
  private static final String CONFIGURATION = "/etc/asof";
  private static final String HOME = "/var/lib/asof";

  /** A CronJob's name may have 52 characters: eleven more name its jobs. */
  private static final int LONGEST_NAME = 52;

  private static final int LATE_SECONDS = 3600;
  private static final int KEPT_JOBS = 3;
  private static final int USER = 999;

  /** Checks that everything is there. */
  public CronJobManifest {
    Objects.requireNonNull(plan);
    Objects.requireNonNull(secret);
    for (String text : List.of(image, namespace, serviceAccount, cpu, memory)) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("Invalid manifest: a value is blank");
      }
    }
  }

  /** The objects as maps, in the order in which they are applied. */
  public List<Map<String, Object>> objects() {
    return List.of(configMap(), cronJob());
  }

  /** The name of both: lower case, with hyphens for what a name can't have. */
  String name() {
    String name = ("asof-" + plan.name()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return cut.replaceAll("-+$", "");
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name());
    metadata.put("namespace", namespace);
    metadata.put("labels", labels());
    return metadata;
  }

  private Map<String, Object> labels() {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", "asof");
    labels.put("app.kubernetes.io/component", "refresh");
    labels.put("app.kubernetes.io/instance", name());
    return labels;
  }

  private Map<String, Object> configMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("apiVersion", "v1");
    map.put("kind", "ConfigMap");
    map.put("metadata", metadata());
    map.put("data", ordered("refresh.yaml", refreshText, "place.yaml", placeText));
    return map;
  }

  private Map<String, Object> cronJob() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("schedule", plan.schedule().cron());
    spec.put("timeZone", plan.schedule().zone().getId());
    // The lease keeps two apart as well; this spares the second pod.
    spec.put("concurrencyPolicy", "Forbid");
    spec.put("startingDeadlineSeconds", LATE_SECONDS);
    spec.put("successfulJobsHistoryLimit", KEPT_JOBS);
    spec.put("failedJobsHistoryLimit", KEPT_JOBS);
    spec.put("jobTemplate", ordered("spec", jobSpec()));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("apiVersion", "batch/v1");
    map.put("kind", "CronJob");
    map.put("metadata", metadata());
    map.put("spec", spec);
    return map;
  }

  private Map<String, Object> jobSpec() {
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("serviceAccountName", serviceAccount);
    pod.put("restartPolicy", "Never");
    pod.put("securityContext", ordered("runAsNonRoot", true, "runAsUser", USER, "fsGroup", USER));
    pod.put("containers", List.of(container()));
    pod.put(
        "volumes",
        List.of(
            ordered("name", "configuration", "configMap", ordered("name", name())),
            ordered("name", "home", "emptyDir", Map.of())));
    Map<String, Object> spec = new LinkedHashMap<>();
    // What failed is tried again by the next run; a pod that died is replaced twice.
    spec.put("backoffLimit", 2);
    spec.put("template", ordered("metadata", ordered("labels", labels()), "spec", pod));
    return spec;
  }

  private Map<String, Object> container() {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", "refresh");
    container.put("image", image);
    container.put(
        "args",
        List.of(
            "refresh",
            "run",
            CONFIGURATION + "/refresh.yaml",
            "--conf",
            CONFIGURATION + "/place.yaml",
            "--home",
            HOME));
    container.put(
        "env",
        List.of(
            ordered("name", "ASOF_LOG", "value", "json"),
            ordered(
                "name",
                "ASOF_RUN",
                "valueFrom",
                ordered("fieldRef", ordered("fieldPath", "metadata.name")))));
    secret.ifPresent(
        name -> container.put("envFrom", List.of(ordered("secretRef", ordered("name", name)))));
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("requests", ordered("cpu", cpu, "memory", memory));
    resources.put("limits", ordered("memory", memory));
    container.put("resources", resources);
    container.put(
        "securityContext",
        ordered(
            "allowPrivilegeEscalation", false, "capabilities", ordered("drop", List.of("ALL"))));
    container.put(
        "volumeMounts",
        List.of(
            ordered("name", "configuration", "mountPath", CONFIGURATION, "readOnly", true),
            ordered("name", "home", "mountPath", HOME)));
    return container;
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    List<Object> list = new ArrayList<>(List.of(pairs));
    for (int n = 0; n < list.size(); n += 2) {
      map.put((String) list.get(n), list.get(n + 1));
    }
    return map;
  }
}
