package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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

  @Test
  void anotherProcessLeavesTheFoldersOfALivingOne() throws Exception {
    Path first = ScratchFolders.make(temp);
    Path second = ScratchFolders.make(temp);

    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "classes")
                    + File.pathSeparator
                    + Path.of("target", "test-classes"),
                OtherProcess.class.getName(),
                temp.toString())
            .inheritIO()
            .start();

    assertThat(other.waitFor()).isZero();
    assertThat(first).exists();
    assertThat(second).exists();
    ScratchFolders.delete(first);
    ScratchFolders.delete(second);
  }

  /** Makes a folder of its own in a process of its own. */
  static final class OtherProcess {
    public static void main(String[] arguments) throws IOException {
      ScratchFolders.make(Path.of(arguments[0]));
    }
  }
}
