package dev.asof.cli;

import dev.asof.jobs.sweep.Grid;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A sweep as a file of {@code conf/sweeps} describes it: the definition of a backtest, in which
 * some keys vary.
 *
 * @param base what stays the same
 * @param grid what varies, by dotted key
 * @param nodes values that were written, by key and text, with the place where they stand
 * @param places where a key's values stand
 * @param text the definition as YAML, with overrides
 */
record SweepDefinition(
    YamlDocument base,
    Grid grid,
    Map<String, Map<String, Node>> nodes,
    Map<String, YamlMap> places,
    String text) {
  private static final String PARAMETERS = "parameters.";

  /** The strategy's parameter that a key stands for; empty for any other key. */
  static Optional<String> parameter(String key) {
    return key.startsWith(PARAMETERS)
        ? Optional.of(key.substring(PARAMETERS.length()))
        : Optional.empty();
  }

  /** The definition of a backtest with these values; parameters of the strategy included. */
  YamlDocument with(Map<String, String> texts) {
    YamlDocument document = base;
    for (Map.Entry<String, String> value : texts.entrySet()) {
      document = document.with(value.getKey(), node(value.getKey(), value.getValue()));
    }
    return document;
  }

  private Node node(String key, String text) {
    Node written = nodes.getOrDefault(key, Map.of()).get(text);
    return written != null
        ? written
        : new ScalarNode(
            Tag.STR,
            true,
            text,
            ScalarStyle.PLAIN,
            places.get(key).mark(key),
            places.get(key).mark(key));
  }
}
