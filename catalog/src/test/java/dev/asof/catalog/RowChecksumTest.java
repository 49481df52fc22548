package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowChecksumTest {
  private static final String KNOWN_AT = "2022-05-27T17:54:03Z";

  private static Row bar(Double open, Double volume) {
    return new Row(
        DAILY_BARS.columns(),
        Arrays.asList(
            "PENN", LocalDate.parse("1970-01-03"), open, null, null, null, volume, Instant.EPOCH));
  }

  private static String of(Row... rows) {
    RowChecksum checksum = new RowChecksum(DAILY_BARS.columns());
    for (Row row : rows) {
      checksum.add(row);
    }
    return checksum.hex();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The encoding that the class documents, written down by hand. */
  @Test
  void aRowIsHashedAsDocumented() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(new byte[] {0, 0, 0, 8});
    sha256.update(text("known_att"));
    sha256.update(new byte[8]);
    sha256.update(new byte[] {0, 0, 0, 4});
    sha256.update(text("openD"));
    sha256.update(new byte[] {0x3f, (byte) 0xf0, 0, 0, 0, 0, 0, 0});
    sha256.update(new byte[] {0, 0, 0, 7});
    sha256.update(text("sessiond"));
    sha256.update(new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
    sha256.update(new byte[] {0, 0, 0, 6});
    sha256.update(text("symbolS"));
    sha256.update(new byte[] {0, 0, 0, 4});
    sha256.update(text("PENN"));

    BigInteger hash = new BigInteger(1, sha256.digest());

    assertThat(new BigInteger(of(bar(1.0, null)), 16)).isEqualTo(hash);
    assertThat(new BigInteger(of(bar(1.0, null), bar(1.0, null), bar(1.0, null)), 16))
        .isEqualTo(hash.multiply(BigInteger.valueOf(3)).mod(BigInteger.ONE.shiftLeft(256)));
  }

  @Test
  void theOrderOfRowsDoesNotMatterAndAnyCellDoes() {
    assertThat(of(bar(1.0, 2.0), bar(3.0, null))).isEqualTo(of(bar(3.0, null), bar(1.0, 2.0)));
    assertThat(of(bar(1.0, 2.0), bar(3.0, null))).isNotEqualTo(of(bar(1.0, null), bar(3.0, 2.0)));
    assertThat(of(bar(0.0, null))).isNotEqualTo(of(bar(-0.0, null)));
    assertThat(of()).isEqualTo("0".repeat(64));
  }

  @Test
  void theFilesThatRowsLieInDoNotMatter(@TempDir Path home) {
    Object[] first = LakeFixture.bar("AAA", "2022-05-02", 1, 1);
    Object[] second = LakeFixture.bar("BBB", "2022-05-02", 2, 2);
    try (Lake lake = Lake.create(home)) {
      LakeFixture.publish(
          lake, DAILY_BARS, "one", Instant.parse(KNOWN_AT), LakeFixture.rows(first));
      Publisher publisher = lake.publisher(DAILY_BARS);
      Stage stage = publisher.stage();
      LakeFixture.append(lake, stage, LakeFixture.rows(second));
      publisher.publish(stage, Optional.empty());
      Version twoFiles = lake.stored().head(DAILY_BARS).orElseThrow();
      LakeFixture.publish(
          lake, DAILY_BARS, "whole", Instant.parse(KNOWN_AT), LakeFixture.rows(second, first));
      Version oneFile = lake.stored().head(DAILY_BARS).orElseThrow();

      assertThat(twoFiles.dataFiles()).isEqualTo(2);
      assertThat(oneFile.dataFiles()).isEqualTo(1);
      assertThat(RowChecksum.of(oneFile)).isEqualTo(RowChecksum.of(twoFiles));
    }
  }

  @Test
  void expiredRowsDoNotCount(@TempDir Path home) {
    Object[] live = LakeFixture.holding("IVV", "PENN", "US7075691094", 10, "new", KNOWN_AT);
    Object[] expired = LakeFixture.holding("IVV", "J", "US4698141078", 20, "expired", KNOWN_AT);
    try (Lake lake = Lake.create(home)) {
      LakeFixture.publish(
          lake, FUND_HOLDINGS, "a", Instant.parse(KNOWN_AT), List.of(live, expired));
      String both = RowChecksum.of(lake.stored().head(FUND_HOLDINGS).orElseThrow());
      LakeFixture.publish(
          lake, FUND_HOLDINGS, "b", Instant.parse(KNOWN_AT), LakeFixture.rows(live));

      assertThat(RowChecksum.of(lake.stored().head(FUND_HOLDINGS).orElseThrow())).isEqualTo(both);
    }
  }
}
