package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.api.Parameter;
import dev.asof.api.PointInTime;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BacktestSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a {@link Definition}; every mistake is reported with file, line and key. */
final class DefinitionReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.+-][A-Za-z0-9.+_-]*");

  /** Tables of facts by the key that asks for them. */
  private static final Map<String, TableDefinition> FACT_TABLES =
      new TreeMap<>(
          Map.of(
              "indexChanges", TableDefinition.INDEX_CHANGES,
              "indexMembers", TableDefinition.INDEX_MEMBERS,
              "instruments", TableDefinition.INSTRUMENTS,
              "corporateActions", TableDefinition.CORPORATE_ACTIONS));

  private final StrategyPlugins strategies;

  DefinitionReader(StrategyPlugins strategies) {
    this.strategies = strategies;
  }

  /** The key under data that asks for a table of facts. */
  static String keyOf(TableDefinition table) {
    return FACT_TABLES.entrySet().stream()
        .filter(entry -> entry.getValue() == table)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Reads a definition.
   *
   * @param file the file
   * @param displayName the file as the user knows it
   * @param overrides {@code key=value} each
   * @param asOf replaces the tags of all tables
   */
  Definition read(
      Path file, String displayName, List<String> overrides, Optional<PointInTime> asOf) {
    return read(
        new StudyRequest.Source.InText(displayName, content(file, displayName)),
        overrides,
        Map.of(),
        asOf);
  }

  /**
   * Reads a definition that stands in a program.
   *
   * @param given values of the strategy's parameters: one is fixed, several are varied
   */
  Definition read(
      StudyRequest.Source.InText text,
      List<String> overrides,
      Map<String, List<String>> given,
      Optional<PointInTime> asOf) {
    YamlDocument document = YamlDocument.parse(text.displayName(), text.yaml());
    overrides.forEach(document::set);
    given.forEach((name, values) -> give(document, name, values));
    asOf.ifPresent(point -> document.set("data.asOf=" + point));
    return read(document);
  }

  /** What the grid varies stays an axis of it, so that the run is that of {@code --set grid...}. */
  private static void give(YamlDocument document, String name, List<String> values) {
    if (!PARAMETER.matcher(name).matches()) {
      throw new AsOfException(
          ErrorCode.PARAMETER_INVALID,
          "Invalid parameter '" + name + "': expected letters, digits and '-'");
    }
    List<String> written = values.stream().map(DefinitionReader::scalar).toList();
    if (values.size() > 1) {
      document.remove("parameters", name);
    }
    if (values.size() > 1 || document.has("grid", name)) {
      document.set("grid." + name + "=[" + String.join(", ", written) + "]");
    } else {
      document.set("parameters." + name + "=" + written.get(0));
    }
  }

  /** A value as YAML: as a user would type it, in quotes only where it could be something else. */
  private static String scalar(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
  }

  /**
   * Reads a definition that stands in a result.
   *
   * @param displayName where it stands, as the user knows it
   * @param text what a definition's {@link Definition#text()} gave
   * @param rules those of the time when it was run
   */
  Definition reread(String displayName, String text, AccountRules rules) {
    return read(YamlDocument.parse(displayName, text), rules);
  }

  /** Reads a definition that was put together from a document. */
  Definition read(YamlDocument document) {
    return read(document, AccountRules.TODAY);
  }

  private Definition read(YamlDocument document, AccountRules rules) {
    YamlMap map = document.map();
    String name =
        map.parsed(
                "name",
                "letters, digits, '_', '.' and '-', at most 64",
                text -> {
                  if (!NAME.matcher(text).matches()) {
                    throw new IllegalArgumentException(text);
                  }
                  return text;
                })
            .orElseThrow(() -> map.missing("name"));
    String title = map.optionalText("title").orElse(name);
    StrategyFactory strategy = strategy(map);
    Definition.Data data = data(map);
    Definition.Universe universe = universe(map, data);
    Map<String, String> parameters = parameters(map, strategy);
    List<Experiment.Axis> grid = grid(map, strategy, parameters);
    BacktestSpec spec = SpecReader.read(map, rules);
    double borrowRate = SpecReader.borrowRate(map);
    int yearDays = yearDays(map);
    Optional<String> benchmark = map.optionalText("benchmark");
    map.refuseUnknownKeys();
    return new Definition(
        name,
        title,
        strategy.name(),
        universe,
        data,
        parameters,
        grid,
        spec,
        borrowRate,
        yearDays,
        benchmark,
        document.text());
  }

  static String content(Path file, String displayName) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException notUtf8) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition " + displayName + ": it is not UTF-8 text",
          notUtf8);
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read definition " + displayName + ": there is no such file that can be read",
          unreadable);
    }
  }

  private StrategyFactory strategy(YamlMap map) {
    String name = map.text("strategy");
    try {
      return strategies.find(name);
    } catch (AsOfException unknown) {
      AsOfException located = map.invalid("strategy", unknown.getMessage());
      throw new AsOfException(unknown.code(), located.getMessage(), unknown);
    }
  }

  private static Definition.Data data(YamlMap map) {
    YamlMap data = map.map("data").orElseThrow(() -> map.missing("data"));
    Map<TableDefinition, PointInTime> asOf = new EnumMap<>(TableDefinition.class);
    if (data.isMap("asOf")) {
      YamlMap tables = data.map("asOf").orElseThrow();
      for (TableDefinition table : TableDefinition.values()) {
        point(tables, table.tableName()).ifPresent(point -> asOf.put(table, point));
      }
      tables.refuseUnknownKeys();
    } else {
      PointInTime point = point(data, "asOf").orElseThrow(() -> data.missing("asOf"));
      for (TableDefinition table : TableDefinition.values()) {
        asOf.put(table, point);
      }
    }
    Set<TableDefinition> tables = EnumSet.noneOf(TableDefinition.class);
    FACT_TABLES.forEach(
        (key, table) -> {
          if (data.flag(key, false)) {
            tables.add(table);
          }
        });
    Definition.ActionsUse actions = Definition.ActionsUse.READ_IF_THERE;
    if (tables.contains(TableDefinition.CORPORATE_ACTIONS)) {
      actions = Definition.ActionsUse.READ;
    } else if (data.optionalText(keyOf(TableDefinition.CORPORATE_ACTIONS)).isPresent()) {
      actions = Definition.ActionsUse.LEAVE_OUT;
    }
    Optional<Definition.Holdings> holdings =
        data.map("holdings").map(below -> holdings(below, asOf));
    data.refuseUnknownKeys();

    require(data, asOf, TableDefinition.DAILY_BARS);
    tables.forEach(table -> require(data, asOf, table));
    return new Definition.Data(asOf, tables, holdings, actions);
  }

  private static Definition.Universe universe(YamlMap map, Definition.Data data) {
    if (map.isMap("universe")) {
      YamlMap universe = map.map("universe").orElseThrow();
      String index = universe.text("index");
      universe.refuseUnknownKeys();
      if (!data.reads(TableDefinition.INDEX_MEMBERS)) {
        throw universe.invalid("index", "the members of an index need data.indexMembers: true");
      }
      return new Definition.Universe.EverMemberOf(index);
    }
    List<String> names = map.texts("universe").orElse(List.of());
    if (new HashSet<>(names).size() < names.size()) {
      throw map.invalid("universe", "a symbol stands twice in " + names);
    }
    return names.isEmpty()
        ? new Definition.Universe.Everything()
        : new Definition.Universe.Listed(names);
  }

  private static void require(
      YamlMap data, Map<TableDefinition, PointInTime> asOf, TableDefinition table) {
    if (!asOf.containsKey(table)) {
      throw data.missing("asOf." + table.tableName());
    }
  }

  private static Definition.Holdings holdings(YamlMap map, Map<TableDefinition, PointInTime> asOf) {
    String fund = map.text("fund");
    Optional<PointInTime> given = point(map, "from");
    PointInTime to =
        point(map, "to")
            .or(() -> Optional.ofNullable(asOf.get(TableDefinition.FUND_HOLDINGS)))
            .orElseThrow(() -> map.missing("to"));
    PointInTime from =
        to instanceof PointInTime.Timeline ? to : given.orElseThrow(() -> map.missing("from"));
    if (from instanceof PointInTime.Timeline && !from.equals(to)) {
      throw map.invalid("from", "a timeline can be the later version alone");
    }
    Definition.Observed observed =
        map.parsed(
                "observed",
                "filing, period-end or a date such as 2022-09-02",
                Definition.Observed::parse)
            .orElse(new Definition.Observed.AtFiling());
    map.refuseUnknownKeys();
    return new Definition.Holdings(fund, from, to, observed);
  }

  private static Optional<PointInTime> point(YamlMap map, String key) {
    return map.optionalText(key)
        .map(
            text -> {
              try {
                return PointInTime.parse(text);
              } catch (AsOfException bad) {
                throw new AsOfException(
                    bad.code(), map.invalid(key, bad.getMessage()).getMessage(), bad);
              }
            });
  }

  private static Map<String, String> parameters(YamlMap map, StrategyFactory strategy) {
    Map<String, String> parameters = new LinkedHashMap<>();
    map.map("parameters")
        .ifPresent(
            given -> {
              for (String name : given.keys()) {
                String text = given.text(name);
                check(given, strategy, name, text);
                parameters.put(name, text);
              }
            });
    return parameters;
  }

  private static List<Experiment.Axis> grid(
      YamlMap map, StrategyFactory strategy, Map<String, String> parameters) {
    List<Experiment.Axis> axes = new ArrayList<>();
    map.map("grid")
        .ifPresent(
            given -> {
              for (String name : given.keys()) {
                List<String> values = given.texts(name).orElseThrow();
                if (parameters.containsKey(name)) {
                  throw given.invalid(name, "it stands under parameters too");
                }
                if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
                  throw given.invalid(name, "expected one or more different values");
                }
                for (String value : values) {
                  check(given, strategy, name, value);
                }
                axes.add(new Experiment.Axis(name, values));
              }
            });
    return axes;
  }

  private static void check(YamlMap at, StrategyFactory strategy, String name, String text) {
    try {
      Parameter<?> parameter =
          strategy.parameters().stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new AsOfException(
                          ErrorCode.PARAMETER_INVALID,
                          "strategy "
                              + strategy.name()
                              + " has no such parameter; it has "
                              + String.join(
                                  ", ",
                                  strategy.parameters().stream().map(Parameter::name).toList())));
      parameter.parse(text);
    } catch (AsOfException bad) {
      throw new AsOfException(bad.code(), at.invalid(name, bad.getMessage()).getMessage(), bad);
    }
  }

  private static int yearDays(YamlMap map) {
    return map.map("metrics")
        .map(
            metrics -> {
              int days =
                  metrics
                      .parsed(
                          "yearDays",
                          "252 (trading days) or 365 (calendar days)",
                          text ->
                              switch (text) {
                                case "252" -> 252;
                                case "365" -> 365;
                                default -> throw new IllegalArgumentException(text);
                              })
                      .orElse(252);
              metrics.refuseUnknownKeys();
              return days;
            })
        .orElse(252);
  }
}
