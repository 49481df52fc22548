package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a {@link YamlDocument}. A reader asks for each key that it knows and then calls
 * {@link #refuseUnknownKeys()}; every mistake is reported with file, line and dotted key.
 */
final class YamlMap {
  private final String file;
  private final String path;
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, String> expanded = new LinkedHashMap<>();

  YamlMap(String file, String path, MappingNode node) {
    this.file = file;
    this.path = path;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw invalid(tuple.getKeyNode(), path, "a key must be plain text");
      }
      if (keys.put(key.getValue(), key) != null) {
        throw invalid(key.getValue(), "the key stands twice");
      }
      values.put(key.getValue(), tuple.getValueNode());
    }
  }

  /** Names of the keys that are there, in the order of the file. */
  Set<String> keys() {
    return keys.keySet();
  }

  /** The value of a key that must be there, as text. */
  String text(String key) {
    return optionalText(key).orElseThrow(() -> missing(key));
  }

  Optional<String> optionalText(String key) {
    return value(key).map(node -> scalar(key, node));
  }

  /** A value as text, by a parser that throws {@link IllegalArgumentException} for a bad one. */
  <T> Optional<T> parsed(String key, String expected, Function<String, T> parser) {
    return optionalText(key)
        .map(
            text -> {
              try {
                return parser.apply(text);
              } catch (IllegalArgumentException | DateTimeParseException bad) {
                throw invalid(key, "'" + text + "' is not valid; expected " + expected);
              }
            });
  }

  Optional<LocalDate> date(String key) {
    return parsed(key, "a date such as 2022-09-02", LocalDate::parse);
  }

  boolean flag(String key, boolean defaultValue) {
    return parsed(
            key,
            "true or false",
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException(text);
                })
        .orElse(defaultValue);
  }

  /** A number from {@code min} to {@code max}. */
  double decimal(String key, double defaultValue, double min, double max) {
    return parsed(
            key,
            "a number from " + plain(min) + " to " + plain(max),
            text -> {
              double value = new BigDecimal(text).doubleValue();
              if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException(text);
              }
              return value;
            })
        .orElse(defaultValue);
  }

  private static String plain(double value) {
    return new BigDecimal(value).toPlainString();
  }

  /** A list of texts; a single text counts as a list of one. */
  Optional<List<String>> texts(String key) {
    return value(key)
        .map(
            node -> {
              if (!(node instanceof SequenceNode sequence)) {
                return List.of(scalar(key, node));
              }
              List<String> texts = new ArrayList<>();
              for (Node element : sequence.getValue()) {
                texts.add(scalar(key, element));
              }
              return texts;
            });
  }

  /** The elements of a list; a single value counts as a list of one. */
  List<Node> elements(String key) {
    Node node = value(key).orElseThrow(() -> missing(key));
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  /** The mapping below a key. */
  Optional<YamlMap> map(String key) {
    return value(key)
        .map(
            node -> {
              if (!(node instanceof MappingNode mapping)) {
                throw invalid(key, "expected keys and values");
              }
              return new YamlMap(file, path.isEmpty() ? key : path + "." + key, mapping);
            });
  }

  /** The mappings of a list below a key. */
  Optional<List<YamlMap>> maps(String key) {
    return value(key)
        .map(
            node -> {
              if (!(node instanceof SequenceNode sequence)) {
                throw invalid(key, "expected a list");
              }
              List<YamlMap> maps = new ArrayList<>();
              for (Node element : sequence.getValue()) {
                String at = (path.isEmpty() ? key : path + "." + key) + "[" + maps.size() + "]";
                if (!(element instanceof MappingNode mapping)) {
                  throw invalid(element, at, "expected keys and values");
                }
                maps.add(new YamlMap(file, at, mapping));
              }
              return maps;
            });
  }

  /** Whether a key holds a mapping. */
  boolean isMap(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /**
   * Notes what a text of this mapping became when variables of the environment were put in. Errors
   * at keys of the mapping show the text as it is written, because a variable may hold a secret.
   */
  void expand(String written, String value) {
    if (!written.equals(value)) {
      expanded.put(value, written);
    }
  }

  /** An error at a key of this mapping. */
  AsOfException invalid(String key, String problem) {
    String shown = problem;
    for (Map.Entry<String, String> text : expanded.entrySet()) {
      shown = shown.replace(text.getKey(), text.getValue());
    }
    return invalid(keys.get(key), path.isEmpty() ? key : path + "." + key, shown);
  }

  /** An error at an element of a list below a key. */
  AsOfException invalidElement(String key, Node element, String problem) {
    return invalid(element, path.isEmpty() ? key : path + "." + key, problem);
  }

  /** Where a key stands. */
  Optional<Mark> mark(String key) {
    return Optional.ofNullable(keys.get(key)).flatMap(Node::getStartMark);
  }

  /** Whether a key holds a list. */
  boolean isList(String key) {
    return values.get(key) instanceof SequenceNode;
  }

  /** An error about a key that isn't there. */
  AsOfException missing(String key) {
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID,
        "Invalid definition "
            + file
            + ": key "
            + (path.isEmpty() ? key : path + "." + key)
            + " is missing");
  }

  /** Fails for a key that nobody asked for. */
  void refuseUnknownKeys() {
    for (String key : keys.keySet()) {
      if (!known.contains(key)) {
        throw invalid(
            key,
            "unknown key; expected one of " + known.stream().collect(Collectors.joining(", ")));
      }
    }
  }

  private Optional<Node> value(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key));
  }

  private String scalar(String key, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw invalid(key, "expected a single value");
  }

  private AsOfException invalid(Node at, String key, String problem) {
    String place =
        at == null
            ? ""
            : at.getStartMark()
                .map(
                    mark ->
                        mark.getName().equals(file)
                            ? ", line " + (mark.getLine() + 1)
                            : " (" + mark.getName() + ")")
                .orElse(" (--set " + key + ")");
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID,
        "Invalid definition "
            + file
            + place
            + (key.isEmpty() ? "" : ", key " + key)
            + ": "
            + problem);
  }
}
