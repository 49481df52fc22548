package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments, names and files that others wrote, and what a terminal or a spreadsheet would do. */
class UntrustedTextTest {
  @TempDir private Path folder;

  private String write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return name;
  }

  private void assertRefused(Asof.Outcome outcome, String error) {
    assertThat(outcome.err()).startsWith(error).hasLineCount(1);
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void noTerminalObeysWhatANameHolds() {
    Asof.Outcome outcome = new Asof(folder).run("backtest", "a\u001b[2Jb\u0007\u202ec\u009bd.yaml");

    assertRefused(outcome, "error[file-missing]: ");
    assertThat(outcome.err()).contains("a\\u001b[2Jb\\u0007\\u202ec\\u009bd.yaml");
  }

  @Test
  void otherTextIsPrintedAsItIs() throws IOException {
    String text = "Zürich\t東京 … “quoted” € 🙂 ʼ Ω ─ a\r\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream single = new ByteArrayOutputStream();
    PrintableStream.of(new PrintStream(whole, true, StandardCharsets.UTF_8)).print(text);
    PrintStream bytewise =
        PrintableStream.of(new PrintStream(single, true, StandardCharsets.UTF_8));
    for (byte b : bytes) {
      bytewise.write(b);
    }
    bytewise.flush();

    assertThat(whole.toByteArray()).isEqualTo(bytes);
    assertThat(single.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void anArgumentThatBeginsWithAtIsNoFileOfArguments() throws IOException {
    write("arguments", "--help\n");

    assertRefused(
        new Asof(folder).run("backtest", "@arguments"),
        "error[file-missing]: Cannot read definition @arguments: there is no such file");
  }

  @Test
  void aDefinitionThatIsNestedDeepIsRefused() throws IOException {
    for (String deep :
        List.of("[".repeat(3000) + "]".repeat(3000), "{a: ".repeat(3000) + "}".repeat(3000))) {
      assertRefused(
          new Asof(folder).run("backtest", write("deep.yaml", "name: d\ngrid: " + deep + "\n")),
          "error[definition-invalid]: Invalid definition deep.yaml, line 2: its keys and lists are"
              + " nested deeper than 100 levels");
    }
  }

  @Test
  void aliasesThatMultiplyAreRefused() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(i, i - 1));
    }
    assertRefused(
        new Asof(folder).run("backtest", write("bomb.yaml", bomb.toString())),
        "error[definition-invalid]: Invalid definition bomb.yaml");
  }

  @Test
  void aResultThatIsNestedDeepIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("run"));
    for (int depth : List.of(900, 100_000)) {
      write("run/result.json", "{\"format\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
      assertRefused(new Asof(folder).run("runs", "verify", "run"), "error[result-invalid]: ");
    }
  }

  @Test
  void noSecretIsPutWhereItWouldBePrinted() throws IOException {
    Asof asof = new Asof(folder, Map.of("LAKE_SECRET", "canary", "LAKE_NAME", "canary"));

    Asof.Outcome refused =
        asof.run(
            "lake",
            "tables",
            "--conf",
            write("place.yaml", "namespace: ${LAKE_SECRET}\ncatalog: {type: embedded}\n"));

    assertRefused(
        refused,
        "error[definition-invalid]: Invalid definition place.yaml, line 1, key namespace:"
            + " ${LAKE_SECRET} is a secret by its name, and what this key holds is printed");
    assertThat(refused.err()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "=cmd|'=cmd",
        "+1+2|'+1+2",
        "-2+3|'-2+3",
        "@SUM(A1)|'@SUM(A1)",
        "'=cmd|''=cmd",
        "-1.5|-1.5",
        "+3e-7|+3e-7",
        "-|-",
        "PENN|PENN",
        "'quoted'|'quoted'",
        "a=b|a=b"
      })
  void noSpreadsheetRunsACell(String value, String cell) {
    Listing listing = new Listing(List.of("text", "number", "list"));
    listing.add(Arrays.asList(value, -1.5, null));

    assertThat(listing.csv()).isEqualTo("text,number,list\n" + cell + ",-1.5,\n");
  }

  @Test
  void whatAnExportGuardsComesBackAsItWas() throws IOException {
    Asof asof = new Asof(folder);
    write("audits.yaml", "daily_bars: {quarantine: {rows: 2}, rules: {}}\n");
    write(
        "bars.csv",
        "date,symbol,open,high,low,close,volume\n"
            + "2022-09-02,PENN,31,32,30,31.3,1000\n2022-09-02,PVH,54,55,53,=54+1,2000\n");
    assertThat(
            asof.run("lake", "ingest", "daily-bars", "bars.csv", "--audits", "audits.yaml").out())
        .contains("1 quarantined");
    asof.run("lake", "quarantine", "--export", "fix.csv");

    assertThat(Files.readString(folder.resolve("fix.csv"))).endsWith(",PVH,54,55,53,'=54+1,2000\n");
    assertThat(asof.run("lake", "ingest", "daily-bars", "fix.csv").err())
        .contains("column close: '=54+1' isn't a number");

    Asof.Outcome cut = asof.run("lake", "sql", "SELECT * FROM range(3)", "--limit", "2");
    assertThat(cut.exitCode()).isZero();
    assertThat(cut.out()).isEqualTo("id\n 0\n 1\n");
    assertThat(cut.err())
        .isEqualTo("warning: the answer has more than these 2 rows; --limit all prints them all\n");
    assertThat(asof.run("lake", "sql", "VALUES ('=1', 2)", "--format", "csv").out())
        .isEqualTo("col1,col2\n'=1,2\n");
    assertThat(asof.run("lake", "sql", "VALUES ('=1', 2)", "--json").out())
        .isEqualTo("[ {\n  \"col1\" : \"=1\",\n  \"col2\" : 2\n} ]\n");
    assertThat(asof.run("lake", "sql", "SELECT 1 WHERE false", "--json").out()).isEqualTo("[ ]\n");
    assertRefused(
        asof.run("lake", "sql", "SELECT 1", "--limit", "0"),
        "error[usage]: Invalid option --limit 0: expected a number from 1 to 999999999, or all");
    assertRefused(
        asof.run("lake", "sql", "SELECT 1", "--timeout", "soon"),
        "error[usage]: Invalid option --timeout soon: expected a time such as 30s, 10m or 2h");
    assertRefused(
        asof.run("lake", "sql", "SELECT reflect('java.lang.System', 'getenv', 'HOME')"),
        "error[sql-invalid]: Cannot run this statement: it calls reflect, which is none of the");
  }

  @Test
  void programsAreToldThatAnAnswerIsCut() throws IOException {
    Asof asof = new Asof(folder);
    write(
        "bars.csv", "date,symbol,open,high,low,close,volume\n2022-09-02,PENN,31,32,30,31.3,1000\n");
    asof.run("lake", "ingest", "daily-bars", "bars.csv");

    Asof.Outcome cut = asof.run("lake", "sql", "SELECT * FROM range(200000000)", "--format", "csv");

    assertThat(cut.exitCode()).isEqualTo(2);
    assertThat(cut.out()).hasLineCount(1_000_001).endsWith("\n999999\n");
    assertThat(cut.err())
        .isEqualTo(
            "error[sql-limit]: Cannot print the whole answer: it has more than the 1000000 rows"
                + " that were printed; give --limit ROWS for the first ones, or --limit all\n");
  }
}
