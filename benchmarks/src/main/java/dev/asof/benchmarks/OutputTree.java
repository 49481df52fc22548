package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.asof.api.BacktestResult;
import dev.asof.api.Fill;
import dev.asof.api.OrderContext;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import dev.asof.engine.DrawdownPeriod;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a result the way golden runs are written, so that the two can be compared leaf by leaf.
 * Orders stand account by account; assets are columns of the inputs.
 *
 * <p>Two conventions of the program that made the files are applied here and nowhere else: before
 * an instrument's first close its position is valued at that first close, and what is open at the
 * end has no exit price when the last close is missing.
 */
final class OutputTree {
  /** The first bar's session; bars are consecutive days from here. */
  static final LocalDate FIRST_SESSION = LocalDate.of(2000, 1, 1);

  private static final List<String> METRICS =
      List.of(
          "annualized",
          "annualized_volatility",
          "sharpe_ratio",
          "sortino_ratio",
          "calmar_ratio",
          "omega_ratio",
          "max_drawdown",
          "value_at_risk",
          "cond_value_at_risk",
          "tail_ratio",
          "downside_risk");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final BacktestResult result;
  private final double[][] close;

  /** Column to account. */
  private final int[] accountOf;

  /** Account to the unit whose curves the file shows: itself, or a group of accounts. */
  private final int[] unitOf;

  private final int units;
  private final Map<String, Integer> columns = new HashMap<>();

  /**
   * A result whose instruments are the columns of the inputs, in their order.
   *
   * @param close raw closes, bar by bar
   * @param accountOf the account of each column
   * @param unitOf the unit of each account, from 0
   */
  OutputTree(BacktestResult result, double[][] close, int[] accountOf, int[] unitOf) {
    this.result = result;
    this.close = close;
    this.accountOf = accountOf;
    this.unitOf = unitOf;
    int last = 0;
    for (int unit : unitOf) {
      last = Math.max(last, unit);
    }
    this.units = last + 1;
    for (int column = 0; column < accountOf.length; column++) {
      columns.put(result.symbols().get(column), column);
    }
  }

  /** A number as golden files write it. */
  static JsonNode node(double value) {
    if (Double.isNaN(value)) {
      return JSON.nullNode();
    }
    return Double.isInfinite(value)
        ? JSON.textNode(value > 0 ? "Infinity" : "-Infinity")
        : JSON.numberNode(value);
  }

  ObjectNode write() {
    ObjectNode tree = JSON.objectNode();
    int bars = close.length;
    double[][] cash = new double[units][bars];
    double[][] free = new double[units][bars];
    double[][] equity = new double[units][bars];
    double[] initial = new double[units];
    for (int account = 0; account < unitOf.length; account++) {
      add(cash[unitOf[account]], result.accounting().accounts().get(account).cashUsd());
      add(free[unitOf[account]], result.accounting().accounts().get(account).freeCashUsd());
      add(equity[unitOf[account]], result.accounting().accounts().get(account).equityUsd());
      initial[unitOf[account]] += result.accounting().accounts().get(account).initialCashUsd();
    }
    double[][] assets = assetValues();
    valueBeforeFirstClose(cash, assets, equity);
    double[][] returns = new double[units][];
    for (int unit = 0; unit < units; unit++) {
      returns[unit] = returns(initial[unit], equity[unit]);
    }
    List<OrderRecord> attempts = byAccount(result.orders(), OrderRecord::symbol);
    Map<Integer, Integer> fillNumbers = new HashMap<>();
    tree.set("orders", orders(fillNumbers));
    tree.set("order_attempts", attempts(attempts, fillNumbers));
    tree.set("cash", rows(cash));
    tree.set("free_cash", rows(free));
    tree.set("positions", positions());
    tree.set("asset_value", rows(assets));
    tree.set("equity", rows(equity));
    tree.set("returns", rows(returns));
    ArrayNode profit = tree.putArray("total_profit");
    ArrayNode total = tree.putArray("total_return");
    ArrayNode end = tree.putArray("final_value");
    for (int unit = 0; unit < units; unit++) {
      double last = bars == 0 ? initial[unit] : equity[unit][bars - 1];
      profit.add(node(last - initial[unit]));
      total.add(node((last - initial[unit]) / initial[unit]));
      end.add(node(last));
    }
    ObjectNode metrics = tree.putObject("metrics_by_year_freq");
    metrics.set("365 days", metrics(returns, 365));
    metrics.set("252 days", metrics(returns, 252));
    tree.set("exit_trades", trades(result.trades()));
    tree.set("positions_records", trades(result.accounting().positions()));
    tree.set("drawdowns", drawdowns(equityFromFlows(initial, assets)));
    return tree;
  }

  private static void add(double[] sum, double[] values) {
    for (int n = 0; n < sum.length; n++) {
      sum[n] += values[n];
    }
  }

