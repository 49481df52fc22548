package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsinTest {
  @ParameterizedTest
  @CsvSource({
    "037833100,US0378331005", // Apple
    "594918104,US5949181045", // Microsoft
    "38259P508,US38259P5089", // Google
    "03027X100,US03027X1000", // American Tower
    "17275R102,US17275R1023" // Cisco, Wikipedia's example for CUSIP
  })
  void theIsinOfAnAmericanSecurityFollowsFromItsCusip(String cusip, String isin) {
    assertThat(Isin.ofUsCusip(cusip)).contains(isin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "N/A", "037833101", "03783310", "000000000", "G0177J108", "037833i00"})
  void whatIsNoAmericanCusipGivesNone(String cusip) {
    assertThat(Isin.ofUsCusip(cusip)).isEmpty();
  }

  @Test
  void checkDigitsTellAnIsin() {
    assertThat(Isin.isValid("US0378331005")).isTrue();
    assertThat(Isin.isValid("AU0000XVGZA3")).isTrue();
    assertThat(Isin.isValid("GB0002634946")).isTrue();
    assertThat(Isin.isValid("US0373831005")).isFalse();
    assertThat(Isin.isValid("us0378331005")).isFalse();
    assertThat(Isin.isValid("US03783310055")).isFalse();
  }
}
