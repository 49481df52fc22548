package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.asof.benchmarks.Findings.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the metrics of the published portfolio depend on the window of data. Each row has the
 * window's first and last date, its bars, and metrics named with their year, such as {@code
 * sharpe_252}. The prices stand in another file of the same folder: the published run that covers
 * all windows.
 */
final class WindowsReplay {
  private static final Map<String, String> NAMES =
      Map.of(
          "sharpe", "sharpe_ratio",
          "sortino", "sortino_ratio",
          "annualized", "annualized",
          "volatility", "annualized_volatility",
          "calmar", "calmar_ratio",
          "omega", "omega_ratio");

  private WindowsReplay() {}

  static List<String> disagreements(Path file, JsonNode root) throws IOException {
    List<String> columns = Golden.words(Golden.part(root, "columns"), "columns");
    JsonNode rows = Golden.part(root, "rows");
    JsonNode published = publishedRun(file, rows);
    JsonNode outputs = PublishedReplay.outputs(published);
    double[] returns = Golden.vector(unwrapped(outputs.path("returns")), "returns");
    Map<String, Integer> bars = new HashMap<>();
    for (JsonNode date : published.path("dates")) {
      bars.put(date.textValue(), bars.size());
    }
    Findings findings = new Findings();
    if (root.has("max_drawdown")) {
      findings.compare(
          "max_drawdown",
          root.get("max_drawdown"),
          OutputTree.node(GoldenMetrics.vectorbt("max_drawdown", returns, 1)),
          path -> Tolerance.METRIC);
    }
    for (int n = 0; n < rows.size(); n++) {
      JsonNode row = rows.get(n);
      int from = bars.getOrDefault(row.path(0).asText(), -1);
      int to = bars.getOrDefault(row.path(1).asText(), -1);
      if (row.size() != columns.size() || from < 0 || to < from) {
        throw new MalformedGolden("rows[" + n + "] is " + Golden.shortened(row));
      }
      double[] window = Arrays.copyOfRange(returns, from, to + 1);
      for (int column = 2; column < columns.size(); column++) {
        findings.compare(
            "rows[" + n + "]." + columns.get(column),
            row.get(column),
            OutputTree.node(value(columns.get(column), window)),
            path -> Tolerance.METRIC);
      }
    }
    return findings.lines();
  }

  private static double value(String column, double[] returns) {
    if (column.equals("bars")) {
      return returns.length;
    }
    int year = column.lastIndexOf('_');
    String name = year < 0 ? null : NAMES.get(column.substring(0, year));
    if (name == null) {
      throw new MalformedGolden("columns has an unknown metric " + column);
    }
    try {
      return GoldenMetrics.vectorbt(name, returns, Integer.parseInt(column.substring(year + 1)));
    } catch (NumberFormatException noYear) {
      throw new MalformedGolden("columns has a metric without a year: " + column);
    }
  }

  private static JsonNode unwrapped(JsonNode rows) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (JsonNode row : rows) {
      values.add(row.path(0));
    }
    return values;
  }

  /** The published run beside the file that has the date of every window. */
  private static JsonNode publishedRun(Path file, JsonNode rows) throws IOException {
    List<Path> beside = new ArrayList<>();
    try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
      files
          .filter(path -> path.getFileName().toString().endsWith(".json"))
          .sorted()
          .forEach(beside::add);
    }
    for (Path path : beside) {
      JsonNode root = new ObjectMapper().readTree(path.toFile());
      if (root.has("call") && root.has("dates") && covers(root.path("dates"), rows)) {
        return root;
      }
    }
    throw new MalformedGolden(
        "needs the published run over its windows in the same folder, where no file has it");
  }

  private static boolean covers(JsonNode dates, JsonNode rows) {
    List<String> known = Golden.words(dates, "dates");
    for (JsonNode row : rows) {
      if (!known.contains(row.path(0).asText()) || !known.contains(row.path(1).asText())) {
        return false;
      }
    }
    return true;
  }
}
