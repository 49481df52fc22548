package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.catalog.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Instant START = Instant.parse("2026-01-05T14:30:00Z");

  @TempDir private Path folder;

  private static List<JsonNode> lines(String text) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private Asof asof(String format) {
    return new Asof(folder, Map.of("ASOF_LOG", format, "ASOF_RUN", "0123456789abcdef"));
  }

  @Test
  void everyLineOfAnIngestHasTheRunAndSaysWhatWasPublished() throws IOException {
    Asof.Outcome outcome =
        asof("json")
            .run(
                "lake",
                "ingest",
                "daily-bars",
                Asof.sample("daily_bars_synthetic_2022-08-01_to_2022-11-25.csv").toString(),
                "--tag",
                "T1");

    assertThat(outcome.exitCode()).isZero();
    List<JsonNode> lines = lines(outcome.err());
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.get("run").asText()).isEqualTo("0123456789abcdef");
              assertThat(Instant.parse(line.get("time").asText())).isNotNull();
              assertThat(line.get("level").asText()).isIn("INFO", "WARN");
            });
    assertThat(lines).extracting(line -> line.get("event").asText()).startsWith("started");
    JsonNode published =
        lines.stream()
            .filter(l -> l.get("event").asText().equals("published"))
            .findFirst()
            .orElseThrow();
    assertThat(published.get("table").asText()).isEqualTo("daily_bars");
    assertThat(published.get("tag").asText()).isEqualTo("T1");
    assertThat(published.get("rows").get("inserted").asInt()).isPositive();
    JsonNode ended = lines.get(lines.size() - 1);
    assertThat(ended.get("event").asText()).isEqualTo("ended");
    assertThat(ended.get("exitCode").asInt()).isZero();
  }

  @Test
  void anErrorIsAnEventWithItsCode() throws IOException {
    Asof.Outcome outcome = asof("json").run("backtest", "absent.yaml");

    assertThat(outcome.exitCode()).isEqualTo(2);
    JsonNode error = lines(outcome.err()).get(1);
    assertThat(error.get("level").asText()).isEqualTo("ERROR");
    assertThat(error.get("code").asText()).isEqualTo("file-missing");
    assertThat(error.get("message").asText())
        .isEqualTo("Cannot read definition absent.yaml: there is no such file that can be read");
  }

  @Test
  void textIsTheDefaultAndAnythingElseIsRefused() {
    assertThat(asof("text").run("backtest", "absent.yaml").err())
        .startsWith("error[file-missing]: ");
    Asof.Outcome outcome = asof("xml").run("strategies");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("error[usage]: Invalid variable ASOF_LOG=xml: expected text or json\n");
  }

  @Test
  void aLineIsOneEventWhateverItHolds() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      EventLog log = EventLog.json(out, Optional.empty(), START).with("sweep", "a1");
      PrintStream errors = log.errors(out);
      new Secret("canary-of-the-log");
      errors.print("warning: A\u00f1o \"quoted\" canary-of-");
      errors.println("the-log");
      errors.println();
      errors.println("something else");
      new Secret("can\"ary\\2");
      log.tell("told", "key", "a\nb", "words", new String[] {"--key=can\"ary\\2"});
    }
    List<JsonNode> lines = lines(bytes.toString(StandardCharsets.UTF_8));
    assertThat(lines).hasSize(3);
    assertThat(lines).allSatisfy(line -> assertThat(line.get("sweep").asText()).isEqualTo("a1"));
    assertThat(lines.get(0).get("level").asText()).isEqualTo("WARN");
    assertThat(lines.get(0).get("message").asText()).isEqualTo("A\u00f1o \"quoted\" ***");
    assertThat(lines.get(1).get("event").asText()).isEqualTo("message");
    assertThat(lines.get(2).get("key").asText()).isEqualTo("a\nb");
    assertThat(lines.get(2).get("words").get(0).asText()).isEqualTo("--key=***");
  }

  @Test
  void whatIsStartedForARunGetsItsVariables() {
    try (PrintStream out =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
      assertThat(EventLog.json(out, Optional.of("r1"), START).variables())
          .isEqualTo(Map.of("ASOF_LOG", "json", "ASOF_RUN", "r1"));
      assertThat(EventLog.of(Map.of("ASOF_RUN", "r1"), out, START).variables()).isEmpty();
    }
  }
}
