package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asof notebook install}. */
@Command(
    name = "install",
    description = {
      "Tell Jupyter about the kernel in which the notebooks run.",
      "",
      "Writes kernel.json, which starts this installation's launcher; repeating it is harmless."
    })
final class NotebookInstallCommand implements Runnable {
  private static final String LAUNCHER = "asof";

  private final Surroundings surroundings;

  @ArgGroup private Target target = new Target();

  /** Where the kernel goes: one of them. */
  static final class Target {
    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description =
            "For the Jupyter of this environment, such as a Python venv: DIR/share/jupyter.")
    private Path prefix;

    @Option(names = "--user", description = "For every Jupyter of this user (the default).")
    private boolean user;
  }

  NotebookInstallCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Path launcher = surroundings.installation().resolve(LAUNCHER);
    if (!Files.isExecutable(launcher)) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot find the launcher "
              + launcher
              + ", which starts the kernel: install from a checkout of AsOf");
    }
    Path data =
        target.prefix == null
            ? userData()
            : surroundings.resolve(target.prefix).resolve("share").resolve("jupyter");
    Path kernel = new KernelSpec(launcher).writeTo(data);
    surroundings.out().println("Kernel: " + surroundings.display(kernel));
    Optional<Path> jupyter = jupyter();
    if (jupyter.isEmpty()) {
      surroundings
          .out()
          .println(
              "Cannot find Jupyter. To install it:\n"
                  + "  python3 -m venv jupyter && jupyter/bin/pip install jupyterlab");
    }
    surroundings
        .out()
        .println(
            "Start with: "
                + jupyter.map(surroundings::display).orElse("jupyter/bin/jupyter")
                + " lab "
                + surroundings.display(surroundings.installation().resolve("notebooks")));
  }

  /** Where Jupyter looks for what belongs to the user. */
  private Path userData() {
    Optional<String> named = variable("JUPYTER_DATA_DIR");
    if (named.isPresent()) {
      return surroundings.resolve(Path.of(named.get()));
    }
    Path home = Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
      return home.resolve("Library").resolve("Jupyter");
    }
    return variable("XDG_DATA_HOME")
        .map(Path::of)
        .orElseGet(() -> home.resolve(".local").resolve("share"))
        .resolve("jupyter");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(surroundings.environment().get(name))
        .filter(value -> !value.isBlank());
  }

  /** The program, in the prefix or else on the PATH. */
  private Optional<Path> jupyter() {
    Stream<Path> inPrefix =
        Stream.ofNullable(target.prefix).map(surroundings::resolve).map(dir -> dir.resolve("bin"));
    Stream<Path> onPath =
        variable("PATH").stream()
            .flatMap(path -> Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(path))
            .filter(folder -> !folder.isBlank())
            .map(Path::of);
    return Stream.concat(inPrefix, onPath)
        .map(folder -> folder.resolve("jupyter"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
