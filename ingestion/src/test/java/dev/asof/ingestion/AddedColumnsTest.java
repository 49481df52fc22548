package dev.asof.ingestion;

import static dev.asof.ingestion.VendorFileFixture.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.PointInTime;
import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that were added to a table, and vendors' files with and without them. */
class AddedColumnsTest {
  private static final String HEADER = "date,symbol,open,high,low,close,volume";

  private static final Column VENUE =
      new Column("venue", Column.Kind.STRING, "", "Where it traded", Column.Role.VALUE);

  @TempDir private Path folder;

  @Test
  void aNewVendorColumnIsFilledAndLeftAloneByFilesWithoutIt() {
    VendorFileFixture files = new VendorFileFixture(folder);
    try (Lake lake = Lake.create(folder.resolve("home"));
        Ingestion ingestion = Ingestion.open(lake)) {
      ingestion.ingest(
          tagged(files.bars(HEADER + "\n2022-09-02,PENN,31,32,30,31.3,1000\n"), "BEFORE"));
      lake.addColumn(
          TableDefinition.DAILY_BARS,
          new Column("vwap", Column.Kind.DOUBLE, "USD", "Average price", Column.Role.VALUE),
          Optional.of("0"));
      IngestReport filled =
          ingestion.ingest(
              tagged(
                  files.bars(HEADER + ",vwap\n2022-09-06,PENN,31,32,30,31.5,900,31.25\n"),
                  "FILLED"));
      IngestReport without =
          ingestion.ingest(
              tagged(files.bars(HEADER + "\n2022-09-06,PENN,31,32,30,31.6,900\n"), "WITHOUT"));
      IngestReport restated =
          ingestion.ingest(
              tagged(
                  files.bars(HEADER + ",VWAP\n2022-09-06,PENN,31,32,30,31.6,900,31.3\n"),
                  "RESTATED"));

      assertThat(filled.warnings()).isEmpty();
      assertThat(vwaps(ingestion, "FILLED")).isEqualTo("[[31.3, 0.0], [31.5, 31.25]]");
      assertThat(without.counts()).containsEntry("updated", 1L);
      assertThat(vwaps(ingestion, "WITHOUT")).isEqualTo("[[31.3, 0.0], [31.6, 31.25]]");
      assertThat(restated.counts()).containsEntry("updated", 1L);
      assertThat(vwaps(ingestion, "RESTATED")).isEqualTo("[[31.3, 0.0], [31.6, 31.3]]");
      assertThatThrownBy(
              () ->
                  ingestion.ingest(
                      files.bars(HEADER + ",vwap\n2022-09-07,PENN,31,32,30,31.5,900,much\n")))
          .hasMessage(
              "Cannot ingest bars.csv, line 2, column vwap: 'much' isn't a number; expected digits"
                  + " with '.' for decimals, for example 1031894 or 61.53");
    }
  }

  @Test
  void aHoldingsFileFillsAddedColumnsToo() {
    VendorFileFixture files = new VendorFileFixture(folder);
    String header = "fund,date,symbol,name,cusip,isin,balance,valUsd,pctVal,acceptanceTime";
    String row = "IVV,2022-09-30,HON,Honeywell,438516106,US4385161066,10,20,1,2022-11-28 15:50:55";
    try (Lake lake = Lake.create(folder.resolve("home"));
        Ingestion ingestion = Ingestion.open(lake)) {
      ingestion.ingest(files.csv(Dataset.FUND_HOLDINGS, "a.csv", header + "\n" + row + "\n"));
      lake.addColumn(
          TableDefinition.FUND_HOLDINGS,
          new Column("sector", Column.Kind.STRING, "", "Sector", Column.Role.VALUE),
          Optional.empty());
      ingestion.ingest(
          files.csv(
              Dataset.FUND_HOLDINGS,
              "b.csv",
              header + ",sector\n" + row.replace("2022-09", "2022-10") + ",Industry\n"));

      assertThat(ingestion.sql("SELECT isin, sector, status FROM fund_holdings").rows())
          .hasToString("[[US4385161066, Industry, unchanged]]");
    }
  }

