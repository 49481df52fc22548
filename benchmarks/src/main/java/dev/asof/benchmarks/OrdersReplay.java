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
import dev.asof.engine.FillOrder;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.Simulator;
import dev.asof.engine.SizingPrice;
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
  private final double[][] valuation;
  private final SizingPrice sizingPrice;
  private final boolean carriesValuation;
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
    close = Golden.matrix(Golden.part(inputs, "close"), "close");
    bars = close.length;
    columns = bars == 0 ? 0 : close[0].length;
    price = prices(inputs);
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
    double[][] given = valuations(inputs);
    carriesValuation = flag("ffill_val_price", true);
    sizingPrice = sizingPrice(given);
    valuation = sizingPrice == SizingPrice.GIVEN ? given : null;
  }

  /** Runs the orders of a file and writes the result as the file has it. */
  static JsonNode outputs(JsonNode file) {
    return new OrdersReplay(file).run();
  }

  private double[][] prices(JsonNode inputs) {
    double[][] prices = Golden.matrix(Golden.part(inputs, "price"), "price", bars, columns);
    double[][] open =
        inputs.has("open")
            ? Golden.matrix(inputs.get("open"), "open", bars, columns)
            : Columns.nothing(bars, columns);
    for (int bar = 0; bar < bars; bar++) {
      for (int column = 0; column < columns; column++) {
        if (Double.isInfinite(prices[bar][column])) {
          prices[bar][column] = prices[bar][column] > 0 ? close[bar][column] : open[bar][column];
        }
      }
    }
    return prices;
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

  /** What the file says to value each column at, at each bar; NaN where it says nothing. */
  private double[][] valuations(JsonNode inputs) {
    JsonNode node = inputs.path("val_price");
    double[][] rows =
        node.isArray()
            ? Golden.matrix(node, "val_price", bars, columns)
            : new double[bars][columns];
    double everywhere =
        node.isMissingNode()
            ? Double.POSITIVE_INFINITY
            : node.isArray() ? Double.NaN : Golden.number(node, "val_price");
    for (int bar = 0; bar < bars; bar++) {
      for (int column = 0; column < columns; column++) {
        double value = node.isArray() ? rows[bar][column] : everywhere;
        if (value == Double.POSITIVE_INFINITY) {
          value = price[bar][column];
        } else if (value == Double.NEGATIVE_INFINITY) {
          value = bar > 0 ? close[bar - 1][column] : Double.NaN;
        }
        rows[bar][column] = value;
      }
    }
    return rows;
  }

  /** The engine's own policy where that gives the file's prices; otherwise they are given to it. */
  private SizingPrice sizingPrice(double[][] given) {
    boolean atFill = true;
    boolean atLastClose = carriesValuation;
    for (int bar = 0; bar < bars; bar++) {
      for (int column = 0; column < columns; column++) {
        double lastClose = bar == 0 ? Double.NaN : close[bar - 1][column];
        atFill &= given[bar][column] == price[bar][column];
        atLastClose &= Double.compare(given[bar][column], lastClose) == 0;
        atLastClose &= bar > 0 || !Double.isNaN(close[bar][column]);
      }
    }
    return atFill
        ? SizingPrice.FILL_PRICE
        : atLastClose ? SizingPrice.LAST_CLOSE : SizingPrice.GIVEN;
  }

  private JsonNode run() {
    Columns layout = Columns.of(file.path("config"), columns);
    BacktestSpec spec =
        BacktestSpec.builder()
            .accounts(layout.plans())
            .missingPrice(MissingPrice.IGNORE)
            .sizingPrice(sizingPrice)
            .revalueAfterFills(flag("update_value", false))
            .fillOrder(isAutomatic() ? FillOrder.SALES_FIRST : FillOrder.AS_GIVEN)
            .build();
    double[][] nothing = Columns.nothing(bars, columns);
    BacktestResult result =
        Simulator.run(
            spec,
            Columns.bars(price, nothing, nothing, close),
            List.of(),
            new Replay(this, callSequence(layout)));
    return new OutputTree(result, close, layout.accountOf(), layout.unitOf()).write();
  }

  private boolean flag(String name, boolean otherwise) {
    JsonNode node = file.path("config").path(name);
    return node.isMissingNode() ? otherwise : Golden.flag(node, name);
  }

  private boolean isAutomatic() {
    return file.path("config").path("call_seq").asText("default").equals("auto");
  }

  /** By bar, the columns in the order in which their orders are given. */
  private int[][] callSequence(Columns layout) {
    JsonNode kind = file.path("config").path("call_seq");
    int[][] sequence = new int[bars][columns];
    boolean reversed = kind.asText("default").equals("reversed");
    boolean ascending = isAutomatic() || kind.isMissingNode() || kind.isNull();
    if (reversed || ascending || kind.asText("").equals("default")) {
      for (int[] row : sequence) {
        Arrays.setAll(row, n -> reversed ? columns - 1 - n : n);
      }
      return sequence;
    }
    double[][] within =
        Golden.matrix(
            kind.isArray() ? kind : Golden.part(file, "call_seq_used"),
            "call_seq_used",
            bars,
            columns);
    int[] first = firstColumns(layout.accountOf());
    for (int bar = 0; bar < bars; bar++) {
      for (int n = 0; n < columns; n++) {
        double column = first[layout.accountOf()[n]] + within[bar][n];
        if (!(column >= 0 && column < columns)) {
          throw new MalformedGolden("call_seq_used[" + bar + "] has no column " + column);
        }
        sequence[bar][n] = (int) column;
      }
    }
    return sequence;
  }

  private static int[] firstColumns(int[] accountOf) {
    int[] first = new int[accountOf.length];
    for (int column = accountOf.length - 1; column >= 0; column--) {
      first[accountOf[column]] = column;
    }
    return first;
  }

  /** Gives the cells of each bar. */
  private record Replay(OrdersReplay run, int[][] sequence) implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet sheet) {
      int bar = view.bars();
      for (int column : sequence[bar]) {
        if (run.valuation != null
            && !(run.carriesValuation && Double.isNaN(run.valuation[bar][column]))) {
          sheet.value(column, run.valuation[bar][column]);
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
