package dev.asof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuditBenchTest {
  @Test
  void theTablesStateRunAuditAndTimelineOfBothStrategies() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AuditBench.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), 200, 5, 1);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith("Audit of 200 sessions x 5 instruments")
        .contains("Timeline of 120 tags with")
        .containsPattern("moving-average cross +[0-9.]+ +[0-9.]+ +[0-9.]+ +420 ")
        .containsPattern("index changes +[0-9.]+ +[0-9.]+ +[0-9.]+ +420 ");
  }
}
