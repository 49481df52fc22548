package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PluginCommandTest {
  private final Asof asof = new Asof(Path.of("").toAbsolutePath());

  @Test
  void aCommandFoundAtRunTimeGetsItsArgumentsAndDecidesTheExitCode() {
    Asof.Outcome outcome = asof.run("echo", "one", "--two", "3");
    assertThat(outcome.out()).isEqualTo("one --two 3\n");
    assertThat(outcome.exitCode()).isEqualTo(3);
  }

  @Test
  void itsHelpReadsAsTheOthersDo() {
    assertThat(asof.run("--help").out()).contains("echo").contains("Print the arguments.");
    assertThat(asof.run("echo", "--help").out()).contains("asof echo").contains("WORD...");
  }
}
