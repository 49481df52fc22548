package dev.asof.ingestion;

import dev.asof.api.Bars;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.CommitMetadata;

/** Checks of what is written, published, deleted and compared. */
final class HistoryTraps {
  private static final String STAGE = "stage";

  private HistoryTraps() {}

  static String differenceByKey(DoctorBench bench) throws Exception {
    String table = expiredBetweenTags(bench);
    return bench.single(
        """
        SELECT concat('entered ', array_join(array_sort(collect_list(
            CASE WHEN a.k IS NULL THEN b.k END)), ','),
          ', left ', array_join(array_sort(collect_list(CASE WHEN b.k IS NULL THEN a.k END)), ','),
          ', changed ', array_join(array_sort(collect_list(
            CASE WHEN a.v <> b.v THEN a.k END)), ','))
        FROM (SELECT * FROM %1$s VERSION AS OF 'A') a
        FULL OUTER JOIN (SELECT * FROM %1$s VERSION AS OF 'B') b ON a.k = b.k
        """
            .formatted(table));
  }

  /** Tag A holds a1 and b2, tag B a5 and c3; the snapshots between them are gone. */
  private static String expiredBetweenTags(DoctorBench bench) throws Exception {
    String name = bench.newTable(Map.of());
    bench.run("INSERT INTO " + name + " VALUES ('a', 1), ('b', 2)");
    bench.tag(name, "A");
    bench.run("DELETE FROM " + name + " WHERE k = 'b'");
    bench.run("UPDATE " + name + " SET v = 5 WHERE k = 'a'");
    bench.run("INSERT INTO " + name + " VALUES ('c', 3)");
    bench.tag(name, "B");
    Table table = bench.load(name);
    table.expireSnapshots().expireOlderThan(table.currentSnapshot().timestampMillis()).commit();
    return name;
  }

  static String changelog(DoctorBench bench) throws Exception {
    String name = expiredBetweenTags(bench);
    Table table = bench.load(name);
    try {
      bench.run(
          "CALL doctor.system.create_changelog_view(table => '%s', changelog_view => 'changes',"
                  .formatted(name)
              + " options => map('start-snapshot-id', '%d', 'end-snapshot-id', '%d'))"
                  .formatted(
                      table.refs().get("A").snapshotId(), table.refs().get("B").snapshotId()));
      return "rows " + bench.rows("SELECT k, v, _change_type FROM changes");
    } catch (RuntimeException unmakable) {
      return "it can't be made; AsOf compares by key";
    }
  }

  static String mergeOnRead(DoctorBench bench) throws Exception {
    return "2: " + mergeOnRead(bench, "2") + "; 3: " + mergeOnRead(bench, "3");
  }

  private static String mergeOnRead(DoctorBench bench, String formatVersion) throws Exception {
    String table =
        bench.newTable(
            Map.of("format-version", formatVersion, "write.delete.mode", "merge-on-read"));
    bench.run("INSERT INTO " + table + " VALUES ('a', 1), ('b', 2), ('c', 3)");
    bench.tag(table, "A");
    bench.run("DELETE FROM " + table + " WHERE k = 'b'");
    bench.tag(table, "B");
    return "A "
        + bench.rowsAsOf(table, "A")
        + ", B "
        + bench.rowsAsOf(table, "B")
        + ", "
        + bench.load(table).currentSnapshot().summary().get("total-delete-files")
        + " delete file";
  }

  static String mergeOnBranch(DoctorBench bench) throws Exception {
    String name = bench.newTable(bench.asofProperties());
    bench.run("INSERT INTO " + name + " VALUES ('a', 1), ('b', 2)");
    long main = openStage(bench, name);
    CommitMetadata.withCommitProperties(
        Map.of("asof.doctor", "was here"),
        () -> {
          bench.run(
              "MERGE INTO "
                  + name
                  + ".branch_stage t USING (VALUES ('a', 9), ('c', 3) AS s(k, v)) s ON t.k = s.k"
                  + " WHEN MATCHED THEN UPDATE SET v = s.v"
                  + " WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, s.v)"
                  + " WHEN NOT MATCHED BY SOURCE THEN UPDATE SET v = -1");
          return null;
        },
        RuntimeException.class);
    Table table = bench.load(name);
    Snapshot head = table.snapshot(table.refs().get(STAGE).snapshotId());
    int snapshots = 0;
    for (Snapshot at = head; at.snapshotId() != main; at = table.snapshot(at.parentId())) {
      snapshots++;
    }
    return "branch "
        + bench.rows("SELECT k, v FROM " + name + ".branch_stage")
        + "; main "
        + bench.rows("SELECT k, v FROM " + name)
        + "; "
        + snapshots
        + " snapshot "
        + ("was here".equals(head.summary().get("asof.doctor")) ? "with" : "without")
        + " the properties";
  }

