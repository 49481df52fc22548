package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileIOTest {
  private final LocalFileIO io = new LocalFileIO();
  @TempDir private Path folder;

  private String write(String name, String text) throws IOException {
    String location = folder.resolve("new folder").resolve(name).toString();
    try (PositionOutputStream out = io.newOutputFile(location).create()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      assertThat(out.getPos()).isEqualTo(text.length());
    }
    return location;
  }

  @Test
  void whatIsWrittenReadsBackFromAnyPosition() throws IOException {
    String location = write("a b%20.txt", "0123456789");

    assertThat(io.newInputFile(location).getLength()).isEqualTo(10);
    try (SeekableInputStream in = io.newInputFile("file://" + location).newStream()) {
      in.seek(4);
      assertThat(in.read()).isEqualTo('4');
      assertThat(in.skip(2)).isEqualTo(2);
      assertThat(in.getPos()).isEqualTo(7);
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("789");
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.skip(5)).isZero();
    }
  }

  @Test
  void aFileIsNeverOverwrittenByCreate() throws IOException {
    String location = write("a", "first");

    assertThatThrownBy(() -> io.newOutputFile(location).create())
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(io.newInputFile(location).getLength()).isEqualTo(5);
  }

  @Test
  void anAbsentFileIsNotFound() {
    String location = folder.resolve("absent").toString();

    assertThat(io.newInputFile(location).exists()).isFalse();
    assertThatThrownBy(() -> io.newInputFile(location).newStream())
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> io.newInputFile(location).getLength())
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> io.deleteFile(location)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void everyFileBelowAFolderIsListedAsItsFolderWasWritten() throws IOException {
    String second = write("b", "22");
    String first = write("a/deep", "1");

    assertThat(io.listPrefix(folder.toString()))
        .extracting(FileInfo::location, FileInfo::size)
        .containsExactly(tuple(first, 1L), tuple(second, 2L));
    assertThat(io.listPrefix("file:" + folder))
        .extracting(FileInfo::location)
        .containsExactly("file:" + first, "file:" + second);
    assertThat(io.listPrefix("file://" + folder))
        .allMatch(file -> io.newInputFile(file.location()).exists());
    assertThat(io.listPrefix(folder.resolve("absent").toString())).isEmpty();
  }

  @Test
  void aFolderIsDeletedWithAllThatIsInIt() throws IOException {
    write("a/deep", "1");
    write("b", "22");

    io.deletePrefix(folder.resolve("new folder").toString());
    io.deletePrefix(folder.resolve("absent").toString());

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void filesAreDeletedTogetherAndThoseThatCannotBeAreCounted() throws IOException {
    String first = write("a", "1");
    String second = write("b", "22");
    String occupied = Path.of(write("c/d", "3")).getParent().toString();

    assertThatThrownBy(() -> io.deleteFiles(List.of(first, first, occupied, second)))
        .isInstanceOf(BulkDeletionFailureException.class)
        .hasMessage("Failed to delete 1 files")
        .hasCauseInstanceOf(DirectoryNotEmptyException.class);
    assertThat(io.listPrefix(folder.toString()))
        .extracting(FileInfo::location)
        .containsExactly(occupied + "/d");
  }
}
