package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Jupyter is told about the kernel, and what the user is told about Jupyter. */
class NotebookInstallTest {
  @TempDir private Path folder;

  private Asof.Outcome run(Map<String, String> environment, Path installation, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      exitCode =
          Main.run(
              Surroundings.of(
                  outStream, errStream, environment, folder, installation, Instant.EPOCH),
              args);
    }
    return new Asof.Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theKernelOfAPrefixStartsTheLauncher() throws IOException {
    Path jupyter = Files.createDirectories(folder.resolve("venv/bin")).resolve("jupyter");
    assertThat(Files.createFile(jupyter).toFile().setExecutable(true)).isTrue();

    Asof.Outcome outcome =
        run(Map.of(), Asof.checkout(), "notebook", "install", "--prefix", "venv");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            "Kernel: venv/share/jupyter/kernels/asof/kernel.json\nStart with: venv/bin/jupyter lab "
                + Asof.checkout().resolve("notebooks")
                + "\n");
    JsonNode spec =
        new ObjectMapper()
            .readTree(folder.resolve("venv/share/jupyter/kernels/asof/kernel.json").toFile());
    assertThat(spec.get("argv"))
        .extracting(JsonNode::asText)
        .isEqualTo(
            List.of(
                Asof.checkout().resolve("asof").toString(),
                "notebook",
                "kernel",
                "{connection_file}"));
    assertThat(spec.get("language").asText()).isEqualTo("java");
    assertThat(spec.get("interrupt_mode").asText()).isEqualTo("signal");
  }

  @Test
  void withoutJupyterTheUserIsToldHowToGetIt() {
    Asof.Outcome outcome =
        run(
            Map.of("JUPYTER_DATA_DIR", "data", "PATH", "nowhere"),
            Asof.checkout(),
            "notebook",
            "install",
            "--user");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .startsWith("Kernel: data/kernels/asof/kernel.json\nCannot find Jupyter. To install it:\n")
        .contains("pip install jupyterlab")
        .contains("Start with: jupyter/bin/jupyter lab ");
    assertThat(folder.resolve("data/kernels/asof/kernel.json")).isRegularFile();
  }

  @Test
  void prefixAndUserExcludeEachOther() {
    Asof.Outcome outcome =
        run(Map.of(), Asof.checkout(), "notebook", "install", "--user", "--prefix", "venv");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error[usage]").hasLineCount(1);
  }

  @Test
  void anInstallationWithoutLauncherIsRefused() {
    Asof.Outcome outcome = run(Map.of(), folder, "notebook", "install", "--prefix", "venv");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "error[file-missing]: Cannot find the launcher "
                + folder.resolve("asof")
                + ", which starts the kernel: install from a checkout of AsOf\n");
  }

  @Test
  void aPrefixThatCanNotBeWrittenIsRefused() throws IOException {
    Files.createFile(folder.resolve("file"));

    Asof.Outcome outcome =
        run(Map.of(), Asof.checkout(), "notebook", "install", "--prefix", "file");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err()).startsWith("error[storage-unavailable]: Cannot write the kernel to ");
  }
}
