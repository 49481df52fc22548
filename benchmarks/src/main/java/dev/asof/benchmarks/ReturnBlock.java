package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * The block of metrics that golden runs carry, under the convention of the program that made them:
 * divisor n - 1, risk-free rate 0, the first return's value as the first peak.
 */
final class ReturnBlock {
  private static final double TAIL = 0.05;

  private ReturnBlock() {}

  /** One list per metric, with one value per account. */
  static ObjectNode of(double[][] returnsByAccount, int yearDays) {
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    for (String name :
        new String[] {
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
          "downside_risk"
        }) {
      ArrayNode values = block.putArray(name);
      for (double[] returns : returnsByAccount) {
        values.add(OutputTree.node(value(name, returns, yearDays)));
      }
    }
    return block;
  }

  private static double value(String name, double[] r, int yearDays) {
    return switch (name) {
      case "annualized" -> annualized(r, yearDays);
      case "annualized_volatility" -> deviation(r) * Math.sqrt(yearDays);
      case "sharpe_ratio" -> ratio(mean(r), deviation(r)) * Math.sqrt(yearDays);
      case "sortino_ratio" -> ratio(mean(r) * yearDays, downside(r, yearDays));
      case "calmar_ratio" -> calmar(r, yearDays);
      case "omega_ratio" -> omega(r);
      case "max_drawdown" -> maxDrawdown(r);
      case "value_at_risk" -> percentile(r, TAIL);
      case "cond_value_at_risk" -> worstMean(r);
      case "tail_ratio" -> ratio(Math.abs(percentile(r, 1 - TAIL)), Math.abs(percentile(r, TAIL)));
      case "downside_risk" -> downside(r, yearDays);
      default -> throw new IllegalArgumentException("Invalid metric " + name);
    };
  }

  private static double ratio(double numerator, double denominator) {
    return denominator == 0 ? Double.POSITIVE_INFINITY : numerator / denominator;
  }

  private static double mean(double[] r) {
    double sum = 0;
    for (double value : r) {
      sum += value;
    }
    return sum / r.length;
  }

  private static double deviation(double[] r) {
    double mean = mean(r);
    double squares = 0;
    for (double value : r) {
      squares += (value - mean) * (value - mean);
    }
    return r.length < 2 ? Double.NaN : Math.sqrt(squares / (r.length - 1));
  }

  private static double downside(double[] r, int yearDays) {
    double squares = 0;
    for (double value : r) {
      double loss = Math.min(value, 0);
      squares += loss * loss;
    }
    return Math.sqrt(squares / r.length) * Math.sqrt(yearDays);
  }

  private static double annualized(double[] r, int yearDays) {
    double growth = 1;
    for (double value : r) {
      growth *= 1 + value;
    }
    return StrictMath.pow(growth, (double) yearDays / r.length) - 1;
  }

  private static double calmar(double[] r, int yearDays) {
    double drawdown = maxDrawdown(r);
    return drawdown == 0 ? Double.NaN : annualized(r, yearDays) / Math.abs(drawdown);
  }

  private static double omega(double[] r) {
    double gains = 0;
    double losses = 0;
    for (double value : r) {
      gains += Math.max(value, 0);
      losses -= Math.min(value, 0);
    }
    return ratio(gains, losses);
  }

  private static double maxDrawdown(double[] r) {
    double growth = 1;
    double peak = Double.NEGATIVE_INFINITY;
    double deepest = 0;
    for (double value : r) {
      growth *= 1 + value;
      peak = Math.max(peak, growth);
      deepest = Math.min(deepest, growth / peak - 1);
    }
    return deepest;
  }

  private static double percentile(double[] r, double part) {
    double[] sorted = r.clone();
    Arrays.sort(sorted);
    double place = part * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    double rest = place - below;
    double step = sorted[above] - sorted[below];
    return rest >= 0.5 ? sorted[above] - step * (1 - rest) : sorted[below] + step * rest;
  }

  private static double worstMean(double[] r) {
    double[] sorted = r.clone();
    Arrays.sort(sorted);
    int worst = (int) ((sorted.length - 1) * TAIL) + 1;
    return mean(Arrays.copyOf(sorted, worst));
  }
}
