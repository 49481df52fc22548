package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code asof audit} on the samples. */
class AuditCommandTest {
  private final Asof asof = DemoHome.shared().asof();

  @TempDir private Path folder;

  @Test
  void theIndexStudyPassesAndItsReportSaysSo() throws IOException {
    String definition = DemoHome.definition("index-rebalance.yaml");

    Asof.Outcome outcome = asof.run("audit", definition, "--out", folder.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("Look-ahead audit passed: Everything that became known after a decision")
        .containsPattern("runs +15\n")
        .containsPattern("replays from the start +300\n")
        .contains("open, high, low, close, volume");
    JsonNode result = Shared.json(folder.resolve("result.json"));
    // 107 sessions under two futures, and 20 replays, for each of 15 runs.
    assertThat(result.at("/audit/cuts").asLong()).isEqualTo(15 * (2 * sessions(result) + 20));
    assertThat(result.at("/audit/passed").asBoolean()).isTrue();
    assertThat(result.at("/audit/valuesCompared").asLong()).isPositive();
    assertThat(result.at("/lineage/seed").asLong()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("<strong class=\"pos\">Passed.</strong>");
  }

  private static int sessions(JsonNode result) {
    return result.at("/cells/0/sessions").size();
  }

  @Test
  void theResultsAreThoseOfTheBacktest() throws IOException {
    String definition = DemoHome.definition("moving-average-cross.yaml");
    Path plain = folder.resolve("plain");
    Path audited = folder.resolve("audited");
    asof.run("backtest", definition, "--out", plain.toString());
    Asof.Outcome outcome =
        asof.run(
            "audit", definition, "--replays", "3", "--threads", "2", "--out", audited.toString());

    assertThat(outcome.exitCode()).isZero();
    JsonNode one = Shared.json(plain.resolve("result.json"));
    JsonNode other = Shared.json(audited.resolve("result.json"));
    for (int cell = 0; cell < one.get("cells").size(); cell++) {
      assertThat(other.at("/cells/" + cell + "/digest"))
          .isEqualTo(one.at("/cells/" + cell + "/digest"));
    }
    assertThat(one.get("audit").isNull()).isTrue();
  }

  @Test
  void thePublishedRunLooksAheadAndTheAuditSaysWhere() throws IOException {
    String definition = DemoHome.definition("published-2022.yaml");

    Asof.Outcome outcome = asof.run("audit", definition, "--out", folder.toString());

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith("error[audit-failed]: Cannot vouch for published-2022: ")
        .contains("the first is that for 2022-09-06")
        .contains("facts that the run shows before they were known");
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("<strong class=\"neg\">Failed.</strong>");
  }

  @Test
  void aRunThatMayNotLookAheadIsRefusedBeforeItIsAudited() {
    Asof.Outcome outcome =
        asof.run(
            "audit", DemoHome.definition("published-2022.yaml"), "--set", "allowLookahead=false");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).startsWith("error[lookahead]: ");
    assertThat(outcome.out()).contains("PENN");
  }

  @Test
  void aNumberOfReplaysBelowZeroIsRefused() {
    Asof.Outcome outcome =
        asof.run("audit", DemoHome.definition("index-rebalance.yaml"), "--replays", "-1");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("error[usage]: Invalid option --replays -1: expected 0 or more");
  }
}