  private static long openStage(DoctorBench bench, String name) throws Exception {
    Table table = bench.load(name);
    long main = table.currentSnapshot().snapshotId();
    table.manageSnapshots().createBranch(STAGE, main).commit();
    return main;
  }

  static String publishInOneCommit(DoctorBench bench) throws Exception {
    String name = bench.newTable(Map.of());
    bench.run("INSERT INTO " + name + " VALUES ('a', 1)");
    openStage(bench, name);
    bench.run("INSERT INTO " + name + ".branch_stage VALUES ('b', 2)");
    int before = commits(bench.load(name));
    publish(bench.load(name), "T");
    Table published = bench.load(name);
    String first =
        "main and tag "
            + (bench.rows("SELECT k, v FROM " + name).equals(bench.rowsAsOf(name, "T"))
                ? bench.rowsAsOf(name, "T")
                : "differ")
            + (published.refs().containsKey(STAGE) ? ", the branch stays, " : ", no branch, ")
            + (commits(published) - before)
            + " commit";

    openStage(bench, name);
    bench.run("INSERT INTO " + name + ".branch_stage VALUES ('c', 3)");
    bench.run("INSERT INTO " + name + " VALUES ('d', 4)");
    try {
      publish(bench.load(name), "U");
      return first + "; after main moved: " + bench.rows("SELECT k, v FROM " + name);
    } catch (IllegalArgumentException refused) {
      return first + "; after main moved: refused";
    }
  }

  private static void publish(Table table, String tag) {
    table
        .manageSnapshots()
        .fastForwardBranch("main", STAGE)
        .createTag(tag, table.refs().get(STAGE).snapshotId())
        .removeBranch(STAGE)
        .commit();
  }

  private static int commits(Table table) {
    return ((HasTableOperations) table).operations().current().previousFiles().size();
  }

  static String lake(DoctorBench bench) throws Exception {
    Path folder = Files.createDirectory(bench.folder().resolve("lake"));
    PointInTime.Tag first = new PointInTime.Tag("FIRST");
    PointInTime.Tag second = new PointInTime.Tag("SECOND");
    try (Lake lake = Lake.create(folder);
        Ingestion ingestion = Ingestion.open(lake)) {
      ingest(ingestion, folder.resolve("one.csv"), "2022-09-02,PENN,31,32,30,31.3,5", first);
      ingest(ingestion, folder.resolve("two.csv"), "2022-09-06,PENN,32,33,31,32,6", second);
      List<List<Object>> counts =
          ingestion
              .sql(
                  "SELECT (SELECT count(*) FROM daily_bars VERSION AS OF 'FIRST'),"
                      + " (SELECT count(*) FROM daily_bars VERSION AS OF 'SECOND')")
              .rows();
      Bars one = lake.bars(first).read();
      Bars two = lake.bars(second).read();
      return "by Spark "
          + counts.get(0).get(0)
          + ", "
          + counts.get(0).get(1)
          + " bars; without "
          + one.sessionDates().size()
          + ", "
          + two.sessionDates().size()
          + " bars";
    }
  }

  private static void ingest(Ingestion ingestion, Path file, String line, PointInTime.Tag tag)
      throws Exception {
    Files.writeString(
        file, "date,symbol,open,high,low,close,volume\n" + line + "\n", StandardCharsets.UTF_8);
    ingestion.ingest(
        IngestRequest.of(Dataset.DAILY_BARS, file, Instant.parse("2024-07-01T00:00:00Z"))
            .withTag(Optional.of(tag)));
  }
}
