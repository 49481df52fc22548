package dev.asof.ingestion;

import com.github.luben.zstd.ZstdInputStream;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.InputFile;

/**
 * A file as it was when it was hashed. What is compressed with gzip or zstd, by its name's ending,
 * is read uncompressed.
 */
public final class VendorFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String GZIP = ".gz";
  private static final String ZSTD = ".zst";

  private final FileSource source;
  private final String name;
  private final String sha256;
  private final long length;
  private final PartitionFolders folders;

  private VendorFile(FileSource source, String name, String sha256, long length) {
    this.source = source;
    this.name = name;
    this.sha256 = sha256;
    this.length = length;
    this.folders = PartitionFolders.of(source.location());
  }

  /** Reads a file's text. */
  public interface TextParse {
    /** Reads to the end of what it needs. */
    void accept(Reader text) throws IOException;
  }

  /** Reads a file's bytes. */
  public interface BytesParse {
    /** Reads to the end of what it needs. */
    void accept(InputStream bytes) throws IOException;
  }

  /**
   * Hashes a file.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MISSING} when it can't be read
   */
  static VendorFile of(FileSource source) {
    source.check();
    String name = OneLine.of(source.name());
    MessageDigest digest = newDigest();
    try (InputStream in = new DigestInputStream(source.open(), digest)) {
      drain(in);
      return new VendorFile(source, name, hex(digest), source.length());
    } catch (IOException unreadable) {
      throw unreadable(source, unreadable);
    }
  }

  /** Its name below the folder that was named, fit for a message. */
  public String name() {
    return name;
  }

  /** SHA-256 of its bytes as they lie there, 64 lower-case hex digits. */
  public String sha256() {
    return sha256;
  }

  /** Where it lies. */
  FileSource source() {
    return source;
  }

  /** What its format is recognised by. */
  FileHead head() {
    try (InputStream in = uncompressed(source.open())) {
      return FileHead.of(plainName(), in.readNBytes(FileHead.MAX_BYTES));
    } catch (IOException unreadable) {
      throw damaged(unreadable);
    }
  }

  /**
   * Reads the text, UTF-8 strictly, to its end.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when a byte isn't UTF-8, what is
   *     compressed is damaged, or the file isn't the one that was hashed
   */
  public void text(TextParse parse) {
    bytes(in -> parse.accept(new Utf8Reader(in, name)));
  }

  /**
   * Reads the bytes to their end.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when what is compressed is damaged,
   *     or the file isn't the one that was hashed
   */
  public void bytes(BytesParse parse) {
    MessageDigest digest = newDigest();
    try (InputStream raw = new DigestInputStream(source.open(), digest)) {
      InputStream in = uncompressed(raw);
      parse.accept(new Unclosed(in));
      drain(in);
      drain(raw);
    } catch (IOException unreadable) {
      throw damaged(unreadable);
    }
    if (!hex(digest).equals(sha256)) {
      throw malformed("the file changed while it was read; ingest it again once it is complete");
    }
  }

  /** Reads a file by seeking in it. */
  interface SeekableParse {
    /** Reads what it needs. */
    void accept(InputFile file) throws IOException;
  }

  /**
   * Reads a file that is read from its end, which none is that is compressed as a whole.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it is compressed, or isn't the
   *     one that was hashed
   */
  void seekable(SeekableParse parse) {
    footer(parse);
    bytes(in -> {});
  }

  /**
   * Reads what stands at the end of such a file, without a look at whether all of it is as it was.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it is compressed
   */
  void footer(SeekableParse parse) {
    if (!compression().isEmpty()) {
      throw malformed(
          "a file of this format is compressed inside; expected it without gzip or zstd");
    }
    try {
      parse.accept(source.seekable());
    } catch (IOException | RuntimeIOException unreadable) {
      throw unreadable(source, unreadable);
    }
  }

  /** A fault of the file as a whole, after which it can't be read on. */
  public AsOfException malformed(String problem) {
    return Findings.malformed(name, problem);
  }

  /** A fault at a line, from 1, after which the file can't be read on. */
  public AsOfException malformed(long line, String problem) {
    return Findings.malformed(name, line, problem, null);
  }

  /** What the folders around it say of its rows. */
  PartitionFolders folders() {
    return folders;
  }

  /** Its name without folders and without the ending of a compression. */
  String plainName() {
    return plainName(name);
  }

  /** A file's name without folders and without the ending of a compression. */
  static String plainName(String name) {
    return name.substring(name.lastIndexOf('/') + 1, name.length() - compression(name).length());
  }

  private String compression() {
    return compression(name);
  }

  /** The ending of a compression; empty without one. */
  private static String compression(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(GZIP) ? GZIP : lower.endsWith(ZSTD) ? ZSTD : "";
  }

  private InputStream uncompressed(InputStream raw) throws IOException {
    if (compression().equals(GZIP)) {
      return new Expansion(
          new GZIPInputStream(new BufferedInputStream(raw, BUFFER_BYTES), BUFFER_BYTES), this);
    }
    if (compression().equals(ZSTD)) {
      return new Expansion(new ZstdInputStream(new BufferedInputStream(raw, BUFFER_BYTES)), this);
    }
    return raw;
  }

  long length() {
    return length;
  }

  private AsOfException damaged(IOException cause) {
    String message = OneLine.of(String.valueOf(cause.getMessage()));
    if (cause instanceof ZipException
        || cause instanceof EOFException
        || cause instanceof com.github.luben.zstd.ZstdIOException
        || message.contains("Truncated source")) {
      return new AsOfException(
          ErrorCode.FILE_MALFORMED,
          "Cannot ingest "
              + name
              + ": what is compressed is damaged or cut short ("
              + message
              + ")",
          cause);
    }
    return unreadable(source, cause);
  }

  /** Some parsers close what they have read to its end; the digest wants the rest of the file. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, length);
    }

    @Override
    public void close() {
      // The file's owner closes it.
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (in.read(buffer) >= 0) {
      // The digest takes each byte as it passes.
    }
  }

  private static AsOfException unreadable(FileSource source, Exception cause) {
    return new AsOfException(
        ErrorCode.FILE_MISSING,
        "Cannot read "
            + OneLine.of(source.location())
            + ": "
            + OneLine.of(String.valueOf(cause.getMessage())),
        cause);
  }

  /** SHA-256 of a text's UTF-8 bytes, 64 lower-case hex digits. */
  static String sha256(String text) {
    MessageDigest digest = newDigest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every JDK has SHA-256", absent);
    }
  }
}
