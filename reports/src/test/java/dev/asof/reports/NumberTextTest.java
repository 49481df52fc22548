package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberTextTest {
  @Test
  void sharesAndPricesReadAsPublished() {
    assertThat(NumberText.shares(31948.881789)).isEqualTo("31,948.881789");
    assertThat(NumberText.shares(250)).isEqualTo("250");
    assertThat(NumberText.price(38.2)).isEqualTo("38.20");
    assertThat(NumberText.price(31.66253)).isEqualTo("31.6625");
    assertThat(NumberText.money(13749.441636)).isEqualTo("13,749.44");
    assertThat(NumberText.money(1234567)).isEqualTo("1,234,567.00");
  }

  @Test
  void negativeNumbersHaveARealMinusAndZeroHasNoSign() {
    assertThat(NumberText.signedPercent(-0.8625)).isEqualTo("\u221286.25\u00a0%");
    assertThat(NumberText.signedPercent(0.05)).isEqualTo("+5.00\u00a0%");
    assertThat(NumberText.signed(-0.001, 2)).isEqualTo("0.00");
    assertThat(NumberText.fixed(-1000, 0)).isEqualTo("\u22121,000");
  }

  @Test
  void whatIsNotANumberIsNamed() {
    assertThat(NumberText.signedPercent(Double.NaN)).isEqualTo("n/a");
    assertThat(NumberText.fixed(Double.NEGATIVE_INFINITY, 2)).isEqualTo("\u2212\u221e");
  }
}
