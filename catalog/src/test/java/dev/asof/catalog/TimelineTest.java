package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.BarRevisions;
import dev.asof.api.ErrorCode;
import dev.asof.api.NewYorkTime;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
  private static final PointInTime.Timeline ALL = new PointInTime.Timeline(Optional.empty());
  private static final Instant MAY = Instant.parse("2022-05-31T22:00:00Z");
  private static final Instant JUNE = Instant.parse("2022-06-30T22:00:00Z");
  private static final Instant JULY = Instant.parse("2022-07-31T22:00:00Z");

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

  private static Object[] bar(String symbol, String session, double price, Instant knownAt) {
    Object[] bar = LakeFixture.bar(symbol, session, price, 100);
    bar[7] = knownAt;
    return bar;
  }

  private static Object[] bar(String symbol, String session, double price) {
    return LakeFixture.bar(symbol, session, price, 100);
  }

  private void publish(String tag, Instant knownAt, Object[]... rows) {
    LakeFixture.publish(lake, DAILY_BARS, tag, knownAt, List.of(rows));
  }

  private static List<String> text(BarRevisions revisions) {
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < revisions.count(); n++) {
      lines.add(
          Instant.ofEpochMilli(revisions.visibleFromEpochMillis(n))
              + " bar "
              + revisions.bar(n)
              + " of "
              + revisions.instrument(n)
              + " from "
              + revisions.version(n)
              + ": "
              + revisions.open(n)
              + " "
              + revisions.high(n)
              + " "
              + revisions.low(n)
              + " "
              + revisions.close(n)
              + " "
              + revisions.volume(n));
    }
    return lines;
  }

  @Test
  void aPinnedBarThatCameAfterItsCloseIsARevisionAtThatMoment() {
    publish(
        "T",
        JUNE,
        bar("AAA", "2022-05-02", 10),
        bar("AAA", "2022-05-03", 11, JUNE),
        bar("BBB", "2022-05-03", 20, Instant.parse("2022-05-03T19:59:59Z")));

    Panel panel = lake.bars(new PointInTime.Tag("T")).readPanel();

    assertThat(panel.bars().open(1, 0)).isEqualTo(11);
    assertThat(text(panel.revisions()))
        .containsExactly("2022-06-30T22:00:00Z bar 1 of 0 from 0: 11.0 12.0 10.0 11.5 100.0");
    assertThat(panel.versions()).hasSize(1);
    assertThat(panel.versions().get(0).asOf()).isEqualTo(new PointInTime.Tag("T"));
    assertThat(panel.versions().get(0).checksum()).matches("[0-9a-f]{64}");
    assertThat(lake.bars(new PointInTime.Tag("T")).ref().checksum()).isEmpty();
  }

  @Test
  void aMomentBetweenMillisecondsIsRoundedUpSoThatNothingIsSeenEarly() {
    publish("T", JUNE, bar("AAA", "2022-05-03", 11, Instant.parse("2022-05-03T22:00:00.000001Z")));

    assertThat(text(lake.bars(new PointInTime.Tag("T")).readPanel().revisions()))
        .singleElement()
        .asString()
        .startsWith("2022-05-03T22:00:00.001Z bar 0");
  }

  @Test
  void restatedWithdrawnAndLatePublishedBarsAreSeenAsTheTagsHadThem() {
    publish(
        "May",
        MAY,
        bar("AAA", "2022-05-02", 10),
        bar("AAA", "2022-05-03", 11),
        bar("BBB", "2022-05-02", 20));
    publish(
        "June",
        JUNE,
        bar("AAA", "2022-05-02", 10.25, JUNE),
        bar("AAA", "2022-05-03", 11),
        bar("BBB", "2022-05-02", 20),
        bar("BBB", "2022-05-03", 21),
        bar("BBB", "2022-06-01", 22, JUNE));
    publish(
        "July",
        JULY,
        bar("AAA", "2022-05-02", 10.25, JUNE),
        bar("BBB", "2022-05-02", 20),
        bar("BBB", "2022-05-03", 21),
        bar("BBB", "2022-06-01", 22, JUNE));

    Panel panel = lake.bars(ALL).readPanel();

    assertThat(panel.bars().sessionDates())
        .extracting(LocalDate::toString)
        .containsExactly("2022-05-02", "2022-05-03", "2022-06-01");
    assertThat(panel.bars().openUnsafe())
        .containsExactly(10.25, 20, Double.NaN, 21, Double.NaN, 22);
    assertThat(text(panel.revisions()))
        .containsExactly(
            "2022-05-02T20:00:00Z bar 0 of 0 from 0: 10.0 11.0 9.0 10.5 100.0",
            "2022-05-03T20:00:00Z bar 1 of 0 from 0: 11.0 12.0 10.0 11.5 100.0",
            "2022-06-30T22:00:00Z bar 0 of 0 from 1: 10.25 11.25 9.25 10.75 100.0",
            "2022-06-30T22:00:00Z bar 2 of 1 from 1: 22.0 23.0 21.0 22.5 100.0",
            "2022-07-31T22:00:00Z bar 1 of 0 from 2: NaN NaN NaN NaN NaN");
    assertThat(panel.versions())
        .extracting(ref -> ref.asOf().toString())
        .containsExactly("May", "June", "July");
    assertThat(panel.versions()).extracting(ref -> ref.checksum()).doesNotHaveDuplicates();
    assertThat(lake.bars(ALL).read().openUnsafe()).isEqualTo(panel.bars().openUnsafe());
    assertThat(lake.bars(ALL).ref().asOf()).isEqualTo(ALL);
  }

  @Test
  void aTimelineEndsAtTheTagThatItNames() {
    publish("May", MAY, bar("AAA", "2022-05-02", 10));
    publish("June", JUNE, bar("AAA", "2022-05-02", 11));
    publish("July", JULY, bar("AAA", "2022-05-02", 12));

    PointInTime at = PointInTime.parse("timeline:June");
    Panel panel = lake.bars(at).readPanel();

    assertThat(panel.bars().openUnsafe()).containsExactly(11);
    assertThat(panel.versions())
        .extracting(ref -> ref.asOf().toString())
        .containsExactly("May", "June");
    assertThat(lake.resolve(DAILY_BARS, at).snapshotId())
        .isEqualTo(lake.resolve(DAILY_BARS, new PointInTime.Tag("June")).snapshotId());
    assertThat(lake.timeline(DAILY_BARS, ALL)).hasSize(3);
    assertThatThrownBy(() -> lake.bars(PointInTime.parse("timeline:Q9")))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_MISSING))
        .hasMessageStartingWith(
            "Cannot read daily_bars as of timeline:Q9: it has no tag Q9; its tags are May, June,"
                + " July, its latest snapshot is snapshot:");
  }

  @Test
  void aTableWithoutTagsHasNoTimeline() {
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    LakeFixture.append(lake, stage, LakeFixture.rows(bar("AAA", "2022-05-02", 10)));
    publisher.publish(stage, Optional.empty());

    assertThatThrownBy(() -> lake.bars(ALL))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_MISSING))
        .hasMessageStartingWith(
            "Cannot read daily_bars as of timeline: a timeline needs tags; it has no tags");
  }

  @Test
  void symbolsAndPeriodNarrowATimeline() {
    publish("May", MAY, bar("AAA", "2022-05-02", 10), bar("BBB", "2022-05-02", 20));
    publish(
        "June",
        JUNE,
        bar("AAA", "2022-05-02", 11),
        bar("BBB", "2022-05-02", 21),
        bar("BBB", "2022-06-01", 22));

    Panel panel =
        lake.bars(ALL).symbols(List.of("BBB")).to(LocalDate.parse("2022-05-31")).readPanel();

    assertThat(panel.bars().openUnsafe()).containsExactly(21);
    assertThat(text(panel.revisions()))
        .containsExactly(
            "2022-05-02T20:00:00Z bar 0 of 0 from 0: 20.0 21.0 19.0 20.5 100.0",
            "2022-06-30T22:00:00Z bar 0 of 0 from 1: 21.0 22.0 20.0 21.5 100.0");
  }

  @Test
  void whereNothingWasRestatedATimelineIsThePinnedRunsPanel() {
    publish("May", MAY, bar("AAA", "2022-05-02", 10));
    publish("June", JUNE, bar("AAA", "2022-05-02", 10), bar("AAA", "2022-06-01", 12));

    Panel timeline = lake.bars(ALL).readPanel();
    Panel pinned = lake.bars(new PointInTime.Tag("June")).readPanel();

    assertThat(timeline.revisions().count()).isZero();
    assertThat(timeline.versions().get(1).checksum())
        .isEqualTo(pinned.versions().get(0).checksum());
  }

  /** Any history of a few rows, against the rule applied moment by moment. */
  @Test
  void atEachMomentARevisedPanelShowsWhatTheRuleSays() {
    Random random = new Random(20221128);
    for (int round = 0; round < 12; round++) {
      Path folder = home.resolve("round" + round);
      try (Lake own = Lake.create(folder)) {
        checkAgainstTheRule(own, random);
      }
    }
  }

  private record Cell(String symbol, LocalDate session) {}

  private static void checkAgainstTheRule(Lake lake, Random random) {
    int tags = 4;
    LocalDate start = LocalDate.parse("2021-12-29");
    List<Instant> knownAt = new ArrayList<>();
    List<Map<Cell, Object[]>> states = new ArrayList<>();
    Map<Cell, Object[]> current = new LinkedHashMap<>();
    for (int tag = 0; tag < tags; tag++) {
      Instant published =
          NewYorkTime.close(start.plusDays(2L * tag + random.nextInt(2))).plusSeconds(60);
      if (tag > 0 && published.isBefore(knownAt.get(tag - 1))) {
        published = knownAt.get(tag - 1);
      }
      current = new LinkedHashMap<>(current);
      for (String symbol : List.of("AAA", "BBB")) {
        for (int day = 0; day < 6; day++) {
          Cell cell = new Cell(symbol, start.plusDays(day));
          int dice = random.nextInt(6);
          if (dice == 0) {
            current.remove(cell);
          } else if (dice <= 2) {
            Instant known =
                NewYorkTime.close(cell.session()).plusSeconds(random.nextInt(3) * 60000);
            current.put(cell, bar(symbol, cell.session().toString(), random.nextInt(4), known));
          }
        }
      }
      // The sessions and symbols of the last tag are the panel's.
      current.putIfAbsent(new Cell("AAA", start), bar("AAA", start.toString(), 1));
      current.putIfAbsent(new Cell("BBB", start), bar("BBB", start.toString(), 1));
      knownAt.add(published);
      states.add(current);
      LakeFixture.publish(
          lake, DAILY_BARS, "T" + tag, published, new ArrayList<>(current.values()));
    }

    Panel panel = lake.bars(ALL).readPanel();

    TreeSet<Instant> moments = new TreeSet<>(knownAt);
    states.forEach(state -> state.values().forEach(row -> moments.add((Instant) row[7])));
    panel.bars().sessionDates().forEach(session -> moments.add(NewYorkTime.close(session)));
    for (Instant now : moments) {
      for (int bar = 0; bar < panel.bars().sessions(); bar++) {
        for (int instrument = 0; instrument < panel.bars().instruments(); instrument++) {
          Cell cell = new Cell(panel.bars().symbols().get(instrument), panel.bars().session(bar));
          assertThat(Double.valueOf(shown(panel, bar, instrument, now)))
              .as("%s at %s", cell, now)
              .isEqualTo(
                  now.isBefore(panel.bars().closeTime(bar))
                      ? Double.valueOf(Double.NaN)
                      : Double.valueOf(byTheRule(states, knownAt, cell, now)));
        }
      }
    }
  }

  /** As BarRevisions documents it. */
  private static double shown(Panel panel, int bar, int instrument, Instant now) {
    if (now.isBefore(panel.bars().closeTime(bar))) {
      return Double.NaN;
    }
    boolean revised = false;
    double open = Double.NaN;
    for (int n = 0; n < panel.revisions().count(); n++) {
      if (panel.revisions().bar(n) == bar && panel.revisions().instrument(n) == instrument) {
        revised = true;
        if (panel.revisions().visibleFromEpochMillis(n) <= now.toEpochMilli()) {
          open = panel.revisions().open(n);
        }
      }
    }
    return revised ? open : panel.bars().open(bar, instrument);
  }

  private static double byTheRule(
      List<Map<Cell, Object[]>> states, List<Instant> knownAt, Cell cell, Instant now) {
    int latest = -1;
    for (int tag = 0; tag < states.size(); tag++) {
      if (!knownAt.get(tag).isAfter(now)) {
        latest = tag;
      }
    }
    Object[] row = latest < 0 ? null : states.get(latest).get(cell);
    for (int tag = latest + 1; row == null && tag < states.size(); tag++) {
      row = states.get(tag).get(cell);
    }
    if (row == null) {
      return Double.NaN;
    }
    if (!((Instant) row[7]).isAfter(now)) {
      return (Double) row[2];
    }
    // What T restates with a later time of its own leaves what was seen before.
    return latest >= 0 && states.get(latest).get(cell) == row
        ? byTheRule(states, knownAt, cell, knownAt.get(latest).minusMillis(1))
        : Double.NaN;
  }
}
