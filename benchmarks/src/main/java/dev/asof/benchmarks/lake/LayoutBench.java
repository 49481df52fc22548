package dev.asof.benchmarks.lake;

import dev.asof.catalog.Lake;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.Ingestion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.functions;

/**
 * Writes the same top-of-book rows four ways (Iceberg and plain Parquet, as they come and sorted by
 * time), each partitioned by exchange and instrument and through the same number of write
 * partitions, and asks each the same questions. One process; the layouts take turns at each
 * question, each reads its files anew, and the median counts. An answer that differs between the
 * layouts stops the benchmark.
 */
final class LayoutBench {
  private static final String PARTITIONS = "exchange_code, instrument";
  private static final String TIME = "adapterTimestamp_ts_utc";
  private static final String LAKE_TABLE = Lake.CATALOG + "." + Lake.NAMESPACE + ".";

  private final Path folder;
  private final BareSpark spark;
  private final int writePartitions;
  private final LocalDate day;
  private final String instrument;

  private LayoutBench(Path folder, BareSpark spark, int writePartitions) {
    this.folder = folder;
    this.spark = spark;
    this.writePartitions = writePartitions;
    Row first = spark.session().sql("SELECT min(" + TIME + ") FROM top_of_book").first();
    this.day = first.getTimestamp(0).toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    this.instrument =
        spark
            .session()
            .sql(
                "SELECT instrument FROM top_of_book WHERE exchange_code = 'XNAS'"
                    + " GROUP BY instrument ORDER BY count(*) DESC, instrument LIMIT 1")
            .first()
            .getString(0);
  }

  /**
   * Measures.
   *
   * @param folder takes lake and files; the caller deletes it
   * @param files files of top-of-book data in any format that can be ingested
   * @param now the present, which no event may be after
   * @param rounds how often each layout answers each question
   * @param writePartitions tasks that write a layout
   */
  static List<LayoutResult> run(
      Path folder, List<Path> files, Instant now, int rounds, int writePartitions) {
    try (Lake lake = Lake.create(folder.resolve("lake"))) {
      try (Ingestion ingestion = Ingestion.open(lake)) {
        for (Path file : files) {
          ingestion.ingest(IngestRequest.of(dev.asof.ingestion.Dataset.TOP_OF_BOOK, file, now));
        }
      }
      try (BareSpark spark = BareSpark.on(lake)) {
        return new LayoutBench(folder, spark, writePartitions).measure(rounds);
      }
    }
  }

