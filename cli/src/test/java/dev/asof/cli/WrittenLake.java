package dev.asof.cli;

import dev.asof.api.NewYorkTime;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.SourceSummary;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.parquet.Parquet;

/** A lake whose rows a test writes itself, without Spark, in a folder where commands run. */
final class WrittenLake {
  private final Path folder;

  WrittenLake(Path folder) {
    this.folder = folder;
  }

  /** Commands that use this lake. */
  Asof asof() {
    return new Asof(folder);
  }

  /** A definition beside the lake. */
  String definition(String name, String text) {
    Path file = folder.resolve(name + ".yaml");
    try {
      Files.writeString(file, "name: " + name + "\n" + text, StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return file.toString();
  }

  static Object[] bar(String session, String symbol, double open, double close) {
    LocalDate date = LocalDate.parse(session);
    double high = Math.max(open, close);
    double low = Math.min(open, close);
    return new Object[] {symbol, date, open, high, low, close, 1000.0, NewYorkTime.close(date)};
  }

  static Object[] change(String symbol, String action, String announced, String effective) {
    LocalDate date = LocalDate.parse(announced);
    return new Object[] {
      "S&P 500",
      symbol,
      "",
      action,
      "membership",
      date,
      LocalDate.parse(effective),
      "press release",
      null,
      NewYorkTime.announcement(date)
    };
  }

  /** Publishes rows in place of all there were, under a tag that is known when it is committed. */
  void publish(TableDefinition definition, String tag, List<Object[]> rows) {
    publish(definition, tag, Optional.empty(), rows);
  }

  /** As {@link #publish(TableDefinition, String, List)}, known at a moment. */
  void publish(TableDefinition definition, String tag, Instant knownAt, List<Object[]> rows) {
    publish(definition, tag, Optional.of(knownAt), rows);
  }

  private void publish(
      TableDefinition definition, String tag, Optional<Instant> knownAt, List<Object[]> rows) {
    try (Lake lake = Lake.create(folder.resolve(".asof"))) {
      Publisher publisher = lake.publisher(definition);
      Stage stage = publisher.stage();
      onTable(
          definition,
          table -> {
            OverwriteFiles overwrite = table.newOverwrite().toBranch(stage.branch());
            knownAt.ifPresent(known -> overwrite.set(SourceSummary.KNOWN_AT, known.toString()));
            try (CloseableIterable<FileScanTask> files =
                table.newScan().useRef(stage.branch()).planFiles()) {
              files.forEach(file -> overwrite.deleteFile(file.file()));
            } catch (IOException unreadable) {
              throw new UncheckedIOException(unreadable);
            }
            write(table, rows).forEach(overwrite::addFile);
            overwrite.commit();
          });
      publisher.publish(stage, Optional.of(new PointInTime.Tag(tag)));
    }
  }

  /** Does to a table what AsOf never does. */
  void onTable(TableDefinition definition, Consumer<Table> action) {
    Map<String, String> options;
    try (Lake lake = Lake.open(folder.resolve(".asof"))) {
      options = lake.sparkCatalogOptions();
    }
    try (JdbcCatalog catalog =
        (JdbcCatalog) CatalogUtil.buildIcebergCatalog(Lake.CATALOG, options, null)) {
      action.accept(catalog.loadTable(TableIdentifier.of(Lake.NAMESPACE, definition.tableName())));
    }
  }

  private static List<DataFile> write(Table table, List<Object[]> rows) {
    Map<PartitionKey, List<Record>> partitions = new LinkedHashMap<>();
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
    for (Object[] row : rows) {
      Record record = GenericRecord.create(table.schema());
      for (int i = 0; i < row.length; i++) {
        record.set(i, row[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : row[i]);
      }
      key.partition(wrapper.wrap(record));
      partitions.computeIfAbsent(key.copy(), unseen -> new ArrayList<>()).add(record);
    }
    List<DataFile> files = new ArrayList<>();
    partitions.forEach((partition, records) -> files.add(write(table, partition, records)));
    return files;
  }

  private static DataFile write(Table table, PartitionKey partition, List<Record> records) {
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
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
