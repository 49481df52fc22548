package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.HoldingChange;
import dev.asof.api.HoldingChange.Action;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableDiffTest {
  private static final PointInTime.Tag Q1 = new PointInTime.Tag("Q1_2022");
  private static final PointInTime.Tag Q3 = new PointInTime.Tag("Q3_2022");
  private static final String MAY = "2022-05-27T17:54:03Z";
  private static final String NOVEMBER = "2022-11-28T20:50:55Z";
  private static final Column SYMBOL = FUND_HOLDINGS.column("symbol").orElseThrow();
  private static final Column ISIN = FUND_HOLDINGS.column("isin").orElseThrow();

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

  /** The published case in small: J changes its ISIN, a blank symbol leaves, PENN leaves. */
  private void publishedHoldings() {
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "Q1_2022",
        Instant.parse(MAY),
        LakeFixture.rows(
            LakeFixture.holding("IVV", "PENN", "US7075691094", 10, "new", MAY),
            LakeFixture.holding("IVV", "J", "US4698141078", 20, "new", MAY),
            LakeFixture.holding("IVV", "", "US25470F3029", 30, "new", MAY),
            LakeFixture.holding("IVV", "HON", "US4385161066", 40, "new", MAY),
            LakeFixture.holding("IVV", "DFS", "US2547091080", 50, "new", MAY),
            LakeFixture.holding("SPY", "PENN", "US7075691094", 60, "new", MAY)));
    String period = "2022-09-30";
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "Q3_2022",
        Instant.parse(NOVEMBER),
        LakeFixture.rows(
            LakeFixture.holding(
                "IVV", "PENN", "US7075691094", 10, "expired", "2022-03-31", NOVEMBER),
            LakeFixture.holding("IVV", "J", "US4698141078", 20, "expired", "2022-03-31", NOVEMBER),
            LakeFixture.holding("IVV", "", "US25470F3029", 30, "expired", "2022-03-31", NOVEMBER),
            LakeFixture.holding("IVV", "HON", "US4385161066", 41, "unchanged", period, NOVEMBER),
            LakeFixture.holding("IVV", "DFS", "US2547091080", 50, "unchanged", period, NOVEMBER),
            LakeFixture.holding("IVV", "J", "US46982L1089", 20, "new", period, NOVEMBER),
            LakeFixture.holding("IVV", "CSGP", "US22160N1090", 70, "new", period, NOVEMBER),
            LakeFixture.holding("SPY", "PENN", "US7075691094", 60, "new", MAY)));
  }

  @Test
  void liveRowsAreComparedByKeyInTheOrderOfSymbol() {
    publishedHoldings();

    TableDiff diff = lake.diff(FUND_HOLDINGS, Q1, Q3);

    assertThat(diff.entered())
        .extracting(row -> row.text(SYMBOL) + " " + row.text(ISIN))
        .containsExactly("CSGP US22160N1090", "J US46982L1089");
    assertThat(diff.left())
        .extracting(row -> row.text(SYMBOL) + " " + row.text(ISIN))
        .containsExactly(" US25470F3029", "J US4698141078", "PENN US7075691094");
    assertThat(diff.from().asOf()).isEqualTo(Q1);
    assertThat(diff.to().asOf()).isEqualTo(Q3);
  }

  @Test
  void whatLeftStandsAsItStoodBefore() {
    publishedHoldings();

    Row row = lake.diff(FUND_HOLDINGS, Q1, Q3).left().get(2);

    assertThat(row.text(FUND_HOLDINGS.column("status").orElseThrow())).isEqualTo("new");
    assertThat(row.value(FUND_HOLDINGS.column("known_at").orElseThrow()))
        .contains(Instant.parse(MAY));
    assertThat(row.value(FUND_HOLDINGS.column("date").orElseThrow()))
        .contains(LocalDate.parse("2022-03-31"));
  }

  @Test
  void onlyValuesMakeAChangeNotClocksOrStatus() {
    publishedHoldings();

    List<ChangedRow> changed = lake.diff(FUND_HOLDINGS, Q1, Q3).changed();

    assertThat(changed).hasSize(1);
    ChangedRow honeywell = changed.get(0);
    assertThat(honeywell.before().text(SYMBOL)).isEqualTo("HON");
    assertThat(honeywell.columns()).extracting(Column::name).containsExactly("balance", "valUsd");
    assertThat(honeywell.before().text(honeywell.columns().get(0))).isEqualTo("40");
    assertThat(honeywell.after().text(honeywell.columns().get(0))).isEqualTo("41");
    assertThat(honeywell.after().text(honeywell.columns().get(1))).isEqualTo("82");
  }

  @Test
  void theDifferenceBackwardsSwapsTheLists() {
    publishedHoldings();

    TableDiff diff = lake.diff(FUND_HOLDINGS, Q3, Q1);

    assertThat(diff.left()).extracting(row -> row.text(SYMBOL)).containsExactly("CSGP", "J");
    assertThat(diff.entered()).extracting(row -> row.text(SYMBOL)).containsExactly("", "J", "PENN");
  }

  @Test
  void aVersionDoesNotDifferFromItself() {
    publishedHoldings();

    TableDiff diff = lake.diff(FUND_HOLDINGS, Q3, Q3);

    assertThat(diff.entered()).isEmpty();
    assertThat(diff.left()).isEmpty();
    assertThat(diff.changed()).isEmpty();
  }

  @Test
  void filesThatBothVersionsHoldAddNothing() {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "Q1_2022",
        Instant.parse(MAY),
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", 42, 100)));
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    LakeFixture.append(
        lake, stage, LakeFixture.rows(LakeFixture.bar("PENN", "2022-09-30", 27, 200)));
    publisher.publish(stage, Optional.of(Q3));

    TableDiff diff = lake.diff(DAILY_BARS, Q1, Q3);

    assertThat(diff.entered())
        .extracting(row -> row.text(DAILY_BARS.column("session").orElseThrow()))
        .containsExactly("2022-09-30");
    assertThat(diff.left()).isEmpty();
    assertThat(diff.changed()).isEmpty();
  }

  @Test
  void aPositionThatEnteredIsKnownSinceItsRowAndOneThatLeftSinceTheFileThatDroppedIt() {
    publishedHoldings();
    LocalDate period = LocalDate.parse("2022-09-30");
    Instant accepted = Instant.parse(NOVEMBER);

    assertThat(lake.holdingChanges("IVV", Q1, Q3))
        .containsExactly(
            new HoldingChange("IVV", "", "US25470F3029", Action.LEFT, period, accepted),
            new HoldingChange("IVV", "CSGP", "US22160N1090", Action.ENTERED, period, accepted),
            new HoldingChange("IVV", "J", "US4698141078", Action.LEFT, period, accepted),
            new HoldingChange("IVV", "J", "US46982L1089", Action.ENTERED, period, accepted),
            new HoldingChange("IVV", "PENN", "US7075691094", Action.LEFT, period, accepted));
    assertThat(lake.holdingChanges("SPY", Q1, Q3)).isEmpty();
  }

  @Test
  void aFundThatNobodyIngestedNamesThoseThereAre() {
    publishedHoldings();

    assertThatThrownBy(() -> lake.holdingChanges("VOO", Q1, Q3))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISSING))
        .hasMessage(
            "Cannot read the holdings of fund 'VOO': fund_holdings has none of it; its funds are"
                + " IVV, SPY");
  }
}
