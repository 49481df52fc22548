package dev.asof.ingestion;

import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import scala.runtime.AbstractPartialFunction;

/**
 * Shows SQL the columns that were added to a table as every other reader does: they are there in
 * each version, and a row without a value has the column's default. Iceberg's own defaults want
 * format version 3, and know nothing of rows that a merge or a compaction wrote anew.
 */
final class CompleteColumns {
  private static final String SELECTOR = "(?i)(branch|tag)_.+|snapshot_id_\\d+|at_timestamp_\\d+";

  private final Lake lake;
  private final SparkSession session;

  CompleteColumns(Lake lake, org.apache.spark.sql.SparkSession session) {
    this.lake = lake;
    this.session = (SparkSession) session;
  }

  /** A statement as it was parsed, with each of the lake's tables completed. */
  LogicalPlan of(LogicalPlan parsed) {
    // Names of WITH hide tables of the same name; without them, what is left are tables.
    return CTESubstitution$.MODULE$
        .apply(parsed)
        .transformUpWithSubqueries(
            new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
              @Override
              public boolean isDefinedAt(LogicalPlan plan) {
                return plan instanceof UnresolvedRelation || plan instanceof RelationTimeTravel;
              }

              @Override
              public LogicalPlan apply(LogicalPlan plan) {
                return completed(plan);
              }
            });
  }

  private LogicalPlan completed(LogicalPlan relation) {
    Dataset<Row> rows;
    try {
      rows = org.apache.spark.sql.classic.Dataset.ofRows(session, relation);
    } catch (RuntimeException notOne) {
      throw notOne;
    } catch (Exception unresolved) {
      // The statement as a whole says what is wrong with it.
      return relation;
    }
    LogicalPlan analysed =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    Optional<TableDefinition> table = table(analysed);
    if (table.isEmpty()) {
      return relation;
    }
    Map<Column, Optional<Object>> added = lake.addedColumns(table.get());
    if (added.isEmpty()) {
      return relation;
    }
    LogicalPlan all =
        ((org.apache.spark.sql.classic.Dataset<Row>) of(added, rows)).queryExecution().analyzed();
    return new SubqueryAlias(((SubqueryAlias) analysed).identifier(), all);
  }

  private Optional<TableDefinition> table(LogicalPlan analysed) {
    if (!(analysed instanceof SubqueryAlias alias)
        || !(alias.child() instanceof DataSourceV2Relation relation)
        || relation.identifier().isEmpty()
        || relation.catalog().isEmpty()
        || !relation.catalog().get().name().equals(Lake.CATALOG)) {
      return Optional.empty();
    }
    Identifier identifier = relation.identifier().get();
    List<String> names = new ArrayList<>(Arrays.asList(identifier.namespace()));
    names.add(identifier.name());
    if (names.get(names.size() - 1).matches(SELECTOR)) {
      names.remove(names.size() - 1);
    }
    if (names.size() != 2 || !names.get(0).equals(lake.namespace())) {
      return Optional.empty();
    }
    return Arrays.stream(TableDefinition.values())
        .filter(table -> table.tableName().equals(names.get(1)))
        .findFirst();
  }

  /** Rows of a version of a table, with all its columns. */
  Dataset<Row> of(TableDefinition table, Dataset<Row> rows) {
    return of(lake.addedColumns(table), rows);
  }

  private static Dataset<Row> of(Map<Column, Optional<Object>> added, Dataset<Row> rows) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    List<Column> missing = new ArrayList<>(added.keySet());
    for (String name : rows.columns()) {
      Optional<Column> column =
          missing.stream().filter(other -> other.name().equals(name)).findFirst();
      missing.removeAll(column.stream().toList());
      org.apache.spark.sql.Column stored = rows.col("`" + name + "`");
      columns.add(
          column.flatMap(added::get).isEmpty()
              ? stored
              : functions
                  .coalesce(stored, standing(column.get(), added.get(column.get())))
                  .as(name));
    }
    missing.forEach(column -> columns.add(standing(column, added.get(column)).as(column.name())));
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** What stands where a row has no value. */
  private static org.apache.spark.sql.Column standing(Column column, Optional<Object> value) {
    return functions.lit(value.orElse(null)).cast(DataType.fromDDL(column.sqlType()));
  }
}
