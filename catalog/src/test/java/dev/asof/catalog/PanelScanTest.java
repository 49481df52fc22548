package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PanelScanTest {
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");
  private static final Instant KNOWN = Instant.parse("2023-01-03T21:00:00Z");

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

  /** PENN on three sessions over two years, INVH on two of them, neither in order. */
  private void withGaps() {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "T",
        KNOWN,
        LakeFixture.rows(
            LakeFixture.bar("PENN", "2023-01-03", 30, 300),
            LakeFixture.bar("INVH", "2022-09-06", 38, 200),
            LakeFixture.bar("PENN", "2022-09-02", 31, 100),
            LakeFixture.bar("INVH", "2022-09-02", 36, 100),
            LakeFixture.bar("PENN", "2022-12-30", 29, 400)));
  }

  @Test
  void sessionsAreAllDatesPresentAndWhatASymbolLacksIsNaN() {
    withGaps();

    Bars bars = lake.bars(TAG).read();

    assertThat(bars.symbols()).containsExactly("INVH", "PENN");
    assertThat(bars.sessionDates())
        .containsExactly(
            LocalDate.parse("2022-09-02"),
            LocalDate.parse("2022-09-06"),
            LocalDate.parse("2022-12-30"),
            LocalDate.parse("2023-01-03"));
    double nan = Double.NaN;
    assertThat(bars.openUnsafe()).containsExactly(36, 31, 38, nan, nan, 29, nan, 30);
    assertThat(bars.highUnsafe()).containsExactly(37, 32, 39, nan, nan, 30, nan, 31);
    assertThat(bars.lowUnsafe()).containsExactly(35, 30, 37, nan, nan, 28, nan, 29);
    assertThat(bars.closeUnsafe()).containsExactly(36.5, 31.5, 38.5, nan, nan, 29.5, nan, 30.5);
    assertThat(bars.volumeUnsafe()).containsExactly(100, 100, 200, nan, nan, 400, nan, 300);
  }

  @Test
  void symbolsComeInTheOrderAskedForAndSessionsFollowThem() {
    withGaps();

    Bars bars = lake.bars(TAG).symbols(List.of("PENN", "INVH")).read();
    Bars alone = lake.bars(TAG).symbols(List.of("INVH")).read();

    assertThat(bars.symbols()).containsExactly("PENN", "INVH");
    assertThat(bars.open(0, 0)).isEqualTo(31);
    assertThat(bars.open(0, 1)).isEqualTo(36);
    assertThat(alone.sessionDates())
        .containsExactly(LocalDate.parse("2022-09-02"), LocalDate.parse("2022-09-06"));
  }

  @Test
  void aPeriodIncludesBothItsEnds() {
    withGaps();

    Bars bars =
        lake.bars(TAG).from(LocalDate.parse("2022-09-06")).to(LocalDate.parse("2022-12-30")).read();

    assertThat(bars.sessionDates())
        .containsExactly(LocalDate.parse("2022-09-06"), LocalDate.parse("2022-12-30"));
    assertThat(bars.openUnsafe()).containsExactly(38, Double.NaN, Double.NaN, 29);
  }

  @Test
  void aMissingValueIsNaN() {
    Object[] bar = LakeFixture.bar("PENN", "2022-09-06", 30, 300);
    bar[3] = null;
    bar[6] = null;
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "T",
        KNOWN,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-09-02", 31, 100), bar));

    Bars bars = lake.bars(TAG).read();

    assertThat(bars.highUnsafe()).containsExactly(32, Double.NaN);
    assertThat(bars.volumeUnsafe()).containsExactly(100, Double.NaN);
    assertThat(bars.closeUnsafe()).containsExactly(31.5, 30.5);
  }

  @Test
  void aPanelOfManyBatchesKeepsEveryCellInItsPlace() {
    int symbols = 50;
    LocalDate start = LocalDate.parse("2021-11-01");
    int days = 400;
    List<Object[]> rows = new ArrayList<>();
    for (int s = 0; s < symbols; s++) {
      for (int day = 0; day < days; day++) {
        rows.add(
            LakeFixture.bar(
                "S" + (10 + s), start.plusDays(day).toString(), 1000 * s + day, s + day));
      }
    }
    LakeFixture.publish(lake, DAILY_BARS, "T", KNOWN, rows);

    Bars all = lake.bars(TAG).read();
    Bars some = lake.bars(TAG).symbols(List.of("S41", "S10", "S59")).read();

    assertThat(all.sessions()).isEqualTo(days);
    assertThat(all.instruments()).isEqualTo(symbols);
    for (int day = 0; day < days; day++) {
      for (int s = 0; s < symbols; s++) {
        assertThat(all.open(day, s)).isEqualTo(1000 * s + day);
      }
      assertThat(some.open(day, 0)).isEqualTo(31_000 + day);
      assertThat(some.open(day, 1)).isEqualTo(day);
      assertThat(some.open(day, 2)).isEqualTo(49_000 + day);
    }
  }

  @Test
  void aSymbolWithTwoBarsOnASessionIsRefused() {
    withGaps();
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    LakeFixture.append(lake, stage, LakeFixture.rows(LakeFixture.bar("INVH", "2022-09-06", 40, 1)));
    publisher.publish(stage, Optional.of(new PointInTime.Tag("twice")));

    assertThatThrownBy(() -> lake.bars(new PointInTime.Tag("twice")).read())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DUPLICATE))
        .hasMessage(
            "Cannot read daily_bars as of twice: INVH has two bars on 2022-09-06; a symbol may have"
                + " one a session");
  }

  @Test
  void anUnknownSymbolNamesTheNearestOnes() {
    withGaps();

    assertThatThrownBy(() -> lake.bars(TAG).symbols(List.of("INVH", "PEN")).read())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISSING))
        .hasMessage(
            "Cannot read daily_bars as of T: no bars of 'PEN' among its 2 symbols; nearest: PENN,"
                + " INVH");
    assertThatThrownBy(() -> lake.bars(TAG).symbols(List.of("XYZ")).read())
        .hasMessageStartingWith(
            "Cannot read daily_bars as of T: no bars of 'XYZ' among its 2 symbols");
  }

  @Test
  void aSymbolWithoutBarsInThePeriodNamesItsRange() {
    withGaps();

    assertThatThrownBy(
            () ->
                lake.bars(TAG)
                    .symbols(List.of("PENN", "INVH"))
                    .from(LocalDate.parse("2022-12-01"))
                    .read())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISSING))
        .hasMessage(
            "Cannot read daily_bars as of T: no bars of INVH from 2022-12-01; its bars run from"
                + " 2022-09-02 to 2022-09-06");
  }

  @Test
  void anEmptyPeriodNamesTheRangeThereIs() {
    withGaps();

    assertThatThrownBy(
            () ->
                lake.bars(TAG)
                    .from(LocalDate.parse("2030-01-01"))
                    .to(LocalDate.parse("2030-12-31"))
                    .read())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISSING))
        .hasMessage(
            "Cannot read daily_bars as of T: no bars from 2030-01-01 to 2030-12-31; its bars run"
                + " from 2022-09-02 to 2023-01-03");
  }

  @Test
  void aPeriodThatEndsBeforeItBeginsIsInvalid() {
    withGaps();

    assertThatThrownBy(
            () ->
                lake.bars(TAG)
                    .from(LocalDate.parse("2022-12-31"))
                    .to(LocalDate.parse("2022-12-30"))
                    .read())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEFINITION_INVALID))
        .hasMessage("Invalid period: its end 2022-12-30 is before its start 2022-12-31");
  }

  @Test
  void aScanStaysAtItsSnapshotWhenMainMovesOn() {
    withGaps();
    PanelScan scan = lake.bars(TAG);
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "later",
        KNOWN,
        LakeFixture.rows(LakeFixture.bar("NEW", "2023-06-01", 1, 1)));

    assertThat(scan.read().symbols()).containsExactly("INVH", "PENN");
    assertThat(scan.ref().rows()).isEqualTo(5);
    assertThat(scan.ref()).isEqualTo(lake.resolve(DAILY_BARS, TAG));
  }
}
