package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A jar with a class that an outsider wrote. */
final class OutsideJar {
  private OutsideJar() {}

  /**
   * Compiles a class of package {@code outside} and puts it into {@code plugins/mine.jar}.
   *
   * @param implementation what the jar says that it holds
   */
  static void write(
      Path folder, String name, String source, Class<?> service, String implementation)
      throws IOException {
    Path file = folder.resolve("outside").resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString()))
        .isZero();
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream out = Files.newOutputStream(plugins.resolve("mine.jar"));
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> classes = Files.list(file.getParent())) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
      jar.write(implementation.getBytes(StandardCharsets.UTF_8));
      for (Path compiled : classes.filter(at -> at.toString().endsWith(".class")).toList()) {
        jar.putNextEntry(new JarEntry("outside/" + compiled.getFileName()));
        jar.write(Files.readAllBytes(compiled));
      }
    }
  }
}