  @Test
  void sqlShowsAnAddedColumnInEachVersionAsOtherReadersDo() {
    VendorFileFixture files = new VendorFileFixture(folder);
    AuditPolicy policy =
        new AuditPolicy(
            Map.of(
                TableDefinition.DAILY_BARS,
                new TableAudits(
                    List.of(
                        AuditRule.ofStatement(
                            "venues",
                            Severity.WARNING,
                            "SELECT symbol AS key, venue AS value, 'ARCA' AS limit FROM branch_rows"
                                + " WHERE venue = 'XNYS' UNION ALL SELECT 'before', venue, 'ARCA'"
                                + " FROM daily_bars VERSION AS OF 'T1'")),
                    0,
                    0)));
    try (Lake lake = Lake.create(folder.resolve("home"));
        Ingestion ingestion =
            Ingestion.open(lake, VendorFormats.load(getClass().getClassLoader()), policy)) {
      Ingestion plain = Ingestion.open(lake);
      plain.ingest(tagged(files.bars(HEADER + "\n2022-09-02,A,31,32,30,31.3,1000\n"), "T1"));
      lake.addColumn(TableDefinition.DAILY_BARS, VENUE, Optional.of("XNYS"));
      lake.addColumn(
          TableDefinition.DAILY_BARS,
          new Column("note", Column.Kind.STRING, "", "A remark", Column.Role.VALUE),
          Optional.empty());
      plain.ingest(
          tagged(files.bars(HEADER + ",venue\n2022-09-06,A,31,32,30,31.5,900,ARCA\n"), "T2"));
      IngestReport audited =
          ingestion.ingest(
              tagged(files.bars(HEADER + ",venue\n2022-09-07,A,31,32,30,31.6,900,\n"), "T3"));

      assertThat(answer(ingestion, "SELECT venue, note FROM daily_bars VERSION AS OF 'T1'"))
          .isEqualTo("[[XNYS, null]]");
      assertThat(
              answer(
                  ingestion,
                  "SELECT count(*) FROM market.daily_bars VERSION AS OF 'T1' b WHERE b.venue ="
                      + " 'XNYS'"))
          .isEqualTo("[[1]]");
      assertThat(answer(ingestion, "SELECT * EXCEPT (known_at) FROM market.daily_bars.tag_T1"))
          .isEqualTo("[[A, 2022-09-02, 31.0, 32.0, 30.0, 31.3, 1000.0, XNYS, null]]");
      // A row that was written without a value reads as one from before.
      assertThat(answer(ingestion, "SELECT daily_bars.venue FROM daily_bars ORDER BY session"))
          .isEqualTo("[[XNYS], [ARCA], [XNYS]]");
      assertThat(
              answer(
                  ingestion,
                  "WITH daily_bars AS (SELECT 'own' AS venue) SELECT venue, (SELECT"
                      + " max(venue) FROM market.daily_bars VERSION AS OF 'T1') FROM daily_bars"))
          .isEqualTo("[[own, XNYS]]");
      assertThat(
              answer(
                  ingestion,
                  "SELECT a.venue, b.venue FROM daily_bars VERSION AS OF 'T1' a JOIN daily_bars b"
                      + " ON a.symbol = b.symbol ORDER BY b.session"))
          .isEqualTo("[[XNYS, XNYS], [XNYS, ARCA], [XNYS, XNYS]]");
      assertThat(audited.findings().worst())
          .extracting(finding -> finding.key() + " " + finding.value())
          .containsExactly("A XNYS", "A XNYS", "before XNYS");
      assertThat(
              lake.diff(
                      TableDefinition.DAILY_BARS,
                      new PointInTime.Tag("T1"),
                      new PointInTime.Tag("T3"))
                  .entered())
          .extracting(row -> row.text(VENUE))
          .containsExactly("ARCA", "XNYS");
      plain.close();
    }
  }

  private static String answer(Ingestion ingestion, String statement) {
    return ingestion.sql(statement).rows().toString();
  }

  private static String vwaps(Ingestion ingestion, String tag) {
    return ingestion
        .sql("SELECT close, vwap FROM daily_bars VERSION AS OF '" + tag + "' ORDER BY session")
        .rows()
        .toString();
  }
}
