package dev.asof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.SizeType;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.PanelKeep;
import dev.asof.engine.PanelSimulator;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineBenchTest {
  private static final double CASH = 100_000;

  private static PanelSimulator simulator(BenchMarket market, double slippageBps) {
    return PanelSimulator.of(
        BacktestSpec.builder().initialCashUsd(CASH).costs(new Costs(10, 0, slippageBps)).build(),
        market.prices(),
        market.columns(),
        EnumSet.of(PanelKeep.ORDERS));
  }

  private static double[] cash(PanelSimulator simulator) {
    double[] cash = new double[simulator.columns()];
    for (int column = 0; column < cash.length; column++) {
      cash[column] = simulator.cashUsd(column);
    }
    return cash;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.05})
  void theBareLoopsDoWhatTheEngineDoes(double density) {
    BenchMarket market = BenchMarket.of(300, 40, density);
    PanelSimulator engine = simulator(market, 5);
    engine.run(market.orders());
    int fills = engine.journals().get(0).count();
    BareLoops bare = new BareLoops(market, 0.001, 0.0005, CASH, 300 * 40);
    assertThat(bare.accountByAccount(true)).isEqualTo(fills);
    assertThat(bare.cash).isEqualTo(cash(engine));
    assertThat(bare.barByBar(true)).isEqualTo(fills);
    assertThat(bare.cash).isEqualTo(cash(engine));
    bare.fourAtATime();
    assertThat(bare.cash).isEqualTo(cash(engine));
  }

  @Test
  void theBareCrossDoesWhatTheCalledOneDoes() {
    BenchMarket market = BenchMarket.of(400, 7, 0);
    PanelSimulator engine = simulator(market, 0);
    engine.run(SizeType.TARGET_WEIGHT, (first, columns) -> new MovingCross(columns, 0.9), 1);
    double[] bare = new double[7];
    MovingCross.bare(market, 0.9, 0.001, CASH, bare);
    assertThat(engine.journals().get(0).count()).isPositive();
    assertThat(bare).isEqualTo(cash(engine));
  }

  @Test
  void aPartThatIsNoneIsRefused() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    assertThatThrownBy(() -> EngineBench.run(nowhere, List.of("order")))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Invalid part 'order' of the engine's benchmark: expected orders, metrics, callback,"
                + " threads, linear or sweep");
  }
}
