package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Margin;
import dev.asof.engine.ReducingOrders;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stored result is worth later. */
class RunsVerifyTest {
  private static final TableDefinition BARS = TableDefinition.DAILY_BARS;
  private static final String DEFINITION =
      """
      strategy: moving-average-cross
      universe: [A, B]
      data: {asOf: T1}
      grid: {fast: [1], slow: [2, 3]}
      """;

  @TempDir private Path folder;
  private WrittenLake lake;
  private Asof asof;
  private String definition;

  private static List<Object[]> bars(double lastCloseOfA) {
    return List.of(
        WrittenLake.bar("2022-08-01", "A", 10, 10),
        WrittenLake.bar("2022-08-02", "A", 10, 9),
        WrittenLake.bar("2022-08-03", "A", 9, 11),
        WrittenLake.bar("2022-08-04", "A", 12, lastCloseOfA),
        WrittenLake.bar("2022-08-01", "B", 20, 20),
        WrittenLake.bar("2022-08-02", "B", 20, 20),
        WrittenLake.bar("2022-08-03", "B", 20, 20),
        WrittenLake.bar("2022-08-04", "B", 20, 20));
  }

  @BeforeEach
  void run() {
    lake = new WrittenLake(folder);
    asof = lake.asof();
    definition = lake.definition("cross", DEFINITION);
    lake.publish(BARS, "T1", bars(13));
    Asof.Outcome run = asof.run("backtest", definition, "--out", "out");
    assertThat(run.err()).isEmpty();
  }

  private Asof.Outcome verify(String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "runs";
    args[1] = "verify";
    args[2] = "out";
    System.arraycopy(more, 0, args, 3, more.length);
    return asof.run(args);
  }

  private void edit(UnaryOperator<String> change) throws IOException {
    Path result = folder.resolve("out").resolve("result.json");
    Files.writeString(result, change.apply(Files.readString(result)));
  }

  private static void assertDiffers(Asof.Outcome outcome, String message) {
    assertThat(outcome.err())
        .startsWith(
            "error[result-differs]: Cannot reproduce out" + File.separator + "result.json: ")
        .contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(3);
  }

  @Test
  void aResultWhoseInputsAreTheSameComesOutAgain() throws IOException {
    Asof.Outcome outcome = verify();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("definition", "data daily_bars as of T1", "code version", "Iceberg")
        .contains("run 1 fast=1, slow=3")
        .endsWith("Reproduced: 2 of 2 runs\n");
    JsonNode checks = Shared.json(verify("--json").out());
    assertThat(checks).allMatch(check -> check.get("outcome").asText().equals("equal"));
    assertThat(checks.get(checks.size() - 1).get("now").asText()).hasSize(64);
  }

