package dev.asof.ingestion;

import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Where the doctor works: a folder with a catalog of plain files in it, so that no database and no
 * lake has a say in what Spark and Iceberg answer.
 */
final class DoctorBench implements AutoCloseable {
  private static final String CATALOG = "doctor";
  private static final String NAMESPACE = "work";

  private final Path folder;
  private final SparkLocal spark;
  private Map<String, String> asofProperties;
  private int tables;

  DoctorBench(Path folder) {
    this.folder = folder;
    this.spark =
        new SparkLocal(
            CATALOG,
            NAMESPACE,
            Map.of("type", "hadoop", "warehouse", folder.resolve("tables").toString()));
  }

  Path folder() {
    return folder;
  }

  SparkSession session() {
    return spark.sessionFor(0);
  }

  /** A new table of a key {@code k} and a value {@code v}, with its name. */
  String newTable(Map<String, String> properties) {
    String name = String.join(".", CATALOG, NAMESPACE, "t" + ++tables);
    String listed =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(property -> "'" + property.getKey() + "'='" + property.getValue() + "'")
                .collect(Collectors.joining(", ", " TBLPROPERTIES (", ")"));
    run(
        "CREATE TABLE "
            + name
            + " (k STRING, v INT) USING iceberg"
            + (properties.isEmpty() ? "" : listed));
    return name;
  }

  /** A table whose tag A holds row a, tag B rows a and b, and main rows a, b and c. */
  String newTaggedTable(Map<String, String> properties) throws Exception {
    String name = newTable(properties);
    run("INSERT INTO " + name + " VALUES ('a', 1)");
    tag(name, "A");
    run("INSERT INTO " + name + " VALUES ('b', 2)");
    tag(name, "B");
    run("INSERT INTO " + name + " VALUES ('c', 3)");
    return name;
  }

  void run(String statement) {
    session().sql(statement);
  }

  void tag(String name, String tag) throws Exception {
    Table table = load(name);
    table.manageSnapshots().createTag(tag, table.currentSnapshot().snapshotId()).commit();
  }

  Table load(String name) throws Exception {
    return Spark3Util.loadIcebergTable(session(), name);
  }

  /** The rows' values without gaps, sorted: {@code a1 b2}. */
  String rows(String statement) {
    return session().sql(statement).collectAsList().stream()
        .map(DoctorBench::text)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      text.append(row.get(i));
    }
    return text.toString();
  }

  String rowsAsOf(String name, String tag) {
    return rows("SELECT k, v FROM " + name + " VERSION AS OF '" + tag + "'");
  }

  String single(String statement) {
    return String.valueOf(session().sql(statement).collectAsList().get(0).get(0));
  }

  /** The columns of a query's answer. */
  String columns(String statement) {
    return String.join(", ", List.of(session().sql(statement).columns()));
  }

  /** What AsOf itself sets on a table of bars, taken from one that it made. */
  Map<String, String> asofProperties() {
    if (asofProperties == null) {
      try (Lake lake = Lake.create(folder.resolve("properties"))) {
        lake.publisher(TableDefinition.DAILY_BARS).stage();
        try (JdbcCatalog catalog = new JdbcCatalog()) {
          catalog.initialize(Lake.CATALOG, lake.sparkCatalogOptions());
          asofProperties =
              catalog
                  .loadTable(
                      TableIdentifier.of(
                          Namespace.of(Lake.NAMESPACE), TableDefinition.DAILY_BARS.tableName()))
                  .properties();
        }
      }
    }
    return asofProperties;
  }

  @Override
  public void close() {
    spark.close();
  }
}