  /** Value of positions per unit, at closes of which gaps are filled. */
  private double[][] assetValues() {
    int bars = close.length;
    double[][] values = new double[units][bars];
    double[] shares = result.shares();
    for (int column = 0; column < accountOf.length; column++) {
      double price = firstClose(column);
      double[] unit = values[unitOf[accountOf[column]]];
      for (int bar = 0; bar < bars; bar++) {
        price = Double.isNaN(close[bar][column]) ? price : close[bar][column];
        double held = shares[bar * accountOf.length + column];
        unit[bar] += held == 0 ? 0 : held * price;
      }
    }
    return values;
  }

  private double firstClose(int column) {
    for (double[] row : close) {
      if (!Double.isNaN(row[column])) {
        return row[column];
      }
    }
    return Double.NaN;
  }

  private void valueBeforeFirstClose(double[][] cash, double[][] assets, double[][] equity) {
    double[] shares = result.shares();
    for (int column = 0; column < accountOf.length; column++) {
      int unit = unitOf[accountOf[column]];
      for (int bar = 0; bar < close.length && Double.isNaN(close[bar][column]); bar++) {
        if (shares[bar * accountOf.length + column] != 0) {
          equity[unit][bar] = cash[unit][bar] + assets[unit][bar];
        }
      }
    }
  }

  /**
   * Equity whose cash is the running sum of what each bar's orders paid and received. It differs
   * from ours in the last bits, and decides which of two equal peaks is the higher.
   */
  private double[][] equityFromFlows(double[] initial, double[][] assets) {
    double[][] flows = new double[accountOf.length][close.length];
    for (Fill fill : result.fills()) {
      double value = fill.shares() * fill.priceUsd();
      flows[columns.get(fill.symbol())][bar(fill.session())] +=
          fill.side() == TradeSide.BUY ? -(value + fill.feeUsd()) : value - fill.feeUsd();
    }
    double[][] equity = new double[units][close.length];
    for (int unit = 0; unit < units; unit++) {
      double cash = initial[unit];
      for (int bar = 0; bar < close.length; bar++) {
        double flow = 0;
        for (int column = 0; column < accountOf.length; column++) {
          flow += unitOf[accountOf[column]] == unit ? flows[column][bar] : 0;
        }
        cash = snappedSum(cash, flow);
        equity[unit][bar] = cash + assets[unit][bar];
      }
    }
    return equity;
  }

  /** The sum, or 0 where what cancels is close: the rule of the golden files. */
  private static double snappedSum(double a, double b) {
    double sum = a + b;
    double limit = Math.max(1e-9 * Math.max(Math.abs(a), Math.abs(b)), 1e-12);
    return Math.signum(a) != Math.signum(b) && Math.abs(sum) <= limit ? 0 : sum;
  }

