package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.ParquetReadOptions;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.iceberg.shaded.org.apache.parquet.example.data.Group;
import org.apache.iceberg.shaded.org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.iceberg.shaded.org.apache.parquet.io.ColumnIOFactory;
import org.apache.iceberg.shaded.org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.io.RecordReader;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;

/**
 * Rows of a Parquet file; the line of a row is its number, from 1. Memory holds the wanted columns
 * of one row group, so that a file with a row group of more than {@link #MAX_GROUP_BYTES} is
 * refused.
 */
final class ParquetRows {
  private static final long MAX_GROUP_BYTES = 1L << 30;
  private static final long MAX_ROWS_PER_BYTE = 1000;
  private static final long ALWAYS_FINE_ROWS = 1_000_000;

  private static final Set<CompressionCodecName> CODECS =
      EnumSet.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private final VendorFile file;
  private final List<String> required;
  private final String optional;
  private final Map<String, String> renamed;
  private final Map<String, ParquetText> texts = new LinkedHashMap<>();
  private final Map<String, Integer> indexes = new LinkedHashMap<>();

  private ParquetRows(
      VendorFile file, List<String> required, String optional, Map<String, String> renamed) {
    this.file = file;
    this.required = required;
    this.optional = optional;
    this.renamed = renamed;
  }

  /**
   * Reads a file.
   *
   * @param required columns that it must have, in any case
   * @param optional a column that it may have; a warning tells of any other
   * @param renamed the vendor's names in lower case with the columns that they stand for
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it can't be read to its end
   */
  static void read(
      VendorFile file,
      List<String> required,
      String optional,
      Map<String, String> renamed,
      RowSink rows) {
    file.seekable(input -> new ParquetRows(file, required, optional, renamed).read(input, rows));
  }

  /**
   * The names of a file's columns.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it can't be read
   */
  static List<String> columns(VendorFile file) {
    List<String> names = new ArrayList<>();
    file.footer(
        input -> {
          try (ParquetFileReader parquet =
              new ParquetRows(file, List.of(), "", Map.of()).open(input)) {
            parquet.getFileMetaData().getSchema().getFields().stream()
                .map(Type::getName)
                .forEach(names::add);
          }
        });
    return names;
  }

  private void read(InputFile input, RowSink rows) throws IOException {
    try (ParquetFileReader parquet = open(input)) {
      check(parquet);
      MessageType schema = project(parquet.getFileMetaData().getSchema(), rows);
      parquet.setRequestedSchema(schema);
      long line = 0;
      for (PageReadStore group = next(parquet); group != null; group = next(parquet)) {
        RecordReader<Group> records = records(group, schema);
        for (long i = 0; i < group.getRowCount(); i++) {
          line++;
          rows.row(row(line, records));
        }
      }
    }
  }

