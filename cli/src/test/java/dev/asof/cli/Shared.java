package dev.asof.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Data under other people's terms, read where it lies; tests that need it are skipped without it.
 */
final class Shared {
  private Shared() {}

  static Path file(String name) {
    String variable = System.getenv("ASOF_SHARED");
    Path folder =
        variable == null ? Asof.checkout().resolve("..").resolve("shared") : Path.of(variable);
    Path file = folder.resolve(name).normalize();
    Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + name);
    return file;
  }

  static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
