package dev.asof.cli;

import dev.asof.api.Bars;
import dev.asof.api.Lineage;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.Lake;
import dev.asof.engine.Simulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what code and which definition produce a result. */
final class Origins {
  private static final int BUFFER_BYTES = 1 << 16;

  private Origins() {}

  /** The lineage of a run of this definition's text by this strategy, with nothing random in it. */
  static Lineage of(String definition, StrategyFactory strategy) {
    Path jar = jarOf(strategy.getClass());
    return new Lineage(
        Version.current(),
        sha256(definition.getBytes(StandardCharsets.UTF_8)),
        strategy.getClass().getName(),
        jar == null ? "" : jar.getFileName().toString(),
        jar == null ? sha256OfClass(strategy.getClass()) : sha256OfFile(jar),
        0,
        engines());
  }

  /** The jar that a class came from; null when it came from a folder. */
  private static Path jarOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !location.getProtocol().equals("file")) {
      return null;
    }
    try {
      Path path = Path.of(new URI(location.toString()));
      return Files.isRegularFile(path) ? path : null;
    } catch (URISyntaxException unusual) {
      return null;
    }
  }

  /**
   * Over the jars that simulate and read, which a version and a commit can't tell apart when
   * somebody changed them; empty when classes lie in folders.
   */
  private static String codeSha256() {
    StringBuilder jars = new StringBuilder();
    for (Class<?> type : List.of(Bars.class, Simulator.class, Lake.class, Origins.class)) {
      Path jar = jarOf(type);
      if (jar == null) {
        return "";
      }
      jars.append(sha256OfFile(jar)).append('\n');
    }
    return sha256(jars.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<String, String> engines() {
    Map<String, String> engines = new LinkedHashMap<>();
    String code = codeSha256();
    if (!code.isEmpty()) {
      engines.put("AsOf code", "SHA-256 " + code);
    }
    engines.put("Iceberg", org.apache.iceberg.IcebergBuild.version());
    engines.put("Java", Runtime.version().toString());
    engines.put("Platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return engines;
  }

  private static String sha256OfClass(Class<?> type) {
    String resource = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(resource)) {
      return in == null ? "" : sha256(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String sha256OfFile(Path file) {
    MessageDigest digest = newSha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Cannot digest: the JDK lacks SHA-256", impossible);
    }
  }
}
