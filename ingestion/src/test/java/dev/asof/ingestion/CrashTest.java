package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Retention;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TagState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest that is killed at a random moment leaves main and tags as they were or as they were to
 * be, and repeating it completes it.
 *
 * <p>{@code -Dasof.soak.kills=200} is the long run; {@code -Dasof.soak.seed} chooses the moments.
 */
@Tag("slow")
class CrashTest {
  private static final int KILLS = Integer.getInteger("asof.soak.kills", 2);
  private static final long SEED = Long.getLong("asof.soak.seed", 7);
  private static final int SMALL_ROWS = 50;
  private static final int LARGE_ROWS = 110_000;
  private static final int LARGE_EVERY = 5;
  private static final LocalDate START = LocalDate.parse("2020-01-02");

  @TempDir private Path folder;

  private VendorFileFixture files;

  @Test
  void aKilledIngestIsThereWholeOrNotAtAllAndCanBeRepeated() throws Exception {
    files = new VendorFileFixture(folder);
    Random moments = new Random(SEED);
    Path home = folder.resolve("home");
    Map<String, Long> outcomes = new TreeMap<>();
    long rows = 0;
    // How long a fresh process takes to publish, learned from what was killed too early and too
    // late, so that the moments fall all over it: about three in ten come after publishing.
    double smallMillis = 4000;
    double largeMillis = 9000;
    try (Lake lake = Lake.create(home);
        Ingestion repeating = Ingestion.open(lake)) {
      IngestProcess next = start(home, 0);
      for (int kill = 0; kill < KILLS; kill++) {
        boolean large = isLarge(kill);
        IngestProcess process = next.awaitReady();
        process.begin();
        Thread.sleep((long) (moments.nextDouble() * 1.2 * (large ? largeMillis : smallMillis)));
        process.kill();

        boolean published = checkWholeOrNothing(home, kill, rows);
        outcomes.merge(published ? "published" : "nothing", 1L, Long::sum);
        if (kill + 1 < KILLS) {
          next = start(home, kill + 1);
        }
        repeating.ingest(IngestProcess.request(Dataset.DAILY_BARS, file(kill)));
        double learned = published ? 0.93 : 1.03;
        smallMillis *= large ? 1 : learned;
        largeMillis *= large ? learned : 1;
        assertThat(checkWholeOrNothing(home, kill, rows)).isTrue();
        rows += rows(kill);
      }
    }
    System.out.println("Killed " + KILLS + " ingests: " + outcomes);
    checkAllTags(home);
    maintain(home);
    checkNothingIsLeft(home);
    checkAllTags(home);
  }

  /** Whether the file is there; fails when it is there in parts. */
  private static boolean checkWholeOrNothing(Path home, int kill, long before) {
    try (Lake lake = Lake.create(home)) {
      long rows =
          lake.tables().stream()
              .filter(state -> state.table() == TableDefinition.DAILY_BARS)
              .findFirst()
              .orElseThrow()
              .rows();
      List<String> tags =
          lake.tags(TableDefinition.DAILY_BARS).stream().map(tag -> tag.tag().name()).toList();
      boolean published = tags.contains("KILL_" + kill);
      assertThat(rows).isEqualTo(published ? before + rows(kill) : before);
      assertThat(tags).hasSize(published ? kill + 1 : kill);
      return published;
    }
  }

  private static int symbols(int rows) {
    return Math.max(1, rows / SMALL_ROWS);
  }

  private static boolean isLarge(int kill) {
    return kill % LARGE_EVERY == 1;
  }

  private static int rows(int kill) {
    return isLarge(kill) ? LARGE_ROWS : SMALL_ROWS;
  }

  private Path file(int kill) {
    return folder.resolve("KILL_" + kill + ".csv");
  }

  /** Starts the process that is to be killed next, which takes longer than to kill it. */
  private IngestProcess start(Path home, int kill) {
    files.write(file(kill).getFileName().toString(), bars(kill, rows(kill)));
    return IngestProcess.start(home, Dataset.DAILY_BARS, List.of(file(kill)));
  }

  /** Each tag holds the bars of its file and of those before, as Iceberg reads them. */
  private static void checkAllTags(Path home) {
    try (Lake lake = Lake.open(home)) {
      long expected = 0;
      int symbols = 0;
      List<String> wrong = new ArrayList<>();
      for (TagState tag : lake.tags(TableDefinition.DAILY_BARS)) {
        int kill = Integer.parseInt(tag.tag().name().substring("KILL_".length()));
        expected += rows(kill);
        symbols += symbols(rows(kill));
        if (tag.rows() != expected) {
          wrong.add(tag.toString());
        }
      }
      assertThat(wrong).isEmpty();
      PointInTime last = new PointInTime.Tag("KILL_" + (KILLS - 1));
      assertThat(lake.bars(last).read().symbols()).hasSize(symbols);
    }
  }

  private static void maintain(Path home) {
    try (Lake lake = Lake.open(home);
        Maintenance maintenance = Maintenance.open(lake)) {
      maintenance.run(
          new MaintenanceRequest(
              List.of(),
              EnumSet.allOf(MaintenanceStep.class),
              Retention.FOREVER,
              Duration.ZERO,
              Duration.ZERO,
              MaintenanceRequest.Effect.APPLY,
              Instant.now()),
          report -> {});
    }
  }

  /** Every file below the warehouse is one that the table's metadata name. */
  private static void checkNothingIsLeft(Path home) throws IOException {
    Set<String> named = new HashSet<>();
    try (Lake lake = Lake.open(home);
        Ingestion ingestion = Ingestion.open(lake);
        Stream<Path> warehouse = Files.walk(home.resolve("warehouse/market"))) {
      for (String column :
          List.of(
              "file_path FROM market.daily_bars.all_files",
              "path FROM market.daily_bars.all_manifests",
              "manifest_list FROM market.daily_bars.snapshots",
              "file FROM market.daily_bars.metadata_log_entries")) {
        ingestion
            .sql("SELECT " + column)
            .rows()
            .forEach(row -> named.add(String.valueOf(row.get(0))));
      }
      assertThat(
              ingestion.sql("SELECT name FROM market.daily_bars.refs WHERE type = 'BRANCH'").rows())
          .hasToString("[[main]]");
      assertThat(
              ingestion.sql("SHOW TABLES IN market").rows().stream()
                  .map(row -> String.valueOf(row.get(1))))
          .noneMatch(name -> name.startsWith("staging_"));
      assertThat(
              warehouse
                  .filter(Files::isRegularFile)
                  .map(Path::toString)
                  .filter(file -> !file.contains("/expired_snapshots/"))
                  .filter(file -> !file.endsWith("/.asof-checksums"))
                  .filter(file -> !named.contains(file)))
          .isEmpty();
    }
  }

  /** Bars of one symbol a file: what one file brings no other has. */
  private static String bars(int kill, int rows) {
    StringBuilder csv = new StringBuilder("date,symbol,open,high,low,close,volume\n");
    int symbols = symbols(rows);
    for (int row = 0; row < rows; row++) {
      csv.append(START.plusDays(row / symbols)).append(",K").append(kill).append('_');
      csv.append(row % symbols).append(",10,11,9,10.5,").append(100 + row).append('\n');
    }
    return csv.toString();
  }
}
