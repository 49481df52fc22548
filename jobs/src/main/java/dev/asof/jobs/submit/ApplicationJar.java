package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/**
 * Several jars as one, the same bytes for the same jars. Of files that several have, the first
 * jar's stays; lists of services are put together, so that plugins are found.
 */
final class ApplicationJar {
  /** A zip file can't say an earlier one. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final String SERVICES = "META-INF/services/";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/[^/]+\\.(SF|RSA|DSA|EC)|(META-INF/versions/\\d+/)?module-info\\.class");

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, Set<String>> services = new TreeMap<>();

  private ApplicationJar() {}

  /**
   * Makes the jar, or finds it made before.
   *
   * @param jars in the order of a class path
   * @param folder where it is kept
   */
  static Path of(List<Path> jars, Path folder) {
    StringBuilder parts = new StringBuilder();
    jars.forEach(jar -> parts.append(JobFile.of("", jar).sha256()).append('\n'));
    Path made = folder.resolve(Digest.of(parts.toString()) + ".jar");
    if (Files.exists(made)) {
      return made;
    }
    ApplicationJar application = new ApplicationJar();
    try {
      for (Path jar : jars) {
        application.add(jar);
      }
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, ".application-", ".tmp");
      application.write(written);
      return Files.move(written, made, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot make the application's jar in " + folder + ": " + failed.getMessage(),
          failed);
    }
  }

  private void add(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> found = file.entries();
      while (found.hasMoreElements()) {
        JarEntry entry = found.nextElement();
        String name = entry.getName();
        if (entry.isDirectory() || name.equals(MANIFEST) || LEFT_OUT.matcher(name).matches()) {
          continue;
        }
        try (InputStream content = file.getInputStream(entry)) {
          byte[] bytes = content.readAllBytes();
          if (name.startsWith(SERVICES)) {
            new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(services.computeIfAbsent(name, list -> new LinkedHashSet<>())::add);
          } else {
            entries.putIfAbsent(name, bytes);
          }
        }
      }
    }
  }

  private void write(Path target) throws IOException {
    services.forEach(
        (name, lines) ->
            entries.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream manifest = new ByteArrayOutputStream();
    manifest.writeBytes(
        "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target))) {
      put(jar, MANIFEST, manifest.toByteArray());
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(jar, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(TIME);
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }
}
