package dev.asof.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationJarTest {
  @TempDir private Path folder;

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  @Test
  void servicesArePutTogetherAndSignaturesLeftOutInTheSameBytes() throws IOException {
    Path first =
        jar(
            "first.jar",
            Map.of("a.txt", "1", "META-INF/services/S", "one\n", "META-INF/X.SF", "signed"));
    Path second =
        jar(
            "second.jar",
            Map.of(
                "a.txt",
                "2",
                "b.txt",
                "3",
                "META-INF/services/S",
                "two\none",
                "module-info.class",
                ""));

    Path made = ApplicationJar.of(List.of(first, second), folder.resolve("made"));
    try (JarFile jar = new JarFile(made.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .containsExactly("META-INF/MANIFEST.MF", "META-INF/services/S", "a.txt", "b.txt");
      assertThat(text(jar, "a.txt")).isEqualTo("1");
      assertThat(text(jar, "META-INF/services/S")).isEqualTo("one\ntwo\n");
    }
    Path again = ApplicationJar.of(List.of(first, second), folder.resolve("made again"));
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(made));
    assertThat(again.getFileName()).isEqualTo(made.getFileName());
    assertThat(ApplicationJar.of(List.of(second, first), folder.resolve("made")))
        .isNotEqualTo(made);
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
