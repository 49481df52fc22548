package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.asof.benchmarks.Findings.Tolerance;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays the published portfolio: a matrix of orders with dates, a sheet of statistics, and what
 * was published to six digits.
 */
final class PublishedReplay {
  private static final double PERCENT = 100;

  private PublishedReplay() {}

  static List<String> disagreements(JsonNode file) {
    JsonNode outputs = outputs(file);
    List<String> lines = new ArrayList<>(GoldenCheck.compared(file, outputs));
    Findings findings = new Findings();
    if (file.has("stats")) {
      findings.compare("stats", file.get("stats"), stats(file, outputs), p -> Tolerance.METRIC);
    }
    if (file.has("expected_published")) {
      findings.compare(
          "expected_published",
          file.get("expected_published"),
          published(file, outputs),
          p -> Tolerance.SIX_DIGITS);
    }
    lines.addAll(findings.lines());
    return lines;
  }

  /** The run of a published file, as its outputs are written. */
  static JsonNode outputs(JsonNode file) {
    ObjectNode orders = ((ObjectNode) file).deepCopy();
    orders.set("config", Golden.part(file, "call"));
    int dates = Golden.part(file, "dates").size();
    int bars = Golden.part(Golden.part(file, "inputs"), "close").size();
    if (dates != bars) {
      throw new MalformedGolden("dates has " + dates + " values instead of " + bars);
    }
    return OrdersReplay.outputs(orders);
  }

  private static ObjectNode published(JsonNode file, JsonNode outputs) {
    ObjectNode published = JsonNodeFactory.instance.objectNode();
    JsonNode cash = outputs.path("cash");
    published.set("final_cash", cash.path(cash.size() - 1).path(0));
    ArrayNode fills = published.putArray("fills");
    for (JsonNode order : outputs.path("orders")) {
      ObjectNode fill = fills.addObject();
      fill.set("date", file.path("dates").path(order.path("bar").intValue()));
      fill.set("asset", file.path("assets").path(order.path("asset").intValue()));
      fill.set("side", order.path("side"));
      fill.set("size", order.path("size"));
      fill.set("price", order.path("price"));
    }
    return published;
  }

  /** The sheet of statistics: percentages, durations in bars, a year of 365 days. */
  private static ObjectNode stats(JsonNode file, JsonNode outputs) {
    ObjectNode stats = JsonNodeFactory.instance.objectNode();
    JsonNode dates = file.path("dates");
    double initial = Golden.number(file.path("call").path("init_cash"), "init_cash");
    double fees = 0;
    for (JsonNode order : outputs.path("orders")) {
      fees += order.path("fees").doubleValue();
    }
    stats.set("Start", dates.path(0));
    stats.set("End", dates.path(dates.size() - 1));
    stats.put("Period", (double) dates.size());
    stats.put("Start Value", initial);
    stats.set("End Value", outputs.path("final_value").path(0));
    put(stats, "Total Return [%]", PERCENT * outputs.path("total_return").path(0).doubleValue());
    put(stats, "Benchmark Return [%]", PERCENT * buyAndHold(file.path("inputs").path("close")));
    put(stats, "Max Gross Exposure [%]", PERCENT * maxExposure(outputs));
    put(stats, "Total Fees Paid", fees);
    drawdowns(stats, outputs.path("drawdowns"));
    trades(stats, outputs.path("exit_trades"));
    JsonNode metrics = outputs.path("metrics_by_year_freq").path("365 days");
    stats.set("Sharpe Ratio", metrics.path("sharpe_ratio").path(0));
    stats.set("Calmar Ratio", metrics.path("calmar_ratio").path(0));
    stats.set("Omega Ratio", metrics.path("omega_ratio").path(0));
    stats.set("Sortino Ratio", metrics.path("sortino_ratio").path(0));
    return stats;
  }

  private static void put(ObjectNode stats, String name, double value) {
    stats.set(name, OutputTree.node(value));
  }

