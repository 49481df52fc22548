package dev.asof.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.asof.api.SweepRow;
import dev.asof.catalog.IndexRange;
import dev.asof.catalog.Lake;
import dev.asof.catalog.SweepFile;
import dev.asof.catalog.SweepStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of numbers, stored in a lake. */
class SweepRunTest {
  private static final int SIZE = 3000;

  @TempDir private Path home;

  private static Grid grid() {
    List<String> values = new ArrayList<>();
    for (int n = 0; n < SIZE; n++) {
      values.add(Integer.toString(n));
    }
    return Grid.of(
        List.of(
            new Grid.Block(
                List.of(
                    new GridPart.Product(
                        List.of(new Dimension.Choices("parameters.n", values)))))));
  }

  /** A number that its index decides; every seventh scenario fails. */
  private static SweepRow row(int index) {
    if (index % 7 == 6) {
      return SweepRow.failed(index, "seven divides " + (index + 1));
    }
    double[] numbers = new double[SweepRow.NUMBERS.size()];
    for (int n = 0; n < numbers.length; n++) {
      numbers[n] = n == 5 ? Double.NaN : Math.sin(index * 31.0 + n);
    }
    return SweepRow.of(index, "", String.format("%016x", index).repeat(4), index % 5, numbers);
  }

  private static SweepSummary summary(Lake lake, String id) {
    SweepSummary summary = new SweepSummary(grid(), texts -> "sine", 10);
    lake.sweeps().read(id, SIZE, summary::add);
    return summary;
  }

  private static String run(Lake lake, String id, int threads) {
    SweepRun.Outcome outcome =
        new SweepRun(id, grid(), lake.sweeps(), SweepRun.Progress.NONE)
            .run(new LocalThreads(SweepRunTest::row, threads));
    assertThat(outcome.ran()).isEqualTo(SIZE);
    return summary(lake, id).digest();
  }

  @Test
  void theDigestIsThatOfTheRowsOnAnyNumberOfThreads() {
    SweepDigest expected = new SweepDigest();
    for (int index = 0; index < SIZE; index++) {
      expected.add(row(index));
    }
    String digest = expected.hex();
    try (Lake lake = Lake.create(home)) {
      assertThat(run(lake, "one", 1)).isEqualTo(digest);
      assertThat(run(lake, "two", 2)).isEqualTo(digest);
      assertThat(run(lake, "eight", 8)).isEqualTo(digest);
    }
  }

  @Test
  void everyBitOfARowDecidesTheDigest() {
    double[] numbers = row(1).numbers();
    SweepDigest plain = new SweepDigest();
    plain.add(row(1));
    String digest = plain.hex();
    for (int n = 0; n < numbers.length; n++) {
      double[] other = numbers.clone();
      other[n] = Double.isNaN(other[n]) ? 0 : Math.nextUp(other[n]);
      SweepDigest changed = new SweepDigest();
      changed.add(SweepRow.of(1, "", row(1).digest(), 1, other));
      assertThat(changed.hex()).isNotEqualTo(digest);
    }
  }

  @Test
  void aSweepThatBrokeOffGoesOnWithWhatIsMissing() {
    try (Lake lake = Lake.create(home)) {
      String whole = run(lake, "whole", 2);
      AtomicInteger calls = new AtomicInteger();
      SweepRun sweep = new SweepRun("torn", grid(), lake.sweeps(), SweepRun.Progress.NONE);

      assertThatThrownBy(
              () ->
                  sweep.run(
                      new LocalThreads(
                          index -> {
                            if (calls.incrementAndGet() > SIZE / 2) {
                              throw new IllegalStateException("the machine is gone");
                            }
                            return row(index);
                          },
                          2)))
          .hasMessage("the machine is gone");
      int stored = lake.sweeps().stored("torn").stream().mapToInt(IndexRange::size).sum();
      assertThat(stored).isBetween(SIZE / 4, SIZE / 2);
      assertThatThrownBy(() -> summary(lake, "torn"))
          .hasMessageContaining("Invalid sweep torn: after scenario");

      BitSet again = new BitSet();
      SweepRun.Outcome outcome =
          sweep.run(
              new LocalThreads(
                  index -> {
                    synchronized (again) {
                      again.set(index);
                    }
                    return row(index);
                  },
                  2));
      assertThat(outcome.found()).isEqualTo(stored);
      assertThat(outcome.ran()).isEqualTo(SIZE - stored);
      assertThat(again.cardinality()).isEqualTo(SIZE - stored);
      assertThat(summary(lake, "torn").digest()).isEqualTo(whole);
    }
  }

