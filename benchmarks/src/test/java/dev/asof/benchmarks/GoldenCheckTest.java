package dev.asof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden results of vectorbt 0.24.5, empyrical-reloaded and QuantStats; those called generated are
 * random configurations run by vectorbt 0.28.5.
 */
class GoldenCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static Path golden(String path) throws URISyntaxException {
    return Path.of(GoldenCheckTest.class.getResource("/golden/" + path).toURI());
  }

  /** The lines that a check prints, with the report as the last. */
  private static List<String> check(Path... files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GoldenCheck.Report report =
        GoldenCheck.check(List.of(files), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo(report.files() + " files, " + report.disagreements() + " disagreements");
    assertThat(lines).hasSize(report.disagreements() + 1);
    return lines;
  }

  private List<String> checkChanged(String path, Consumer<ObjectNode> change) throws Exception {
    ObjectNode root = (ObjectNode) JSON.readTree(golden(path).toFile());
    change.accept(root);
    Path file = folder.resolve("changed.json");
    JSON.writeValue(file.toFile(), root);
    return check(file);
  }

  @ParameterizedTest
  @CsvSource({"from_orders,29", "from_signals,12", "published,1", "sweep,1", "generated,21"})
  void everyGoldenFileOfTheRepositoryAgrees(String kind, int files) throws Exception {
    assertThat(check(golden(kind))).containsExactly(files + " files, 0 disagreements");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from_orders", "from_signals", "metrics", "published", "sweep"})
  void everyGoldenFileBesideTheRepositoryAgrees(String kind) {
    Path shared = shared().resolve(kind);
    assumeTrue(Files.isDirectory(shared), "no golden files beside the repository");
    assertThat(check(shared)).hasSize(1).last().asString().endsWith(" files, 0 disagreements");
  }

  private static Path shared() {
    String named = System.getenv("ASOF_SHARED");
    if (named != null) {
      return Path.of(named, "golden");
    }
    Path dir = Path.of("").toAbsolutePath();
    while (dir != null && !Files.exists(dir.resolve(".git"))) {
      dir = dir.getParent();
    }
    return dir == null ? Path.of("absent") : dir.resolveSibling("shared").resolve("golden");
  }

  @Test
  void aFillThatDiffersInItsLastBitIsFound() throws Exception {
    List<String> lines =
        checkChanged(
            "from_orders/38_shared_auto_big_partial.json",
            root -> {
              ObjectNode order = (ObjectNode) root.at("/outputs/orders/3");
              order.put("size", Math.nextUp(order.get("size").doubleValue()));
            });
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("changed.json: outputs.orders[3].size: expected ");
    assertThat(lines.get(1)).isEqualTo("1 files, 1 disagreements");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from_orders/52_vector_params.json | /outputs/equity/30 | 2",
        "from_orders/52_vector_params.json | /outputs/order_attempts/5 | cash_before",
        "from_orders/52_vector_params.json | /outputs/drawdowns/1 | valley_val",
        "from_orders/52_vector_params.json | /outputs/exit_trades/4 | pnl",
        "from_orders/52_vector_params.json | /outputs/metrics_by_year_freq/252 days/sharpe_ratio | 1",
        "from_signals/12_sl_tp.json | /outputs/positions_records/2 | entry_fees",
        "from_signals/12_sl_tp.json | /outputs/returns/40 | 0",
        "published/published_2022_synthetic.json | /stats | Expectancy",
        "published/published_2022_synthetic.json | /expected_published | final_cash",
        "sweep/ma_cross_990.json | /deflated_sharpe_252 | 17",
      })
  void aNumberThatDiffersByAMillionthIsFound(String file, String parent, String key)
      throws Exception {
    List<String> lines =
        checkChanged(
            file,
            root -> {
              JsonNode node = root.at(parent);
              if (node instanceof ArrayNode list) {
                int n = Integer.parseInt(key);
                list.set(n, list.numberNode(moved(list.get(n))));
              } else {
                ((ObjectNode) node).put(key, moved(node.get(key)));
              }
            });
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains(key).contains(": expected ").contains(", got ");
  }

  private static double moved(JsonNode number) {
    return number.doubleValue() * (1 + 1e-6) + 1e-6;
  }

  @Test
  void aReasonThatDiffersIsFound() throws Exception {
    List<String> lines =
        checkChanged(
            "from_orders/20_minsize_reject.json",
            root -> ((ObjectNode) root.at("/outputs/order_attempts/0")).put("reason", "PriceNaN"));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("outputs.order_attempts[0].reason: expected \"PriceNaN\"");
  }

  @Test
  void anInputThatDiffersShowsInTheOutputs() throws Exception {
    List<String> lines =
        checkChanged(
            "from_orders/00_amount_both_nofee.json",
            root -> ((ArrayNode) root.at("/inputs/close/20")).set(1, 1.0));
    assertThat(lines).hasSizeGreaterThan(2);
  }

  @Test
  void whatWeDoNotComputeIsADisagreement() throws Exception {
    List<String> lines =
        checkChanged(
            "from_orders/00_amount_both_nofee.json",
            root -> ((ObjectNode) root.get("outputs")).put("novelty", 1));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).endsWith("outputs.novelty: expected 1, got nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is not a golden file: expected a JSON object",
        "[1] | is not a golden file: expected a JSON object",
        "{} | is of no known kind: expected method from_orders or from_signals",
        "{\"method\": \"from_holding\"} | is of no known kind",
        "{\"method\": \"from_orders\" | is not JSON: ",
        "{\"method\": \"from_orders\"} | has no inputs",
        "{\"method\": \"from_orders\", \"inputs\": {\"close\": 3}} | close is 3, expected rows",
        "{\"method\": \"from_orders\", \"inputs\": {\"close\": [[1, 2], [3]]}} | close[1] has 1 columns",
        "{\"columns\": [\"start\"], \"rows\": []} | needs the published run over its windows",
      })
  void aMalformedFileIsADisagreementThatSaysWhatIsWrong(String text, String message)
      throws IOException {
    Path file = folder.resolve("malformed.json");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    List<String> lines = check(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith(file + ": ").contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"size_type", "direction", "call_seq"})
  void anUnknownWordIsADisagreement(String key) throws Exception {
    List<String> lines =
        checkChanged(
            "from_orders/40_shared_auto_amount.json",
            root -> ((ObjectNode) root.get("config")).put(key, "sideways"));
    assertThat(lines.size()).isGreaterThan(1);
  }

  @Test
  void aFileThatIsNotThereIsADisagreement() {
    List<String> lines = check(folder.resolve("absent.json"));
    assertThat(lines.get(0)).contains("absent.json: cannot be read: ");
    assertThat(lines.get(1)).isEqualTo("1 files, 1 disagreements");
  }

  @Test
  void bytesThatAreNoTextAreADisagreement() throws IOException {
    Path file = folder.resolve("bytes.json");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 7});
    assertThat(check(file)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from_orders/52_vector_params.json",
        "from_signals/12_sl_tp.json",
        "published/published_2022_synthetic.json"
      })
  void noPartThatIsMissingOrOfAnotherKindEndsTheCheck(String path) throws Exception {
    for (String part : List.of("", "config", "call", "inputs", "outputs")) {
      for (String key : keys(path, part)) {
        checkChanged(path, root -> object(root, part).remove(key));
        checkChanged(path, root -> object(root, part).put(key, "nonsense"));
        checkChanged(path, root -> object(root, part).put(key, -1));
        checkChanged(path, root -> object(root, part).putArray(key));
        checkChanged(path, root -> object(root, part).putNull(key));
      }
    }
  }

  private static ObjectNode object(ObjectNode root, String part) {
    return part.isEmpty() ? root : (ObjectNode) root.get(part);
  }

  private static List<String> keys(String path, String part) throws Exception {
    JsonNode root = JSON.readTree(golden(path).toFile());
    JsonNode object = part.isEmpty() ? root : root.path(part);
    List<String> keys = new ArrayList<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      keys.add(names.next());
    }
    return keys;
  }
}
