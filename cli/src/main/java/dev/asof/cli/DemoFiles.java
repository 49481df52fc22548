package dev.asof.cli;

import dev.asof.api.PointInTime;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.IngestRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sample files, in the order in which they became known, each with its tag. */
final class DemoFiles {
  static final String FUND = "SP500-FUND";
  static final PointInTime.Tag Q1 = new PointInTime.Tag("Q1_2022");
  static final PointInTime.Tag Q3 = new PointInTime.Tag("Q3_2022");

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(Dataset.FUND_HOLDINGS, "sp500-fund_holdings_2022-03-31.json", Q1),
          new Sample(Dataset.INDEX_CHANGES, "index_changes_2022-09-02.csv", Q1),
          new Sample(Dataset.DAILY_BARS, "daily_bars_synthetic_2022-08-01_to_2022-11-25.csv", Q1),
          new Sample(Dataset.FUND_HOLDINGS, "sp500-fund_holdings_2022-09-30.json", Q3),
          new Sample(Dataset.INDEX_CHANGES, "index_changes_2022-09-02.csv", Q3),
          new Sample(Dataset.DAILY_BARS, "daily_bars_synthetic_2022-11-28_to_2022-12-30.csv", Q3));

  private DemoFiles() {}

  private record Sample(Dataset dataset, String file, PointInTime.Tag tag) {
    IngestRequest request(Path folder, Instant now) {
      return IngestRequest.of(dataset, folder.resolve(file), now)
          .withTag(Optional.of(tag))
          .withFund(dataset == Dataset.FUND_HOLDINGS ? Optional.of(FUND) : Optional.empty());
    }
  }

  /**
   * One ingest per file, in this order.
   *
   * @param installation the folder that holds {@code samples}
   */
  static List<IngestRequest> requests(Path installation, Instant now) {
    Path folder = installation.resolve("samples");
    return SAMPLES.stream().map(sample -> sample.request(folder, now)).toList();
  }
}