  private static List<SweepRow> rows(int from, int to) {
    List<SweepRow> rows = new ArrayList<>();
    for (int index = from; index < to; index++) {
      rows.add(row(index));
    }
    return rows;
  }

  @Test
  void filesThatSayWhatIsStoredAlreadyAddOnlyTheRest() throws IOException {
    try (Lake lake = Lake.create(home)) {
      SweepStore store = lake.sweeps();
      store.commit("cut", List.of(store.write("cut", rows(100, 200), grid()::at)));
      SweepFile around = store.write("cut", rows(0, 1000), grid()::at);
      SweepFile within = store.write("cut", rows(120, 180), grid()::at);
      SweepFile after = store.write("cut", rows(1000, SIZE), grid()::at);

      store.commit("cut", List.of(within, after, around));

      assertThat(store.stored("cut").stream().mapToInt(IndexRange::size).sum()).isEqualTo(SIZE);
      assertThat(summary(lake, "cut").digest()).isEqualTo(run(lake, "whole", 1));
      // The file within is gone, and the one around gave way to two.
      try (Stream<Path> files = Files.walk(home)) {
        assertThat(files.filter(path -> path.toString().endsWith(".parquet")).toList())
            .hasSize(4 + lake.sweeps().stored("whole").size());
      }
    }
  }

  @Test
  void aFailureOnOneThreadEndsTheOthersToo() {
    CountDownLatch failing = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    LocalThreads threads =
        new LocalThreads(
            index -> {
              calls.incrementAndGet();
              if (index == 60) {
                failing.countDown();
                throw new IllegalStateException("the second range can't be run");
              }
              try {
                // The first thread goes on once the second has failed.
                failing.await();
                Thread.sleep(1);
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
              return row(index);
            },
            2);

    assertThatThrownBy(
            () ->
                threads.run(List.of(new IndexRange(0, 46), new IndexRange(60, SIZE)), piece -> {}))
        .hasMessage("the second range can't be run");
    assertThat(calls.get()).isLessThan(SIZE / 2);
  }

  @Test
  void twoProcessesOfTheSameSweepStoreEachRowOnce() throws Exception {
    try (Lake lake = Lake.create(home)) {
      run(lake, "other", 1);
    }
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Callable<SweepRun.Outcome>> processes = new ArrayList<>();
      for (int n = 0; n < 2; n++) {
        processes.add(
            () -> {
              try (Lake lake = Lake.open(home)) {
                return new SweepRun("same", grid(), lake.sweeps(), SweepRun.Progress.NONE)
                    .run(new LocalThreads(SweepRunTest::row, 2));
              }
            });
      }
      for (Future<SweepRun.Outcome> outcome : pool.invokeAll(processes)) {
        outcome.get();
      }
    } finally {
      pool.shutdownNow();
    }
    try (Lake lake = Lake.open(home)) {
      assertThat(lake.sweeps().stored("same").stream().mapToInt(IndexRange::size).sum())
          .isEqualTo(SIZE);
      assertThat(summary(lake, "same").digest()).isEqualTo(summary(lake, "other").digest());
    }
  }

  @Test
  void theSummaryNamesTheBestTheFailedAndTheSpreadOfWhatWasTried() {
    SweepSummary summary = new SweepSummary(grid(), texts -> "sine", 3);
    List<Double> tried = new ArrayList<>();
    for (int index = 0; index < SIZE; index++) {
      SweepRow row = row(index);
      summary.add(row);
      if (row.succeeded()) {
        tried.add(row.dailySharpe());
      }
    }

    assertThat(summary.failed()).isEqualTo(SIZE / 7);
    assertThat(summary.reasons()).containsEntry("seven divides 7", 1);
    assertThat(summary.best())
        .hasSize(3)
        .isSortedAccordingTo(SweepSummary.BEST_FIRST)
        .allMatch(row -> row.heldSharpe() > 0.999);
    double mean = tried.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = tried.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    SweepSummary.Spread spread = summary.tried().get("sine");
    assertThat(spread.count()).isEqualTo(tried.size());
    assertThat(spread.mean()).isCloseTo(mean, offset(1e-12));
    assertThat(spread.deviation())
        .isCloseTo(Math.sqrt(squares / (tried.size() - 1)), offset(1e-12));
    assertThat(summary.medians()).hasSize(1);
    assertThat(summary.medians().get(0).medians().get(0)).hasSize(16).doesNotContain(Double.NaN);
  }
}
