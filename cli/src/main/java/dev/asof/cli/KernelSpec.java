package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How Jupyter starts the kernel: by the launcher, which knows Java, the class path and the JVM's
 * flags, and builds what changed.
 *
 * @param launcher the launcher's absolute path
 */
record KernelSpec(Path launcher) {
  /** The kernel's name, which stands in each notebook. */
  static final String NAME = "asof";

  /** Writes it below a data folder of Jupyter's, and returns the file's path. */
  Path writeTo(Path data) {
    Path folder = data.resolve("kernels").resolve(NAME);
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("kernel.json"), json(), StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot write the kernel to " + folder + ": it must be a folder that can be written",
          unwritable);
    }
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeFieldName("argv");
      String[] call = {launcher.toString(), "notebook", "kernel", "{connection_file}"};
      json.writeArray(call, 0, call.length);
      json.writeStringField("display_name", "AsOf (Java)");
      json.writeStringField("language", "java");
      // An interrupt that comes as a message gets its reply mixed up with that of the cell.
      json.writeStringField("interrupt_mode", "signal");
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }
}
