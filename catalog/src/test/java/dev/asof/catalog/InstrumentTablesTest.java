package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.CORPORATE_ACTIONS;
import static dev.asof.catalog.TableDefinition.INDEX_MEMBERS;
import static dev.asof.catalog.TableDefinition.INSTRUMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Instruments, corporate actions and members of indexes as facts. */
class InstrumentTablesTest {
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");
  private static final Instant EARLY = Instant.parse("2022-05-31T21:15:00Z");
  private static final Instant LATE = Instant.parse("2022-06-09T13:30:00Z");
  private static final LocalDate DAY = LocalDate.parse("2022-06-09");

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void create() {
    lake = Lake.create(home);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private void publish(TableDefinition table, Object[]... rows) {
    LakeFixture.publish(lake, table, "T", LATE, LakeFixture.rows(rows));
  }

  private static Object[] action(
      String symbol,
      String kind,
      Double newShares,
      Double oldShares,
      Double usd,
      String newSymbol,
      Instant knownAt) {
    return new Object[] {
      symbol, kind, DAY, newShares, oldShares, usd, newSymbol, null, "issuer", knownAt
    };
  }

  private static Object[] instrument(
      String instrument, String symbol, LocalDate from, LocalDate to, Instant start, Instant end) {
    return new Object[] {instrument, symbol, "US30303M1027", null, "", from, to, start, end};
  }

  @Test
  void eachKindOfActionIsReadInTheOrderOfKnowledgeThenSymbolThenKind() {
    publish(
        CORPORATE_ACTIONS,
        action("TWTR", "cash-merger", null, null, 54.2, "", LATE),
        action("SIVB", "delisting", null, null, null, "", LATE),
        action("SIVB", "cash-dividend", null, null, 0.0, null, LATE),
        action("FB", "symbol-change", null, null, null, "META", EARLY),
        action("AMZN", "split", 20.0, 1.0, null, "", LATE),
        action("WDC", "spin-off", 1.0, 3.0, null, "SNDK", LATE),
        action("XLNX", "stock-merger", 1.7234, 1.0, null, "AMD", LATE),
        action("YUM", "stock-dividend", 1.0, 10.0, null, "", LATE),
        action("YUM", "rights", null, null, 0.5, "", LATE));

    List<CorporateAction> actions = lake.corporateActions(TAG);

    assertThat(actions)
        .containsExactly(
            new CorporateAction.SymbolChange("FB", DAY, "META", EARLY),
            new CorporateAction.Split("AMZN", DAY, 20, 1, LATE),
            new CorporateAction.CashDividend("SIVB", DAY, 0, LATE),
            new CorporateAction.Delisting("SIVB", DAY, Double.NaN, LATE),
            new CorporateAction.CashMerger("TWTR", DAY, 54.2, LATE),
            new CorporateAction.SpinOff("WDC", DAY, "SNDK", 1, 3, Double.NaN, LATE),
            new CorporateAction.StockMerger("XLNX", DAY, "AMD", 1.7234, 1, 0, LATE),
            new CorporateAction.StockDividend("YUM", DAY, 1, 10, LATE),
            new CorporateAction.Rights("YUM", DAY, 0.5, LATE));
  }

  @Test
  void aListingIsSeenWithoutItsEndUntilThatIsKnown() {
    LocalDate listed = LocalDate.parse("2012-05-18");
    Instant listedKnown = Instant.parse("2012-05-18T13:30:00Z");
    publish(
        INSTRUMENTS,
        instrument("META.US", "META", DAY, null, EARLY, EARLY),
        instrument("META.US", "FB", listed, DAY, listedKnown, EARLY),
        instrument("FB.W", "FB.W", listed, DAY, listedKnown, listedKnown));

    List<Listing> listings = lake.listings(TAG);

    assertThat(listings)
        .containsExactly(
            listing("META.US", "FB", listed, Optional.empty(), listedKnown),
            listing("FB.W", "FB.W", listed, Optional.of(DAY), listedKnown),
            listing("META.US", "FB", listed, Optional.of(DAY), EARLY),
            listing("META.US", "META", DAY, Optional.empty(), EARLY));
    assertThat(listings.get(0).covers(DAY)).isTrue();
    assertThat(listings.get(2).covers(DAY)).isFalse();
    assertThat(listings.get(2).covers(DAY.minusDays(1))).isTrue();
  }

  private static Listing listing(
      String instrument, String symbol, LocalDate from, Optional<LocalDate> to, Instant knownAt) {
    return new Listing(instrument, symbol, "US30303M1027", "", "", from, to, knownAt);
  }

  @Test
  void membersComeInTheOrderOfKnowledgeThenSymbol() {
    publish(
        INDEX_MEMBERS,
        new Object[] {"S&P 500", DAY, "PVH", "US6936561009", LATE},
        new Object[] {"S&P 500", DAY, "A", null, LATE},
        new Object[] {"S&P 500", DAY.minusDays(9), "PVH", "", EARLY});

    assertThat(lake.indexMembers(TAG))
        .containsExactly(
            new IndexMembership("S&P 500", DAY.minusDays(9), "PVH", "", EARLY),
            new IndexMembership("S&P 500", DAY, "A", "", LATE),
            new IndexMembership("S&P 500", DAY, "PVH", "US6936561009", LATE));
  }

  static Stream<Arguments> badActions() {
    return Stream.of(
        bad(
            action("FB", "tender", null, null, null, "", LATE),
            "kind of symbol FB, kind tender, exDate 2022-06-09 is 'tender'; expected one of split,"
                + " cash-dividend, symbol-change, delisting, cash-merger, stock-dividend, spin-off,"
                + " stock-merger, rights"),
        bad(
            action("FB", "spin-off", 1.0, 2.0, null, "FB", LATE),
            "newSymbol of symbol FB, kind spin-off, exDate 2022-06-09 is 'FB'; expected another"
                + " symbol"),
        bad(
            action("FB", "split", 0.0, 1.0, null, "", LATE),
            "newShares of symbol FB, kind split, exDate 2022-06-09 is '0'; expected a number above"
                + " 0"),
        bad(
            action("FB", "split", 2.0, null, null, "", LATE),
            "oldShares of symbol FB, kind split, exDate 2022-06-09 is ''; expected a number above"
                + " 0"),
        bad(
            action("FB", "cash-dividend", null, null, -0.5, "", LATE),
            "usdPerShare of symbol FB, kind cash-dividend, exDate 2022-06-09 is '-0.5'; expected"
                + " USD per share, 0 or more"),
        bad(
            action("FB", "delisting", null, null, -1.0, "", LATE),
            "usdPerShare of symbol FB, kind delisting, exDate 2022-06-09 is '-1'; expected USD per"
                + " share, 0 or more"),
        bad(
            action("FB", "cash-merger", null, null, Double.POSITIVE_INFINITY, "", LATE),
            "usdPerShare of symbol FB, kind cash-merger, exDate 2022-06-09 is 'Infinity'; expected"
                + " USD per share, 0 or more"),
        bad(
            action("F\nB", "symbol-change", null, null, null, "F\nB", LATE),
            "newSymbol of symbol F B, kind symbol-change, exDate 2022-06-09 is 'F B'; expected"
                + " another symbol"),
        bad(
            action("FB", "symbol-change", null, null, null, null, LATE),
            "newSymbol of symbol FB, kind symbol-change, exDate 2022-06-09 is ''; expected a"
                + " value"));
  }

  private static Arguments bad(Object[] row, String message) {
    return Arguments.of(row, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badActions")
  void anActionThatCannotBeIsRefusedByTableKeyAndColumn(Object[] row, String message) {
    publish(CORPORATE_ACTIONS, new Object[][] {row});

    refuses(() -> lake.corporateActions(TAG), "Invalid row in corporate_actions: " + message);
  }

  @Test
  void aListingThatCannotBeIsRefused() {
    publish(INSTRUMENTS, instrument("META.US", "FB", DAY, DAY, EARLY, LATE));

    refuses(
        () -> lake.listings(TAG),
        "Invalid row in instruments: validTo of instrument META.US, validFrom 2022-06-09 is"
            + " '2022-06-09'; expected a date after validFrom");
  }

  @Test
  void aListingThatIsKnownBeforeItBeganToBeIsRefused() {
    publish(INSTRUMENTS, instrument("META.US", "META", DAY, null, LATE, EARLY));

    refuses(
        () -> lake.listings(TAG),
        "Invalid row in instruments: startKnownAt of instrument META.US, validFrom 2022-06-09 is"
            + " '2022-06-09T13:30:00Z'; expected a moment not after known_at");
  }

  @Test
  void aMemberWithoutASymbolIsRefused() {
    publish(INDEX_MEMBERS, new Object[] {"S&P 500", DAY, "", "", LATE});

    refuses(
        () -> lake.indexMembers(TAG),
        "Invalid row in index_members: symbol of index S&P 500, date 2022-06-09, symbol  is '';"
            + " expected a value");
  }

  private static void refuses(ThrowingCallable read, String message) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROW_INVALID))
        .hasMessage(message);
  }

  @Test
  void anEmptyTableIsNamedAsSuchAndTheOthersReadOn() {
    publish(INDEX_MEMBERS, new Object[] {"S&P 500", DAY, "A", "", LATE});

    assertThat(lake.indexMembers(TAG)).hasSize(1);
    assertThatThrownBy(() -> lake.corporateActions(TAG))
        .hasMessage(
            "Cannot read corporate_actions: it holds nothing yet; with data: index_members (asof"
                + " lake ingest fills it)");
  }
}
