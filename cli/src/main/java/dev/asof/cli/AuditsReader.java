package dev.asof.cli;

import dev.asof.catalog.Column;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.AuditPolicy;
import dev.asof.ingestion.AuditRule;
import dev.asof.ingestion.Severity;
import dev.asof.ingestion.SqlLimits;
import dev.asof.ingestion.StandardRule;
import dev.asof.ingestion.TableAudits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the audits of a lake's tables; every mistake is reported with file, line and key. */
final class AuditsReader {
  /** Where the rules lie that AsOf brings along, below its installation. */
  static final Path BUNDLED = Path.of("conf", "audits.yaml");

  private static final String CHECK = "check";
  private static final String SQL = "sql";
  private static final String COLUMN = "column";
  private static final double MOST = 1e15;

  private final TableDefinition table;
  private final YamlMap section;

  private AuditsReader(TableDefinition table, YamlMap section) {
    this.table = table;
    this.section = section;
  }

  /**
   * Reads a file.
   *
   * @param displayName the file as the user knows it
   */
  static AuditPolicy read(Path file, String displayName) {
    YamlMap map =
        YamlDocument.parse(displayName, DefinitionReader.content(file, displayName)).map();
    Map<TableDefinition, TableAudits> tables = new EnumMap<>(TableDefinition.class);
    for (TableDefinition table : TableDefinition.values()) {
      map.map(table.tableName())
          .ifPresent(section -> tables.put(table, new AuditsReader(table, section).read()));
    }
    map.refuseUnknownKeys();
    return new AuditPolicy(tables);
  }

  private TableAudits read() {
    List<AuditRule> rules = new ArrayList<>();
    Optional<YamlMap> declared = section.map("rules");
    if (declared.isPresent()) {
      for (String name : declared.get().keys()) {
        rules.add(rule(name, declared.get()));
      }
    }
    TableAudits audits = quarantine(rules);
    section.refuseUnknownKeys();
    return audits;
  }

  private TableAudits quarantine(List<AuditRule> rules) {
    Optional<YamlMap> quarantine = section.map("quarantine");
    if (quarantine.isEmpty()) {
      return new TableAudits(rules, 0, 1);
    }
    YamlMap map = quarantine.get();
    int rows =
        map.parsed(
                "rows",
                "a whole number from 0 to " + TableAudits.MOST_ROWS,
                text -> {
                  int parsed = Integer.parseInt(text);
                  if (parsed < 0 || parsed > TableAudits.MOST_ROWS) {
                    throw new IllegalArgumentException(text);
                  }
                  return parsed;
                })
            .orElse(TableAudits.MOST_ROWS);
    double share = map.decimal("share", 1, 0, 1);
    map.refuseUnknownKeys();
    if (rows > 0 && table == TableDefinition.FUND_HOLDINGS) {
      throw section.invalid(
          "quarantine",
          "a file is all that its fund holds, so a row left out would expire its position; expected"
              + " rows: 0");
    }
    return new TableAudits(rules, rows, share);
  }

  private AuditRule rule(String name, YamlMap rules) {
    YamlMap map =
        rules
            .map(name)
            .orElseThrow(() -> rules.invalid(name, "expected keys and values, such as severity"));
    if (!AuditRule.isName(name)) {
      throw rules.invalid(
          name, "not a rule's name; expected lower-case letters, digits and '-', at most 63");
    }
    Severity severity = severity(map);
    Optional<String> statement = map.optionalText(SQL);
    AuditRule rule =
        statement.isPresent()
            ? AuditRule.ofStatement(name, severity, statement(map, statement.get()))
                .within(time(map))
            : standard(name, severity, map, rules);
    map.refuseUnknownKeys();
    return rule;
  }

