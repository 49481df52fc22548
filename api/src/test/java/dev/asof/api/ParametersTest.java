package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
  private enum Entry {
    AT_INFO,
    AT_END
  }

  private static final Parameter<Double> WEIGHT =
      Parameter.decimal("weight", 0.25, 0, 10, "share of equity");
  private static final Parameter<Integer> FAST = Parameter.whole("fast", 10, 1, 250, "sessions");
  private static final Parameter<Entry> ENTRY = Parameter.choice("entry", Entry.AT_INFO, "when");
  private static final Parameter<Optional<LocalDate>> EXIT =
      Parameter.optionalDate("exit", "session");
  private static final List<Parameter<?>> DECLARED = List.of(WEIGHT, FAST, ENTRY, EXIT);

  @Test
  void whatIsNotGivenHasItsDefault() {
    Parameters parameters = Parameters.of(DECLARED, Map.of("fast", "20", "entry", "at-end"));
    assertThat(parameters.get(WEIGHT)).isEqualTo(0.25);
    assertThat(parameters.get(FAST)).isEqualTo(20);
    assertThat(parameters.get(ENTRY)).isEqualTo(Entry.AT_END);
    assertThat(parameters.get(EXIT)).isEmpty();
    assertThat(parameters.asMap().keySet()).containsExactly("weight", "fast", "entry", "exit");
  }

  @ParameterizedTest
  @CsvSource({
    "weight, 11, 'decimal, 0.0 to 10.0'",
    "weight, NaN, 'decimal, 0.0 to 10.0'",
    "weight, 1d, 'decimal, 0.0 to 10.0'",
    "fast, 0, 'whole, 1 to 250'",
    "fast, 1.5, 'whole, 1 to 250'",
    "entry, AT_INFO, 'choice, at-info, at-end'",
    "exit, 2022-13-01, 'date, yyyy-MM-dd, or empty'"
  })
  void aBadValueSaysWhatWouldBeValid(String name, String value, String expected) {
    assertThatThrownBy(() -> Parameters.of(DECLARED, Map.of(name, value)))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Invalid value '" + value + "' of parameter " + name + ": expected " + expected);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> Parameters.of(DECLARED, Map.of("fats", "20")))
        .hasMessage("Invalid parameter 'fats': expected one of weight, fast, entry, exit");
  }
}
