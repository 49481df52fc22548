package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class YamlDocumentTest {
  private static YamlDocument document(String text) {
    return YamlDocument.parse("d.yaml", text);
  }

  @Test
  void anUnknownKeyIsReportedWithItsLineAndTheKnownOnes() {
    YamlMap costs =
        document("name: x\ncosts:\n  feeBps: 1\n  feeBsp: 2\n").map().map("costs").get();
    assertThat(costs.decimal("feeBps", 0, 0, 100)).isEqualTo(1);
    costs.decimal("slippageBps", 0, 0, 100);
    assertThatThrownBy(costs::refuseUnknownKeys)
        .hasMessage(
            "Invalid definition d.yaml, line 4, key costs.feeBsp: unknown key; expected one of"
                + " feeBps, slippageBps");
  }

  @Test
  void aBadValueIsReportedWithItsLineAndWhatWouldBeValid() {
    YamlMap map = document("a: 1\n\nend: 2022-13-01\n").map();
    assertThatThrownBy(() -> map.date("end"))
        .hasMessage(
            "Invalid definition d.yaml, line 3, key end: '2022-13-01' is not valid; expected a date"
                + " such as 2022-09-02");
  }

  @Test
  void malformedTextAndRepeatedKeysNameTheLine() {
    assertThatThrownBy(() -> document("a: 1\nb: [1, 2\n"))
        .hasMessageStartingWith("Invalid definition d.yaml, line 3: ");
    assertThatThrownBy(() -> document("a: 1\na: 2\n").map())
        .hasMessage("Invalid definition d.yaml, line 2, key a: the key stands twice");
    assertThatThrownBy(() -> document(""))
        .hasMessageStartingWith("Invalid definition d.yaml, line 1: expected keys and values");
  }

  @Test
  void noIsTextAndNotFalse() {
    assertThatThrownBy(() -> document("allow: no\n").map().flag("allow", false))
        .hasMessageEndingWith("'no' is not valid; expected true or false");
  }

  @Test
  void whatIsSetReplacesAddsAndShowsInTheText() {
    YamlDocument document = document("name: x # comment\ncosts: {feeBps: 1}\n");
    document.set("costs.feeBps=5");
    document.set("grid.holding=[1d, 2w]");
    assertThat(document.map().map("costs").get().decimal("feeBps", 0, 0, 100)).isEqualTo(5);
    assertThat(document.map().map("grid").get().texts("holding").get()).containsExactly("1d", "2w");
    assertThat(document.text())
        .contains("feeBps: 5")
        .contains("[1d, 2w]")
        .doesNotContain("comment");
  }

  @Test
  void aBadOverrideIsReportedAsTheOptionThatItIs() {
    YamlDocument document = document("name: x\ncosts: {feeBps: 1}\n");
    assertThatThrownBy(() -> document.set("costs.feeBps"))
        .hasMessageStartingWith("Invalid option --set costs.feeBps: expected key=value");
    assertThatThrownBy(() -> document.set("name.y=1"))
        .hasMessage("Invalid option --set name.y: name is a value and has no keys below it");
    document.set("costs.feeBps=x");
    YamlMap costs = document.map().map("costs").get();
    assertThatThrownBy(() -> costs.decimal("feeBps", 0, 0, 100))
        .hasMessageContaining("key costs.feeBps: 'x' is not valid; expected a number");
  }
}
