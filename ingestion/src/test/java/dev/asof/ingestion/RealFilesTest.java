package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asof.api.IndexMembership;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that vendors really sent, read where they lie; skipped where they don't. */
class RealFilesTest {
  private static final Instant NOW = Instant.parse("2024-01-02T12:00:00Z");

  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void openALake(@TempDir Path folder) {
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  private static IngestRequest request(Dataset dataset, String file, Optional<String> fund) {
    Optional<Path> found = shared(file);
    assumeTrue(found.isPresent(), () -> "there is no shared/" + file);
    return IngestRequest.of(dataset, found.get(), NOW).withFund(fund);
  }

  /** {@code ASOF_SHARED}, or else the folder {@code shared} beside the repository. */
  private static Optional<Path> shared(String file) {
    String told = System.getenv("ASOF_SHARED");
    Stream<Path> places =
        told != null
            ? Stream.of(Path.of(told))
            : Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared"));
    return places.map(at -> at.resolve(file)).filter(Files::isRegularFile).findFirst();
  }

  @Test
  void aHoldingsApiReply() {
    IngestReport report =
        ingestion.ingest(
            request(
                Dataset.FUND_HOLDINGS,
                "data/holdings/fmp_v4_etf_holdings_IOO_2023-03-31_first_rows.json",
                Optional.of("IOO")));

    assertThat(report.counts().toString()).isEqualTo("{new=5, unchanged=0, expired=0}");
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2023-05-25T17:40:30Z"));
    assertThat(report.warnings()).isEmpty();
    assertThat(
            ingestion
                .sql(
                    "SELECT isin, balance, valUsd, pctVal FROM fund_holdings WHERE symbol = 'AAPL'")
                .rows())
        .containsExactly(List.of("US0378331005", 3093937.0, 510190211.3, 14.185589159943593));
  }

  @Test
  void pricesOfFiveSymbolsOverHalfAYear() {
    IngestRequest request = request(Dataset.DAILY_BARS, "data/prices_2022.csv", Optional.empty());

    IngestReport report = ingestion.ingest(request);

    assertThat(report.counts().toString()).isEqualTo("{inserted=635, updated=0, unchanged=0}");
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2022-12-30T21:00:00Z"));
    assertThat(ingestion.ingest(request).alreadyApplied()).isTrue();
    assertThat(
            ingestion
                .sql("SELECT symbol, count(*) FROM daily_bars GROUP BY symbol ORDER BY symbol")
                .rows()
                .toString())
        .isEqualTo("[[CSGP, 127], [INVH, 127], [PENN, 127], [PVH, 127], [SPY, 127]]");
  }

  @Test
  void theMembersOfAnIndexOnFourDays() {
    IngestRequest unnamed =
        request(Dataset.INDEX_MEMBERS, "data/sp500_constituents_snapshots.csv", Optional.empty());

    IngestReport report =
        ingestion.ingest(
            unnamed
                .withTag(Optional.of(new PointInTime.Tag("YEAR_2022")))
                .withIndex(Optional.of("S&P 500")));

    assertThat(report.counts().toString()).isEqualTo("{inserted=2014, updated=0, unchanged=0}");
    assertThat(report.warnings()).isEmpty();
    // The last list is of a Saturday: a date without a session counts until 16:00.
    assertThat(report.knownAt()).isEqualTo(Instant.parse("2022-12-31T21:00:00Z"));
    Map<LocalDate, Set<String>> members = new TreeMap<>();
    for (IndexMembership member : lake.indexMembers(new PointInTime.Tag("YEAR_2022"))) {
      members.computeIfAbsent(member.date(), unseen -> new TreeSet<>()).add(member.symbol());
    }
    assertThat(members.values()).extracting(Set::size).containsExactly(505, 503, 503, 503);
    assertThat(members.get(LocalDate.of(2022, 6, 30))).contains("PENN", "BRK.B");
    assertThat(members.get(LocalDate.of(2022, 9, 30))).doesNotContain("PENN").contains("CSGP");
  }
}
