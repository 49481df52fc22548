package dev.asof.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.shaded.org.apache.avro.file.DataFileStream;
import org.apache.iceberg.shaded.org.apache.avro.generic.GenericDatumReader;

/**
 * A file of which no checksum is recorded: one of another tool's, of an object store, or of an AsOf
 * before there were checksums. It is checked by what it holds: a Parquet page by its own checksum,
 * Avro and table metadata by decoding them whole, so that a damaged one is named at once.
 */
record VerifiedFile(InputFile file) implements InputFile {
  private static final String PARQUET = ".parquet";
  private static final String AVRO = ".avro";
  private static final String METADATA = ".metadata.json";

  /** Decodes a file's bytes and throws whatever it stumbles over. */
  private interface Decoder {
    void decode(String location, byte[] bytes) throws IOException;
  }

  private static final Map<String, Decoder> DECODERS =
      Map.of(AVRO, VerifiedFile::decodeAvro, METADATA, VerifiedFile::decodeMetadata);

  @Override
  public SeekableInputStream newStream() {
    String location = location();
    if (location.endsWith(PARQUET)) {
      return PageVerifiedStream.of(file);
    }
    for (Map.Entry<String, Decoder> decoder : DECODERS.entrySet()) {
      if (location.endsWith(decoder.getKey())) {
        return decoded(location, decoder.getValue());
      }
    }
    return file.newStream();
  }

  private SeekableInputStream decoded(String location, Decoder decoder) {
    byte[] bytes;
    try (InputStream in = file.newStream()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      decoder.decode(location, bytes);
    } catch (IOException | RuntimeException | StackOverflowError undecodable) {
      throw DamagedFile.undecodable(location, undecodable);
    }
    return new InMemoryInputFile(location, bytes).newStream();
  }

  private static void decodeAvro(String location, byte[] bytes) throws IOException {
    try (DataFileStream<Object> records =
        new DataFileStream<>(
            new InMemoryInputFile(location, bytes).newStream(), new GenericDatumReader<>())) {
      Object reused = null;
      while (records.hasNext()) {
        reused = records.next(reused);
      }
    }
  }

  private static void decodeMetadata(String location, byte[] bytes) {
    TableMetadataParser.read(new InMemoryInputFile(location, bytes));
  }

  @Override
  public long getLength() {
    return file.getLength();
  }

  @Override
  public String location() {
    return file.location();
  }

  @Override
  public boolean exists() {
    return file.exists();
  }
}
