package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that ingests files, to be killed or raced. It starts Spark first, says that it is
 * ready, and waits for a line on its standard input before it begins.
 */
final class IngestProcess {
  private static final String READY = "READY";

  private final Process process;
  private final BufferedReader lines;

  private IngestProcess(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a process.
   *
   * @param files in this order; the last one's name without its ending is the tag
   */
  static IngestProcess start(Path home, Dataset dataset, List<Path> files) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(IngestProcess.class.getName());
    command.add(home.toString());
    command.add(dataset.id());
    files.forEach(file -> command.add(file.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new IngestProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until Spark runs. */
  IngestProcess awaitReady() {
    String line = nextLine();
    if (!READY.equals(line)) {
      throw new IllegalStateException("Cannot start an ingest: it said " + line);
    }
    return this;
  }

  /** Lets it begin. */
  void begin() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it says next: {@code DONE} and a file, or {@code FAILED} and a code; null at its end. */
  String nextLine() {
    try {
      String line = lines.readLine();
      // Spark's log goes elsewhere, but a library may greet.
      while (line != null && !line.matches("(READY|DONE|FAILED).*")) {
        line = lines.readLine();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Entry of the process: home, dataset, files. */
  public static void main(String[] args) throws IOException {
    Dataset dataset = Dataset.parse(args[1]);
    try (Lake lake = Lake.create(Path.of(args[0]));
        Ingestion ingestion = Ingestion.open(lake)) {
      ingestion.sql("SELECT 1");
      System.out.println(READY);
      if (System.in.read() < 0) {
        return;
      }
      for (int i = 2; i < args.length; i++) {
        Path file = Path.of(args[i]);
        try {
          ingestion.ingest(request(dataset, file));
          System.out.println("DONE " + file.getFileName());
        } catch (AsOfException refused) {
          System.out.println("FAILED " + refused.code() + " " + file.getFileName());
        }
      }
    }
  }

  /** The request for a file, with its name as the tag. */
  static IngestRequest request(Dataset dataset, Path file) {
    String name = file.getFileName().toString();
    return VendorFileFixture.request(dataset, file)
        .withTag(Optional.of(new PointInTime.Tag(name.substring(0, name.indexOf('.')))));
  }
}
