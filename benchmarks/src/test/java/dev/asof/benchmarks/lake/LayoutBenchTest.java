package dev.asof.benchmarks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small run of the benchmark: it compares answers, so that it fails where the layouts differ. */
@Tag("slow")
class LayoutBenchTest {
  @TempDir private Path folder;

  @Test
  void eachLayoutAnswersEachQuestionAlike() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    LakeBenchOptions.layouts(
        folder,
        List.of(
            "--rows=3000",
            "--instruments=5",
            "--days=4",
            "--rounds=1",
            "--partitions=3",
            "--out=out"),
        new PrintStream(printed, true, StandardCharsets.UTF_8));

    List<String> csv = Files.readAllLines(folder.resolve("out/lake-bench.csv"));
    assertThat(csv).hasSize(1 + 4 + 4 * 5 + 2 * 2);
    assertThat(csv.get(0)).isEqualTo("layout,what,seconds,cpu_seconds,bytes_read,files,bytes");
    assertThat(csv).anyMatch(line -> line.matches("parquet_sorted,write,.*,[0-9]+,[0-9]+"));
    assertThat(csv).anyMatch(line -> line.startsWith("iceberg_unsorted,as_of,"));
    assertThat(csv).noneMatch(line -> line.startsWith("parquet_unsorted,as_of,"));
    assertThat(Files.readString(folder.resolve("out/lake-bench.html")))
        .contains("3,000 made events of 5 instruments over 4 days (seed 7)")
        .contains("<th>Q4: as Q2, within two days</th>")
        .doesNotContain("<script", "{body}");
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Page: ");
  }

  @Test
  void madeDataAreTheSameForTheSameSeedAndNoOther() throws IOException {
    for (long seed : new long[] {7, 7, 8}) {
      Path file = folder.resolve("quotes.csv");
      Path other = folder.resolve("other.csv");
      new QuoteFile(500, 4, 2, 7).write(file);
      new QuoteFile(500, 4, 2, seed).write(other);
      assertThat(Files.mismatch(file, other) < 0).isEqualTo(seed == 7);
    }
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> LakeBenchOptions.layouts(folder, List.of("--rows=much"), nowhere))
        .isInstanceOf(AsOfException.class)
        .hasMessage("Cannot measure: Invalid value for option '--rows': 'much' is not a long");
    assertThatThrownBy(() -> LakeBenchOptions.layouts(folder, List.of("--rounds=0"), nowhere))
        .hasMessageStartingWith("Cannot measure: --instruments, --days and --rounds must be");
  }
}
