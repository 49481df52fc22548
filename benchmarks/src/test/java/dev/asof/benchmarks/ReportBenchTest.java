package dev.asof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportBenchTest {
  @Test
  void everyPageHasALine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ReportBench.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), 200, 5, 1);

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(line -> line.split("  ")[0]))
        .contains("tear sheet", "report", "result.json");
  }
}