  private Severity severity(YamlMap map) {
    Severity severity =
        map.parsed(
                "severity",
                "one of error, reject, warning",
                text ->
                    Arrays.stream(Severity.values())
                        .filter(known -> known.id().equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new))
            .orElseThrow(() -> map.missing("severity"));
    if (severity == Severity.REJECT && table == TableDefinition.FUND_HOLDINGS) {
      throw map.invalid(
          "severity",
          "a file is all that its fund holds, so a row left out would expire its position; expected"
              + " error or warning");
    }
    return severity;
  }

  private static String statement(YamlMap map, String statement) {
    if (statement.isBlank()) {
      throw map.invalid(SQL, "the statement is missing");
    }
    return statement;
  }

  private static Duration time(YamlMap map) {
    return map.parsed(
            "timeout",
            RefreshReader.DURATIONS + " above zero",
            text -> {
              Duration time = RefreshReader.duration(text);
              if (time.isZero()) {
                throw new IllegalArgumentException(text);
              }
              return time;
            })
        .orElse(SqlLimits.DEFAULT.time());
  }

  private AuditRule standard(String name, Severity severity, YamlMap map, YamlMap rules) {
    Optional<String> check = map.optionalText(CHECK);
    StandardRule rule =
        StandardRule.find(check.orElse(name))
            .filter(known -> known.isFor(table))
            .orElseThrow(
                () ->
                    check.isPresent()
                        ? map.invalid(CHECK, unknown(check.get()))
                        : rules.invalid(name, unknown(name) + "; or a statement under sql"));
    if (check.isPresent() && !rule.wantsColumn() && !rule.id().equals(name)) {
      throw map.invalid(CHECK, rule.id() + " can stand once only, under its own name");
    }
    if (severity == Severity.REJECT && !rule.findsRows()) {
      throw map.invalid("severity", rule.id() + " finds no single rows; expected error or warning");
    }
    AuditRule read = AuditRule.of(name, rule, severity);
    if (rule.wantsColumn()) {
      read = read.about(column(map, rule));
    }
    for (Map.Entry<String, Double> number : rule.numbers().entrySet()) {
      read = read.with(number.getKey(), number(map, rule, number.getKey(), number.getValue()));
    }
    if (rule.numbers().containsKey("min")
        && read.numbers().get("min") > read.numbers().get("max")) {
      throw map.invalid("min", "min is above max");
    }
    return read;
  }

  private double number(YamlMap map, StandardRule rule, String name, double usual) {
    boolean range = rule == StandardRule.RANGE;
    double least = range ? -MOST : rule == StandardRule.STALE_REPEAT ? 2 : 0;
    double most = name.equals("sessions") ? 250 : MOST;
    double value = map.decimal(name, usual, least, most);
    if (name.equals("sessions") && value != Math.rint(value)) {
      throw map.invalid(name, "expected a whole number of sessions");
    }
    return value;
  }

  private String column(YamlMap map, StandardRule rule) {
    String name = map.text(COLUMN);
    Set<Column.Kind> kinds =
        rule == StandardRule.RANGE
            ? Set.of(Column.Kind.DOUBLE, Column.Kind.LONG)
            : new HashSet<>(Arrays.asList(Column.Kind.values()));
    List<String> fitting =
        table.columns().stream()
            .filter(column -> column.role() != Column.Role.STATUS && kinds.contains(column.kind()))
            .map(Column::name)
            .toList();
    if (!fitting.contains(name)) {
      throw map.invalid(
          COLUMN,
          "'"
              + name
              + "' is no column for this rule; expected one of "
              + String.join(", ", fitting));
    }
    return name;
  }

  private String unknown(String name) {
    return "'"
        + name
        + "' is no rule for "
        + table.tableName()
        + "; expected one of "
        + StandardRule.of(table).stream().map(StandardRule::id).collect(Collectors.joining(", "));
  }

  /** The rules that AsOf brings along. */
  static AuditPolicy bundled(Surroundings surroundings) {
    return read(surroundings.installation().resolve(BUNDLED), BUNDLED.toString());
  }
}
