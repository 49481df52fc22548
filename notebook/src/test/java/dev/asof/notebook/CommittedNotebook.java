package dev.asof.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A notebook as it is committed.
 *
 * @param file where it lies
 * @param cells its cells of code, in order
 */
record CommittedNotebook(Path file, List<Cell> cells) {
  /**
   * A cell of code.
   *
   * @param source what it does
   * @param printed what it printed
   * @param shown its value as plain text; empty for none
   * @param error the error that ended it; empty for none
   */
  record Cell(String source, String printed, String shown, String error) {
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot:\\d+");

    /** Hides the ids of snapshots, which differ from run to run. */
    Cell {
      error = SNAPSHOT.matcher(error).replaceAll("snapshot:N");
    }
  }

  static CommittedNotebook read(Path file) {
    JsonNode notebook;
    try {
      notebook = new ObjectMapper().readTree(file.toFile());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : notebook.get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        cells.add(cell(cell));
      }
    }
    return new CommittedNotebook(file, cells);
  }

  private static Cell cell(JsonNode cell) {
    StringBuilder printed = new StringBuilder();
    String shown = "";
    String error = "";
    for (JsonNode output : cell.get("outputs")) {
      switch (output.get("output_type").asText()) {
        case "stream" -> {
          if (output.get("name").asText().equals("stdout")) {
            printed.append(text(output.get("text")));
          }
        }
        case "execute_result" -> shown = text(output.get("data").get("text/plain"));
        case "error" -> error = output.get("evalue").asText();
        default -> {
          // How far long work was is no result.
        }
      }
    }
    return new Cell(text(cell.get("source")), printed.toString(), shown, error);
  }

  /** A text, which notebooks cut into lines. */
  private static String text(JsonNode lines) {
    if (lines.isTextual()) {
      return lines.asText();
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asText()));
    return text.toString();
  }
}
