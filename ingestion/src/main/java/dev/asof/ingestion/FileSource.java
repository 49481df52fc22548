package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.ObjectFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.InputFile;

/** Where a vendor's file lies: on this machine, or in a store of objects. */
public interface FileSource {
  /** Where it lies, as the user wrote it. */
  String location();

  /** Its name below the folder that was named: without it, but with the folders in between. */
  String name();

  /** Opens it from its start. */
  InputStream open() throws IOException;

  /** The same for formats that are read from their end. */
  InputFile seekable();

  /** Its length in bytes. */
  long length() throws IOException;

  /**
   * Refuses what can't be read.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MISSING}
   */
  void check();

  /** A file on this machine. */
  static FileSource local(Path path) {
    return new Local(path, path.getFileName().toString());
  }

  /** A file on this machine, somewhere below a folder. */
  static FileSource below(Path folder, Path path) {
    return new Local(path, folder.relativize(path).toString());
  }

  /** An object. */
  static FileSource object(ObjectFolder folder, ObjectFolder.ObjectFile object) {
    return new StoredObject(folder, object);
  }

  /** A file on this machine's disk. */
  record Local(Path path, String name) implements FileSource {
    @Override
    public String location() {
      return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public InputFile seekable() {
      return org.apache.iceberg.Files.localInput(path.toFile());
    }

    @Override
    public long length() throws IOException {
      return Files.size(path);
    }

    @Override
    public void check() {
      if (!Files.isRegularFile(path)) {
        throw new AsOfException(
            ErrorCode.FILE_MISSING,
            "Cannot ingest "
                + OneLine.of(location())
                + (Files.isDirectory(path)
                    ? ": it is a folder; expected a file"
                    : ": there is no such file"));
      }
    }
  }

  /** An object that was there when its folder was listed. */
  record StoredObject(ObjectFolder folder, ObjectFolder.ObjectFile object) implements FileSource {
    @Override
    public String location() {
      return object.location();
    }

    @Override
    public String name() {
      return folder.nameOf(object);
    }

    @Override
    public InputStream open() {
      return folder.open(object);
    }

    @Override
    public InputFile seekable() {
      return folder.input(object);
    }

    @Override
    public long length() {
      return object.bytes();
    }

    @Override
    public void check() {
      // Opening it says what became of it.
    }
  }
}
