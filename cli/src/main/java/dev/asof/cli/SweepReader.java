package dev.asof.cli;

import dev.asof.jobs.sweep.Dimension;
import dev.asof.jobs.sweep.Grid;
import dev.asof.jobs.sweep.GridPart;
import dev.asof.jobs.sweep.Steps;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a {@link SweepDefinition}; every mistake is reported with file, line and key. */
final class SweepReader {
  private static final Set<String> FIXED = Set.of("name", "title", "grid", "sweep");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern PERIOD = Pattern.compile("[1-9]\\d{0,3}[dwmy]");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private final Map<String, Map<String, Node>> nodes = new HashMap<>();
  private final Map<String, YamlMap> places = new HashMap<>();

  private SweepReader() {}

  /**
   * Reads a sweep.
   *
   * @param displayName the file as messages call it
   * @param content what the file holds
   * @param overrides {@code key=value} each
   */
  static SweepDefinition read(String displayName, String content, List<String> overrides) {
    YamlDocument document = YamlDocument.parse(displayName, content);
    overrides.forEach(document::set);
    return new SweepReader().read(document);
  }

  private SweepDefinition read(YamlDocument document) {
    YamlMap map = document.map();
    if (map.keys().contains("grid")) {
      throw map.invalid("grid", "what a sweep varies stands under sweep.product");
    }
    if (!map.keys().contains("sweep")) {
      throw map.missing("sweep");
    }
    List<YamlMap> written =
        map.isList("sweep")
            ? map.maps("sweep").orElseThrow()
            : List.of(map.map("sweep").orElseThrow());
    List<Grid.Block> blocks = new ArrayList<>();
    for (YamlMap block : written) {
      blocks.add(block(map, block));
    }
    if (blocks.isEmpty()) {
      throw map.invalid("sweep", "expected product, zip or sample");
    }
    Grid grid = valid(map, "sweep", () -> Grid.of(blocks));
    return new SweepDefinition(document.without("sweep"), grid, nodes, places, document.text());
  }

  private Grid.Block block(YamlMap top, YamlMap map) {
    List<GridPart> parts = new ArrayList<>();
    map.map("product")
        .ifPresent(
            below -> parts.add(valid(map, "product", () -> new GridPart.Product(listed(below)))));
    map.map("zip")
        .ifPresent(below -> parts.add(valid(map, "zip", () -> new GridPart.Zip(listed(below)))));
    map.map("sample").ifPresent(below -> parts.add(sample(map, below)));
    map.refuseUnknownKeys();
    if (parts.isEmpty()) {
      throw top.invalid("sweep", "expected product, zip or sample");
    }
    return valid(top, "sweep", () -> new Grid.Block(parts));
  }

