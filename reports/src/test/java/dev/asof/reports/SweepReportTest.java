package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.SweepRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class SweepReportTest {
  private static final String HOSTILE = "</td><script>alert(1)</script>\"'&";

  private static SweepResults results(
      int listed, Map<String, Integer> reasons, List<SweepResults.Medians> medians) {
    List<SweepResults.Scenario> best = new ArrayList<>();
    for (int n = 0; n < listed; n++) {
      double[] numbers = new double[SweepRow.NUMBERS.size()];
      for (int column = 0; column < numbers.length; column++) {
        numbers[column] = 1.5 - n * 0.001 + column;
      }
      numbers[1] = 1.5 - n * 0.001;
      numbers[2] = -0.02;
      best.add(
          new SweepResults.Scenario(
              List.of(HOSTILE, ""), SweepRow.of(7 * n, "", "ab".repeat(32), n, numbers)));
    }
    return new SweepResults(
        "0123456789ab",
        "hostile",
        HOSTILE,
        "name: " + HOSTILE,
        "1",
        "cd".repeat(32),
        100_000,
        reasons.values().stream().mapToInt(Integer::intValue).sum(),
        252,
        List.of("universe", "parameters." + HOSTILE),
        best,
        medians,
        reasons,
        List.of());
  }

  @Test
  void textsOfVendorsStayTextsAndThePageStaysSmall() {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (int n = 0; n < 1000; n++) {
      reasons.put(HOSTILE + n, 3);
    }
    List<SweepResults.Medians> medians =
        List.of(
            new SweepResults.Medians(
                HOSTILE,
                List.of("a", HOSTILE),
                "universe",
                List.of("x", "y"),
                List.of(List.of(1.0, -0.5), List.of(Double.NaN, 0.0))));
    String html = SweepReport.html(results(500, reasons, medians), "best/report.html");

    assertThat(html).doesNotContain("<script>alert").hasSizeLessThan(1_000_000);
    Document page = Jsoup.parse(html);
    assertThat(page.select("h1").text()).isEqualTo(HOSTILE);
    assertThat(page.select("p.verdict").text())
        .startsWith("100,000 scenarios, of which 3,000 failed. The best Sharpe ratio while")
        .contains(
            "is +1.50, with a return of \u22122.00 %: universe "
                + HOSTILE
                + ". It is the best of 97,000");
    assertThat(page.select("section:has(#failed) tbody tr")).hasSize(51);
    assertThat(page.select("section:has(#failed) tbody tr").last().text())
        .isEqualTo("Other reasons; the table sweep_rows has them 2,850");
    assertThat(page.select("table.heat td").eachText())
        .containsExactly("+1.00", "\u22120.50", "n/a", "0.00");
    assertThat(page.select("table.heat td").eachAttr("class"))
        .containsExactly("num up4", "num down2", "num none", "num zero");
  }

  @Test
  void aSweepThatFailedAsAWholeHasAPageToo() {
    String html =
        SweepReport.html(results(0, Map.of("no price", 100_000), Collections.emptyList()), "");
    Document page = Jsoup.parse(html);
    assertThat(page.select("p.verdict").text())
        .isEqualTo("100,000 scenarios, of which 100,000 failed.");
    assertThat(page.select("nav a").eachAttr("href")).doesNotContain("best/report.html");
    assertThat(page.select("section:has(#failed) tbody tr").text()).isEqualTo("no price 100,000");
  }
}
