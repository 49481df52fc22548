package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.BacktestResult;
import dev.asof.api.Direction;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderCosts;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.Simulator;
import java.util.Arrays;
import java.util.List;

/**
 * Replays a matrix of orders: a strategy gives the cells of each bar to the simulator, and the
 * prices of the file stand as the opens of the bars.
 */
final class OrdersReplay {
  private final JsonNode file;
  private final int bars;
  private final int columns;
  private final double[][] close;
  private final double[][] price;
  private final double[][] size;
  private final Valuation valuation;
  private final Setting sizeType;
  private final Setting direction;
  private final Setting fees;
  private final Setting fixedFees;
  private final Setting slippage;
  private final Setting minSize;
  private final Setting maxSize;
  private final Setting granularity;
  private final Setting lockCash;
  private final Setting allowPartial;

  private OrdersReplay(JsonNode file) {
    this.file = file;
    JsonNode inputs = Golden.part(file, "inputs");
    Prices prices = Prices.of(inputs);
    close = prices.close();
    price = prices.order();
    bars = prices.bars();
    columns = prices.columns();
    size = sizes(inputs);
    sizeType = Setting.of(file, "size_type", "amount", bars, columns);
    direction = Setting.of(file, "direction", "both", bars, columns);
    fees = Setting.of(file, "fees", 0, bars, columns);
    fixedFees = Setting.of(file, "fixed_fees", 0, bars, columns);
    slippage = Setting.of(file, "slippage", 0, bars, columns);
    minSize = Setting.of(file, "min_size", 1e-8, bars, columns);
    maxSize = Setting.of(file, "max_size", Double.POSITIVE_INFINITY, bars, columns);
    granularity = Setting.of(file, "size_granularity", Double.NaN, bars, columns);
    lockCash = Setting.of(file, "lock_cash", false, bars, columns);
    allowPartial = Setting.of(file, "allow_partial", true, bars, columns);
    valuation = Valuation.of(file, price, close);
  }

  /** Runs the orders of a file and writes the result as the file has it. */
  static JsonNode outputs(JsonNode file) {
    return new OrdersReplay(file).run();
  }

  private double[][] sizes(JsonNode inputs) {
    JsonNode sizes = Golden.part(inputs, "size");
    if (sizes.isArray()) {
      return Golden.matrix(sizes, "size", bars, columns);
    }
    double[][] rows = new double[bars][columns];
    for (double[] row : rows) {
      Arrays.fill(row, Golden.number(sizes, "size"));
    }
    return rows;
  }

  private JsonNode run() {
    Columns layout = Columns.of(file.path("config"), columns);
    CallSequence sequence = CallSequence.of(file, layout, bars);
    BacktestSpec spec =
        BacktestSpec.builder()
            .accounts(layout.plans())
            .missingPrice(MissingPrice.IGNORE)
            .sizingPrice(valuation.policy())
            .revalueAfterFills(flag("update_value", false))
            .fillOrder(sequence.fillOrder())
            .build();
    double[][] nothing = Columns.nothing(bars, columns);
    BacktestResult result =
        Simulator.run(
            spec,
            Columns.bars(price, nothing, nothing, close),
            List.of(),
            new Replay(this, sequence.columns()));
    return new OutputTree(result, close, layout.accountOf(), layout.unitOf()).write();
  }

  private boolean flag(String name, boolean otherwise) {
    JsonNode node = file.path("config").path(name);
    return node.isMissingNode() ? otherwise : Golden.flag(node, name);
  }

  /** Gives the cells of each bar. */
  private record Replay(OrdersReplay run, int[][] sequence) implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet sheet) {
      int bar = view.bars();
      for (int column : sequence[bar]) {
        if (run.valuation.isGiven(bar, column)) {
          sheet.value(column, run.valuation.prices()[bar][column]);
        }
        if (!Double.isNaN(run.size[bar][column])) {
          sheet.submit(run.order(bar, column));
        }
      }
    }

    @Override
    public Strategy copy() {
      return this;
    }
  }

  private Order order(int bar, int column) {
    double lot = granularity.number(bar, column);
    OrderTerms terms =
        new OrderTerms(
            directionOf(direction, bar, column),
            minSize.number(bar, column),
            maxSize.number(bar, column),
            Double.isNaN(lot) ? 0 : lot,
            allowPartial.flag(bar, column),
            lockCash.flag(bar, column));
    OrderCosts costs =
        new OrderCosts(
            fees.number(bar, column), fixedFees.number(bar, column), slippage.number(bar, column));
    return Order.atOpen(column, sizeTypeOf(sizeType, bar, column), size[bar][column])
        .withTerms(terms)
        .withCosts(costs);
  }

  static SizeType sizeTypeOf(Setting setting, int bar, int column) {
    return switch (setting.word(bar, column)) {
      case "amount" -> SizeType.SHARES;
      case "value" -> SizeType.VALUE;
      case "percent" -> SizeType.PERCENT;
      case "targetamount" -> SizeType.TARGET_SHARES;
      case "targetvalue" -> SizeType.TARGET_VALUE;
      case "targetpercent" -> SizeType.TARGET_WEIGHT;
      default ->
          throw setting.unknown(
              bar, column, "Amount, Value, Percent, TargetAmount, TargetValue, TargetPercent");
    };
  }

  static Direction directionOf(Setting setting, int bar, int column) {
    return switch (setting.word(bar, column)) {
      case "both" -> Direction.BOTH;
      case "longonly" -> Direction.LONG_ONLY;
      case "shortonly" -> Direction.SHORT_ONLY;
      default -> throw setting.unknown(bar, column, "both, longonly, shortonly");
    };
  }
}