  @Test
  void aResultFromBeforeThereWereFindingsComesOutByTheRulesOfItsTime() throws IOException {
    edit(
        document ->
            document
                .replaceFirst("(?s)\\s*\"findings\" : \\[.*?\\],", "")
                .replaceFirst("\\s*\"Maintenance margin\" : \"[^\"]*\",", ""));

    Asof.Outcome outcome = verify();

    assertThat(Files.readString(folder.resolve("out").resolve("result.json")))
        .doesNotContain("\"findings\"");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).endsWith("Reproduced: 2 of 2 runs\n");
    BacktestSpec spec =
        SpecReader.read(
            YamlDocument.parse("old.yaml", "account: {cashUsd: 1000}").map(),
            AccountRules.BEFORE_FINDINGS);
    assertThat(spec.maxLeverage()).isEqualTo(1000);
    assertThat(spec.margin()).isEqualTo(Margin.NONE);
    assertThat(spec.reducingOrders()).isEqualTo(ReducingOrders.WITHIN_CASH);
  }

  @Test
  void aTagThatMovedIsNamedWithBothSnapshots() {
    lake.publish(BARS, "T2", bars(14));
    lake.onTable(
        BARS,
        table ->
            table
                .manageSnapshots()
                .replaceTag("T1", table.currentSnapshot().snapshotId())
                .commit());
    Asof.Outcome outcome = verify();
    assertDiffers(outcome, "1 of 2 runs come out otherwise");
    assertThat(outcome.err()).contains("T1").contains("snapshot");
  }

  @Test
  void aSnapshotThatExpiredIsNamed() {
    lake.publish(BARS, "T2", bars(14));
    lake.onTable(
        BARS,
        table -> {
          long first = table.refs().get("T1").snapshotId();
          table.manageSnapshots().removeTag("T1").commit();
          table.expireSnapshots().expireSnapshotId(first).commit();
        });
    Asof.Outcome outcome = verify();
    assertDiffers(outcome, "it can't be run any more");
    assertThat(outcome.err()).contains("T1");
  }

  @Test
  void aDataFileThatIsGoneIsNamed() {
    lake.onTable(
        BARS,
        table -> {
          try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            for (FileScanTask file : files) {
              Files.delete(Path.of(file.file().location()));
            }
          } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
          }
        });
    assertDiffers(verify(), "it can't be run any more");
  }

  @Test
  void aDefinitionThatWasEditedIsNamed() throws IOException {
    edit(text -> text.replace("slow: [2, 3]", "slow: [2, 4]"));
    assertDiffers(verify(), "its definition was edited after the run");
  }

  @Test
  void anEditedDigestIsNamedAsARun() throws IOException {
    edit(text -> text.replaceFirst("(\"digest\" : \")[0-9a-f]{8}", "$100000000"));
    assertDiffers(verify(), "every input is the same");
    assertThat(verify().err()).contains("1 of 2 runs come out otherwise");
  }

  @Test
  void everyStoredNumberIsComparedAndNotTheDigestAlone() throws IOException {
    String equity = "(\"equityUsd\" : \\[ )100000.0";
    String original = Files.readString(folder.resolve("out").resolve("result.json"));
    edit(text -> text.replaceFirst(equity, "$1100001.0"));

    Asof.Outcome outcome = verify();

    assertDiffers(
        outcome,
        "1 stored value is not what comes out: cells[0].equityUsd[0] is 100001.0, and comes out as"
            + " 100000.0; orders, fills and equity come out with the stored digests");
    assertThat(outcome.out()).contains("stored cells[0].equityUsd[0]", "100001.0", "100000.0");
    Asof.Outcome shown = asof.run("runs", "show", "out");
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err())
        .startsWith("error[result-differs]: Cannot use out" + File.separator + "result.json: ")
        .contains("of its run 0 do not have the digest that stands beside them");
    assertThat(shown.exitCode()).isEqualTo(3);

    edit(text -> original.replaceFirst("(\"totalReturn\" : )[-0-9.E]+", "$10.5"));
    assertDiffers(verify(), "cells[0].metrics.totalReturn is 0.5, and comes out as ");
    edit(text -> original.replaceFirst("(\"cashUsd\" : \\[ )100000.0", "$1100000.5"));
    assertDiffers(verify(), "cells[0].cashUsd[0] is 100000.5, and comes out as 100000.0");
    edit(
        text ->
            original.replaceFirst("(?s)(\"trades\" : \\[ \\{.*?\"pnlUsd\" : )[-0-9.E]+", "$17.0"));
    assertDiffers(verify(), "cells[0].trades[0].pnlUsd is 7.0, and comes out as ");
    edit(text -> original.replaceFirst("(?s)(\"close\" : \\{\\s*\"A\" : \\[ )10.0", "$111.0"));
    assertDiffers(verify(), "bars.close.A[0] is 11.0, and comes out as 10.0");
    edit(text -> original);
    assertThat(verify().exitCode()).isZero();
  }

  @Test
  void equityCurvesExchangedBetweenRunsAreSeen() throws IOException {
    String original = Files.readString(folder.resolve("out").resolve("result.json"));
    Matcher curves = Pattern.compile("\"equityUsd\" : \\[[^\\]]*\\]").matcher(original);
    assertThat(curves.find()).isTrue();
    String first = curves.group();
    int afterCell = original.indexOf("\"digest\"", original.indexOf("\"digest\"") + 1);
    assertThat(curves.find(afterCell)).isTrue();
    String second = curves.group();
    assertThat(second).isNotEqualTo(first);
    edit(
        text ->
            text.substring(0, curves.start()).replace(first, second)
                + first
                + text.substring(curves.end()));

    assertDiffers(verify(), "stored values are not what comes out: cells[0].equityUsd[");
    assertThat(asof.run("runs", "show", "out").exitCode()).isEqualTo(3);
    assertThat(asof.run("runs", "report", "out", "--out", "again").exitCode()).isEqualTo(3);
  }

  @Test
  void anotherCodeVersionAloneIsAWarning() throws IOException {
    edit(text -> text.replaceFirst("(\"lineage\" : \\{\\s*\"version\" : \")[^\"]*", "$10.0.9"));
    Asof.Outcome outcome = verify();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).startsWith("warning: the code").contains("0.0.9");
    assertThat(outcome.out()).contains("0.0.9").endsWith("Reproduced: 2 of 2 runs\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|line 1, column 1: expected an object with keys",
        "{}|line 1, column 1: key formatVersion is missing",
        "{\"formatVersion\": 3}|column 19: key formatVersion: 3 is another format",
        "{\"formatVersion\": 1, \"data\": {}}|key data: expected a list",
        "{\"formatVersion\": 1, \"data\": [{\"table\": 3}]}|key data.0.table: expected a text",
        "{\"formatVersion\": 1, \"data\": [{\"table\": \"t\", \"asOf\": \"7\"}]}|key data.0.asOf: Invalid tag name '7'",
        "{\"formatVersion\": 1, \"data\": [{\"table\": \"t\", \"asOf\": \"T\", \"snapshotId\": 1, \"schemaId\": 5000000000}]}|key data.0.schemaId: expected a whole number of at most 32 bits",
        "{\"formatVersion\": 1, \"data\": [], \"cells\": [{}]}|key cells.digest is missing",
        "{\"cells\": [|line 1",
        "PAR1\u0015|line 1, column"
      })
  void whatIsNoResultIsOneLine(String text, String message) throws IOException {
    edit(result -> text);
    Asof.Outcome outcome = verify();
    assertThat(outcome.err())
        .startsWith("error[result-invalid]: Invalid result out" + File.separator + "result.json, ")
        .contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutAResultIsNamed() {
    Asof.Outcome outcome = asof.run("runs", "verify", "nowhere");
    assertThat(outcome.err())
        .isEqualTo(
            "error[file-missing]: Cannot read result nowhere: there is no such file that can be"
                + " read\n");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }
}
