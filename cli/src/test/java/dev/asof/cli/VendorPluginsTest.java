package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.ingestion.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor that an outsider wrote, and folders as arguments. */
class VendorPluginsTest {
  private static final String SOURCE =
      """
      package outside;

      import dev.asof.ingestion.*;
      import java.io.*;
      import java.util.*;

      public final class Acme implements Vendor {
        public String name() { return "Acme"; }
        public List<VendorFormat> formats() { return List.of(new Lines()); }

        private static final class Lines implements VendorFormat {
          public String id() { return "FORMAT"; }
          public Dataset dataset() { return Dataset.DAILY_BARS; }
          public String accepts() { return "lines of day/symbol/price"; }
          public boolean recognises(FileHead head) { return head.endsWith(".acme"); }
          public void read(VendorFile file, RowSink rows) {
            file.text(text -> {
              LineNumberReader lines = new LineNumberReader(text);
              for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("/");
                Map<String, String> texts = new LinkedHashMap<>();
                texts.put("date", parts[0]);
                texts.put("symbol", parts[1]);
                for (String price : List.of("open", "high", "low", "close")) {
                  texts.put(price, parts[2]);
                }
                texts.put("volume", "100");
                rows.row(RawRow.of(lines.getLineNumber(), texts));
              }
            });
          }
        }
      }
      """;

  @TempDir Path folder;
  private Asof asof;
  private Path files;

  @BeforeEach
  void aFolderOfFiles() throws IOException {
    asof = new Asof(folder);
    files = Files.createDirectories(folder.resolve("night"));
    Files.writeString(files.resolve("2.acme"), "2022-09-06/SPY/390.5\n");
    Files.writeString(files.resolve("1.acme"), "2022-09-02/SPY/392.24\n2022-09-02/PENN/31.3\n");
    Files.writeString(files.resolve(".2.acme.swp"), "?");
    Files.writeString(files.resolve("_SUCCESS"), "");
    Files.createDirectories(files.resolve("older"));
  }

  private void vendor(String format, String implementation) throws IOException {
    OutsideJar.write(
        folder, "Acme", SOURCE.replace("FORMAT", format), Vendor.class, implementation);
  }

  @Test
  void aVendorInAJarReadsAFolderInTheOrderOfNames() throws IOException {
    vendor("acme-lines", "outside.Acme");
    Asof.Outcome outcome =
        asof.run(
            "lake",
            "ingest",
            "daily-bars",
            "night",
            "--plugins",
            "plugins",
            "--tag",
            "NIGHT_1",
            "--json");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(Shared.json(outcome.out()))
        .extracting(row -> row.get("file").asText() + ", " + row.get("result").asText())
        .containsExactly("1.acme, 2 inserted", "2.acme, 1 inserted");
    assertThat(asof.run("lake", "tags", "daily_bars").out()).contains("NIGHT_1");

    // A line without its parts is a defect of the vendor's class, and said to be one.
    Files.writeString(folder.resolve("broken.acme"), "2022-09-07/SPY/390.5\nnothing\n");
    Asof.Outcome broken =
        asof.run("lake", "ingest", "daily-bars", "broken.acme", "--plugins", "plugins");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err())
        .startsWith(
            "error[vendor-invalid]: Cannot ingest broken.acme: format acme-lines of outside.Acme")
        .contains("ArrayIndexOutOfBounds")
        .hasLineCount(1);
  }

  @Test
  void aVendorsFormatComesBeforeTheBuiltInOnesAndStandsInTheHelp() throws IOException {
    OutsideJar.write(
        folder,
        "Acme",
        SOURCE
            .replace("FORMAT", "acme-csv")
            .replace("head.endsWith(\".acme\")", "head.firstLine().equals(\"#acme\")")
            .replace(
                "line.split(\"/\")", "line.replace(\"#acme\", \"2022-09-01/SPY/1\").split(\"/\")"),
        Vendor.class,
        "outside.Acme");
    Files.writeString(folder.resolve("PENN.csv"), "#acme\n2022-09-02/PENN/31.3\n");

    Asof.Outcome outcome =
        asof.run("lake", "ingest", "daily-bars", "PENN.csv", "--plugins", "plugins", "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(Shared.json(outcome.out()))
        .extracting(row -> row.get("result").asText())
        .containsExactly("2 inserted");

    assertThat(asof.run("lake", "ingest", "--plugins", "plugins", "--help").out())
        .contains("acme-csv, lines of day/symbol/price", "bars-csv, CSV with date, symbol");
    assertThat(asof.run("lake", "ingest", "--help").out()).doesNotContain("acme-csv");
    assertThat(
            asof.run(
                    "lake",
                    "ingest",
                    "daily-bars",
                    "PENN.csv",
                    "--plugins",
                    "plugins",
                    "--read-as",
                    "nonsense")
                .err())
        .isEqualTo(
            "error[usage]: Invalid --read-as 'nonsense': expected one of acme-csv, bars-parquet,"
                + " symbol-bars-csv, bars-csv\n");
  }

  @Test
  void aJarThatCannotBeLoadedAndAFormatNamedTwiceAreOneLineEach() throws IOException {
    vendor("acme-lines", "outside.Missing");
    assertThat(asof.run("lake", "ingest", "daily-bars", "night", "--plugins", "plugins").err())
        .startsWith("error[vendor-invalid]: Cannot load the vendors in plugins: ")
        .contains("outside.Missing")
        .hasLineCount(1);
    vendor("bars-csv", "outside.Acme");
    assertThat(asof.run("lake", "ingest", "daily-bars", "night", "--plugins", "plugins").err())
        .isEqualTo(
            "error[vendor-invalid]: Cannot tell formats apart: two vendors have one named"
                + " 'bars-csv', the second by dev.asof.ingestion.CsvFormat\n");
    assertThat(asof.run("lake", "ingest", "daily-bars", "night", "--plugins", "nowhere").err())
        .startsWith("error[file-missing]: Cannot find plugins in nowhere");
  }

  @Test
  void aFolderWithoutFilesIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("empty").resolve("inside"));
    Asof.Outcome outcome = asof.run("lake", "ingest", "daily-bars", "empty");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("error[file-missing]: Cannot ingest empty: the folder holds no file\n");
  }
}
