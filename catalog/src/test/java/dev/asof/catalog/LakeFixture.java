package dev.asof.catalog;

import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** Writes rows to a stage without Spark, as ingestion does with it: whole files, copy-on-write. */
final class LakeFixture {
  private LakeFixture() {}

  /** Stages rows in place of all there were, publishes and tags them. */
  static long publish(
      Lake lake, TableDefinition table, String tag, Instant knownAt, List<Object[]> rows) {
    Publisher publisher = lake.publisher(table);
    Stage stage = publisher.stage();
    write(lake, stage, "file-of-" + tag, knownAt, rows);
    PublishOutcome outcome = publisher.publish(stage, Optional.of(new PointInTime.Tag(tag)));
    return ((PublishOutcome.Done) outcome).snapshotId();
  }

  /** Replaces all rows of the stage. */
  static void write(Lake lake, Stage stage, String fileName, Instant knownAt, List<Object[]> rows) {
    Table table = lake.stored().load(stage.table()).orElseThrow();
    SourceSummary source =
        new SourceSummary(
            new SourceFile(fileName, sha256(fileName), rows.size()),
            knownAt,
            Optional.empty(),
            new TreeMap<>(Map.of("new", (long) rows.size())));
    OverwriteFiles overwrite = table.newOverwrite().toBranch(stage.branch());
    Snapshot head = table.snapshot(table.refs().get(stage.branch()).snapshotId());
    VersionRows.plan(
            lake.stored().version(stage.table(), table, head),
            org.apache.iceberg.expressions.Expressions.alwaysTrue())
        .forEach(task -> overwrite.deleteFile(task.file()));
    dataFiles(table, rows).forEach(overwrite::addFile);
    source.properties().forEach(overwrite::set);
    overwrite.commit();
  }

  /** Appends rows to the stage and leaves what there was. */
  static void append(Lake lake, Stage stage, List<Object[]> rows) {
    Table table = lake.stored().load(stage.table()).orElseThrow();
    var append = table.newAppend().toBranch(stage.branch());
    dataFiles(table, rows).forEach(append::appendFile);
    append.commit();
  }

  static List<Object[]> rows(Object[]... rows) {
    return List.of(rows);
  }

  static String sha256(String name) {
    return String.format(java.util.Locale.ROOT, "%064x", name.hashCode() & 0xffffffffL);
  }

  private static List<DataFile> dataFiles(Table table, List<Object[]> rows) {
    Schema schema = table.schema();
    Map<PartitionKey, List<Record>> partitions = new LinkedHashMap<>();
    PartitionKey key = new PartitionKey(table.spec(), schema);
    InternalRecordWrapper wrapper = new InternalRecordWrapper(schema.asStruct());
    for (Object[] row : rows) {
      Record record = GenericRecord.create(schema);
      for (int i = 0; i < row.length; i++) {
        record.set(i, row[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : row[i]);
      }
      key.partition(wrapper.wrap(record));
      partitions.computeIfAbsent(key.copy(), unseen -> new ArrayList<>()).add(record);
    }
    List<DataFile> files = new ArrayList<>();
    partitions.forEach((partition, records) -> files.add(dataFile(table, partition, records)));
    return files;
  }

  private static DataFile dataFile(Table table, PartitionKey partition, List<Record> records) {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    try {
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(location))
              .forTable(table)
              .withPartition(partition)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        writer.write(records);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object[] bar(String symbol, String session, double price, double volume) {
    LocalDate date = LocalDate.parse(session);
    return new Object[] {
      symbol,
      date,
      price,
      price + 1,
      price - 1,
      price + 0.5,
      volume,
      dev.asof.api.NewYorkTime.close(date)
    };
  }

  static Object[] holding(
      String fund, String symbol, String isin, double balance, String status, String knownAt) {
    return holding(fund, symbol, isin, balance, status, "2022-03-31", knownAt);
  }

  static Object[] holding(
      String fund,
      String symbol,
      String isin,
      double balance,
      String status,
      String date,
      String knownAt) {
    Instant accepted = Instant.parse(knownAt);
    return new Object[] {
      fund,
      symbol,
      isin,
      "",
      "Name of " + symbol,
      LocalDate.parse(date),
      accepted,
      balance,
      balance * 2,
      0.5,
      status,
      accepted
    };
  }
}
