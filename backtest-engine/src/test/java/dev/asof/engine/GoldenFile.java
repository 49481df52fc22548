package dev.asof.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A golden file: null is NaN, infinities are words. */
record GoldenFile(JsonNode root) {

  static GoldenFile ofResource(String path) throws IOException {
    try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + path)) {
      return new GoldenFile(new ObjectMapper().readTree(in));
    }
  }

  /** A file that lies beside the repository, or nothing when it is not there. */
  static Optional<GoldenFile> ofShared(String path) throws IOException {
    Optional<Path> file = shared().map(folder -> folder.resolve("golden").resolve(path));
    return file.isPresent() && Files.exists(file.get())
        ? Optional.of(new GoldenFile(new ObjectMapper().readTree(file.get().toFile())))
        : Optional.empty();
  }

  private static Optional<Path> shared() {
    String named = System.getenv("ASOF_SHARED");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve(".git"))) {
        return Optional.of(dir.resolveSibling("shared"));
      }
    }
    return Optional.empty();
  }

  JsonNode config() {
    return root.path("config");
  }

  JsonNode outputs() {
    return root.path("outputs");
  }

  /** A matrix of the inputs, one row per bar. */
  double[][] input(String name) {
    return matrix(root.path("inputs").path(name));
  }

  static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    for (int bar = 0; bar < matrix.length; bar++) {
      matrix[bar] = vector(rows.get(bar));
    }
    return matrix;
  }

  static double[] vector(JsonNode values) {
    double[] vector = new double[values.size()];
    for (int n = 0; n < vector.length; n++) {
      vector[n] = number(values.get(n));
    }
    return vector;
  }

  static double number(JsonNode value) {
    return value.isNull()
        ? Double.NaN
        : value.isTextual() ? Double.parseDouble(value.textValue()) : value.doubleValue();
  }
}
