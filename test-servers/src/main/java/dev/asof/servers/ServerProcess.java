package dev.asof.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java server in a process of its own, which ends with the test at the latest. */
final class ServerProcess implements AutoCloseable {
  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_MILLIS = 50;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** A port of this machine that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param folder its jars, a folder of {@code target/servers}
   * @param ownJars beginnings of the names of jars of this process that it needs as well
   * @param port where it will listen
   * @param environment variables beside those of this process
   * @param arguments what follows the class path
   */
  static ServerProcess start(
      String folder,
      List<String> ownJars,
      int port,
      Map<String, String> environment,
      List<String> arguments) {
    List<String> classPath = new ArrayList<>(List.of(jars(folder) + File.separator + "*"));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> ownJars.stream().anyMatch(new File(entry).getName()::startsWith))
        .forEach(classPath::add);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Dlogback.configurationFile=" + logging());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    command.addAll(arguments);
    try {
      Path log = Files.createTempFile("asof-server-", ".log");
      log.toFile().deleteOnExit();
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      ServerProcess started = new ServerProcess(builder.start(), log);
      started.awaitListening(port);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path jars(String folder) {
    try {
      Path classes =
          Path.of(ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jars = classes.resolveSibling("servers").resolve(folder);
      if (!Files.isDirectory(jars)) {
        throw new IllegalStateException("Cannot start a server: build test-servers with its tests");
      }
      return jars;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String logging() {
    return ServerProcess.class.getResource("logback.xml").toString();
  }

  private void awaitListening(int port) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() - start > READY_NANOS) {
          process.destroyForcibly();
          throw new IllegalStateException(
              "Cannot start a server: " + Files.readString(log), notYet);
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** What it printed so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
