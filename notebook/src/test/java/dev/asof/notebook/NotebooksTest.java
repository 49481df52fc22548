package dev.asof.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every cell of every notebook prints and shows what is committed below it. */
@Tag("slow")
final class NotebooksTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("asof.root")).resolve("notebooks").normalize();

  private static AsOf sparkStaysUp;

  /** One session of Spark serves all notebooks: they would each start and stop their own. */
  @BeforeAll
  static void startSpark() {
    sparkStaysUp = AsOf.temporary();
    sparkStaysUp.spark();
  }

  @AfterAll
  static void stopSpark() {
    sparkStaysUp.close();
  }

  @TestFactory
  Stream<DynamicTest> cellsGiveWhatIsCommitted() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
    assertThat(files).hasSize(6);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
  }

  private static void compare(Path file) {
    CommittedNotebook notebook = CommittedNotebook.read(file);
    assertThat(notebook.cells()).hasSizeGreaterThan(3);
    try (CellRunner runner = new CellRunner()) {
      for (CommittedNotebook.Cell committed : notebook.cells()) {
        assertThat(runner.run(committed.source())).isEqualTo(committed);
      }
    }
  }
}