  private ParquetFileReader open(InputFile input) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    try {
      return ParquetFileReader.open(new Source(input), options);
    } catch (IOException | RuntimeException broken) {
      throw damaged(broken);
    }
  }

  private void check(ParquetFileReader parquet) {
    long rows = 0;
    for (BlockMetaData group : parquet.getRowGroups()) {
      rows += group.getRowCount();
      checkCodecs(group);
      if (group.getTotalByteSize() > MAX_GROUP_BYTES || group.getTotalByteSize() < 0) {
        throw file.malformed(
            "a row group of "
                + group.getTotalByteSize()
                + " bytes isn't read; at most "
                + MAX_GROUP_BYTES
                + " are");
      }
    }
    if (rows > Math.max(ALWAYS_FINE_ROWS, MAX_ROWS_PER_BYTE * file.length())) {
      throw file.malformed(
          "it tells of " + rows + " rows in " + file.length() + " bytes; expected a vendor's file");
    }
  }

  /** Names a compression that can't be read, which Parquet would call a missing class. */
  private void checkCodecs(BlockMetaData group) {
    for (ColumnChunkMetaData column : group.getColumns()) {
      if (!CODECS.contains(column.getCodec())) {
        throw file.malformed(
            "column "
                + OneLine.quoted(column.getPath().toDotString())
                + " is compressed with "
                + column.getCodec()
                + ", which isn't read; expected one of "
                + CODECS.stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  private MessageType project(MessageType schema, RowSink rows) {
    List<String> wanted = new ArrayList<>(required);
    wanted.add(optional);
    wanted.addAll(rows.addedColumns());
    List<Type> fields = new ArrayList<>();
    for (Type field : schema.getFields()) {
      String name = renamed.getOrDefault(field.getName().toLowerCase(Locale.ROOT), field.getName());
      String column = wanted.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
      if (column == null) {
        rows.warn(
            "column "
                + OneLine.quoted(field.getName())
                + " of "
                + file.name()
                + " is unknown and left out");
        continue;
      }
      if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
        throw file.malformed("column " + column + " holds lists or groups; expected plain values");
      }
      if (texts.put(column, ParquetText.of(field.asPrimitiveType())) != null) {
        throw file.malformed("column " + column + " stands twice");
      }
      indexes.put(column, fields.size());
      fields.add(field);
    }
    List<String> missing =
        required.stream()
            .filter(column -> !texts.containsKey(column) && !file.folders().has(column))
            .toList();
    if (!missing.isEmpty()) {
      throw file.malformed(
          (missing.size() == 1 ? "column " : "columns ")
              + String.join(", ", missing)
              + (missing.size() == 1 ? " is" : " are")
              + " missing; expected "
              + String.join(", ", required));
    }
    return new MessageType(schema.getName(), fields);
  }

  private PageReadStore next(ParquetFileReader parquet) {
    try {
      return parquet.readNextRowGroup();
    } catch (IOException | RuntimeException broken) {
      throw damaged(broken);
    } catch (OutOfMemoryError tooLarge) {
      throw tooLarge(tooLarge);
    }
  }

  private RecordReader<Group> records(PageReadStore group, MessageType schema) {
    try {
      return new ColumnIOFactory()
          .getColumnIO(schema)
          .getRecordReader(group, new GroupRecordConverter(schema));
    } catch (RuntimeException broken) {
      throw damaged(broken);
    } catch (OutOfMemoryError tooLarge) {
      throw tooLarge(tooLarge);
    }
  }

  private RawRow row(long line, RecordReader<Group> records) {
    try {
      Group group = records.read();
      Map<String, String> row = new LinkedHashMap<>();
      texts.forEach(
          (column, text) -> {
            int index = indexes.get(column);
            row.put(
                column, group.getFieldRepetitionCount(index) == 0 ? "" : text.read(group, index));
          });
      return new TextRow(line, row, Map.of());
    } catch (RuntimeException broken) {
      throw damaged(broken);
    } catch (OutOfMemoryError tooLarge) {
      throw tooLarge(tooLarge);
    }
  }

  /** A page says itself how long it is, and one array of this length is what fails. */
  private AsOfException tooLarge(OutOfMemoryError cause) {
    return new AsOfException(
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest "
            + file.name()
            + ": a page or a value in it asks for more memory than there is; expected row groups of"
            + " some 128 MB",
        cause);
  }

  private RuntimeException damaged(Exception cause) {
    for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
      if (reason instanceof RuntimeIOException unreadable) {
        return unreadable;
      }
    }
    return new AsOfException(
        ErrorCode.FILE_MALFORMED,
        "Cannot ingest "
            + file.name()
            + ": it isn't Parquet, or is damaged or cut short ("
            + OneLine.quoted(String.valueOf(cause.getMessage()))
            + ")",
        cause);
  }

  /** Iceberg's access to files, as its own copy of Parquet wants it. */
  private record Source(InputFile input)
      implements org.apache.iceberg.shaded.org.apache.parquet.io.InputFile {
    @Override
    public long getLength() {
      return input.getLength();
    }

    @Override
    public org.apache.iceberg.shaded.org.apache.parquet.io.SeekableInputStream newStream() {
      SeekableInputStream stream = input.newStream();
      return new DelegatingSeekableInputStream(new Storage(stream)) {
        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void seek(long position) throws IOException {
          stream.seek(position);
        }
      };
    }
  }

  /**
   * Tells a storage that fails from a file that is broken: Parquet says {@link IOException} to
   * both.
   */
  private static final class Storage extends FilterInputStream {
    Storage(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      try {
        return in.read();
      } catch (IOException failed) {
        throw new RuntimeIOException(failed);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        return in.read(target, offset, length);
      } catch (IOException failed) {
        throw new RuntimeIOException(failed);
      }
    }
  }
}
