package dev.asof.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.DeleteSchemaUtil;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.shaded.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.JsonNode;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.iceberg.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.util.JsonUtil;

/**
 * Rewrites the absolute paths in the files of one table's folder, so that they name this folder
 * wherever it lay before. Nothing else in the files changes: snapshot ids, sequence numbers,
 * summaries, refs and statistics stay.
 *
 * <p>Each file is written aside and renamed into its place, which leaves alone a file of another
 * home that is the same by a hard link. A path that names this folder already stays, so that work
 * which was cut off goes on where it was. The files that others measure come first: delete files,
 * then manifests with their lengths, then lists of manifests with theirs, then table metadata.
 *
 * <p>Iceberg's {@code RewriteTablePathUtil} is not used: it takes the old path as a regular
 * expression, and leaves the old lengths of manifests and delete files, which readers may rely on.
 */
final class TablePaths {
  private static final String AVRO = ".avro";
  private static final String PART = ".relocating";
  private static final String LIST = "manifest_file";
  private static final String ENTRY = "manifest_entry";
  private static final List<String> PATH_PROPERTIES =
      List.of(
          TableProperties.WRITE_DATA_LOCATION,
          TableProperties.WRITE_METADATA_LOCATION,
          // Earlier names of the first one, which other tools may have set.
          "write.object-storage.path",
          "write.folder-storage.path");

  private final WarehouseTables.Folder folder;
  private final String target;
  private final String below;
  private long rewritten;

  /**
   * The paths of a table.
   *
   * @param folder where it lies, by a path without symbolic links
   */
  TablePaths(WarehouseTables.Folder folder) {
    this.folder = folder;
    this.target = folder.path().toString();
    this.below = "/" + folder.namespace() + "/" + folder.name();
  }

  /** A location as it is here; one that names no file of this table stays. */
  String here(String location) {
    String path = LocalFileIO.withoutScheme(location);
    int at = path.lastIndexOf(below + "/");
    if (at >= 0) {
      return target + path.substring(at + below.length());
    }
    return path.endsWith(below) ? target : location;
  }

  /** Rewrites all files of the folder, and returns how many had to be. */
  long rewrite() throws IOException {
    rewritten = 0;
    List<Path> lists = new ArrayList<>();
    List<Path> manifests = new ArrayList<>();
    for (Path file : WarehouseTables.list(folder.metadata())) {
      String name = file.getFileName().toString();
      if (name.endsWith(PART)) {
        Files.delete(file);
      } else if (name.endsWith(AVRO)) {
        switch (AvroFile.kind(file)) {
          case LIST -> lists.add(file);
          case ENTRY -> manifests.add(file);
          default -> {}
        }
      }
    }
    for (String deletes : positionDeletes(manifests)) {
      rewritePositionDeletes(Path.of(deletes));
    }
    for (Path manifest : manifests) {
      rewriteAvro(manifest, this::moveEntry);
    }
    for (Path list : lists) {
      rewriteAvro(list, this::moveManifest);
    }
    for (Path metadata : folder.metadataFiles()) {
      rewriteJson(metadata);
    }
    return rewritten;
  }

  /** Changes a record in place, and tells if there was something to change. */
  private interface Change {
    boolean applyTo(GenericRecord record) throws IOException;
  }

  private void rewriteAvro(Path file, Change change) throws IOException {
    AvroFile avro = AvroFile.read(file).orElse(null);
    if (avro == null) {
      return;
    }
    boolean changed = false;
    for (GenericRecord record : avro.records()) {
      changed |= change.applyTo(record);
    }
    if (changed) {
      Path part = part(file);
      Files.createFile(part, HomeFolder.ofFiles());
      avro.write(part);
      replace(file, part);
    }
  }

  private boolean moveManifest(GenericRecord manifest) throws IOException {
    boolean changed = move(manifest, "manifest_path");
    return measure(manifest, "manifest_path", "manifest_length") | changed;
  }

  private boolean moveEntry(GenericRecord entry) throws IOException {
    GenericRecord file = (GenericRecord) entry.get("data_file");
    boolean changed = move(file, "file_path");
    if (file.getSchema().getField("referenced_data_file") != null) {
      changed |= move(file, "referenced_data_file");
    }
    if (isPositionDeletes(file)) {
      changed |= moveBounds(file, "lower_bounds") | moveBounds(file, "upper_bounds");
      if (isParquet(file)) {
        changed |= measure(file, "file_path", "file_size_in_bytes");
      }
    }
    return changed;
  }

  private static boolean isPositionDeletes(GenericRecord file) {
    return file.getSchema().getField("content") != null
        && file.get("content") instanceof Integer content
        && content == FileContent.POSITION_DELETES.id();
  }

  private static boolean isParquet(GenericRecord file) {
    return "parquet".equalsIgnoreCase(String.valueOf(file.get("file_format")));
  }

  private boolean move(GenericRecord record, String field) {
    Object location = record.get(field);
    if (location == null) {
      return false;
    }
    String here = here(location.toString());
    record.put(field, here);
    return !here.equals(location.toString());
  }

