package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.ingestion.VendorFormats;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import picocli.CommandLine.Option;

/** Where vendors of the user's own lie. */
final class VendorsOption {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder with jars of vendors of your own.")
  private Path plugins;

  /** The formats of all vendors. */
  VendorFormats load(Surroundings surroundings) {
    String displayName = plugins == null ? "" : surroundings.display(plugins);
    try {
      return VendorFormats.load(
          PluginJars.loader(Optional.ofNullable(plugins).map(surroundings::resolve), displayName));
    } catch (ServiceConfigurationError | LinkageError broken) {
      throw new AsOfException(
          ErrorCode.VENDOR_INVALID,
          "Cannot load the vendors"
              + (displayName.isEmpty() ? "" : " in " + displayName)
              + ": "
              + broken.getMessage(),
          broken);
    }
  }
}
