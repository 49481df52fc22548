package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.AuditPolicy;
import dev.asof.ingestion.AuditRule;
import dev.asof.ingestion.Severity;
import dev.asof.ingestion.StandardRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeAuditsTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";

  @TempDir Path folder;

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void theBundledAuditsAreRead() {
    AuditPolicy policy =
        AuditsReader.read(Asof.checkout().resolve("conf/audits.yaml"), "conf/audits.yaml");

    assertThat(policy.tables().keySet()).containsExactlyInAnyOrder(TableDefinition.values());
    assertThat(policy.tables().get(TableDefinition.DAILY_BARS).rules())
        .contains(
            AuditRule.of(StandardRule.OHLC, Severity.ERROR),
            AuditRule.of(StandardRule.PRICE_JUMP, Severity.WARNING));
    // A vendor's slips of a cent, one in ten thousand bars, keep no ten years of bars out.
    assertThat(policy.tables())
        .allSatisfy(
            (table, audits) ->
                assertThat(audits.quarantineRows())
                    .isEqualTo(table == TableDefinition.DAILY_BARS ? 1000 : 0))
        .hasEntrySatisfying(
            TableDefinition.DAILY_BARS,
            audits -> assertThat(audits.quarantineShare()).isEqualTo(0.001));
  }

  @Test
  void limitsColumnsAndStatementsAreRead() {
    AuditPolicy policy =
        AuditsReader.read(
            write(
                "a.yaml",
                """
                daily_bars:
                  quarantine: {rows: 10, share: 0.01}
                  rules:
                    traded: {check: range, column: volume, min: 1, severity: reject}
                    own: {sql: "SELECT 1", severity: error}
                    long: {sql: "SELECT 1", severity: error, timeout: 30m}
                """),
            "a.yaml");

    var audits = policy.tables().get(TableDefinition.DAILY_BARS);
    assertThat(audits.quarantineRows()).isEqualTo(10);
    assertThat(audits.quarantineShare()).isEqualTo(0.01);
    assertThat(audits.rules().get(0).column()).contains("volume");
    assertThat(audits.rules().get(0).numbers()).containsEntry("min", 1.0);
    assertThat(audits.rules().get(1))
        .isEqualTo(AuditRule.ofStatement("own", Severity.ERROR, "SELECT 1"));
    assertThat(audits.rules().get(1).time()).isEqualTo(Duration.ofMinutes(10));
    assertThat(audits.rules().get(2).time()).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prices: {}|line 1, key prices: unknown key; expected one of fund_holdings, index_changes,"
            + " daily_bars, instruments, corporate_actions, index_members, borrow_rates, top_of_book",
        "daily_bars: {rule: {}}|line 1, key daily_bars.rule: unknown key; expected one of rules,"
            + " quarantine",
        "daily_bars: {rules: {weights-sum: {severity: error}}}|line 1, key"
            + " daily_bars.rules.weights-sum: 'weights-sum' is no rule for daily_bars; expected one of"
            + " nulls, range, ohlc, price-jump, stale-repeat, calendar-gap, unknown-symbol,"
            + " key-spelling, row-count; or a statement under sql",
        "daily_bars: {rules: {ohlc: {severity: fatal}}}|line 1, key daily_bars.rules.ohlc.severity:"
            + " 'fatal' is not valid; expected one of error, reject, warning",
        "daily_bars: {rules: {ohlc: {}}}|key daily_bars.rules.ohlc.severity is missing",
        "daily_bars: {rules: {ohlc: {severity: error, limit: 1}}}|line 1, key"
            + " daily_bars.rules.ohlc.limit: unknown key; expected one of severity, sql, check",
        "daily_bars: {rules: {price-jump: {severity: error, limit: much}}}|line 1, key"
            + " daily_bars.rules.price-jump.limit: 'much' is not valid; expected a number from 0 to"
            + " 1000000000000000",
        "daily_bars: {rules: {x: {check: range, column: price, severity: error}}}|line 1, key"
            + " daily_bars.rules.x.column: 'price' is no column for this rule; expected one of open,"
            + " high, low, close, volume",
        "daily_bars: {rules: {row-count: {severity: reject}}}|line 1, key"
            + " daily_bars.rules.row-count.severity: row-count finds no single rows; expected error or"
            + " warning",
        "daily_bars: {rules: {x: {sql: SELECT 1, severity: error, timeout: 0s}}}|line 1, key"
            + " daily_bars.rules.x.timeout: '0s' is not valid; expected a time such as 30s, 10m or 2h"
            + " above zero",
        "daily_bars: {rules: {ohlc: {severity: error, timeout: 1m}}}|line 1, key"
            + " daily_bars.rules.ohlc.timeout: unknown key; expected one of severity, sql, check",
        "daily_bars: {quarantine: {rows: -1}}|line 1, key daily_bars.quarantine.rows: '-1' is not"
            + " valid; expected a whole number from 0 to 1000",
        "fund_holdings: {quarantine: {rows: 1}}|line 1, key fund_holdings.quarantine: a file is all"
            + " that its fund holds, so a row left out would expire its position; expected rows: 0",
      })
  void aMistakeIsReportedWithFileLineAndKey(String yaml, String problem) {
    Path file = write("a.yaml", yaml);
    assertThatThrownBy(() -> AuditsReader.read(file, "a.yaml"))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEFINITION_INVALID))
        .message()
        .matches("Invalid definition a.yaml(, |: ).*")
        .endsWith(problem);
  }

  @Test
  void rowsAreQuarantinedExportedCorrectedAndReplayed() throws IOException {
    write(
        "audits.yaml",
        "daily_bars: {quarantine: {rows: 2}, rules: {price-jump: {severity: warning}}}\n");
    write(
        "bars.csv",
        BARS
            + "2022-09-02,PENN,31,32,30,31.3,1000\n"
            + "2022-09-06,PENN,62,63,61,62.6,1000\n"
            + "2022-09-06,PVH,54,55,53,\"54,58\",2000\n");
    Asof asof = new Asof(folder);

    Asof.Outcome dry =
        asof.run(
            "lake", "ingest", "daily-bars", "bars.csv", "--audits", "audits.yaml", "--dry-run");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out())
        .contains("dry run: 2 inserted, 1 quarantined")
        .contains("First changes by bars.csv")
        .contains("inserted  symbol PENN, session 2022-09-02");

    Asof.Outcome refused = asof.run("lake", "ingest", "daily-bars", "bars.csv", "--json");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.out())
        .contains("\"result\" : \"refused\"")
        .contains("\"rule\" : \"row-invalid\",\n    \"line\" : 4,\n    \"column\" : \"close\"");
    assertThat(refused.err())
        .isEqualTo(
            "error[row-invalid]: Cannot ingest bars.csv, line 4, column close: '54,58' isn't a"
                + " number; expected digits with '.' for decimals, for example 1031894 or 61.53; at"
                + " most 0 rows of this file may go to the quarantine, by the audits of daily_bars;"
                + " to go on without them, give --audits a copy of conf/audits.yaml with"
                + " daily_bars: quarantine: {rows: 1, share: 0.333334}\n");

    Asof.Outcome ingested =
        asof.run("lake", "ingest", "daily-bars", "bars.csv", "--audits", "audits.yaml");
    assertThat(ingested.exitCode()).isZero();
    assertThat(ingested.out())
        .contains("2 inserted, 1 quarantined")
        .contains("Found in bars.csv")
        .contains("warning   price-jump");

    assertThat(asof.run("lake", "quarantine", "--export", "fix.csv").out())
        .isEqualTo("1 rows of daily-bars in fix.csv\n");
    String exported = Files.readString(folder.resolve("fix.csv"));
    assertThat(exported)
        .startsWith("quarantine_id,quarantine_reason,date,symbol,open,high,low,close,volume\n")
        .endsWith("2022-09-06,PVH,54,55,53,\"54,58\",2000\n");
    assertThat(asof.run("lake", "quarantine", "--export", "fix.csv").err())
        .isEqualTo("error[storage-unavailable]: Cannot write fix.csv: it is there already\n");
    write("fixed.csv", exported.replace(",\"54,58\",", ",54.58,"));
    assertThat(asof.run("lake", "ingest", "daily-bars", "fixed.csv").out()).contains("1 inserted");
    assertThat(asof.run("lake", "quarantine", "--json").out()).isEqualTo("[ ]\n");
    assertThat(asof.run("lake", "quarantine", "--all").out())
        .contains("replayed")
        .contains("fixed.csv");

    assertThat(asof.run("lake", "quarantine", "--drop", "x").err())
        .isEqualTo(
            "error[usage]: Cannot use --drop without --reason: a row that stays out needs one\n");
    assertThat(asof.run("lake", "quarantine", "--drop", "x", "--reason", "gone").err())
        .isEqualTo(
            "error[usage]: Cannot drop x: no row of this id waits in the quarantine; asof lake"
                + " quarantine lists them\n");

    write("keys.csv", "date,symbol\n2022-09-06,PVH\n");
    assertThat(asof.run("lake", "ingest", "daily-bars", "keys.csv", "--delete").err())
        .isEqualTo(
            "error[usage]: Cannot use --delete without --reason: rows that go need a reason\n");
    assertThat(
            asof.run(
                    "lake", "ingest", "daily-bars", "keys.csv", "--delete", "--reason", "cancelled")
                .out())
        .contains("1 deleted");
  }

  @Test
  void oneBadFileOfAFolderKeepsAllOutUnlessItIsSkipped() throws IOException {
    Asof asof = new Asof(folder);
    for (String symbol : new String[] {"A", "B", "C"}) {
      Path inside = Files.createDirectories(folder.resolve("in/symbol=" + symbol));
      Files.writeString(
          inside.resolve("part.csv"),
          "date,open,high,low,close,volume\n2022-09-06,1,1,1,"
              + (symbol.equals("B") ? "x" : "1")
              + ",5\n");
    }

    Asof.Outcome refused = asof.run("lake", "ingest", "daily-bars", "in", "--json", "--tag", "T");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .startsWith("error[row-invalid]: Cannot ingest symbol=B/part.csv, line 2, column close")
        .endsWith("; none of the 3 files was applied\n")
        .hasLineCount(1);
    assertThat(Shared.json(refused.out()))
        .extracting(row -> row.get("file").asText() + " " + row.get("result").asText())
        .containsExactly(
            "symbol=A/part.csv not applied",
            "symbol=B/part.csv refused",
            "symbol=C/part.csv not applied");

    Asof.Outcome skipped =
        asof.run("lake", "ingest", "daily-bars", "in", "--json", "--skip-refused", "--tag", "T");
    assertThat(skipped.exitCode()).isEqualTo(3);
    assertThat(skipped.err())
        .endsWith("; the other 2 of the 3 files are applied, and no tag was made\n");
    assertThat(Shared.json(skipped.out()))
        .extracting(row -> row.get("result").asText())
        .containsExactly("1 inserted", "refused", "1 inserted");
    assertThat(asof.run("lake", "tags", "daily_bars").out()).doesNotContain("T ");
  }
}
