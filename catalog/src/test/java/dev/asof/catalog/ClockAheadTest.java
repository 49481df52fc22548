package dev.asof.catalog;

import static dev.asof.catalog.LakeFixture.bar;
import static dev.asof.catalog.LakeFixture.rows;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes a table after a clock that was ahead by three days changed it. */
class ClockAheadTest {
  private static final Pattern TIME =
      Pattern.compile("\"(timestamp-ms|last-updated-ms)\" ?: ?(\\d+)");
  private static final Instant FIRST = Instant.parse("2022-08-01T20:00:00Z");
  private static final Instant SECOND = Instant.parse("2022-08-02T20:00:00Z");

  @TempDir Path home;

  /** Writes a table's metadata anew, as if all of its changes had been made later. */
  private static void later(Lake lake, Duration by) throws IOException {
    TableOperations operations =
        ((BaseTable) lake.stored().load(DAILY_BARS).orElseThrow()).operations();
    TableMetadata now = operations.current();
    Matcher times = TIME.matcher(TableMetadataParser.toJson(now));
    String json =
        times.replaceAll(
            found ->
                "\"" + found.group(1) + "\":" + (Long.parseLong(found.group(2)) + by.toMillis()));
    operations.commit(now, TableMetadataParser.fromJson(now.metadataFileLocation(), json));
  }

  @Test
  void everyChangeGoesOnAndSaysSoOnce() throws IOException {
    List<String> warnings = new ArrayList<>();
    try (Lake lake = Lake.create(home)) {
      LakeFixture.publish(lake, DAILY_BARS, "T1", FIRST, rows(bar("AAA", "2022-08-01", 10, 1)));
      later(lake, Duration.ofDays(3));
    }
    try (Lake lake = Lake.open(home)) {
      lake.warnTo(warnings::add);

      LakeFixture.publish(lake, DAILY_BARS, "T2", SECOND, rows(bar("AAA", "2022-08-02", 11, 1)));

      assertThat(warnings).hasSize(1);
      assertThat(warnings.get(0))
          .contains("daily_bars was changed at ", "2 days ahead of this machine's clock")
          .doesNotContain("\n");
      lake.recordRelease(new PointInTime.Release("R"), Optional.empty(), Instant.now());
      lake.rollBack(DAILY_BARS, new PointInTime.Tag("T1"), "try", Instant.now());
      lake.housekeeping(DAILY_BARS)
          .snapshots(Retention.FOREVER, Set.of(), Instant.now(), Instant.now())
          .forEach(Chore::perform);
      assertThat(warnings).hasSize(1);
      assertThat(lake.tags(DAILY_BARS))
          .extracting(tag -> tag.tag().name() + " " + tag.knownAt())
          .contains("T1 " + FIRST, "T2 " + SECOND);
      Table table = lake.stored().load(DAILY_BARS).orElseThrow();
      assertThat(((BaseTable) table).operations().current().lastUpdatedMillis())
          .isLessThanOrEqualTo(System.currentTimeMillis());
    }
  }
}
