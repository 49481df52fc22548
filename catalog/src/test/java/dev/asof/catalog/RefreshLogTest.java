package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshLogTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Instant DUE = Instant.parse("2026-01-02T11:30:00Z");
  private static final Duration LEASE = Duration.ofMinutes(5);

  @TempDir private Path home;
  private RefreshLog log;

  @BeforeEach
  void open() {
    log = Lake.create(home).refreshes();
  }

  private RefreshLease take(String holder, Instant now) {
    return log.take("nightly", holder, now, now.plus(LEASE));
  }

  private void done(RefreshLease lease, String step, Instant now) {
    log.record(lease, DUE, step, RefreshEntry.Event.STEP_DONE, now, "", "daily_bars 1 to 2");
  }

  @Test
  void whatHappenedIsReadBackInOrder() {
    RefreshLease lease = take("one", NOON);

    done(lease, "bars", NOON.plusSeconds(1));
    log.record(lease, DUE, "", RefreshEntry.Event.DONE, NOON.plusSeconds(2), "", "");

    assertThat(log.entries("nightly")).extracting(RefreshEntry::step).containsExactly("bars", "");
    assertThat(log.entries("nightly").get(0).due()).contains(DUE);
    assertThat(log.entries("nightly").get(0).lineage()).isEqualTo("daily_bars 1 to 2");
    assertThat(log.entries("other")).isEmpty();
  }

  @Test
  void aSecondSchedulerIsKeptOutUntilTheLeaseEnds() {
    take("one", NOON);

    assertThatThrownBy(() -> take("two", NOON.plusSeconds(299)))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot work on refresh nightly: one is at work on it until 2026-01-02T12:05:00Z or"
                + " longer");
    assertThat(take("two", NOON.plusSeconds(300)).fence()).isEqualTo(2);
  }

  @Test
  void whoCouldNotGiveHisLeaseBackGetsItAgain() {
    RefreshLease lost = take("one", NOON);

    assertThat(take("one", NOON.plusSeconds(1)).fence()).isEqualTo(2);
    assertThatThrownBy(() -> done(lost, "bars", NOON.plusSeconds(2)))
        .hasMessageContaining("one took it over");
  }

  @Test
  void aLeaseThatIsGivenBackIsFreeAtOnce() {
    RefreshLease lease = take("one", NOON);
    log.leave(lease, NOON.plusSeconds(1));

    assertThat(log.lease("nightly", NOON.plusSeconds(1))).isEmpty();
    assertThat(take("two", NOON.plusSeconds(1)).holder()).isEqualTo("two");
  }

  @Test
  void aLeaseIsProlonged() {
    RefreshLease lease = take("one", NOON);
    log.keep(lease, NOON.plusSeconds(100), NOON.plusSeconds(900));

    assertThat(log.lease("nightly", NOON.plusSeconds(800))).isPresent();
    assertThat(log.lease("nightly", NOON.plusSeconds(900))).isEmpty();
  }

  @Test
  void whoLostTheLeaseWritesNothingAnyMore() {
    RefreshLease lost = take("one", NOON);
    take("two", NOON.plusSeconds(301));

    assertThatThrownBy(() -> done(lost, "bars", NOON.plusSeconds(302)))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot go on with refresh nightly: the lease ended at 2026-01-02T12:05:00Z and two"
                + " took it over");
    log.leave(lost, NOON.plusSeconds(303));
    assertThat(log.entries("nightly")).isEmpty();
    assertThat(log.lease("nightly", NOON.plusSeconds(303)).orElseThrow().holder()).isEqualTo("two");
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> asked = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      String holder = "holder " + n;
      asked.add(
          pool.submit(
              () -> {
                try (Lake lake = Lake.open(home)) {
                  lake.refreshes().take("nightly", holder, NOON, NOON.plus(LEASE));
                  return true;
                } catch (AsOfException held) {
                  return false;
                }
              }));
    }
    int taken = 0;
    for (Future<Boolean> one : asked) {
      taken += one.get() ? 1 : 0;
    }
    pool.shutdown();

    assertThat(taken).isEqualTo(1);
  }
}