  private List<LayoutResult> measure(int rounds) {
    Map<Layout, Cost> writes = new EnumMap<>(Layout.class);
    Map<Layout, List<Path>> files = new EnumMap<>(Layout.class);
    for (Layout layout : Layout.values()) {
      writes.put(layout, Cost.of(() -> write(layout)));
      files.put(layout, Folders.files(place(layout), ".parquet"));
      if (layout.format() == Layout.Format.ICEBERG) {
        tag(layout);
      }
    }
    Map<Layout, Map<Question, Cost>> answers = new EnumMap<>(Layout.class);
    for (Layout layout : Layout.values()) {
      answers.put(layout, new EnumMap<>(Question.class));
    }
    for (Question question : Question.values()) {
      if (question == Question.AS_OF) {
        appendLater();
      }
      ask(question, rounds).forEach((layout, cost) -> answers.get(layout).put(question, cost));
    }
    List<LayoutResult> results = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      List<Path> written = files.get(layout);
      results.add(
          new LayoutResult(
              layout,
              writes.get(layout),
              written.size(),
              Folders.bytes(written),
              answers.get(layout)));
    }
    return results;
  }

  private static String table(Layout layout) {
    return LAKE_TABLE + name(layout);
  }

  private static String name(Layout layout) {
    return "bench_" + layout.name().toLowerCase(Locale.ROOT);
  }

  /** Where a layout's data files lie. */
  private Path place(Layout layout) {
    return layout.format() == Layout.Format.ICEBERG
        ? folder.resolve("lake/warehouse/market").resolve(name(layout)).resolve("data")
        : folder.resolve(name(layout));
  }

  private void write(Layout layout) {
    Column exchange = functions.col("exchange_code");
    Column name = functions.col("instrument");
    Column time = functions.col(TIME);
    Dataset<Row> rows = spark.session().table("top_of_book");
    // Both formats get the rows from the same shuffle, so that the number of files is the same.
    Dataset<Row> ordered =
        layout.order() == Layout.Order.BY_TIME
            ? rows.repartitionByRange(writePartitions, exchange, name, time)
                .sortWithinPartitions(exchange, name, time)
            : rows.repartition(writePartitions, exchange, name)
                .sortWithinPartitions(exchange, name);
    if (layout.format() == Layout.Format.PARQUET) {
      ordered.write().partitionBy("exchange_code", "instrument").parquet(place(layout).toString());
      return;
    }
    spark.run(
        "CREATE TABLE "
            + table(layout)
            + " USING iceberg PARTITIONED BY ("
            + PARTITIONS
            + ") TBLPROPERTIES ('format-version'='2', 'write.distribution-mode'='none',"
            // As AsOf writes its tables; plain Parquet is as Spark writes it.
            + " 'write.parquet.row-group-size-bytes'='8388608')"
            + " AS SELECT * FROM top_of_book LIMIT 0");
    try {
      ordered.writeTo(table(layout)).append();
    } catch (NoSuchTableException justMade) {
      throw new IllegalStateException(justMade);
    }
  }

  /** Names the state that is asked for as of a tag. */
  private void tag(Layout layout) {
    try {
      Table table = Spark3Util.loadIcebergTable(spark.session(), table(layout));
      table
          .manageSnapshots()
          .createTag(Question.TAG, table.currentSnapshot().snapshotId())
          .commit();
    } catch (NoSuchTableException | ParseException justMade) {
      throw new IllegalStateException(justMade);
    }
  }

  /** Rows that the tag must not show. */
  private void appendLater() {
    for (Layout layout : Layout.values()) {
      if (layout.format() == Layout.Format.ICEBERG) {
        spark.run("INSERT INTO " + table(layout) + " SELECT * FROM top_of_book LIMIT 1000");
      }
    }
  }

  private Map<Layout, Cost> ask(Question question, int rounds) {
    Map<Layout, List<Cost>> costs = new EnumMap<>(Layout.class);
    List<Row> expected = null;
    for (int round = 0; round <= rounds; round++) {
      for (Layout layout : Layout.values()) {
        if (layout.format() == Layout.Format.PARQUET && !question.isForParquet()) {
          continue;
        }
        List<Row> answer = new ArrayList<>();
        Cost cost = Cost.of(() -> answer.addAll(answer(question, layout)));
        if (expected != null && !expected.equals(answer)) {
          throw new IllegalStateException(
              "Cannot compare: " + layout + " answers " + question + " otherwise than the others");
        }
        expected = answer;
        if (round > 0) {
          costs.computeIfAbsent(layout, unseen -> new ArrayList<>()).add(cost);
        }
      }
    }
    Map<Layout, Cost> medians = new EnumMap<>(Layout.class);
    costs.forEach((layout, all) -> medians.put(layout, median(all)));
    return medians;
  }

  private List<Row> answer(Question question, Layout layout) {
    String table = table(layout);
    if (layout.format() == Layout.Format.PARQUET) {
      table = name(layout);
      spark.session().read().parquet(place(layout).toString()).createOrReplaceTempView(table);
    }
    return spark.session().sql(question.sql(table, day, instrument)).collectAsList();
  }

  private static Cost median(List<Cost> costs) {
    return new Cost(
        IngestBench.median(costs.stream().map(Cost::seconds).toList()),
        IngestBench.median(costs.stream().map(Cost::cpuSeconds).toList()),
        IngestBench.median(costs.stream().map(Cost::bytesRead).toList()));
  }
}
