package dev.asof.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.shaded.org.apache.avro.AvroRuntimeException;
import org.apache.iceberg.shaded.org.apache.avro.Schema;
import org.apache.iceberg.shaded.org.apache.avro.file.CodecFactory;
import org.apache.iceberg.shaded.org.apache.avro.file.DataFileConstants;
import org.apache.iceberg.shaded.org.apache.avro.file.DataFileReader;
import org.apache.iceberg.shaded.org.apache.avro.file.DataFileWriter;
import org.apache.iceberg.shaded.org.apache.avro.file.SeekableByteArrayInput;
import org.apache.iceberg.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.iceberg.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.iceberg.shaded.org.apache.avro.generic.GenericRecord;

/**
 * A manifest or a list of manifests as Avro has it, with every field that some version of Iceberg
 * wrote.
 *
 * @param schema of the records
 * @param codec Avro's name of the compression
 * @param properties what stands in the file's head besides
 * @param records in their order; to be changed in place
 */
record AvroFile(
    Schema schema, String codec, Map<String, byte[]> properties, List<GenericRecord> records) {

  /** The name of its kind of record; empty when it is damaged. */
  static String kind(Path file) throws IOException {
    try (DataFileReader<GenericRecord> reader = reader(file)) {
      return reader.getSchema().getName();
    } catch (DamagedException | AvroRuntimeException cutShort) {
      return "";
    }
  }

  /** Reads a file; empty when it is damaged, as one that a killed process was about to write. */
  static Optional<AvroFile> read(Path file) throws IOException {
    try (DataFileReader<GenericRecord> reader = reader(file)) {
      Map<String, byte[]> properties = new LinkedHashMap<>();
      for (String key : reader.getMetaKeys()) {
        if (!DataFileWriter.isReservedMeta(key)) {
          properties.put(key, reader.getMeta(key));
        }
      }
      String codec = reader.getMetaString(DataFileConstants.CODEC);
      List<GenericRecord> records = new ArrayList<>();
      for (GenericRecord record : reader) {
        records.add(record);
      }
      return Optional.of(
          new AvroFile(
              reader.getSchema(),
              codec == null ? DataFileConstants.NULL_CODEC : codec,
              properties,
              records));
    } catch (DamagedException | AvroRuntimeException cutShort) {
      return Optional.empty();
    }
  }

  private static DataFileReader<GenericRecord> reader(Path file) throws IOException {
    SeekableByteArrayInput bytes = new SeekableByteArrayInput(Files.readAllBytes(file));
    try {
      return new DataFileReader<>(bytes, new GenericDatumReader<>());
    } catch (IOException notAvro) {
      throw new DamagedException(notAvro);
    }
  }

  /** The disk gave what stands in a file, and that is no Avro. */
  private static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(IOException cause) {
      super(cause);
    }
  }

  /** A property's text; empty without it. */
  String text(String property) {
    byte[] value = properties.get(property);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  /** Writes it anew. */
  void write(Path file) throws IOException {
    try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      writer.setCodec(CodecFactory.fromString(codec));
      properties.forEach(writer::setMeta);
      writer.create(schema, file.toFile());
      for (GenericRecord record : records) {
        writer.append(record);
      }
    }
  }
}
