package dev.asof.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobNameTest {
  @ParameterizedTest
  @CsvSource({
    "lake ingest daily-bars s3://inbox/2022/bars.csv.gz --tag Q1, asof-lake-ingest-daily-bars",
    "backtest conf/backtests/index-rebalance.yaml --as-of Q3, asof-backtest-index-rebalance",
    "lake sql --file q.sql, asof-lake-sql",
    "doctor, asof-doctor",
  })
  void aNameIsMadeOfTheCommandsFirstWords(String command, String name) {
    String given = JobName.of("", command(command.split(" ")));

    assertThat(EmrField.NAME.check(given)).isEqualTo(given);
    assertThat(given).isEqualTo(name);
  }

  @Test
  void aLongNameIsCutToWhatTheServiceTakes() {
    assertThat(JobName.of("", command("backtest", "a".repeat(100) + ".yaml"))).hasSize(64);
  }

  private static JobCommand command(String... arguments) {
    return new JobCommand(List.of(arguments), List.of(), Optional.empty(), Optional.empty());
  }
}
