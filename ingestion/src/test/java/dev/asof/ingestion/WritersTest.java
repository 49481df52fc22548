package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes that ingest into one table at once: each file is there once and whole, or its
 * ingest failed clearly and can be repeated.
 *
 * <p>{@code -Dasof.soak.writers=8 -Dasof.soak.files=10} is the long run.
 */
@Tag("slow")
class WritersTest {
  private static final int WRITERS = Integer.getInteger("asof.soak.writers", 2);
  private static final int FILES = Integer.getInteger("asof.soak.files", 2);
  private static final int OWN_ROWS = 20;
  private static final LocalDate START = LocalDate.parse("2021-03-01");

  @TempDir private Path folder;

  @Test
  void noUpdateIsLostAndNoKeyStandsTwice() {
    VendorFileFixture files = new VendorFileFixture(folder);
    Path home = folder.resolve("home");
    List<IngestProcess> writers = new ArrayList<>();
    List<Path> all = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      List<Path> own = new ArrayList<>();
      for (int n = 0; n < FILES; n++) {
        own.add(files.write("W" + writer + "_" + n + ".csv", bars(writer, n)));
      }
      all.addAll(own);
      writers.add(IngestProcess.start(home, Dataset.DAILY_BARS, own));
    }
    writers.forEach(IngestProcess::awaitReady);
    writers.forEach(IngestProcess::begin);
    List<String> failed = new ArrayList<>();
    for (IngestProcess writer : writers) {
      for (int n = 0; n < FILES; n++) {
        String line = writer.nextLine();
        assertThat(line).matches("DONE .*|FAILED PUBLISH_CONFLICT .*");
        if (line.startsWith("FAILED")) {
          failed.add(line);
        }
      }
      assertThat(writer.nextLine()).isNull();
    }
    System.out.println(
        WRITERS + " writers, " + all.size() + " files, lost races in the end: " + failed.size());

    try (Lake lake = Lake.open(home);
        Ingestion ingestion = Ingestion.open(lake)) {
      for (Path file : all) {
        IngestReport report = ingestion.ingest(IngestProcess.request(Dataset.DAILY_BARS, file));
        boolean lost = failed.stream().anyMatch(line -> line.endsWith(report.fileName()));
        assertThat(report.alreadyApplied()).isEqualTo(!lost);
      }
      long own = (long) WRITERS * FILES * OWN_ROWS;
      assertThat(
              ingestion
                  .sql(
                      "SELECT count(*), count(DISTINCT symbol, session), count_if(symbol <> 'ALL')"
                          + " FROM daily_bars")
                  .rows())
          .hasToString("[[" + (own + 1) + ", " + (own + 1) + ", " + own + "]]");
      assertThat(lake.tags(TableDefinition.DAILY_BARS)).hasSize(all.size());
      assertThat(
              ingestion.sql("SELECT name FROM market.daily_bars.refs WHERE type = 'BRANCH'").rows())
          .hasToString("[[main]]");
    }
  }

  /** Bars of the file's own, and one that all writers restate again and again. */
  private static String bars(int writer, int file) {
    StringBuilder csv = new StringBuilder("date,symbol,open,high,low,close,volume\n");
    for (int row = 0; row < OWN_ROWS; row++) {
      csv.append(START.plusDays(row)).append(",W").append(writer).append('_').append(file);
      csv.append(",10,11,9,10.5,100\n");
    }
    return csv.append(START)
        .append(",ALL,10,11,9,10.5,")
        .append(1 + writer * 1000 + file)
        .append('\n')
        .toString();
  }
}
