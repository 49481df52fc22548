package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process that did nothing else before can show. */
class FreshProcessTest {
  @TempDir private static Path folder;

  /** Renders one experiment into the file that is named. */
  static final class Render {
    private Render() {}

    public static void main(String[] arguments) throws IOException {
      String page = ExperimentReport.html(SampleExperiments.entryByHolding());
      Files.writeString(Path.of(arguments[0]), page, StandardCharsets.UTF_8);
    }
  }

  @BeforeAll
  static void renderInAProcessOfItsOwn() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=America/St_Johns",
                "-Duser.language=de",
                "-Duser.country=DE",
                "-Xlog:class+load:file=" + folder.resolve("classes.log").getFileName(),
                "-cp",
                System.getProperty("java.class.path"),
                Render.class.getName(),
                folder.resolve("page.html").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("output.txt")).isEmptyFile();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void anotherProcessGivesTheSameBytes() {
    assertThat(folder.resolve("page.html"))
        .usingCharset(StandardCharsets.UTF_8)
        .hasContent(ExperimentReport.html(SampleExperiments.entryByHolding()));
  }

  /** So it works on a machine without fonts, and without the libraries that draw them. */
  @Test
  void noFontIsLoaded() throws IOException {
    List<String> classes = Files.readAllLines(folder.resolve("classes.log"));

    assertThat(classes).anyMatch(line -> line.contains(" org.knowm.xchart.XYChart "));
    assertThat(classes)
        .noneMatch(line -> line.contains(" java.awt.font.TextLayout "))
        .noneMatch(line -> line.contains(" sun.font.SunFontManager "));
  }
}
