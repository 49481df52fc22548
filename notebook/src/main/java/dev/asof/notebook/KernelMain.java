package dev.asof.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.logging.LogManager;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * Starts the kernel as its own {@link MainApp} does, but for what that gets wrong: it logs little,
 * it knows its handlers before it listens and keeps variables (see {@link KernelConnection}), it
 * survives its own start (see {@link Listeners}), and SIGINT interrupts the cell that runs. An
 * interrupt that comes as a message meets state that the running cell uses too, so that its reply
 * got lost or said {@code ok}.
 */
public final class KernelMain {
  private KernelMain() {}

  /** Runs until Jupyter ends it; the only argument is Jupyter's connection file. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    if (args.length != 1) {
      throw new IllegalArgumentException("Invalid arguments: expected Jupyter's connection file");
    }
    try (InputStream quiet = KernelMain.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(quiet);
    }
    String text = Files.readString(Path.of(args[0]), StandardCharsets.UTF_8);
    Channels channels = new Channels(Transform.fromJson(text, ConnectionProperties.class));
    ProgressBar.showInKernel();
    KernelConnection connection = KernelConnection.connect(channels, MainApp.kernel);
    Signals.interrupt(connection::interruptCell);
    new Listeners(channels).keepAlive();
    channels.joinUntilClose();
  }
}
