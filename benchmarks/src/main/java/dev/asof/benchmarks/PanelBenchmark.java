package dev.asof.benchmarks;

import dev.asof.api.SizeType;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.PanelKeep;
import dev.asof.engine.PanelOrders;
import dev.asof.engine.PanelSimulator;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Panels of 1,000 bars by 1,000 accounts under JMH, per cell, beside their rivals: the same
 * arithmetic account by account, bar by bar, and four accounts at a time. The class path of the
 * module comes from {@code mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath
 * -Dmdep.outputFile=target/classpath}; then
 *
 * <pre>
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) \
 *   org.openjdk.jmh.Main PanelBenchmark -prof gc
 * </pre>
 *
 * <p>{@code gc.alloc.rate.norm} is 0 bytes per cell for all but {@link #callback}, whose strategy
 * is made for each run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PanelBenchmark {
  private static final int BARS = 1000;
  private static final int COLUMNS = 1000;
  private static final int CELLS = BARS * COLUMNS;

  /** Part of the cells that have an order. */
  @Param({"1", "0.05"})
  double density;

  private PanelOrders orders;
  private PanelSimulator records;
  private PanelSimulator none;
  private PanelSimulator metrics;
  private BareLoops bare;

  /** Makes the market and the simulators. */
  @Setup
  public void setUp() {
    BenchMarket market = BenchMarket.of(BARS, COLUMNS, density);
    BacktestSpec spec = BacktestSpec.builder().costs(new Costs(10, 0, 5)).build();
    orders = market.orders();
    records = PanelSimulator.of(spec, market.prices(), COLUMNS, EnumSet.of(PanelKeep.ORDERS));
    none = PanelSimulator.of(spec, market.prices(), COLUMNS, EnumSet.noneOf(PanelKeep.class));
    metrics = PanelSimulator.of(spec, market.prices(), COLUMNS, EnumSet.of(PanelKeep.METRICS));
    bare = new BareLoops(market, 0.001, 0.0005, 100_000, CELLS);
  }

  /** Orders with a record of each. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public double records() {
    records.run(orders);
    return records.cashUsd(0);
  }

  /** Orders without records. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public double noRecords() {
    none.run(orders);
    return none.cashUsd(0);
  }

  /** Orders without records, and the metrics of each account. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public double metrics() {
    metrics.run(orders);
    return metrics.cashUsd(0);
  }

  /** A strategy in place of orders that are known beforehand. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public double callback() {
    none.run(SizeType.TARGET_WEIGHT, (first, width) -> new MovingCross(width, 0.9), 1);
    return none.cashUsd(0);
  }

  /** Rival: account by account, with a record of each order. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public int bareByAccountWithRecords() {
    return bare.accountByAccount(true);
  }

  /** Rival: bar by bar, with a record of each order. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public int bareByBarWithRecords() {
    return bare.barByBar(true);
  }

  /** Rival: four accounts at a time, without records. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public double bareFourAtATime() {
    bare.fourAtATime();
    return bare.cash[0];
  }
}