  private static double[] returns(double initial, double[] equity) {
    double[] returns = new double[equity.length];
    double before = initial;
    for (int bar = 0; bar < equity.length; bar++) {
      double change = equity[bar] - before;
      returns[bar] =
          before == 0
              ? equity[bar] == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, equity[bar])
              : before < 0 ? -(change / before) : change / before;
      before = equity[bar];
    }
    return returns;
  }

  private static ObjectNode metrics(double[][] returnsByUnit, int yearDays) {
    ObjectNode block = JSON.objectNode();
    for (String name : METRICS) {
      ArrayNode values = block.putArray(name);
      for (double[] returns : returnsByUnit) {
        values.add(node(GoldenMetrics.vectorbt(name, returns, yearDays)));
      }
    }
    return block;
  }

  private static ArrayNode rows(double[][] byUnit) {
    ArrayNode rows = JSON.arrayNode();
    for (int bar = 0; bar < byUnit[0].length; bar++) {
      ArrayNode row = rows.addArray();
      for (double[] unit : byUnit) {
        row.add(node(unit[bar]));
      }
    }
    return rows;
  }

  private ArrayNode positions() {
    double[] shares = result.shares();
    ArrayNode rows = JSON.arrayNode();
    for (int bar = 0; bar < close.length; bar++) {
      ArrayNode row = rows.addArray();
      for (int column = 0; column < accountOf.length; column++) {
        row.add(node(shares[bar * accountOf.length + column]));
      }
    }
    return rows;
  }

  private <T> List<T> byAccount(List<T> records, Function<T, String> symbol) {
    List<T> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparingInt(record -> accountOf[columns.get(symbol.apply(record))]));
    return sorted;
  }

  private ArrayNode orders(Map<Integer, Integer> fillNumbers) {
    ArrayNode nodes = JSON.arrayNode();
    for (Fill fill : byAccount(result.fills(), Fill::symbol)) {
      fillNumbers.put(fill.order(), nodes.size());
      ObjectNode order = nodes.addObject();
      order.put("id", nodes.size() - 1);
      order.put("bar", bar(fill.session()));
      order.put("asset", columns.get(fill.symbol()));
      order.set("size", node(fill.shares()));
      order.set("price", node(fill.priceUsd()));
      order.set("fees", node(fill.feeUsd()));
      order.put("side", fill.side() == TradeSide.BUY ? "Buy" : "Sell");
    }
    return nodes;
  }

  private ArrayNode attempts(List<OrderRecord> attempts, Map<Integer, Integer> fillNumbers) {
    ArrayNode nodes = JSON.arrayNode();
    for (OrderRecord attempt : attempts) {
      OrderContext context = attempt.context();
      ObjectNode node = nodes.addObject();
      node.put("bar", bar(attempt.session()));
      node.put("asset", columns.get(attempt.symbol()));
      node.set("req_size", node(attempt.size()));
      node.set("req_price", node(context.priceUsd()));
      node.set("val_price", node(context.valuationPriceUsd()));
      node.set("group_value", node(context.accountValueUsd()));
      node.set("cash_before", node(context.cashBeforeUsd()));
      node.set("position_before", node(context.sharesBefore()));
      node.set("debt_before", node(context.debtBeforeUsd()));
      node.set("free_cash_before", node(context.freeCashBeforeUsd()));
      node.put("status", status(attempt.status()));
      node.put("reason", reason(attempt.reason()));
      node.put("order_id", fillNumbers.getOrDefault(attempt.id(), -1));
      node.set("new_cash", node(context.cashAfterUsd()));
      node.set("new_position", node(context.sharesAfter()));
      node.set("new_debt", node(context.debtAfterUsd()));
      node.set("new_free_cash", node(context.freeCashAfterUsd()));
    }
    return nodes;
  }

  private static String status(OrderStatus status) {
    return switch (status) {
      case FILLED -> "Filled";
      case IGNORED -> "Ignored";
      case REJECTED -> "Rejected";
    };
  }

  private static String reason(OrderReason reason) {
    return switch (reason) {
      case NONE -> "";
      case PRICE_MISSING -> "PriceNaN";
      case VALUATION_PRICE_MISSING -> "ValPriceNaN";
      case VALUE_MISSING -> "ValueNaN";
      case SIZE_ZERO -> "SizeZero";
      case VALUE_ZERO_OR_NEGATIVE -> "ValueZeroNeg";
      case NO_CASH -> "NoCashLong";
      case NO_CASH_TO_SHORT -> "NoCashShort";
      case NO_OPEN_POSITION -> "NoOpenPosition";
      case PARTIAL_FILL -> "PartialFill";
      case CANNOT_COVER_FEES -> "CantCoverFees";
      case MIN_SIZE_NOT_REACHED -> "MinSizeNotReached";
      case MAX_SIZE_EXCEEDED -> "MaxSizeExceeded";
      case MARGIN_CALL,
          LIQUIDATED,
          PRICE_NOT_REACHED,
          STOPPED_OUT,
          DELISTED,
          NO_VOLUME,
          LEVERAGE_EXCEEDED ->
          reason.name();
    };
  }

  private ArrayNode trades(List<Trade> trades) {
    ArrayNode nodes = JSON.arrayNode();
    for (Trade trade : trades) {
      int column = columns.get(trade.symbol());
      boolean valued = !trade.open() || !Double.isNaN(close[close.length - 1][column]);
      ObjectNode node = nodes.addObject();
      node.put("asset", column);
      node.set("size", node(trade.shares()));
      node.put("entry_bar", bar(trade.entrySession()));
      node.set("entry_price", node(trade.entryPriceUsd()));
      node.set("entry_fees", node(trade.entryFeeUsd()));
      node.put("exit_bar", bar(trade.exitSession()));
      node.set("exit_price", node(valued ? trade.exitPriceUsd() : Double.NaN));
      node.set("exit_fees", node(trade.exitFeeUsd()));
      node.set("pnl", node(valued ? trade.pnlUsd() : Double.NaN));
      node.set("ret", node(valued ? trade.returnFraction() : Double.NaN));
      node.put("direction", trade.side() == PositionSide.LONG ? "Long" : "Short");
      node.put("status", trade.open() ? "Open" : "Closed");
    }
    return nodes;
  }

  private static ArrayNode drawdowns(double[][] equity) {
    ArrayNode nodes = JSON.arrayNode();
    for (int unit = 0; unit < equity.length; unit++) {
      for (DrawdownPeriod period : DrawdownPeriod.of(equity[unit])) {
        ObjectNode node = nodes.addObject();
        node.put("group", unit);
        node.put("peak_bar", period.peak());
        node.put("start_bar", period.start());
        node.put("valley_bar", period.valley());
        node.put("end_bar", period.end());
        node.set("peak_val", node(period.peakValue()));
        node.set("valley_val", node(period.valleyValue()));
        node.set("end_val", node(period.endValue()));
        node.put("status", period.recovered() ? "Recovered" : "Active");
      }
    }
    return nodes;
  }

  private static int bar(LocalDate session) {
    return (int) ChronoUnit.DAYS.between(FIRST_SESSION, session);
  }
}
