package dev.asof.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.Parameter;
import dev.asof.api.StrategyFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users see of the strategies before one runs. */
final class FactoriesTest {
  private final StrategyFactory rebalance = new IndexRebalanceFactory();
  private final StrategyFactory cross = new MovingAverageCrossFactory();

  @Test
  void theServiceLoaderFindsBoth() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .extracting(StrategyFactory::name)
        .containsExactlyInAnyOrder("index-rebalance", "moving-average-cross");
  }

  @Test
  void defaultsMakeAStrategy() {
    assertThat(Market.strategy(rebalance)).isNotNull();
    assertThat(Market.strategy(cross)).isNotNull();
  }

  @Test
  void parametersAreNamedAsDefinitionsWriteThem() {
    assertThat(rebalance.parameters())
        .extracting(Parameter::name)
        .containsExactly("index", "legs", "entry", "holding", "exitSignal", "sizing", "size");
    assertThat(cross.parameters())
        .extracting(Parameter::name)
        .containsExactly("fast", "slow", "weight", "side", "index");
  }

  @Test
  void holdingsAreNeededOnlyWhereLegsOrEntryDependOnThem() {
    assertThat(rebalance.facts(Market.parameters(rebalance, "entry=AD+1")))
        .containsExactly(IndexChange.class);
    assertThat(rebalance.facts(Market.parameters(rebalance, "entry=MD+1")))
        .containsExactlyInAnyOrder(IndexChange.class, HoldingChange.class);
    assertThat(rebalance.facts(Market.parameters(rebalance, "legs=holdings-difference")))
        .containsExactlyInAnyOrder(IndexChange.class, HoldingChange.class);
    assertThat(cross.facts(Market.parameters(cross))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "entry=AD     | Invalid value 'AD' of parameter entry: expected choice, AD+1, ED0, MD+1",
        "legs=both    | Invalid value 'both' of parameter legs: expected choice, index-changes,"
            + " holdings-difference",
        "holding=0d   | Invalid value '0d' of parameter holding: expected holding, 1d to 60d"
            + " (sessions), or 1w to 12w (weeks of 7 days)",
        "holding=61d  | Invalid value '61d' of parameter holding: expected holding, 1d to 60d"
            + " (sessions), or 1w to 12w (weeks of 7 days)",
        "holding=13w  | Invalid value '13w' of parameter holding: expected holding, 1d to 60d"
            + " (sessions), or 1w to 12w (weeks of 7 days)",
        "holding=week | Invalid value 'week' of parameter holding: expected holding, 1d to 60d"
            + " (sessions), or 1w to 12w (weeks of 7 days)",
        "exitSignal=31.10.2022 | Invalid value '31.10.2022' of parameter exitSignal: expected date,"
            + " yyyy-MM-dd, or empty",
        "sizing=big   | Invalid value 'big' of parameter sizing: expected choice, weight-per-leg,"
            + " gross-exposure",
        "size=-1      | Invalid value '-1' of parameter size: expected decimal, 0.0 to 100.0",
        "size=100.5   | Invalid value '100.5' of parameter size: expected decimal, 0.0 to 100.0",
        "index=' '    | Invalid value ' ' of parameter index: expected a name, such as S&P 500",
        "entries=AD+1 | Invalid parameter 'entries': expected one of index, legs, entry, holding,"
            + " exitSignal, sizing, size",
      },
      quoteCharacter = '"')
  void aBadValueOfIndexRebalanceIsNamedWithWhatWouldBeValid(String given, String message) {
    assertRefused(rebalance, given.replace("'", ""), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fast=0    | Invalid value '0' of parameter fast: expected whole, 1 to 500",
        "slow=1    | Invalid value '1' of parameter slow: expected whole, 2 to 1000",
        "slow=10   | Invalid value '10' of parameter fast: expected less than slow, 10",
        "weight=x  | Invalid value 'x' of parameter weight: expected decimal, 0.0 to 100.0",
        "side=both | Invalid value 'both' of parameter side: expected choice, long-only,"
            + " long-short",
      },
      quoteCharacter = '"')
  void aBadValueOfMovingAverageCrossIsNamedWithWhatWouldBeValid(String given, String message) {
    assertRefused(cross, given, message);
  }

  private static void assertRefused(StrategyFactory factory, String given, String message) {
    assertThatThrownBy(() -> Market.strategy(factory, given))
        .isInstanceOf(AsOfException.class)
        .hasMessage(message)
        .extracting(error -> ((AsOfException) error).code())
        .isEqualTo(ErrorCode.PARAMETER_INVALID);
  }
}
