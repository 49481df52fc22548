package dev.asof.benchmarks.lake;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What some work took of this process.
 *
 * @param seconds by the clock on the wall
 * @param cpuSeconds of all processors
 * @param bytesRead by system calls, from disk or its cache; NaN where the system doesn't count them
 */
record Cost(double seconds, double cpuSeconds, double bytesRead) {
  private static final double NANOS = 1e9;
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Does some work. */
  static Cost of(Runnable work) {
    long start = System.nanoTime();
    long cpu = cpuNanos();
    double read = counter(IO, "rchar:");
    work.run();
    return new Cost(
        (System.nanoTime() - start) / NANOS,
        (cpuNanos() - cpu) / NANOS,
        counter(IO, "rchar:") - read);
  }

  /** The most memory that this process held so far, in MB; NaN where the system doesn't say. */
  static double peakMegabytes() {
    return counter(STATUS, "VmHWM:") / 1024;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double counter(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return Double.parseDouble(line.substring(name.length()).replace("kB", "").strip());
        }
      }
    } catch (IOException notThisSystem) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
