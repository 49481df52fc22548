package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed processes left among the temporary files goes with the next process. */
class ScratchFoldersTest {
  @TempDir private Path temp;

  @Test
  void aFolderGoesWhenNobodyHoldsItAndStaysWhileSomebodyDoes() throws IOException {
    Path abandoned = Files.createDirectory(temp.resolve("asof-spark-1"));
    Files.createFile(abandoned.resolve(".in-use"));
    Files.createDirectories(abandoned.resolve("blockmgr").resolve("0c"));
    Path without = Files.createDirectory(temp.resolve("asof-spark-2"));
    Path others = Files.createDirectory(temp.resolve("spark-3"));
    Path first = ScratchFolders.make(temp);

    Path second = ScratchFolders.make(temp);

    assertThat(abandoned).doesNotExist();
    assertThat(without).exists();
    assertThat(others).exists();
    assertThat(first).exists();
    ScratchFolders.delete(first);
    ScratchFolders.delete(second);
    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
  }
}
