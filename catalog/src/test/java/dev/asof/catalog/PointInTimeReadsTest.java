package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static dev.asof.catalog.TableDefinition.INDEX_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.PointInTime;
import dev.asof.api.RevealedFact;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts and moments along a table's tags. */
class PointInTimeReadsTest {
  private static final PointInTime.Timeline ALL = new PointInTime.Timeline(Optional.empty());
  private static final Instant SEPTEMBER = Instant.parse("2022-09-02T21:15:00Z");
  private static final Instant OCTOBER = Instant.parse("2022-10-03T21:15:00Z");
  private static final Instant NOVEMBER = Instant.parse("2022-11-28T20:50:55Z");

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private static Object[] change(String symbol, String action, String announced, Instant knownAt) {
    return new Object[] {
      "S&P 500",
      symbol,
      "",
      action,
      "membership",
      LocalDate.parse(announced),
      LocalDate.parse("2022-09-16"),
      "press release",
      null,
      knownAt
    };
  }

  private static String text(RevealedFact revealed) {
    String said =
        revealed.fact() instanceof IndexChange change
            ? change.symbol() + " announced " + change.announced()
            : ((HoldingChange) revealed.fact()).symbol()
                + " "
                + ((HoldingChange) revealed.fact()).action();
    return said
        + " from "
        + revealed.visibleFrom()
        + revealed.visibleUntil().map(until -> " until " + until).orElse("");
  }

  private void indexChanges() {
    LakeFixture.publish(
        lake,
        INDEX_CHANGES,
        "September",
        SEPTEMBER,
        LakeFixture.rows(
            change("CSGP", "added", "2022-09-02", SEPTEMBER),
            change("DRE", "removed", "2022-09-02", SEPTEMBER)));
    LakeFixture.publish(
        lake,
        INDEX_CHANGES,
        "October",
        OCTOBER,
        LakeFixture.rows(
            change("CSGP", "added", "2022-09-01", SEPTEMBER),
            change("DRE", "removed", "2022-09-02", OCTOBER),
            change("INVH", "added", "2022-09-02", SEPTEMBER)));
    LakeFixture.publish(
        lake,
        INDEX_CHANGES,
        "November",
        NOVEMBER,
        LakeFixture.rows(
            change("CSGP", "added", "2022-09-01", SEPTEMBER),
            change("INVH", "added", "2022-09-02", SEPTEMBER)));
  }

  @Test
  void factsOfATagAreSeenWhenTheyAreKnown() {
    indexChanges();

    FactRead read = lake.facts(INDEX_CHANGES, new PointInTime.Tag("September"));

    assertThat(read.facts())
        .extracting(PointInTimeReadsTest::text)
        .containsExactly(
            "CSGP announced 2022-09-02 from 2022-09-02T21:15:00Z",
            "DRE announced 2022-09-02 from 2022-09-02T21:15:00Z");
    assertThat(read.facts()).allMatch(fact -> fact.table().equals("index_changes"));
    assertThat(read.versions()).hasSize(1);
    assertThat(read.versions().get(0).checksum()).matches("[0-9a-f]{64}");
  }

  @Test
  void onATimelineARestatedFactEndsAndBeginsWithTheTagThatSaysSo() {
    indexChanges();

    FactRead read = lake.facts(INDEX_CHANGES, ALL);

    assertThat(read.facts())
        .extracting(PointInTimeReadsTest::text)
        .containsExactlyInAnyOrder(
            "CSGP announced 2022-09-02 from 2022-09-02T21:15:00Z until 2022-10-03T21:15:00Z",
            "CSGP announced 2022-09-01 from 2022-10-03T21:15:00Z",
            "DRE announced 2022-09-02 from 2022-09-02T21:15:00Z until 2022-11-28T20:50:55Z",
            "INVH announced 2022-09-02 from 2022-09-02T21:15:00Z");
    assertThat(read.facts())
        .isSortedAccordingTo(java.util.Comparator.comparing(RevealedFact::visibleFrom));
    assertThat(read.facts()).noneMatch(RevealedFact::looksAhead);
    assertThat(read.versions())
        .extracting(ref -> ref.asOf().toString())
        .containsExactly("September", "October", "November");
    assertThat(read.versions()).extracting(ref -> ref.checksum()).doesNotHaveDuplicates();
    assertThat(read.versions().get(0).checksum())
        .isEqualTo(
            lake.facts(INDEX_CHANGES, new PointInTime.Tag("September"))
                .versions()
                .get(0)
                .checksum());
  }

