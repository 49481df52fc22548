package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same definition on the same data gives the same bits, however it is run. */
class ThreadsAndProcessesTest {
  private final Asof asof = DemoHome.shared().asof();

  private static List<String> digests(Path folder) throws IOException {
    List<String> digests = new ArrayList<>();
    for (JsonNode cell : Shared.json(folder.resolve("result.json")).get("cells")) {
      digests.add(cell.get("parameters") + " " + cell.get("digest").asText());
    }
    return digests;
  }

  private List<String> digests(Path folder, int threads) throws IOException {
    Path out = folder.resolve("threads-" + threads);
    Asof.Outcome outcome =
        asof.run(
            "backtest",
            DemoHome.definition("index-rebalance.yaml"),
            "--threads",
            Integer.toString(threads),
            "--out",
            out.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return digests(out);
  }

  @Test
  void oneTwoAndEightThreadsAndAnotherProcessGiveTheSameDigests(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> alone = digests(folder, 1);
    assertThat(alone).hasSize(15).doesNotHaveDuplicates();
    assertThat(digests(folder, 2)).isEqualTo(alone);
    assertThat(digests(folder, 8)).isEqualTo(alone);

    inAProcessOfItsOwn(
        folder,
        "backtest",
        DemoHome.definition("index-rebalance.yaml"),
        "--home",
        asof.workingDirectory().resolve(".asof").toString(),
        "--out",
        folder.resolve("process").toString());
    assertThat(digests(folder.resolve("process"))).isEqualTo(alone);
  }

  private static void inAProcessOfItsOwn(Path folder, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Duser.timezone=America/St_Johns",
            "-Duser.language=de",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(args));
    Path printed = folder.resolve("printed.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).content().contains("Report: process");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void theFirstCombinationThatCannotRunIsReportedWhateverTheThreads() {
    for (String threads : List.of("1", "8")) {
      Asof.Outcome outcome =
          asof.run(
              "backtest",
              DemoHome.definition("moving-average-cross.yaml"),
              "--threads",
              threads,
              "--set",
              "grid={fast: [3, 30, 40], slow: [15, 20]}");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).startsWith("error[parameter-invalid]: ").contains("30", "15");
      assertThat(outcome.err().lines()).hasSize(1);
    }
  }

  @Test
  void noThreadsAreRefused() {
    Asof.Outcome outcome =
        asof.run("backtest", DemoHome.definition("moving-average-cross.yaml"), "--threads", "0");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("error[usage]: Invalid option --threads 0: expected 1 or more\n");
  }
}
