package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static String print(Listing listing, ListingOptions.Format format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    listing.print(new PrintStream(out, true, StandardCharsets.UTF_8), format);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Listing sample() {
    Listing listing = new Listing(List.of("symbol", "rows", "files"));
    listing.add(Arrays.asList("PENN", 12L, List.of("a.csv", "b.csv")));
    listing.add(Arrays.asList("<a,\"b\">", null, List.of()));
    return listing;
  }

  @Test
  void tablesAlignNumbersToTheRight() {
    assertThat(sample().table("> "))
        .isEqualTo("> symbol   rows  files\n> PENN       12  a.csv, b.csv\n> <a,\"b\">\n");
  }

  @Test
  void csvQuotesAndJsonKeepsTypes() {
    assertThat(print(sample(), ListingOptions.Format.CSV))
        .isEqualTo("symbol,rows,files\nPENN,12,\"a.csv, b.csv\"\n\"<a,\"\"b\"\">\",,\n");
    assertThat(print(sample(), ListingOptions.Format.JSON).replaceAll("\\s+", ""))
        .isEqualTo(
            "[{\"symbol\":\"PENN\",\"rows\":12,\"files\":[\"a.csv\",\"b.csv\"]},"
                + "{\"symbol\":\"<a,\\\"b\\\">\",\"rows\":null,\"files\":[]}]");
  }

  @Test
  void controlCharactersOfAVendorDoNotReachTheTerminal() {
    Listing listing = new Listing(List.of("name"));
    listing.add(List.of("\u001b[31mred\n"));
    assertThat(listing.table("")).doesNotContain("\u001b").isEqualTo("name\n\uFFFD[31mred\uFFFD\n");
  }
}
