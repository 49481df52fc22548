package dev.asof.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.api.AsOfException;
import dev.asof.benchmarks.Findings.Tolerance;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replays golden files and prints where the engine disagrees with them. A file is recognised by
 * what it holds: a matrix of orders, signals, the published portfolio or its windows, a sweep of
 * moving-average crosses, or series of returns with their metrics.
 */
public final class GoldenCheck {
  private GoldenCheck() {}

  /**
   * What a check found.
   *
   * @param files files that were read
   * @param disagreements lines about what differs or can't be read
   */
  public record Report(int files, int disagreements) {
    /** Whether nothing differs. */
    public boolean agrees() {
      return disagreements == 0;
    }
  }

  /**
   * Checks files, and the JSON files of folders at any depth in the order of their paths. Each
   * disagreement is one line: file, place, what was expected, what we got. The last line sums up. A
   * file that can't be read is a disagreement, never an exception.
   *
   * @param out takes the lines
   */
  public static Report check(List<Path> filesOrFolders, PrintStream out) {
    int files = 0;
    int disagreements = 0;
    for (Path named : filesOrFolders) {
      List<Path> found;
      try {
        found = filesIn(named);
      } catch (IOException unreadable) {
        out.println(named + ": cannot be read: " + unreadable);
        disagreements++;
        continue;
      }
      for (Path file : found) {
        List<String> lines = disagreements(file);
        for (String line : lines) {
          out.println(file + ": " + line);
        }
        files++;
        disagreements += lines.size();
      }
    }
    out.println(files + " files, " + disagreements + " disagreements");
    return new Report(files, disagreements);
  }

  private static List<Path> filesIn(Path named) throws IOException {
    if (!Files.isDirectory(named)) {
      return List.of(named);
    }
    try (Stream<Path> walk = Files.walk(named)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private static List<String> disagreements(Path file) {
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      return root == null || !root.isObject()
          ? List.of("is not a golden file: expected a JSON object")
          : disagreements(file, root);
    } catch (MalformedGolden malformed) {
      return List.of(malformed.getMessage());
    } catch (JsonProcessingException malformed) {
      return List.of("is not JSON: " + malformed.getOriginalMessage());
    } catch (IOException unreadable) {
      return List.of("cannot be read: " + unreadable);
    } catch (AsOfException | IllegalArgumentException refused) {
      return List.of("cannot be replayed: " + refused.getMessage());
    } catch (RuntimeException unforeseen) {
      return List.of("cannot be replayed: " + unforeseen);
    }
  }

  private static List<String> disagreements(Path file, JsonNode root) throws IOException {
    String method = root.path("method").asText(root.path("call").path("method").asText(""));
    if (root.has("call") && method.equals("from_orders")) {
      return PublishedReplay.disagreements(root);
    }
    if (method.equals("from_orders")) {
      return compared(root, OrdersReplay.outputs(root));
    }
    if (method.equals("from_signals")) {
      return compared(root, SignalsReplay.outputs(root));
    }
    if (root.has("columns") && root.has("rows")) {
      return WindowsReplay.disagreements(file, root);
    }
    if (root.has("combos")) {
      return SweepReplay.disagreements(root);
    }
    if (root.has("values") || root.has("deflated_sharpe")) {
      return GoldenMetrics.disagreements(root);
    }
    throw new MalformedGolden(
        "is of no known kind: expected method from_orders or from_signals, a published call, a"
            + " sweep with combos, or returns with values");
  }

  static List<String> compared(JsonNode root, JsonNode outputs) {
    Findings findings = new Findings(largest(outputs.path("cash")), outputs.path("equity"));
    findings.compare("outputs", Golden.part(root, "outputs"), outputs, GoldenCheck::strictness);
    return findings.lines();
  }

  private static double largest(JsonNode rows) {
    double largest = 0;
    for (JsonNode row : rows) {
      for (JsonNode value : row) {
        largest = Math.max(largest, Math.abs(value.asDouble()));
      }
    }
    return largest;
  }

  /** Fills are compared to the bit. */
  private static Tolerance strictness(String path) {
    String[] parts = path.split("[.\\[]", 3);
    return switch (parts.length < 2 ? "" : parts[1]) {
      case "orders" -> Tolerance.EXACT;
      case "metrics_by_year_freq" -> Tolerance.METRIC;
      case "returns", "total_return" -> Tolerance.RETURN;
      case "cash", "free_cash", "asset_value", "equity", "total_profit", "final_value" ->
          Tolerance.SUM;
      default ->
          path.endsWith(".pnl")
              ? Tolerance.SUM
              : path.endsWith(".ret") ? Tolerance.RETURN : Tolerance.CURVE;
    };
  }
}
