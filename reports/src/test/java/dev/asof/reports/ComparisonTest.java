package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.Experiment;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static Document page(Experiment... experiments) {
    List<Comparison.Side> sides = new ArrayList<>();
    for (Experiment experiment : experiments) {
      sides.add(new Comparison.Side("r" + sides.size() + " <i>", experiment));
    }
    return Jsoup.parse(Comparison.html(sides));
  }

  private static Element table(Document page, String caption) {
    return page.select("table").stream()
        .filter(table -> table.selectFirst("caption").text().startsWith(caption))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void twoRunsHaveTheirDifference() {
    Experiment grid = SampleExperiments.entryByHolding();
    Experiment single = SampleExperiments.singleWithLookahead();
    double first = Run.best(Run.of(grid)).windowReturn();
    double second = Run.best(Run.of(single)).windowReturn();

    Element row = table(page(grid, single), "Metrics").select("tbody tr").get(1);

    assertThat(row.select("th").text()).isEqualTo("Return, held");
    assertThat(row.select("td").get(0).text().replace('\u00a0', ' '))
        .isEqualTo(NumberText.signedPercent(first).replace('\u00a0', ' '));
    assertThat(row.select("td").get(2).text())
        .isEqualTo(
            Double.isNaN(second - first)
                ? "n/a"
                : NumberText.signed((second - first) * 100, 2) + " pp");
  }

  @Test
  void onlyWhatDiffersIsListed() {
    Experiment grid = SampleExperiments.entryByHolding();

    Document same = page(grid, grid);

    assertThat(same.text()).contains("No setting differs.");
    assertThat(table(same, "What was read").select("tbody tr td:last-child").eachText())
        .isNotEmpty()
        .allMatch("yes"::equals);
    Document other = page(grid, SampleExperiments.threeAxes());
    assertThat(table(other, "Settings and parameters that differ").select("tbody th").eachText())
        .contains("Parameter size");
  }

  @Test
  void aRunThatLooksAheadIsMarked() {
    Element row =
        table(
                page(SampleExperiments.entryByHolding(), SampleExperiments.singleWithLookahead()),
                "What is compared")
            .select("tbody tr")
            .get(1);

    assertThat(row.select("td.neg").text()).contains("before known.");
  }

  @Test
  void vendorsTextIsShownAndNotInterpreted() {
    Document page = page(HostileExperiment.make(), SampleExperiments.entryByHolding());

    assertThat(page.select("script")).hasSize(1);
    assertThat(page.select("b, i, [onmouseover]")).isEmpty();
    assertThat(page.select("svg[role=img] title")).isNotEmpty();
  }

  @Test
  void oneRunIsNoComparison() {
    assertThatThrownBy(() -> page(SampleExperiments.holdings()))
        .hasMessage("Invalid comparison: 1 runs; expected 2 to 6");
  }
}
