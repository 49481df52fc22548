package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.OrderCosts;
import dev.asof.api.OrderTerms;
import dev.asof.api.Trade;
import dev.asof.benchmarks.Findings.Tolerance;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Metric;
import dev.asof.engine.MetricConvention;
import dev.asof.engine.Metrics;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.SignalRules;
import dev.asof.engine.SignalSimulator;
import dev.asof.engine.Signals;
import dev.asof.engine.SizingPrice;
import dev.asof.engine.StopRules;
import dev.asof.engine.TrackRecord;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replays a sweep of moving-average crosses on one series: long and all in when the fast average
 * crosses above the slow one, out when it crosses below, filled at the next open; the last bar's
 * signals fill at its close.
 */
final class SweepReplay {
  private static final Pattern FEES = Pattern.compile("fees ([0-9.eE+-]+)");
  private static final Pattern CASH = Pattern.compile("init cash ([0-9.eE+-]+)");
  private static final List<String> INPUTS = List.of("dates", "open", "close", "combos");
  private static final int YEAR = 252;
  private static final int LONG_YEAR = 365;

  private final Bars bars;
  private final double[] close;
  private final double[] fillPrice;
  private final double[] sums;
  private final OrderCosts costs;
  private final BacktestSpec spec;

  private SweepReplay(JsonNode file) {
    close = Golden.vector(Golden.part(file, "close"), "close");
    double[] open = Golden.vector(Golden.part(file, "open"), "open");
    if (open.length != close.length) {
      throw new MalformedGolden("open has " + open.length + " bars instead of " + close.length);
    }
    String rules = file.path("rules").asText();
    costs = new OrderCosts(stated(FEES, rules, 0), 0, 0);
    spec =
        BacktestSpec.builder()
            .initialCashUsd(stated(CASH, rules, 1e5))
            .missingPrice(MissingPrice.IGNORE)
            .sizingPrice(SizingPrice.FILL_PRICE)
            .build();
    int count = close.length;
    fillPrice = new double[count];
    sums = new double[count + 1];
    double[][] rows = new double[count][];
    for (int bar = 0; bar < count; bar++) {
      rows[bar] = new double[] {close[bar]};
      sums[bar + 1] = sums[bar] + close[bar];
      fillPrice[bar] = bar + 1 < count ? open[bar + 1] : close[bar];
    }
    double[][] nothing = Columns.nothing(count, 1);
    bars = Columns.bars(nothing, nothing, nothing, rows);
  }

  private static double stated(Pattern pattern, String rules, double otherwise) {
    Matcher matcher = pattern.matcher(rules);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : otherwise;
  }

  static List<String> disagreements(JsonNode file) {
    JsonNode combos = Golden.part(file, "combos");
    SweepReplay sweep = new SweepReplay(file);
    ObjectNode got = sweep.results(combos);
    Findings findings = new Findings();
    for (var entry : file.properties()) {
      if (entry.getValue().isArray() && !INPUTS.contains(entry.getKey())) {
        findings.compare(
            entry.getKey(), entry.getValue(), got.get(entry.getKey()), SweepReplay::strictness);
      }
    }
    return findings.lines();
  }

  private static Tolerance strictness(String path) {
    return path.startsWith("final_value") || path.startsWith("total_return")
        ? Tolerance.RETURN
        : Tolerance.METRIC;
  }

