package dev.asof.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** Tables, texts and errors of the facade, without Spark. */
final class SentencesTest {
  @TempDir private Path home;

  @Test
  void whatAUserCanMendIsOneLineWithoutATrace() {
    try (AsOf lake = AsOf.home(home.toString())) {
      assertThatThrownBy(() -> lake.bars("SPY").asOf("Q1_2022"))
          .isInstanceOf(CellError.class)
          .hasMessageStartingWith("error[table-missing]: Cannot read daily_bars: ")
          .hasNoCause()
          .satisfies(error -> assertThat(error.getStackTrace()).isEmpty())
          .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"))
          .satisfies(
              error -> assertThat(((CellError) error).code()).isEqualTo(ErrorCode.TABLE_MISSING));
    }
  }

  @Test
  void aMistakeInTheDefinitionNamesFileLineAndKey() {
    try (AsOf lake = AsOf.home(home.toString())) {
      assertThatThrownBy(() -> lake.backtest("index-rebalance").set("costs.feeBsp", 1).run())
          .isInstanceOf(CellError.class)
          .hasMessageContaining("conf/backtests/index-rebalance.yaml")
          .hasMessageContaining("feeBsp");
      assertThatThrownBy(() -> lake.backtest("no-such").run())
          .hasMessageStartingWith(
              "error[file-missing]: Cannot read definition conf/backtests/no-such.yaml");
      assertThatThrownBy(() -> lake.backtest("index-rebalance").with("entry"))
          .hasMessage("error[usage]: Cannot give the parameter entry no value");
      assertThatThrownBy(() -> lake.bars().from("September"))
          .hasMessage("error[usage]: Invalid day September: expected one such as 2022-09-01");
    }
  }

  @Test
  void columnsHaveTheTypeOfTheirValues() {
    Table table =
        Tables.of(
            "t",
            List.of("text", "whole", "decimal", "coarse", "fine", "none", "text"),
            List.of(
                Arrays.asList(
                    "a",
                    1L,
                    1.5,
                    Instant.parse("2022-09-06T13:30:05.732Z"),
                    Instant.parse("2022-09-06T13:30:05.732524Z"),
                    null,
                    "b"),
                Arrays.asList(null, null, null, null, null, null, null)));

    assertThat(table.columnNames())
        .containsExactly("text", "whole", "decimal", "coarse", "fine", "none", "text 2");
    assertThat(table.types())
        .containsExactly(
            ColumnType.STRING,
            ColumnType.LONG,
            ColumnType.DOUBLE,
            ColumnType.INSTANT,
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.STRING);
    assertThat(table.stringColumn("fine").get(0)).isEqualTo("2022-09-06T13:30:05.732524Z");
  }

  @Test
  void textOfVendorsIsShownAndNotInterpreted() {
    Table table =
        Tables.of("t", List.of("<b>"), List.of(List.of("<script>alert('1')</script>\u001b[31m")));

    assertThat(TableView.of(table).html())
        .contains("&lt;b&gt;", "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\uFFFD[31m")
        .doesNotContain("<script>");
  }

  @Test
  void aLongTableSaysHowMuchIsLeft() {
    List<List<Object>> rows = new ArrayList<>();
    for (int n = 0; n < 27; n++) {
      rows.add(List.of(n, n / 8.0));
    }
    String text = TableView.of(Tables.of("t", List.of("n", "eighths"), rows)).text();

    assertThat(text.lines()).hasSize(27);
    assertThat(text)
        .startsWith(" n  eighths\n 0        0\n 1    0.125\n")
        .endsWith("\nand 2 more rows");
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    assertThat(TableView.number(1234567.891)).isEqualTo("1234567.891");
    assertThat(TableView.number(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(TableView.number(-0.0000001)).isEqualTo("0");
    assertThat(TableView.number(4e9)).isEqualTo("4000000000");
    assertThat(Numbers.fixed(2.5, 0)).isEqualTo("2");
    assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("n/a");
  }

  @Test
  void aHeatMapSaysItsNumbersInWords() {
    Picture picture =
        new HeatMap(
                "Sharpe",
                "entry",
                List.of("AD+1", "ED0"),
                "holding",
                List.of("1d", "1w"),
                new double[][] {{-18.284, 0.5}, {Double.NaN, 12}})
            .picture();

    assertThat(picture.toString())
        .isEqualTo(
            """
            [heat map] Sharpe
            entry \\ holding      1d   1w
            AD+1             -18.28  0.5
            ED0                       12""");
    assertThat(picture.png()).startsWith(0x89, 'P', 'N', 'G');
  }
}
