package dev.asof.cli.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Parameters;
import dev.asof.api.RevealedFact;
import dev.asof.api.StrategyFactory;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sample files are what their generator writes, and hold what was published. */
final class SampleFilesTest {
  private static final List<String> UNIVERSE = List.of("PENN", "PVH", "INVH", "CSGP");

  private final Map<String, String> files = SampleFiles.all();

  @Test
  void theFilesOfTheRepositoryAreThoseOfTheGenerator() throws IOException {
    Path folder = folder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertThat(Files.readAllBytes(folder.resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    try (Stream<Path> paths = Files.list(folder)) {
      assertThat(paths.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(files.keySet().stream(), Stream.of("README.md")).toList());
    }
  }

  private static Path folder() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, path -> path != null, Path::getParent)
        .map(path -> path.resolve("samples"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void barsCoverEverySessionAndNoHoliday() {
    List<LocalDate> sessions = bars(UNIVERSE).sessionDates();

    assertThat(sessions)
        .hasSize(107)
        .startsWith(LocalDate.parse("2022-08-01"))
        .endsWith(LocalDate.parse("2022-12-30"))
        .doesNotContain(
            LocalDate.parse("2022-09-05"),
            LocalDate.parse("2022-11-24"),
            LocalDate.parse("2022-12-26"));
  }

  @Test
  void highsAndLowsBoundEveryBar() {
    List<String> symbols = List.of("CSGP", "INVH", "PENN", "PVH", "SPY");
    Bars bars = bars(symbols);
    for (int bar = 0; bar < bars.sessions(); bar++) {
      for (int i = 0; i < symbols.size(); i++) {
        assertThat(bars.low(bar, i))
            .isPositive()
            .isLessThanOrEqualTo(Math.min(bars.open(bar, i), bars.close(bar, i)));
        assertThat(bars.high(bar, i))
            .isGreaterThanOrEqualTo(Math.max(bars.open(bar, i), bars.close(bar, i)));
        assertThat(bars.volume(bar, i)).isPositive();
      }
    }
  }

  @Test
  void barsPassThroughThePublishedPrices() {
    Bars bars = bars(UNIVERSE);

    assertThat(closes(bars, "2022-09-02")).containsExactly(31.30, 54.58, 36.47, 70.89);
    assertThat(opens(bars, "2022-09-06")).containsExactly(31.66, 55.15, 38.20, 75.00);
    assertThat(opens(bars, "2022-11-01")).containsExactly(34.09, 52.95, 31.94, 83.70);
  }

  @Test
  void eachHoldingIsWorthItsShareOfTheFund() {
    for (SampleHoldings holdings : SampleHoldings.values()) {
      List<Double> values = numbers(holdings.json(), "valUsd");
      List<Double> percent = numbers(holdings.json(), "pctVal");
      double total = values.stream().mapToDouble(Double::doubleValue).sum();

      assertThat(percent.stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(100, within(1e-9));
      for (int n = 0; n < values.size(); n++) {
        assertThat(percent.get(n)).isCloseTo(100 * values.get(n) / total, within(1e-8));
      }
    }
  }

  /** AWS Big Data Blog, "Backtesting index rebalancing arbitrage": the two lists. */
  @Test
  void theTwoHoldingsFilesDifferByThePublishedLists() {
    List<String> march = texts(SampleHoldings.MARCH.json(), "isin");
    List<String> september = texts(SampleHoldings.SEPTEMBER.json(), "isin");

    assertThat(march).hasSize(28).doesNotHaveDuplicates();
    assertThat(september).hasSize(27).doesNotHaveDuplicates();
    assertThat(september.stream().filter(isin -> !march.contains(isin)))
        .containsExactlyInAnyOrder(
            "US1331311027",
            "US22160N1090",
            "US29082K1051",
            "US46187W1071",
            "US46982L1089",
            "US49271V1008",
            "US6821891057",
            "US9256521090",
            "US9344231041");
    assertThat(march.stream().filter(isin -> !september.contains(isin)))
        .containsExactlyInAnyOrder(
            "US7075691094",
            "US9043112062",
            "US9043111072",
            "US7127041058",
            "US25470F1049",
            "US1567821046",
            "US44980X1090",
            "US25470F3029",
            "US4698141078",
            "US6936561009");
  }

  /** The same article's orders and final cash, from the sample files alone. */
  @Test
  void thePublishedOrdersAndFinalCashComeOut() {
    List<RevealedFact> facts = new ArrayList<>(announcements());
    facts.addAll(holdingChangesSeenFrom(LocalDate.parse("2022-09-02")));

    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder()
                .partialFills(false)
                .maxLeverage(1_000)
                .allowLookahead(true)
                .build(),
            bars(UNIVERSE),
            facts,
            indexRebalance()
                .create(
                    Parameters.of(
                        indexRebalance().parameters(),
                        Map.of(
                            "legs", "holdings-difference",
                            "entry", "AD+1",
                            "exitSignal", "2022-10-31",
                            "sizing", "weight-per-leg",
                            "size", "10"))));

    assertThat(result.fills())
        .extracting(SampleFilesTest::line)
        .containsExactly(
            "2022-09-06 SELL PENN 31948.881789 31.66",
            "2022-09-06 SELL PVH 18321.729571 55.15",
            "2022-09-06 BUY INVH 27419.797094 38.20",
            "2022-09-06 BUY CSGP 14106.361969 75.00",
            "2022-11-01 SELL CSGP 14106.361969 83.70",
            "2022-11-01 SELL INVH 27419.797094 31.94",
            "2022-11-01 BUY PVH 18321.729571 52.95",
            "2022-11-01 BUY PENN 31948.881789 34.09");
    double[] cash = result.cashUsd();
    assertThat(cash[cash.length - 1]).isCloseTo(13_749.441636, within(1e-6));
    assertThat(result.notes()).as("all holdings that are no index change").hasSize(15);
  }

  @Test
  void everyEntryAndHoldingTradesAllLegs() {
    List<RevealedFact> facts = new ArrayList<>(announcements());
    holdingChangesSeenFrom(LocalDate.parse("2022-11-28"))
        .forEach(fact -> facts.add(RevealedFact.whenKnown(fact.fact(), fact.table())));
    for (String entry : List.of("AD+1", "ED0", "MD+1")) {
      for (String holding : List.of("1d", "1w", "2w", "3w", "4w")) {
        BacktestResult result =
            Simulator.run(
                BacktestSpec.builder().build(),
                bars(UNIVERSE),
                facts,
                indexRebalance()
                    .create(
                        Parameters.of(
                            indexRebalance().parameters(),
                            Map.of("entry", entry, "holding", holding))));

        assertThat(result.trades()).as(entry + " " + holding).hasSize(4);
        assertThat(result.trades()).noneMatch(trade -> trade.open());
        assertThat(result.events()).hasSize(1);
        assertThat(result.events().get(0).milestones()).hasSize(3);
      }
    }
  }

  private static String line(Fill fill) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %.6f %.2f",
        fill.session(),
        fill.side(),
        fill.symbol(),
        fill.shares(),
        fill.priceUsd());
  }

  private static StrategyFactory indexRebalance() {
    return ServiceLoader.load(StrategyFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals("index-rebalance"))
        .findFirst()
        .orElseThrow();
  }

  private List<RevealedFact> announcements() {
    return files
        .get("index_changes_2022-09-02.csv")
        .lines()
        .skip(1)
        .map(row -> row.split(","))
        .map(
            cells ->
                RevealedFact.whenKnown(
                    new IndexChange(
                        cells[0],
                        cells[1],
                        cells[2],
                        IndexChange.Action.valueOf(cells[3].toUpperCase(Locale.ROOT)),
                        IndexChange.Kind.valueOf(cells[4].toUpperCase(Locale.ROOT)),
                        LocalDate.parse(cells[5]),
                        LocalDate.parse(cells[6]),
                        cells[7],
                        NewYorkTime.announcement(LocalDate.parse(cells[5]))),
                    "index_changes"))
        .toList();
  }

  private static List<RevealedFact> holdingChangesSeenFrom(LocalDate day) {
    List<RevealedFact> changes = new ArrayList<>();
    changes.addAll(
        onlyIn(SampleHoldings.SEPTEMBER, SampleHoldings.MARCH, HoldingChange.Action.ENTERED, day));
    changes.addAll(
        onlyIn(SampleHoldings.MARCH, SampleHoldings.SEPTEMBER, HoldingChange.Action.LEFT, day));
    return changes;
  }

  private static List<RevealedFact> onlyIn(
      SampleHoldings one, SampleHoldings other, HoldingChange.Action action, LocalDate day) {
    List<String> symbols = texts(one.json(), "symbol");
    List<String> isins = texts(one.json(), "isin");
    List<String> others = texts(other.json(), "isin");
    List<RevealedFact> changes = new ArrayList<>();
    for (int n = 0; n < isins.size(); n++) {
      if (!others.contains(isins.get(n))) {
        changes.add(
            new RevealedFact(
                new HoldingChange(
                    "SP500-FUND",
                    symbols.get(n),
                    isins.get(n),
                    action,
                    LocalDate.parse("2022-09-30"),
                    NewYorkTime.at(LocalDateTime.parse("2022-11-28T15:50:55"))),
                NewYorkTime.announcement(day),
                "fund_holdings"));
      }
    }
    return changes;
  }

  private static List<String> texts(String json, String key) {
    return Pattern.compile("\"" + key + "\": \"?([^\",\n]*)\"?")
        .matcher(json)
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  private static List<Double> numbers(String json, String key) {
    return texts(json, key).stream().map(Double::valueOf).toList();
  }

  private Bars bars(List<String> symbols) {
    List<String[]> rows =
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith("daily_bars"))
            .flatMap(file -> file.getValue().lines().skip(1))
            .map(row -> row.split(","))
            .toList();
    List<LocalDate> sessions =
        rows.stream().map(cells -> LocalDate.parse(cells[0])).distinct().toList();
    double[][] fields = new double[5][sessions.size() * symbols.size()];
    Arrays.stream(fields).forEach(field -> Arrays.fill(field, Double.NaN));
    for (String[] cells : rows) {
      int instrument = symbols.indexOf(cells[1]);
      if (instrument >= 0) {
        int cell = sessions.indexOf(LocalDate.parse(cells[0])) * symbols.size() + instrument;
        for (int field = 0; field < fields.length; field++) {
          fields[field][cell] = Double.parseDouble(cells[2 + field]);
        }
      }
    }
    return Bars.copyOf(symbols, sessions, fields[0], fields[1], fields[2], fields[3], fields[4]);
  }

  private static double[] opens(Bars bars, String session) {
    int bar = bars.sessionDates().indexOf(LocalDate.parse(session));
    return Arrays.copyOfRange(
        bars.openUnsafe(), bar * bars.instruments(), (bar + 1) * bars.instruments());
  }

  private static double[] closes(Bars bars, String session) {
    int bar = bars.sessionDates().indexOf(LocalDate.parse(session));
    return Arrays.copyOfRange(
        bars.closeUnsafe(), bar * bars.instruments(), (bar + 1) * bars.instruments());
  }
}