  private List<Dimension.Choices> listed(YamlMap map) {
    List<Dimension.Choices> dimensions = new ArrayList<>();
    for (String key : keys(map)) {
      if (!(dimension(map, key) instanceof Dimension.Choices choices)) {
        throw map.invalid(key, "a range needs step or count here; a sample takes it without");
      }
      dimensions.add(choices);
    }
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException("expected keys of the definition with lists or ranges");
    }
    return dimensions;
  }

  private static Set<String> keys(YamlMap map) {
    for (String key : map.keys()) {
      if (FIXED.contains(key) || key.startsWith("grid.") || key.startsWith("sweep.")) {
        throw map.invalid(key, "this key can't vary");
      }
      if (key.isBlank() || key.startsWith(".") || key.endsWith(".") || key.contains("..")) {
        throw map.invalid(key, "expected a dotted key of a definition, such as parameters.fast");
      }
    }
    return map.keys();
  }

  private GridPart sample(YamlMap parent, YamlMap map) {
    String method =
        map.parsed(
                "method",
                "random or latin-hypercube",
                text -> {
                  if (!text.equals("random") && !text.equals("latin-hypercube")) {
                    throw new IllegalArgumentException(text);
                  }
                  return text;
                })
            .orElseThrow(() -> map.missing("method"));
    int count =
        map.parsed("count", "a whole number above 0", SweepReader::positive)
            .orElseThrow(() -> map.missing("count"));
    long seed =
        map.parsed("seed", "a whole number", SweepReader::whole)
            .orElseThrow(() -> map.missing("seed"));
    YamlMap over = map.map("over").orElseThrow(() -> map.missing("over"));
    map.refuseUnknownKeys();
    List<Dimension> dimensions = new ArrayList<>();
    for (String key : keys(over)) {
      dimensions.add(dimension(over, key));
    }
    if (dimensions.isEmpty()) {
      throw map.invalid("over", "expected keys of the definition with lists or ranges");
    }
    return valid(
        parent,
        "sample",
        () ->
            method.equals("random")
                ? GridPart.Sample.random(count, seed, dimensions)
                : GridPart.Sample.latinHypercube(count, seed, dimensions));
  }

  private Dimension dimension(YamlMap map, String key) {
    places.put(key, map);
    if (map.isMap(key)) {
      return range(map, key, map.map(key).orElseThrow());
    }
    Map<String, Node> texts = new LinkedHashMap<>();
    for (Node element : map.elements(key)) {
      String text = YamlDocument.text(element);
      if (texts.put(text, element) != null) {
        throw map.invalidElement(key, element, "'" + text + "' stands twice");
      }
    }
    nodes.computeIfAbsent(key, unseen -> new HashMap<>()).putAll(texts);
    return valid(map, key, () -> new Dimension.Choices(key, List.copyOf(texts.keySet())));
  }

  private static Dimension range(YamlMap map, String key, YamlMap range) {
    String from = range.text("from");
    String to = range.text("to");
    Optional<String> step = range.optionalText("step");
    Optional<Integer> count =
        range.parsed("count", "a whole number of 2 or more", SweepReader::twoOrMore);
    Dimension.Scale scale =
        range
            .parsed(
                "scale",
                "linear or log",
                text ->
                    switch (text) {
                      case "linear" -> Dimension.Scale.LINEAR;
                      case "log" -> Dimension.Scale.LOG;
                      default -> throw new IllegalArgumentException(text);
                    })
            .orElse(Dimension.Scale.LINEAR);
    range.refuseUnknownKeys();
    if (step.isPresent() && (count.isPresent() || scale == Dimension.Scale.LOG)) {
      throw range.invalid("step", "expected step alone, or count and scale");
    }
    if (DATE.matcher(from).matches()) {
      if (step.isEmpty()) {
        throw range.missing("step");
      }
      LocalDate first = range.date("from").orElseThrow();
      LocalDate last = range.date("to").orElseThrow();
      Period period =
          range
              .parsed("step", "days, weeks, months or years, such as 3m", SweepReader::period)
              .orElseThrow();
      return valid(map, key, () -> new Dimension.Choices(key, Steps.of(first, last, period)));
    }
    BigDecimal low = number(range, "from");
    BigDecimal high = number(range, "to");
    if (step.isPresent()) {
      BigDecimal stride = number(range, "step");
      return valid(map, key, () -> new Dimension.Choices(key, Steps.of(low, high, stride)));
    }
    if (count.isPresent()) {
      return valid(
          map, key, () -> new Dimension.Choices(key, Steps.divided(low, high, count.get(), scale)));
    }
    return valid(
        map, key, () -> new Dimension.Span(key, low.doubleValue(), high.doubleValue(), scale));
  }

  private static BigDecimal number(YamlMap map, String key) {
    return map.parsed(
            key,
            "a number of at most 15 digits",
            text -> {
              BigDecimal number = new BigDecimal(text);
              if (text.length() > 24 || number.precision() > 15 || Math.abs(number.scale()) > 15) {
                throw new IllegalArgumentException(text);
              }
              return number;
            })
        .orElseThrow(() -> map.missing(key));
  }

  private static long whole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Long.parseLong(text);
  }

  private static int positive(String text) {
    long value = whole(text);
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(text);
    }
    return (int) value;
  }

  private static int twoOrMore(String text) {
    int value = positive(text);
    if (value < 2) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static Period period(String text) {
    if (!PERIOD.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Period.parse("P" + text.toUpperCase(Locale.ROOT));
  }

  /** Tells where the mistake stands that something was refused for. */
  private static <T> T valid(YamlMap map, String key, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException | ArithmeticException refused) {
      throw map.invalid(key, String.valueOf(refused.getMessage()));
    }
  }
}
