package dev.asof.catalog;

import static dev.asof.catalog.LakeFixture.bar;
import static dev.asof.catalog.LakeFixture.rows;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvolutionTest {
  private static final Instant MAY = Instant.parse("2022-05-31T20:00:00Z");
  private static final Instant JUNE = Instant.parse("2022-06-30T20:00:00Z");
  private static final PointInTime.Tag FIRST = new PointInTime.Tag("May");
  private static final PointInTime.Tag SECOND = new PointInTime.Tag("June");
  private static final Column VENUE =
      new Column("venue", Column.Kind.STRING, "MIC", "Where it traded", Column.Role.VALUE);
  private static final Column TRADES =
      new Column("trades", Column.Kind.DOUBLE, "", "Number of trades", Column.Role.VALUE);

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void publish() {
    lake = Lake.create(home);
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "May",
        MAY,
        rows(bar("PENN", "2022-05-31", 30, 5), bar("UA", "2022-05-31", 10, 5)));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private Table table() {
    return lake.stored().load(DAILY_BARS).orElseThrow();
  }

  private Version at(String tag) {
    return lake.stored().version(DAILY_BARS, table(), table().snapshot(tag));
  }

  private static Object[] with(Object[] row, Object... more) {
    Object[] all = java.util.Arrays.copyOf(row, row.length + more.length);
    System.arraycopy(more, 0, all, row.length, more.length);
    return all;
  }

  private List<String> read(String tag, Column column) {
    return VersionRows.read(
            at(tag), VersionRows.plan(at(tag), Expressions.alwaysTrue()), row -> true)
        .stream()
        .map(row -> row.text(column))
        .toList();
  }

  @Test
  void anAddedColumnReadsAsItsDefaultUnderOlderTagsAndChangesNoChecksum() {
    String before = RowChecksum.of(at("May"));
    assertThat(lake.addColumn(DAILY_BARS, VENUE, Optional.of("XNYS"))).isTrue();
    assertThat(lake.addColumn(DAILY_BARS, TRADES, Optional.empty())).isTrue();
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "June",
        JUNE,
        rows(with(bar("PENN", "2022-05-31", 30, 5), "XNAS", 7.0), bar("UA", "2022-05-31", 10, 5)));

    assertThat(lake.columns(DAILY_BARS))
        .endsWith(VENUE, TRADES)
        .startsWith(DAILY_BARS.columns().get(0));
    assertThat(read("May", VENUE)).containsExactly("XNYS", "XNYS");
    assertThat(read("May", TRADES)).containsExactly("", "");
    assertThat(read("June", VENUE)).containsExactly("XNAS", "XNYS");
    assertThat(read("June", TRADES)).containsExactly("7", "");
    assertThat(RowChecksum.of(at("May"))).isEqualTo(before);
    assertThat(RowChecksum.of(at("June"))).isNotEqualTo(before);
    assertThat(lake.bars(FIRST).read().open(0, 0)).isEqualTo(30);
  }

  @Test
  void aDifferenceShowsAddedColumnsAndARowThatOnlyGotTheDefaultIsNone() {
    lake.addColumn(DAILY_BARS, VENUE, Optional.of("XNYS"));
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "June",
        JUNE,
        rows(
            with(bar("PENN", "2022-05-31", 30, 5), "XNAS"),
            with(bar("UA", "2022-05-31", 10, 5), "XNYS")));

    TableDiff diff = lake.diff(DAILY_BARS, FIRST, SECOND);

    assertThat(diff.changed()).hasSize(1);
    assertThat(diff.changed().get(0).columns()).containsExactly(VENUE);
    assertThat(diff.changed().get(0).before().text(VENUE)).isEqualTo("XNYS");
    assertThat(diff.columns()).contains(VENUE);
  }

  @Test
  void theSameColumnAgainChangesNothingAndAnotherUnderItsNameIsRefused() {
    lake.addColumn(DAILY_BARS, VENUE, Optional.of("XNYS"));
    int schemas = table().schemas().size();

    assertThat(lake.addColumn(DAILY_BARS, VENUE, Optional.of("XNYS"))).isFalse();
    assertThatThrownBy(() -> lake.addColumn(DAILY_BARS, VENUE, Optional.of("XNAS")))
        .hasMessage(
            "Cannot add column venue to daily_bars: it has venue already, as string; choose another"
                + " name, a column never changes");
    assertThatThrownBy(
            () ->
                lake.addColumn(
                    DAILY_BARS,
                    new Column("OPEN", Column.Kind.DOUBLE, "", "", Column.Role.VALUE),
                    Optional.empty()))
        .hasMessageStartingWith("Cannot add column OPEN to daily_bars: it has open already");
    assertThatThrownBy(() -> lake.addColumn(DAILY_BARS, TRADES, Optional.of("many")))
        .hasMessage("Cannot add column trades to daily_bars: the default 'many' is no DOUBLE");
    assertThatThrownBy(
            () ->
                lake.addColumn(
                    DAILY_BARS,
                    new Column("no way", Column.Kind.DOUBLE, "", "", Column.Role.VALUE),
                    Optional.empty()))
        .hasMessage(
            "Cannot add column no way to daily_bars: expected a name of letters, digits and _, at"
                + " most 64, letter first");
    assertThat(table().schemas()).hasSize(schemas);
  }

  private void assertRefused(String how) {
    assertThatThrownBy(() -> lake.publisher(DAILY_BARS).stage())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGED))
        .hasMessage(
            "Cannot write to daily_bars: its column "
                + how
                + " by another tool; columns of a tagged table may only be added");
    assertThat(lake.bars(FIRST).read().open(0, 0)).isEqualTo(30);
  }

  @Test
  void aDroppedColumnIsRefusedWhereItWouldBeWritten() {
    table().updateSchema().deleteColumn("volume").commit();

    assertRefused("volume was dropped");
  }

  @Test
  void aRenamedColumnIsRefusedWhereItWouldBeWritten() {
    table().updateSchema().renameColumn("open", "first").commit();

    assertRefused("open was renamed to first");
  }

  @Test
  void aColumnMadeRequiredIsRefusedWhereItWouldBeWritten() {
    table().updateSchema().allowIncompatibleChanges().requireColumn("open").commit();

    assertRefused("open was made required");
  }

  @Test
  void aTableOfAnOlderDefinitionGetsTheColumnsThatItLacks() {
    Schema older =
        new Schema(
            DAILY_BARS.icebergSchema().columns().stream()
                .filter(field -> !field.name().equals("volume"))
                .toList());
    try (Lake other = Lake.create(home.resolve("other"))) {
      other
          .stored()
          .loadOrCreate(
              TableIdentifier.of(Lake.NAMESPACE, "daily_bars"), older, DAILY_BARS.properties());

      Stage stage = other.publisher(DAILY_BARS).stage();

      Table table = other.stored().load(DAILY_BARS).orElseThrow();
      assertThat(table.schema().findField("volume").type()).isEqualTo(Types.DoubleType.get());
      assertThat(stage.table()).isEqualTo(DAILY_BARS);
      assertThat(other.columns(DAILY_BARS)).isEqualTo(DAILY_BARS.columns());
    }
  }

  @Test
  void partitioningChangesForWhatIsWrittenFromThenOn() {
    assertThat(lake.partitioning(DAILY_BARS)).isEqualTo("years(session)");
    assertThat(lake.partitionBy(DAILY_BARS, "months(session), bucket(4, Symbol)")).isTrue();
    assertThat(lake.partitionBy(DAILY_BARS, "months(session),bucket(4, symbol)")).isFalse();
    assertThat(lake.partitioning(DAILY_BARS)).isEqualTo("months(session), bucket(4, symbol)");
    Stage stage = lake.publisher(DAILY_BARS).stage();
    LakeFixture.append(lake, stage, rows(bar("PENN", "2022-06-30", 31, 5)));
    lake.publisher(DAILY_BARS).publish(stage, Optional.of(SECOND));

    assertThat(lake.bars(SECOND).read().open(1, 0)).isEqualTo(31);
    assertThat(lake.bars(SECOND).from(java.time.LocalDate.parse("2022-06-01")).read().sessions())
        .isEqualTo(1);
    assertThat(lake.bars(FIRST).read().sessions()).isEqualTo(1);
    assertThat(lake.resolve(DAILY_BARS, SECOND).rows()).isEqualTo(3);
  }

  @Test
  void whatIsNoPartitioningIsRefused() {
    assertThatThrownBy(() -> lake.partitionBy(DAILY_BARS, "weeks(session)"))
        .hasMessage(
            "Invalid partitioning 'weeks(session)': expected columns, years, months, days or hours"
                + " of one, bucket(N, column) or truncate(N, column), separated by commas");
    assertThatThrownBy(() -> lake.partitionBy(DAILY_BARS, "months(day)"))
        .hasMessageStartingWith(
            "Invalid partitioning 'months(day)': the table has no column day; it has symbol,");
    assertThatThrownBy(() -> lake.partitionBy(DAILY_BARS, "months(open)"))
        .hasMessageStartingWith("Invalid partitioning 'months(open)': ");
    assertThat(lake.partitioning(DAILY_BARS)).isEqualTo("years(session)");
  }

  @Test
  void theWriteModeOfATableIsSetForAllThatChangesRows() {
    assertThat(lake.writeMode(DAILY_BARS)).isEqualTo(WriteMode.COPY_ON_WRITE);

    lake.writeBy(DAILY_BARS, WriteMode.parse("merge-on-read"));

    assertThat(lake.writeMode(DAILY_BARS)).isEqualTo(WriteMode.MERGE_ON_READ);
    assertThat(table().properties())
        .containsEntry("write.merge.mode", "merge-on-read")
        .containsEntry("write.update.mode", "merge-on-read")
        .containsEntry("write.delete.mode", "merge-on-read");
    assertThatThrownBy(() -> WriteMode.parse("fast"))
        .hasMessage("Invalid write mode 'fast': expected one of copy-on-write, merge-on-read");
  }
}
