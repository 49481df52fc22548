package dev.asof.jobs.submit;

import dev.asof.catalog.PlaceStorage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How jobs run on EMR on EKS, as the key {@code jobs} of a target's file says it. Every text is
 * within the service's limits.
 *
 * @param file the file, for messages
 * @param virtualClusterId where jobs run
 * @param endpoint another address of the service than AWS's
 * @param region of the service
 * @param storage endpoint, region and credentials of the store that {@code folder} lies in
 * @param folder {@code s3://BUCKET/PREFIX}, without a slash at its end: applications, jobs' files
 *     and what jobs leave
 * @param application where the application's jar lies; without it, this installation's is sent
 * @param runtime what runs a job, or the template that says so
 * @param maxAttempts how often a driver may be started for one job
 * @param tags of the job, for its costs
 * @param poll how often to ask for a state
 * @param patience how long one call may take before it is repeated
 */
public record EmrEksSettings(
    String file,
    String virtualClusterId,
    Optional<URI> endpoint,
    String region,
    PlaceStorage.S3 storage,
    String folder,
    Optional<String> application,
    Runtime runtime,
    int maxAttempts,
    Map<String, String> tags,
    Duration poll,
    Duration patience) {

  /** What runs a job. */
  public sealed interface Runtime {}

  /**
   * A job template of the service.
   *
   * @param id its id
   * @param parameters its parameters; {@code ${asof.NAME}} stands for what AsOf knows of a job
   */
  public record Template(String id, Map<String, String> parameters) implements Runtime {}

  /**
   * A release of EMR with all settings in this file.
   *
   * @param executionRoleArn the role of the job's pods
   * @param releaseLabel the release
   * @param jars more jars for driver and executors
   * @param sizes what a size means
   * @param placement which machines pods go to
   * @param scheduling another scheduler than Kubernetes's
   * @param logs where logs go
   * @param eventLog {@code s3://} folder of Spark's events, for a History Server
   * @param vertical automatic sizing of pods
   * @param startTimeout how long a driver may wait for a machine
   * @param access who decides what a job may read
   * @param labels of driver and executor pods, for their costs
   * @param sparkConf further settings of Spark
   */
  public record Release(
      String executionRoleArn,
      String releaseLabel,
      List<String> jars,
      Map<JobSize, Size> sizes,
      Placement placement,
      Optional<YuniKorn> scheduling,
      Logs logs,
      Optional<String> eventLog,
      Optional<VerticalAutoscaling> vertical,
      Optional<Duration> startTimeout,
      Access access,
      Map<String, String> labels,
      Map<String, String> sparkConf)
      implements Runtime {}

  /** Who decides what a job may read. */
  public enum Access {
    /** IAM, by the execution role. */
    IAM,
    /** Lake Formation, by the virtual cluster's security configuration. */
    LAKE_FORMATION
  }

  /**
   * What a size means.
   *
   * @param driverGroup the node group of the driver
   * @param executorGroup the node group of executors
   * @param driver the driver's pod
   * @param executor an executor's pod
   * @param executors how many
   */
  public record Size(
      Optional<String> driverGroup,
      Optional<String> executorGroup,
      Pod driver,
      Pod executor,
      Executors executors) {}

  /**
   * A pod of Spark's.
   *
   * @param cores processors
   * @param memoryMib Java's heap
   */
  public record Pod(int cores, int memoryMib) {
    private static final int LEAST_OVERHEAD_MIB = 384;

    /** What the pod asks for: the heap and a tenth of it, 384 MiB at least, as Spark reckons. */
    int totalMib() {
      return memoryMib + Math.max(memoryMib / 10, LEAST_OVERHEAD_MIB);
    }
  }

  /**
   * How many executors.
   *
   * @param least what a job keeps
   * @param first what it begins with
   * @param most what it may grow to; equal to {@code least} for a fixed number
   */
  public record Executors(int least, int first, int most) {
    /**
     * Makes a range.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Executors {
      if (least < 0 || first < least || most < first || most < 1) {
        throw new IllegalArgumentException(
            "Invalid executors "
                + least
                + ", "
                + first
                + ", "
                + most
                + ": expected min <= initial <= max, and at least 1");
      }
    }

    boolean isFixed() {
      return least == most;
    }
  }

  /**
   * Which machines pods go to.
   *
   * @param architecture {@code arm64} or {@code amd64}; without it any
   * @param groupLabel the node label that names a node group
   * @param capacityLabel the node label that tells spot from on-demand machines
   * @param driverCapacity the driver's value of it, and the job submitter's
   * @param executorCapacity the executors' value of it
   * @param driverTemplate a pod template, a file or {@code s3://}
   * @param executorTemplate a pod template, a file or {@code s3://}
   */
  public record Placement(
      Optional<String> architecture,
      String groupLabel,
      String capacityLabel,
      Optional<String> driverCapacity,
      Optional<String> executorCapacity,
      Optional<String> driverTemplate,
      Optional<String> executorTemplate) {}

  /**
   * A queue of YuniKorn.
   *
   * @param queue its full name
   * @param gang whether driver and least executors start together or not at all
   */
  public record YuniKorn(String queue, Optional<Gang> gang) {}

  /**
   * Pods that start together.
   *
   * @param style what happens when they can't
   * @param timeoutSeconds how long machines are held for those that are missing
   */
  public record Gang(Style style, int timeoutSeconds) {
    /** What happens when there is no room for all. */
    public enum Style {
      /** The job fails. */
      HARD("Hard"),
      /** The job starts with what there is. */
      SOFT("Soft");

      private final String text;

      Style(String text) {
        this.text = text;
      }

      String text() {
        return text;
      }
    }
  }

  /**
   * Where logs go.
   *
   * @param s3 a folder
   * @param cloudWatchGroup a log group
   * @param cloudWatchPrefix what names of its streams begin with
   * @param managed whether AWS keeps a copy for its console
   * @param managedKey the key that this copy is encrypted with
   * @param rotation when a container's log is cut
   * @param persistentUi whether AWS keeps Spark's pages
   */
  public record Logs(
      Optional<String> s3,
      Optional<String> cloudWatchGroup,
      Optional<String> cloudWatchPrefix,
      Optional<Boolean> managed,
      Optional<String> managedKey,
      Optional<Rotation> rotation,
      Optional<Boolean> persistentUi) {}

  /**
   * When a container's log is cut.
   *
   * @param size of one file
   * @param files how many are kept
   */
  public record Rotation(String size, int files) {}

  /**
   * Automatic sizing of pods by what earlier jobs of the same signature used.
   *
   * @param mode what is done with it
   * @param signature what recurring jobs have in common; without it, the job's name
   * @param scale {@code dynamic.sizing.scale} settings, such as {@code memory.max}
   */
  public record VerticalAutoscaling(
      Mode mode, Optional<String> signature, Map<String, String> scale) {
    /** What is done with recommendations. */
    public enum Mode {
      /** They are made and not used. */
      OFF("Off"),
      /** They are used when a job starts. */
      INITIAL("Initial"),
      /** They are used while it runs as well. */
      AUTO("Auto");

      private final String text;

      Mode(String text) {
        this.text = text;
      }

      String text() {
        return text;
      }
    }
  }
}
