package dev.asof.ingestion;

import dev.asof.api.PointInTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Files in a folder, and requests to ingest them in January 2023. */
final class VendorFileFixture {
  static final Instant NOW = Instant.parse("2023-01-15T12:00:00Z");

  private final Path folder;

  VendorFileFixture(Path folder) {
    this.folder = folder;
  }

  Path write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  IngestRequest bars(String csv) {
    return request(Dataset.DAILY_BARS, write("bars.csv", csv));
  }

  IngestRequest changes(String csv) {
    return request(Dataset.INDEX_CHANGES, write("changes.csv", csv));
  }

  IngestRequest holdings(String json) {
    return holdings("IVV", write("holdings.json", json));
  }

  static IngestRequest holdings(String fund, Path file) {
    return request(Dataset.FUND_HOLDINGS, file).withFund(Optional.of(fund));
  }

  IngestRequest csv(Dataset dataset, String name, String csv) {
    return request(dataset, write(name, csv));
  }

  static IngestRequest members(String index, Path file) {
    return request(Dataset.INDEX_MEMBERS, file).withIndex(Optional.of(index));
  }

  static IngestRequest request(Dataset dataset, Path file) {
    return IngestRequest.of(dataset, file, NOW);
  }

  static IngestRequest tagged(IngestRequest request, String tag) {
    return request.withTag(Optional.of(new PointInTime.Tag(tag)));
  }

  static IngestRequest knownAt(IngestRequest request, String instant) {
    return request.withKnownAt(Optional.of(Instant.parse(instant)));
  }

  /** One position of a filing as an API replies. */
  static String position(String symbol, String isin, String date, String accepted, double balance) {
    return """
        {"cik": "0001100663", "acceptanceTime": "%s", "date": "%s", "symbol": "%s",
         "name": "%s Inc", "cusip": "%s", "isin": "%s", "balance": %s, "valUsd": %s,
         "pctVal": 0.5, "units": "NS"}"""
        .formatted(
            accepted, date, symbol, symbol, isin.substring(2, 11), isin, balance, balance * 10);
  }

  static String filing(String... positions) {
    return "[" + String.join(",\n", positions) + "]";
  }
}
