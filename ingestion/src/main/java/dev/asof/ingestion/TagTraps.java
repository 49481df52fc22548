package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.PointInTime;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Checks of what a tag's name means, and of the rows and columns that it gives. */
final class TagTraps {
  private static final String NUMBER = "20240628";

  private TagTraps() {}

  static String namedParameters(DoctorBench bench) {
    Row row =
        bench
            .session()
            .sql("SELECT :text, :number", Map.of("text", "it's; DROP", "number", 7))
            .collectAsList()
            .get(0);
    return row.get(0) + " " + row.get(1);
  }

  static String twoTags(DoctorBench bench) throws Exception {
    String table = bench.newTaggedTable(Map.of());
    String a = table + " VERSION AS OF 'A'";
    String b = table + " VERSION AS OF 'B'";
    return "UNION "
        + bench.rows("SELECT * FROM " + a + " UNION SELECT * FROM " + b)
        + "; EXCEPT "
        + bench.rows("SELECT * FROM " + b + " EXCEPT SELECT * FROM " + a)
        + "; counts "
        + bench.rows(
            "SELECT (SELECT count(*) FROM " + a + "), ' ', (SELECT count(*) FROM " + b + ")");
  }

  static String afterCaching(DoctorBench bench) throws Exception {
    String table = bench.newTaggedTable(Map.of());
    Dataset<Row> cached = bench.session().sql("SELECT k, v FROM " + table + " VERSION AS OF 'A'");
    cached.cache();
    try {
      cached.count();
      return "B " + bench.rowsAsOf(table, "B") + "; now " + bench.rows("SELECT k, v FROM " + table);
    } finally {
      cached.unpersist();
    }
  }

  static String numeric(DoctorBench bench) throws Exception {
    String table = bench.newTable(Map.of());
    bench.run("INSERT INTO " + table + " VALUES ('a', 1), ('b', 2)");
    bench.tag(table, NUMBER);
    try {
      return bench.rowsAsOf(table, NUMBER);
    } catch (RuntimeException unreadable) {
      return "it can't be read; " + refusalOfANumber();
    }
  }

  private static String refusalOfANumber() {
    try {
      return "AsOf takes the name " + new PointInTime.Tag(NUMBER).name();
    } catch (AsOfException refused) {
      return "AsOf refuses such names";
    }
  }

  static String moved(DoctorBench bench) throws Exception {
    String name = bench.newTaggedTable(Map.of());
    Table table = bench.load(name);
    long head = table.currentSnapshot().snapshotId();
    String again;
    try {
      table.manageSnapshots().createTag("A", head).commit();
      again = "made again: it moves silently";
    } catch (IllegalArgumentException refused) {
      again = "made again: refused";
    }
    table.manageSnapshots().replaceTag("A", head).commit();
    return again
        + "; replaced: "
        + (bench.rowsAsOf(name, "A").equals("a1") ? "refused" : "it moves silently")
        + "; AsOf never replaces one, and results keep snapshot ids";
  }

  static String agedOut(DoctorBench bench) throws Exception {
    String name = bench.newTaggedTable(Map.of("history.expire.max-ref-age-ms", "1"));
    Table table = bench.load(name);
    table.manageSnapshots().setMaxRefAgeMs("A", Long.MAX_VALUE).commit();
    table.expireSnapshots().expireOlderThan(table.currentSnapshot().timestampMillis()).commit();
    table.refresh();
    boolean keptA = table.refs().containsKey("A") && bench.rowsAsOf(name, "A").equals("a1");
    boolean keptB = table.refs().containsKey("B");
    if (keptA && keptB) {
      return "every tag stays";
    }
    return (keptA
            ? "a tag with an age of its own stays"
            : "a tag with an age of its own is deleted")
        + (keptB ? "; one without stays" : "; one without is deleted");
  }

  static String schema(DoctorBench bench) throws Exception {
    String table = bench.newTaggedTable(Map.of());
    bench.run("ALTER TABLE " + table + " ADD COLUMN w INT");
    bench.run("INSERT INTO " + table + " VALUES ('d', 4, 5)");
    return "tag "
        + bench.columns("SELECT * FROM " + table + " VERSION AS OF 'A'")
        + "; now "
        + bench.columns("SELECT * FROM " + table);
  }

  static String filterAfter(DoctorBench bench, String change, Map<String, String> properties)
      throws Exception {
    String table = bench.newTaggedTable(properties);
    bench.run("ALTER TABLE " + table + " " + change);
    return bench.rows("SELECT k, v FROM " + table + " VERSION AS OF 'A' WHERE v = 1");
  }

  static String renamedByDefault(DoctorBench bench) throws Exception {
    try {
      return filterAfter(bench, "RENAME COLUMN v TO w", Map.of());
    } catch (RuntimeException unreadable) {
      return "it can't be read; AsOf plans scans locally";
    }
  }
}
