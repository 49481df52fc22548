package dev.asof.jobs.submit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What Spark is told for a job of a size, in Spark's and EMR's own keys. */
final class SparkSettings {
  private static final String DRIVER = "spark.kubernetes.driver.";
  private static final String EXECUTOR = "spark.kubernetes.executor.";
  private static final String ARCHITECTURE = "kubernetes.io/arch";
  private static final String SIZING = "emr-containers.amazonaws.com/dynamic.sizing";
  private static final String YUNIKORN = "yunikorn.apache.org/";
  private static final String DRIVER_GROUP = "spark-driver";
  private static final String EXECUTOR_GROUP = "spark-executor";

  private final Map<String, String> properties = new TreeMap<>();
  private final EmrEksSettings.Release release;
  private final EmrEksSettings.Size size;

  private SparkSettings(EmrEksSettings.Release release, EmrEksSettings.Size size) {
    this.release = release;
    this.size = size;
  }

  /**
   * The settings.
   *
   * @param name what the job is called
   * @param templates where pod templates lie, by the place they were named by in the file
   */
  static Map<String, String> of(
      EmrEksSettings.Release release, JobSize jobSize, String name, Map<String, String> templates) {
    SparkSettings settings = new SparkSettings(release, release.sizes().get(jobSize));
    settings.addPods();
    settings.addExecutors();
    settings.addPlacement(templates);
    settings.addLabels();
    release
        .eventLog()
        .ifPresent(
            folder -> {
              settings.properties.put("spark.eventLog.enabled", "true");
              settings.properties.put("spark.eventLog.dir", folder);
            });
    release.vertical().ifPresent(vertical -> settings.addSizing(vertical, name));
    release.scheduling().ifPresent(settings::addQueue);
    settings.properties.putAll(release.sparkConf());
    return settings.properties;
  }

  private void addPods() {
    properties.put("spark.driver.cores", Integer.toString(size.driver().cores()));
    properties.put("spark.driver.memory", size.driver().memoryMib() + "m");
    properties.put("spark.executor.cores", Integer.toString(size.executor().cores()));
    properties.put("spark.executor.memory", size.executor().memoryMib() + "m");
  }

  private void addExecutors() {
    EmrEksSettings.Executors executors = size.executors();
    properties.put("spark.executor.instances", Integer.toString(executors.first()));
    // Lake Formation's jobs can't do without dynamic allocation.
    boolean dynamic =
        !executors.isFixed() || release.access() == EmrEksSettings.Access.LAKE_FORMATION;
    properties.put("spark.dynamicAllocation.enabled", Boolean.toString(dynamic));
    if (dynamic) {
      // No shuffle service outlives an executor on Kubernetes.
      properties.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
      properties.put("spark.dynamicAllocation.minExecutors", Integer.toString(executors.least()));
      properties.put(
          "spark.dynamicAllocation.initialExecutors", Integer.toString(executors.first()));
      properties.put("spark.dynamicAllocation.maxExecutors", Integer.toString(executors.most()));
    }
  }

  private void addPlacement(Map<String, String> templates) {
    EmrEksSettings.Placement placement = release.placement();
    placement
        .architecture()
        .ifPresent(
            value -> properties.put("spark.kubernetes.node.selector." + ARCHITECTURE, value));
    size.driverGroup()
        .ifPresent(
            group -> properties.put(DRIVER + "node.selector." + placement.groupLabel(), group));
    size.executorGroup()
        .ifPresent(
            group -> properties.put(EXECUTOR + "node.selector." + placement.groupLabel(), group));
    placement
        .driverCapacity()
        .ifPresent(
            value -> properties.put(DRIVER + "node.selector." + placement.capacityLabel(), value));
    placement
        .executorCapacity()
        .ifPresent(
            value ->
                properties.put(EXECUTOR + "node.selector." + placement.capacityLabel(), value));
    placement
        .driverTemplate()
        .ifPresent(named -> properties.put(DRIVER + "podTemplateFile", templates.get(named)));
    placement
        .executorTemplate()
        .ifPresent(named -> properties.put(EXECUTOR + "podTemplateFile", templates.get(named)));
  }

  private void addLabels() {
    release
        .labels()
        .forEach(
            (key, value) -> {
              properties.put(DRIVER + "label." + key, value);
              properties.put(EXECUTOR + "label." + key, value);
            });
  }

  private void addSizing(EmrEksSettings.VerticalAutoscaling vertical, String name) {
    // One page of AWS's documentation has the switch as a label, another as an annotation.
    properties.put(DRIVER + "label." + SIZING, "true");
    properties.put(DRIVER + "annotation." + SIZING, "true");
    properties.put(
        DRIVER + "annotation." + SIZING + ".signature", vertical.signature().orElse(name));
    properties.put(DRIVER + "annotation." + SIZING + ".mode", vertical.mode().text());
    vertical
        .scale()
        .forEach(
            (key, value) ->
                properties.put(DRIVER + "annotation." + SIZING + ".scale." + key, value));
  }

  private void addQueue(EmrEksSettings.YuniKorn yunikorn) {
    properties.put("spark.kubernetes.scheduler.name", "yunikorn");
    for (String pod : new String[] {DRIVER, EXECUTOR}) {
      properties.put(pod + "label.queue", yunikorn.queue());
      properties.put(pod + "annotation." + YUNIKORN + "app-id", "{{APP_ID}}");
    }
    yunikorn.gang().ifPresent(this::addGang);
  }

  private void addGang(EmrEksSettings.Gang gang) {
    properties.put(DRIVER + "annotation." + YUNIKORN + "task-group-name", DRIVER_GROUP);
    properties.put(EXECUTOR + "annotation." + YUNIKORN + "task-group-name", EXECUTOR_GROUP);
    ArrayNode groups = JsonNodeFactory.instance.arrayNode();
    groups.add(group(DRIVER_GROUP, 1, size.driver(), DRIVER));
    groups.add(
        group(EXECUTOR_GROUP, Math.max(1, size.executors().first()), size.executor(), EXECUTOR));
    properties.put(DRIVER + "annotation." + YUNIKORN + "task-groups", groups.toString());
    properties.put(
        DRIVER + "annotation." + YUNIKORN + "schedulingPolicyParameters",
        "placeholderTimeoutInSeconds="
            + gang.timeoutSeconds()
            + " gangSchedulingStyle="
            + gang.style().text());
  }

  /** Pods that hold the place of a job's must ask for the same machines as the job's do. */
  private ObjectNode group(String name, int members, EmrEksSettings.Pod pod, String prefix) {
    ObjectNode group = JsonNodeFactory.instance.objectNode();
    group.put("name", name);
    group.put("minMember", members);
    group
        .putObject("minResource")
        .put("cpu", Integer.toString(pod.cores()))
        .put("memory", pod.totalMib() + "Mi");
    Map<String, String> selectors = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          for (String start : new String[] {"spark.kubernetes.", prefix}) {
            String selector = start + "node.selector.";
            if (key.startsWith(selector)) {
              selectors.put(key.substring(selector.length()), value);
            }
          }
        });
    if (!selectors.isEmpty()) {
      ObjectNode node = group.putObject("nodeSelector");
      selectors.forEach(node::put);
    }
    return group;
  }
}