  /** Equal cash in each column at its first close, held to its last. */
  private static double buyAndHold(JsonNode node) {
    double[][] close = Golden.matrix(node, "close");
    double growth = 0;
    for (int column = 0; column < close[0].length; column++) {
      double first = Double.NaN;
      double last = Double.NaN;
      for (double[] row : close) {
        first = Double.isNaN(first) ? row[column] : first;
        last = Double.isNaN(row[column]) ? last : row[column];
      }
      growth += last / first;
    }
    return growth / close[0].length - 1;
  }

  /** Positions over positions and free cash. */
  private static double maxExposure(JsonNode outputs) {
    double most = Double.NEGATIVE_INFINITY;
    for (int bar = 0; bar < outputs.path("cash").size(); bar++) {
      double assets = outputs.path("asset_value").path(bar).path(0).doubleValue();
      double free = outputs.path("free_cash").path(bar).path(0).doubleValue();
      most = Math.max(most, assets == 0 ? 0 : assets / (assets + free));
    }
    return most;
  }

  private static void drawdowns(ObjectNode stats, JsonNode drawdowns) {
    double deepest = Double.NaN;
    double longest = Double.NaN;
    for (JsonNode drawdown : drawdowns) {
      double peak = drawdown.path("peak_val").doubleValue();
      double depth = (peak - drawdown.path("valley_val").doubleValue()) / peak;
      int active = drawdown.path("status").textValue().equals("Active") ? 1 : 0;
      double bars =
          drawdown.path("end_bar").intValue() - drawdown.path("start_bar").intValue() + active;
      deepest = Double.isNaN(deepest) ? depth : Math.max(deepest, depth);
      longest = Double.isNaN(longest) ? bars : Math.max(longest, bars);
    }
    put(stats, "Max Drawdown [%]", PERCENT * deepest);
    put(stats, "Max Drawdown Duration", longest);
  }

  private static void trades(ObjectNode stats, JsonNode trades) {
    List<JsonNode> closed = new ArrayList<>();
    double openPnl = 0;
    for (JsonNode trade : trades) {
      if (trade.path("status").textValue().equals("Closed")) {
        closed.add(trade);
      } else {
        openPnl += trade.path("pnl").doubleValue();
      }
    }
    double best = Double.NaN;
    double worst = Double.NaN;
    double[] count = new double[2];
    double[] returns = new double[2];
    double[] bars = new double[2];
    double[] pnl = new double[2];
    for (JsonNode trade : closed) {
      double gain = trade.path("pnl").doubleValue();
      double fraction = trade.path("ret").doubleValue();
      best = Double.isNaN(best) ? fraction : Math.max(best, fraction);
      worst = Double.isNaN(worst) ? fraction : Math.min(worst, fraction);
      if (gain != 0) {
        int side = gain > 0 ? 0 : 1;
        count[side]++;
        returns[side] += fraction;
        bars[side] += trade.path("exit_bar").intValue() - trade.path("entry_bar").intValue();
        pnl[side] += gain;
      }
    }
    stats.put("Total Trades", trades.size());
    stats.put("Total Closed Trades", closed.size());
    stats.put("Total Open Trades", trades.size() - closed.size());
    put(stats, "Open Trade PnL", openPnl);
    put(stats, "Win Rate [%]", PERCENT * count[0] / closed.size());
    put(stats, "Best Trade [%]", PERCENT * best);
    put(stats, "Worst Trade [%]", PERCENT * worst);
    put(stats, "Avg Winning Trade [%]", PERCENT * returns[0] / count[0]);
    put(stats, "Avg Losing Trade [%]", PERCENT * returns[1] / count[1]);
    put(stats, "Avg Winning Trade Duration", bars[0] / count[0]);
    put(stats, "Avg Losing Trade Duration", bars[1] / count[1]);
    put(stats, "Profit Factor", pnl[0] / Math.abs(pnl[1]));
    put(stats, "Expectancy", (pnl[0] + pnl[1]) / closed.size());
  }
}
