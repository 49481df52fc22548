package dev.asof.catalog;

import dev.asof.api.DataRef;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The embedded lake: a catalog in one SQLite file and a warehouse folder, no server. */
public final class Lake implements AutoCloseable {
  /** The catalog's name in Spark SQL. */
  public static final String CATALOG = "asof";

  /** The namespace that holds every table. */
  public static final String NAMESPACE = "market";

  private Lake() {}

  /** Opens the lake of a home, and makes it where there is none. */
  public static Lake create(Path home) {
    throw new UnsupportedOperationException(home.toString());
  }

  /**
   * Opens the lake of a home and writes nothing to it.
   *
   * @throws dev.asof.api.AsOfException LAKE_MISSING when there is none
   */
  public static Lake open(Path home) {
    throw new UnsupportedOperationException(home.toString());
  }

  /** The folder that holds it. */
  public Path home() {
    throw new UnsupportedOperationException();
  }

  /** The state of every table, those without data too. */
  public List<TableState> tables() {
    throw new UnsupportedOperationException();
  }

  /** A table's tags in the order of knowledge. */
  public List<TagState> tags(TableDefinition table) {
    throw new UnsupportedOperationException(table.tableName());
  }

  /**
   * What exactly a point in time means for a table.
   *
   * @throws dev.asof.api.AsOfException TABLE_MISSING or TAG_MISSING, naming what exists instead
   */
  public DataRef resolve(TableDefinition table, PointInTime at) {
    throw new UnsupportedOperationException(table.tableName());
  }

  /** Daily bars as of a point in time, to be refined and read. */
  public PanelScan bars(PointInTime at) {
    throw new UnsupportedOperationException(at.toString());
  }

  /** Index changes as of a point in time, in the order of knowledge, then symbol. */
  public List<IndexChange> indexChanges(PointInTime at) {
    throw new UnsupportedOperationException(at.toString());
  }

  /** What two versions of a table don't share. */
  public TableDiff diff(TableDefinition table, PointInTime from, PointInTime to) {
    throw new UnsupportedOperationException(table.tableName());
  }

  /** Positions of a fund that came or went between two versions of the holdings. */
  public List<HoldingChange> holdingChanges(String fund, PointInTime from, PointInTime to) {
    throw new UnsupportedOperationException(fund);
  }

  /** Publishes to a table. */
  public Publisher publisher(TableDefinition table) {
    throw new UnsupportedOperationException(table.tableName());
  }

  /**
   * What Spark needs to open the same lake: keys to be set under {@code spark.sql.catalog.asof.},
   * beside {@code spark.sql.catalog.asof} itself, which is Iceberg's {@code SparkCatalog}.
   */
  public Map<String, String> sparkCatalogOptions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
