package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.INDEX_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexChangesTest {
  private static final LocalDate ANNOUNCED = LocalDate.parse("2022-09-02");
  private static final LocalDate EFFECTIVE = LocalDate.parse("2022-09-19");
  private static final Instant KNOWN = NewYorkTime.announcement(ANNOUNCED);

  @TempDir private Path home;

  private static Object[] change(
      String symbol,
      String isin,
      String action,
      String kind,
      LocalDate announced,
      Instant knownAt) {
    return new Object[] {
      "S&P 500", symbol, isin, action, kind, announced, EFFECTIVE, "press release", null, knownAt
    };
  }

  @Test
  void changesComeInTheOrderOfKnowledgeThenSymbol() {
    try (Lake lake = Lake.create(home)) {
      LakeFixture.publish(
          lake,
          INDEX_CHANGES,
          "T",
          KNOWN,
          LakeFixture.rows(
              change("PENN", "US7075691094", "removed", "membership", ANNOUNCED, KNOWN),
              change("CSGP", null, "added", "membership", ANNOUNCED, KNOWN),
              change(
                  "META",
                  "",
                  "added",
                  "ticker-change",
                  LocalDate.parse("2022-06-09"),
                  NewYorkTime.announcement(LocalDate.parse("2022-06-09")))));

      List<IndexChange> changes = lake.indexChanges(new PointInTime.Tag("T"));

      assertThat(changes).extracting(IndexChange::symbol).containsExactly("META", "CSGP", "PENN");
      assertThat(changes.get(0).kind()).isEqualTo(IndexChange.Kind.TICKER_CHANGE);
      assertThat(changes.get(1))
          .isEqualTo(
              new IndexChange(
                  "S&P 500",
                  "CSGP",
                  "",
                  IndexChange.Action.ADDED,
                  IndexChange.Kind.MEMBERSHIP,
                  ANNOUNCED,
                  EFFECTIVE,
                  "press release",
                  Instant.parse("2022-09-02T21:15:00Z")));
    }
  }

  @Test
  void aKindThatNobodyKnowsIsRefusedWithTheValidOnes() {
    try (Lake lake = Lake.create(home)) {
      LakeFixture.publish(
          lake,
          INDEX_CHANGES,
          "T",
          KNOWN,
          LakeFixture.rows(change("PENN", "", "removed", "rumour", ANNOUNCED, KNOWN)));

      assertThatThrownBy(() -> lake.indexChanges(new PointInTime.Tag("T")))
          .isInstanceOfSatisfying(
              AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROW_INVALID))
          .hasMessage(
              "Invalid row in index_changes: kind of PENN, effective 2022-09-19, is 'rumour';"
                  + " expected one of membership, ticker-change, isin-change, spin-off, merger");
    }
  }
}