  @Test
  void aMomentIsTheLatestTagKnownByThen() {
    indexChanges();

    PointInTime at = new PointInTime.Moment(NOVEMBER.minusSeconds(1));
    assertThat(lake.resolve(INDEX_CHANGES, at).snapshotId())
        .isEqualTo(lake.resolve(INDEX_CHANGES, new PointInTime.Tag("October")).snapshotId());
    assertThat(lake.resolve(INDEX_CHANGES, at).asOf()).isEqualTo(at);
    assertThat(lake.indexChanges(new PointInTime.Moment(NOVEMBER))).hasSize(2);
    assertThatThrownBy(
            () -> lake.resolve(INDEX_CHANGES, new PointInTime.Moment(SEPTEMBER.minusSeconds(1))))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_MISSING))
        .hasMessage(
            "Cannot read index_changes as of moment:2022-09-02T21:14:59Z: none of its tags was known"
                + " by then; they are September (2022-09-02T21:15:00Z), October"
                + " (2022-10-03T21:15:00Z), November (2022-11-28T20:50:55Z)");
  }

  private static Object[] holding(String symbol, String isin, String status, Instant knownAt) {
    return LakeFixture.holding("IVV", symbol, isin, 10, status, knownAt.toString());
  }

  @Test
  void changesOfHoldingsAreSeenFromTagToTag() {
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "September",
        SEPTEMBER,
        LakeFixture.rows(holding("PENN", "US1", "new", SEPTEMBER)));
    // The filing of October 3 lay around until the end of the month.
    Instant published = OCTOBER.plusSeconds(86400 * 20);
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "October",
        published,
        LakeFixture.rows(
            holding("PENN", "US1", "expired", OCTOBER), holding("CSGP", "US2", "new", OCTOBER)));
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "November",
        NOVEMBER,
        LakeFixture.rows(
            holding("PENN", "US1", "new", NOVEMBER),
            holding("CSGP", "US2", "unchanged", NOVEMBER)));

    FactRead read = lake.holdingFacts("IVV", ALL);

    assertThat(read.facts())
        .extracting(PointInTimeReadsTest::text)
        .containsExactly(
            "CSGP ENTERED from 2022-10-03T21:15:00Z",
            "PENN LEFT from 2022-10-23T21:15:00Z",
            "PENN ENTERED from 2022-11-28T20:50:55Z");
    assertThat(read.versions()).hasSize(3);
    FactRead pair =
        lake.holdingFacts("IVV", new PointInTime.Tag("September"), new PointInTime.Tag("October"));
    assertThat(pair.facts())
        .extracting(PointInTimeReadsTest::text)
        .containsExactly(
            "CSGP ENTERED from 2022-10-03T21:15:00Z", "PENN LEFT from 2022-10-03T21:15:00Z");
    assertThat(pair.versions().get(0).checksum())
        .isEqualTo(read.versions().get(0).checksum())
        .isNotEqualTo(pair.versions().get(1).checksum());
    assertThatThrownBy(() -> lake.holdingFacts("VOO", ALL))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISSING))
        .hasMessageContaining("its funds are IVV");
  }

  @Test
  void theFirstFileOfAFundIsNoChange() {
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "September",
        SEPTEMBER,
        List.<Object[]>of(
            LakeFixture.holding("SPY", "PENN", "US1", 10, "new", SEPTEMBER.toString())));
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "October",
        OCTOBER,
        LakeFixture.rows(
            LakeFixture.holding("SPY", "PENN", "US1", 10, "new", SEPTEMBER.toString()),
            holding("PENN", "US1", "new", OCTOBER)));

    assertThat(lake.holdingFacts("IVV", ALL).facts()).isEmpty();
  }
}
