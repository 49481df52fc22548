package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of killed processes in a home go by maintenance, and no others. */
class HomeLeftoversTest {
  private static final Instant LONG_AGO = Instant.parse("2022-01-01T00:00:00Z");

  @TempDir private Path temp;

  private Path file(String name) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "12345");
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  @Test
  void whatKilledProcessesLeftIsDeletedAndNothingElse() throws IOException {
    try (Lake lake = Lake.create(temp)) {
      List<Path> left =
          List.of(
              file("catalog.db." + UUID.randomUUID()),
              file("jobs/0123/.job-77.tmp"),
              file("reports/demo/0123/report.html.4711.part"),
              file("warehouse/asof-check-" + UUID.randomUUID()),
              file("warehouse/" + HomeIdentity.FILE + "." + UUID.randomUUID()));
      List<Path> others =
          List.of(
              file("catalog.db.before-rebuild"),
              file("jobs/0123/job.json"),
              file("reports/demo/0123/report.html"),
              temp.resolve("catalog.db"),
              temp.resolve("warehouse").resolve(HomeIdentity.FILE));

      assertThat(lake.leftovers().files(LONG_AGO.minusSeconds(1))).isEmpty();
      List<Chore> chores = lake.leftovers().files(LONG_AGO);

      assertThat(chores)
          .hasSize(5)
          .allSatisfy(chore -> assertThat(chore.bytes()).isEqualTo(5))
          .anySatisfy(
              chore ->
                  assertThat(chore.what())
                      .isEqualTo("delete jobs/0123/.job-77.tmp, which a killed process left"));
      chores.forEach(Chore::perform);
      assertThat(left).allSatisfy(file -> assertThat(file).doesNotExist());
      assertThat(others).allSatisfy(file -> assertThat(file).exists());
    }
  }
}
