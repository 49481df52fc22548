package dev.asof.jobs.submit;

import software.amazon.awssdk.services.emrcontainers.model.CloudWatchMonitoringConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.ContainerLogRotationConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.ManagedLogs;
import software.amazon.awssdk.services.emrcontainers.model.MonitoringConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.PersistentAppUI;
import software.amazon.awssdk.services.emrcontainers.model.S3MonitoringConfiguration;

/** Where logs and Spark's pages go, as the service wants to hear it. */
final class EmrMonitoring {
  private EmrMonitoring() {}

  static MonitoringConfiguration of(EmrEksSettings.Logs logs) {
    MonitoringConfiguration.Builder monitoring = MonitoringConfiguration.builder();
    logs.persistentUi()
        .ifPresent(
            kept ->
                monitoring.persistentAppUI(
                    kept ? PersistentAppUI.ENABLED : PersistentAppUI.DISABLED));
    logs.managed()
        .ifPresent(
            kept -> {
              ManagedLogs.Builder managed =
                  ManagedLogs.builder().allowAWSToRetainLogs(kept ? "ENABLED" : "DISABLED");
              logs.managedKey().ifPresent(managed::encryptionKeyArn);
              monitoring.managedLogs(managed.build());
            });
    logs.s3()
        .ifPresent(
            folder ->
                monitoring.s3MonitoringConfiguration(
                    S3MonitoringConfiguration.builder().logUri(folder).build()));
    logs.cloudWatchGroup()
        .ifPresent(
            group -> {
              CloudWatchMonitoringConfiguration.Builder cloudWatch =
                  CloudWatchMonitoringConfiguration.builder().logGroupName(group);
              logs.cloudWatchPrefix().ifPresent(cloudWatch::logStreamNamePrefix);
              monitoring.cloudWatchMonitoringConfiguration(cloudWatch.build());
            });
    logs.rotation()
        .ifPresent(
            rotation ->
                monitoring.containerLogRotationConfiguration(
                    ContainerLogRotationConfiguration.builder()
                        .rotationSize(rotation.size())
                        .maxFilesToKeep(rotation.files())
                        .build()));
    return monitoring.build();
  }
}
