package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML 1.2 file of one mapping that remembers where each key stands. */
final class YamlDocument {
  private final String file;
  private final MappingNode root;

  /** Nobody nests deeper, and what reads a document calls itself for each level. */
  private static final int DEEPEST = 100;

  /** Aliases of aliases multiply: with these, no text grows to more than what memory holds. */
  private static final int MOST_ALIASES = 20;

  private YamlDocument(String file, MappingNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a document.
   *
   * @param file its name, for messages
   */
  static YamlDocument parse(String file, String text) {
    Node node = compose(file, text);
    if (!(node instanceof MappingNode mapping)) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition " + file + ", line 1: expected keys and values, such as 'name: ...'");
    }
    return new YamlDocument(file, mapping);
  }

  private static Node compose(String file, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .build();
    try {
      requireShallow(file, settings, text);
      return new Compose(settings).composeString(text).orElse(null);
    } catch (MarkedYamlEngineException malformed) {
      String line =
          malformed.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition " + file + line + ": " + malformed.getProblem(),
          malformed);
    } catch (YamlEngineException malformed) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition " + file + ": " + malformed.getMessage(),
          malformed);
    }
  }

  private static void requireShallow(String file, LoadSettings settings, String text) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new AsOfException(
            ErrorCode.DEFINITION_INVALID,
            "Invalid definition "
                + file
                + event.getStartMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("")
                + ": its keys and lists are nested deeper than "
                + DEEPEST
                + " levels");
      }
    }
  }

  /**
   * Puts a value at a dotted key, as {@code --set} asks for.
   *
   * @param assignment {@code key=value}; the value is read as YAML
   */
  void set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --set " + assignment + ": expected key=value, such as costs.feeBps=1");
    }
    String label = "--set " + assignment.substring(0, equals);
    Node value = compose(label, assignment.substring(equals + 1));
    String[] path = assignment.substring(0, equals).split("\\.", -1);
    MappingNode parent = root;
    for (int depth = 0; depth < path.length - 1; depth++) {
      parent = child(parent, path[depth], label);
    }
    put(parent, path[path.length - 1], value == null ? scalar("") : value);
  }

  private static MappingNode child(MappingNode parent, String key, String label) {
    Optional<NodeTuple> existing = find(parent, key);
    if (existing.isEmpty()) {
      MappingNode created = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
      put(parent, key, created);
      return created;
    }
    if (existing.get().getValueNode() instanceof MappingNode mapping) {
      return mapping;
    }
    throw new AsOfException(
        ErrorCode.DEFINITION_INVALID,
        "Invalid option " + label + ": " + key + " is a value and has no keys below it");
  }

  private static Optional<NodeTuple> find(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(
            tuple ->
                tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key))
        .findFirst();
  }

  private static void put(MappingNode mapping, String key, Node value) {
    List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
    Optional<NodeTuple> existing = find(mapping, key);
    if (existing.isPresent()) {
      tuples.set(tuples.indexOf(existing.get()), new NodeTuple(existing.get().getKeyNode(), value));
    } else {
      tuples.add(new NodeTuple(scalar(key), value));
    }
    mapping.setValue(tuples);
  }

  private static ScalarNode scalar(String value) {
    return new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
  }

  /** The same document without a key of its top. */
  YamlDocument without(String key) {
    List<NodeTuple> tuples = new ArrayList<>(root.getValue());
    find(root, key).ifPresent(tuples::remove);
    return new YamlDocument(file, copy(root, tuples));
  }

  /** The same document with a value at a dotted key; this one stays as it is. */
  YamlDocument with(String dottedKey, Node value) {
    String[] path = dottedKey.split("\\.", -1);
    MappingNode top = copy(root, new ArrayList<>(root.getValue()));
    MappingNode parent = top;
    for (int depth = 0; depth < path.length - 1; depth++) {
      MappingNode below = child(parent, path[depth], dottedKey);
      MappingNode copied = copy(below, new ArrayList<>(below.getValue()));
      put(parent, path[depth], copied);
      parent = copied;
    }
    // An error at the key then names the line of the value.
    ScalarNode key =
        new ScalarNode(
            Tag.STR,
            true,
            path[path.length - 1],
            ScalarStyle.PLAIN,
            value.getStartMark(),
            value.getEndMark());
    List<NodeTuple> tuples = new ArrayList<>(parent.getValue());
    find(parent, key.getValue()).ifPresent(tuples::remove);
    tuples.add(new NodeTuple(key, value));
    parent.setValue(tuples);
    return new YamlDocument(file, top);
  }

  /** The same document with a text at a key of its top. */
  YamlDocument withText(String key, String text) {
    MappingNode top = copy(root, new ArrayList<>(root.getValue()));
    put(top, key, scalar(text));
    return new YamlDocument(file, top);
  }

  private static MappingNode copy(MappingNode node, List<NodeTuple> tuples) {
    return new MappingNode(
        node.getTag(), true, tuples, node.getFlowStyle(), node.getStartMark(), node.getEndMark());
  }

  /** A node as one line of YAML; a single value as it is. */
  static String text(Node node) {
    if (node instanceof ScalarNode single) {
      return single.getValue();
    }
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.FLOW)
            .setWidth(Integer.MAX_VALUE)
            .build();
    return new Present(settings)
        .emitToString(new Serialize(settings).serializeOne(node).iterator())
        .strip();
  }

  /** Whether there is this key below that one. */
  boolean has(String above, String key) {
    return find(root, above)
        .filter(tuple -> tuple.getValueNode() instanceof MappingNode)
        .flatMap(tuple -> find((MappingNode) tuple.getValueNode(), key))
        .isPresent();
  }

  /** Takes away this key below that one, if it is there. */
  void remove(String above, String key) {
    if (has(above, key)) {
      MappingNode parent = (MappingNode) find(root, above).orElseThrow().getValueNode();
      List<NodeTuple> tuples = new ArrayList<>(parent.getValue());
      tuples.remove(find(parent, key).orElseThrow());
      parent.setValue(tuples);
    }
  }

  /** The keys and values at the top. */
  YamlMap map() {
    return new YamlMap(file, "", root);
  }

  /** The document as YAML, with what was set and without comments. */
  String text() {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.AUTO).setWidth(100).build();
    return new Present(settings)
        .emitToString(new Serialize(settings).serializeOne(root).iterator());
  }
}