  /** Notes the length that a file has now. */
  private static boolean measure(GenericRecord record, String path, String length)
      throws IOException {
    Path file = Path.of(LocalFileIO.withoutScheme(record.get(path).toString()));
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Object before = record.get(length);
    record.put(length, Files.size(file));
    return !record.get(length).equals(before);
  }

  /**
   * Moves the paths between which those in a delete file lie; a path that was cut off is dropped.
   */
  private boolean moveBounds(GenericRecord file, String field) {
    boolean changed = false;
    if (file.get(field) instanceof Collection<?> bounds) {
      for (var each = bounds.iterator(); each.hasNext(); ) {
        GenericRecord bound = (GenericRecord) each.next();
        if (bound.get("key").equals(MetadataColumns.DELETE_FILE_PATH.fieldId())) {
          String path =
              StandardCharsets.UTF_8
                  .decode(((ByteBuffer) bound.get("value")).duplicate())
                  .toString();
          String here = here(path);
          if (!here.startsWith(target + "/")) {
            each.remove();
            changed = true;
          } else if (!here.equals(path)) {
            bound.put("value", ByteBuffer.wrap(here.getBytes(StandardCharsets.UTF_8)));
            changed = true;
          }
        }
      }
    }
    return changed;
  }

  /** The delete files here whose rows name data files by path. */
  private Set<String> positionDeletes(List<Path> manifests) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path manifest : manifests) {
      AvroFile avro = AvroFile.read(manifest).orElse(null);
      if (avro != null && "deletes".equals(avro.text("content"))) {
        for (GenericRecord entry : avro.records()) {
          GenericRecord file = (GenericRecord) entry.get("data_file");
          String here = here(file.get("file_path").toString());
          // The rows of deletion vectors name no path.
          if (isPositionDeletes(file) && isParquet(file) && Files.isRegularFile(Path.of(here))) {
            found.add(here);
          }
        }
      }
    }
    return found;
  }

  private void rewritePositionDeletes(Path file) throws IOException {
    LocalFileIO io = new LocalFileIO();
    Path part = part(file);
    boolean changed = false;
    try (CloseableIterator<Record> rows =
        Parquet.read(io.newInputFile(file.toString()))
            .project(DeleteSchemaUtil.pathPosSchema())
            .createReaderFunc(
                schema ->
                    GenericParquetReaders.buildReader(DeleteSchemaUtil.pathPosSchema(), schema))
            .<Record>build()
            .iterator()) {
      Files.createFile(part, HomeFolder.ofFiles());
      PositionDeleteWriter<Record> writer =
          Parquet.writeDeletes(io.newOutputFile(part.toString()))
              .overwrite()
              .createWriterFunc(GenericParquetWriter::create)
              .withSpec(PartitionSpec.unpartitioned())
              .buildPositionWriter();
      try (writer) {
        PositionDelete<Record> delete = PositionDelete.create();
        while (rows.hasNext()) {
          Record row = rows.next();
          String path = row.get(0).toString();
          String here = here(path);
          changed |= !here.equals(path);
          writer.write(delete.set(here, (long) row.get(1)));
        }
      }
    }
    if (changed) {
      replace(file, part);
    } else {
      Files.delete(part);
    }
  }

  private void rewriteJson(Path file) throws IOException {
    JsonNode metadata;
    try {
      metadata = JsonUtil.mapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JsonProcessingException | MalformedInputException cutShort) {
      // A killed process leaves such files; one that is needed is found missing afterwards.
      return;
    }
    if (!(metadata instanceof ObjectNode table)) {
      return;
    }
    boolean changed = move(table, "location");
    changed |= moveEach(table, "snapshots", "manifest-list");
    changed |= moveEach(table, "metadata-log", "metadata-file");
    changed |= moveEach(table, "statistics", "statistics-path");
    changed |= moveEach(table, "partition-statistics", "statistics-path");
    if (table.get("properties") instanceof ObjectNode properties) {
      for (String property : PATH_PROPERTIES) {
        changed |= move(properties, property);
      }
    }
    if (changed) {
      Path part = part(file);
      Files.createFile(part, HomeFolder.ofFiles());
      Files.writeString(part, JsonUtil.mapper().writeValueAsString(table), StandardCharsets.UTF_8);
      replace(file, part);
    }
  }

  private boolean moveEach(ObjectNode table, String list, String field) {
    boolean changed = false;
    JsonNode entries = table.get(list);
    if (entries != null) {
      for (JsonNode entry : entries) {
        changed |= entry instanceof ObjectNode fields && move(fields, field);
      }
    }
    return changed;
  }

  private boolean move(ObjectNode fields, String field) {
    JsonNode location = fields.get(field);
    if (location == null || !location.isTextual()) {
      return false;
    }
    String here = here(location.textValue());
    fields.put(field, here);
    return !here.equals(location.textValue());
  }

  private static Path part(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + PART);
    Files.deleteIfExists(part);
    return part;
  }

  private void replace(Path file, Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.setLastModifiedTime(part, Files.getLastModifiedTime(file));
    FolderChecksums.requireWhole(file);
    FolderChecksums.forget(file);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderChecksums.recordAnew(file);
    rewritten++;
  }
}
