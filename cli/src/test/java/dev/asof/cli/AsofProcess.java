package dev.asof.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A command in a process of its own, which ends with the test at the latest. */
final class AsofProcess implements AutoCloseable {
  private static final long MOST_SECONDS = 180;

  private final Process process;
  private final Path out;
  private final Path err;

  private AsofProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder where it runs
   * @param environment variables beside those of this process
   */
  static AsofProcess start(Path folder, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "process-", ".out");
    Path err = Files.createTempFile(folder, "process-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new AsofProcess(builder.start(), out, err);
  }

  /**
   * Whether SIGINT is ignored by this process, as under {@code nohup} in the background of a
   * script. What it starts ignores it too.
   */
  static boolean ignoresInterrupts() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    } catch (IOException otherSystem) {
      return false;
    }
  }

  /** Without empty entries, which would mean the folder where the command runs. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isBlank())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until something is so, while the process lives. */
  void await(BooleanSupplier condition) throws InterruptedException, IOException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()
          || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
        throw new AssertionError("it did not come to that: " + out() + err());
      }
      Thread.sleep(20);
    }
  }

  /** Waits until it has printed something. */
  void awaitOut(String text) throws InterruptedException, IOException {
    await(
        () -> {
          try {
            return out().contains(text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  /** Ends it as the machine's power would. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
