package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.catalog.Lake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongToIntFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with more rows than are held in memory. */
@Tag("slow")
class LargeFilesTest {
  private static final long ROWS = 101_000;
  private static final String HEADER =
      "exchange_code,instrument,event_id,adapter_ts_ns,bid_price,bid_quantity,ask_price,"
          + "ask_quantity\n";
  private static final long START_NANOS = 1_660_000_000_000_000_000L;
  private static final long STEP_NANOS = 1_000_000;

  private static VendorFileFixture files;
  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void openALake(@TempDir Path folder) {
    files = new VendorFileFixture(folder);
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  @Test
  void newRowsAreAppendedAndRestatedOnesMerged() {
    IngestReport first = ingestion.ingest(tagged(quotes("a.csv.gz", 0, ROWS, 10), "A"));
    // The second file has the first one's last 1,000 events again, half of them with another size.
    IngestReport second =
        ingestion.ingest(tagged(quotes("b.csv.gz", ROWS - 1000, ROWS + 100, 11), "B"));
    IngestReport again = ingestion.ingest(quotes("b.csv.gz", ROWS - 1000, ROWS + 100, 11));

    assertThat(first.counts()).hasToString("{inserted=101000, updated=0, unchanged=0}");
    assertThat(second.counts()).hasToString("{inserted=100100, updated=500, unchanged=500}");
    assertThat(again.alreadyApplied()).isTrue();
    assertThat(quantities("A")).isEqualTo("[[101000, 101000, 1010000.0]]");
    assertThat(quantities("B")).isEqualTo("[[201100, 201100, 2111600.0]]");
    assertThat(leftOver()).isEmpty();
  }

  @Test
  void aFaultFarDownLeavesNothingBehind() {
    Path file =
        files.write(
            "c.csv.gz", gzip(csv(1_000_000, ROWS, event -> 10) + "X,Y,1,2000000000000,1,1,1,1\n"));

    assertThatThrownBy(() -> ingestion.ingest(VendorFileFixture.request(Dataset.TOP_OF_BOOK, file)))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot ingest c.csv.gz, line 101002, column adapter_ts_ns: 2000000000000 is before"
                + " 2000; expected nanoseconds since 1970, such as 1723161255088169167");
    assertThat(leftOver()).isEmpty();
  }

  @Test
  void aKeyThatStandsTwiceIsFoundAcrossTheWholeFile() {
    String csv = csv(2_000_000, ROWS, event -> 10);
    String repeated = csv.substring(HEADER.length(), csv.indexOf('\n', HEADER.length()) + 1);
    Path file = files.write("d.csv.gz", gzip(csv + repeated));

    assertThatThrownBy(() -> ingestion.ingest(VendorFileFixture.request(Dataset.TOP_OF_BOOK, file)))
        .hasMessage(
            "Cannot ingest d.csv.gz, line 101002: the key exchange XNAS, instrument I2, event"
                + " 2000000 on 2022-08-08 stands already in line 2; each key may stand once in a file");
    assertThat(leftOver()).isEmpty();
  }

  private static String quantities(String tag) {
    return ingestion
        .sql(
            "SELECT count(*), count(DISTINCT instrument, event_id), sum(bid_quantity)"
                + " FROM top_of_book VERSION AS OF '"
                + tag
                + "'")
        .rows()
        .toString();
  }

  /** Tables and files of rows on their way. */
  private static List<String> leftOver() {
    try (Stream<Path> below = Files.walk(lake.home().resolve("warehouse"))) {
      return Stream.concat(
              below.filter(Files::isRegularFile).map(Path::toString),
              ingestion.sql("SHOW TABLES IN market").rows().stream()
                  .map(row -> String.valueOf(row.get(1))))
          .filter(name -> name.contains("staging_"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Events from one number on; of those that the last file repeats, every second one differs. */
  private static IngestRequest quotes(String name, long from, long rows, int quantity) {
    byte[] csv = gzip(csv(from, rows, event -> event < ROWS && event % 2 == 0 ? 10 : quantity));
    return VendorFileFixture.request(Dataset.TOP_OF_BOOK, files.write(name, csv));
  }

  private static String csv(long from, long rows, LongToIntFunction quantity) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (long event = from; event < from + rows; event++) {
      csv.append("XNAS,I").append(event % 3).append(',').append(event).append(',');
      csv.append(START_NANOS + event * STEP_NANOS).append(",10.5,");
      csv.append(quantity.applyAsInt(event)).append(",10.6,7\n");
    }
    return csv.toString();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
