package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder in which {@code asof demo} ran once, shared by the tests that only read it. */
final class DemoHome {
  private static DemoHome shared;

  private final Asof asof;
  private final Asof.Outcome demo;

  private DemoHome() {
    try {
      Path folder = Files.createTempDirectory("asof demo ");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      asof = new Asof(folder);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    demo = asof.run("demo");
    assertThat(demo.err()).isEmpty();
    assertThat(demo.exitCode()).isZero();
  }

  static synchronized DemoHome shared() {
    if (shared == null) {
      shared = new DemoHome();
    }
    return shared;
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Commands in this folder. */
  Asof asof() {
    return asof;
  }

  /** What the demo printed. */
  String printed() {
    return demo.out();
  }

  /** The folder that a definition's report was written to. */
  Path report(String definition) {
    return definition.equals("index-rebalance")
        ? asof.workingDirectory().resolve(demo.report()).getParent()
        : asof.report(definition);
  }

  /** A definition of the repository. */
  static String definition(String name) {
    return Asof.checkout().resolve("conf").resolve("backtests").resolve(name).toString();
  }
}