  private ObjectNode results(JsonNode combos) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode orders = tree.putArray("orders");
    ArrayNode finalValue = tree.putArray("final_value");
    ArrayNode totalReturn = tree.putArray("total_return");
    ArrayNode sharpe365 = tree.putArray("sharpe_365");
    ArrayNode sharpe252 = tree.putArray("sharpe_252");
    ArrayNode sortino252 = tree.putArray("sortino_252");
    ArrayNode maxDrawdown = tree.putArray("max_drawdown");
    ArrayNode deflated = tree.putArray("deflated_sharpe_252");
    ArrayNode closedTrades = tree.putArray("closed_trades");
    ArrayNode winRate = tree.putArray("win_rate");
    double[] dailySharpes = new double[combos.size()];
    double[][] returns = new double[combos.size()][];
    for (int n = 0; n < combos.size(); n++) {
      JsonNode combo = combos.get(n);
      BacktestResult result =
          SignalSimulator.run(spec, bars, new Cross(length(combo, 0, n), length(combo, 1, n)));
      returns[n] = Metrics.returns(result);
      double end = result.equityUsd()[close.length - 1];
      double sharpe = GoldenMetrics.vectorbt("sharpe_ratio", returns[n], YEAR);
      dailySharpes[n] = sharpe / Math.sqrt(YEAR);
      orders.add(result.fills().size());
      finalValue.add(OutputTree.node(end));
      totalReturn.add(OutputTree.node((end - spec.initialCashUsd()) / spec.initialCashUsd()));
      sharpe365.add(OutputTree.node(GoldenMetrics.vectorbt("sharpe_ratio", returns[n], LONG_YEAR)));
      sharpe252.add(OutputTree.node(sharpe));
      sortino252.add(OutputTree.node(GoldenMetrics.vectorbt("sortino_ratio", returns[n], YEAR)));
      maxDrawdown.add(OutputTree.node(GoldenMetrics.vectorbt("max_drawdown", returns[n], YEAR)));
      trades(result, closedTrades, winRate);
    }
    for (double[] series : returns) {
      deflated.add(
          OutputTree.node(
              Metrics.value(
                  Metric.DEFLATED_SHARPE,
                  TrackRecord.of(series).amongTrials(dailySharpes),
                  MetricConvention.vectorbt(YEAR))));
    }
    return tree;
  }

  private int length(JsonNode combo, int part, int n) {
    JsonNode length = combo.path(part);
    if (!length.isInt() || length.intValue() < 1) {
      throw new MalformedGolden("combos[" + n + "] is " + Golden.shortened(combo));
    }
    return length.intValue();
  }

  private static void trades(BacktestResult result, ArrayNode closedTrades, ArrayNode winRate) {
    int closed = 0;
    int won = 0;
    for (Trade trade : result.trades()) {
      if (!trade.open()) {
        closed++;
        won += trade.pnlUsd() > 0 ? 1 : 0;
      }
    }
    closedTrades.add(closed);
    winRate.add(OutputTree.node((double) won / closed));
  }

  /** The signals of one pair of lengths. */
  private final class Cross implements Signals {
    private final byte[] crosses;

    Cross(int fast, int slow) {
      this.crosses = new byte[close.length];
      int side = 0;
      for (int bar = Math.max(fast, slow) - 1; bar < close.length; bar++) {
        double difference = average(bar, fast) - average(bar, slow);
        int now = difference > 0 ? 1 : difference < 0 ? -1 : 0;
        if (now != 0 && side != 0 && now != side) {
          crosses[bar] = (byte) now;
        }
        side = now != 0 ? now : side;
      }
    }

    private double average(int bar, int length) {
      return (sums[bar + 1] - sums[bar + 1 - length]) / length;
    }

    @Override
    public boolean longEntry(int bar, int instrument) {
      return crosses[bar] > 0;
    }

    @Override
    public boolean longExit(int bar, int instrument) {
      return crosses[bar] < 0;
    }

    @Override
    public boolean shortEntry(int bar, int instrument) {
      return false;
    }

    @Override
    public boolean shortExit(int bar, int instrument) {
      return false;
    }

    @Override
    public double priceUsd(int bar, int instrument) {
      return fillPrice[bar];
    }

    @Override
    public double valuationUsd(int bar, int instrument) {
      return Double.NaN;
    }

    @Override
    public int place(int bar, int instrument) {
      return 0;
    }

    @Override
    public SignalRules rules(int bar, int instrument) {
      return SignalRules.DEFAULT;
    }

    @Override
    public StopRules stops(int bar, int instrument) {
      return StopRules.NONE;
    }

    @Override
    public OrderTerms terms(int bar, int instrument) {
      return OrderTerms.DEFAULT;
    }

    @Override
    public OrderCosts costs(int bar, int instrument) {
      return costs;
    }
  }
}
