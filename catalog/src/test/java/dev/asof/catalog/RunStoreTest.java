package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.asof.api.AsOfException;
import dev.asof.api.Trials;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
  }

  private static RunRecord.Cell cell(String digest, double dailySharpe) {
    return new RunRecord.Cell(
        Map.of("entry", "<script>"),
        digest,
        false,
        dailySharpe * 16,
        Double.isNaN(dailySharpe) ? Double.NaN : 0.1,
        dailySharpe,
        4);
  }

  private static RunRecord run(String id, String strategy, RunRecord.Cell... cells) {
    return new RunRecord(
        id,
        "name",
        "A title",
        strategy,
        "0.1",
        NOON.plusSeconds(Long.parseLong(id, 16)),
        "name: name\n",
        Optional.of(RunRecord.Audit.PASSED),
        2,
        List.of("daily_bars@T1"),
        List.of(cells));
  }

  @Test
  void aLakeWithoutRunsHasNone() {
    assertThat(lake.runs().runs()).isEmpty();
    assertThatThrownBy(() -> lake.runs().find("a1"))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot find run 'a1': no run was recorded here yet; asof backtest records one");
  }

  @Test
  void aRunIsReadBackAsItWasRecordedWithItsDocument() {
    RunRecord run = run("a1", "cross", cell("d1", 0.05), cell("d2", Double.NaN));

    assertThat(lake.runs().record(run, "{\"ä\": 1}")).isEqualTo(run);

    assertThat(lake.runs().runs()).containsExactly(run);
    assertThat(lake.runs().document(lake.runs().find("a"))).isEqualTo("{\"ä\": 1}");
  }

  @Test
  void theSameRunIsRecordedOnceAndKeepsItsFirstDocument() {
    RunRecord run = run("a1", "cross", cell("d1", 0.05));
    lake.runs().record(run, "first");

    lake.runs().record(run, "second");

    assertThat(lake.runs().runs()).hasSize(1);
    assertThat(lake.runs().document(run)).isEqualTo("first");
  }

  @Test
  void anAmbiguousBeginningNamesWhatItCouldBe() {
    lake.runs().record(run("a1", "cross", cell("d1", 0.05)), "");
    lake.runs().record(run("a2", "cross", cell("d2", 0.05)), "");

    assertThatThrownBy(() -> lake.runs().find("a"))
        .hasMessage("Cannot find run 'a': 2 runs begin so; among them a2 (name), a1 (name)");
  }

  @Test
  void trialsAreDifferentResultsOfAStrategyHoweverOftenTheyWereRun() {
    lake.runs().record(run("a1", "cross", cell("d1", 0.1), cell("d2", 0.2)), "");
    lake.runs().record(run("a2", "cross", cell("d2", 0.2), cell("d3", 0.3)), "");
    lake.runs().record(run("a3", "other", cell("d4", 9)), "");

    Trials trials = lake.runs().trials("cross", Map.of("d3", 0.3, "d5", 0.4));

    assertThat(trials.count()).isEqualTo(4);
    // 0.1, 0.2, 0.3 and 0.4 lie 0.15 and 0.05 from their mean: the root of 0.05 / 3.
    assertThat(trials.sharpeDeviation()).isCloseTo(Math.sqrt(0.05 / 3), within(1e-15));
  }

  @Test
  void manyFilesAreJoinedAndNothingIsLost() {
    int runs = 70;
    for (int n = 0; n < runs; n++) {
      lake.runs()
          .record(run(Integer.toHexString(0x100 + n), "cross", cell("d" + n, n)), "doc " + n);
    }

    assertThat(lake.runs().runs()).hasSize(runs);
    assertThat(lake.runs().document(lake.runs().find("103"))).isEqualTo("doc 3");
    var table =
        lake.stored().load(TableIdentifier.of(lake.namespace(), RunStore.TABLE)).orElseThrow();
    assertThat(table.currentSnapshot().summary().get("total-data-files")).isEqualTo("7");
  }

  @Test
  void writersAtOnceLoseNoRunAndRecordNoneTwice() throws Exception {
    lake.runs().record(run("ff", "cross", cell("d", 0)), "");
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int own = writer;
        writers.add(
            pool.submit(
                () -> {
                  try (Lake other = Lake.create(home)) {
                    for (int n = 0; n < 4; n++) {
                      other.runs().record(run("a" + own + n, "cross", cell("o" + own + n, 1)), "");
                      other.runs().record(run("b" + n, "cross", cell("s" + n, 1)), "");
                    }
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(lake.runs().runs().stream().map(RunRecord::id))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 21)
                .mapToObj(n -> n < 16 ? "a" + n / 4 + n % 4 : n < 20 ? "b" + (n - 16) : "ff")
                .toList());
  }
}
