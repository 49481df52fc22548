package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
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
}
