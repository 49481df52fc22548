package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.Lineage;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads a {@link StoredResult} out of a {@code result.json}. What it does not need it skips; every
 * mistake is reported with file, line, column and key.
 */
final class ResultReader {
  private static final String FILE = "result.json";
  private static final int FORMAT_VERSION = 1;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String displayName;
  private final JsonParser in;

  private ResultReader(String displayName, JsonParser in) {
    this.displayName = displayName;
    this.in = in;
  }

  /**
   * Reads a result.
   *
   * @param path the file, or the folder that holds it
   * @throws AsOfException FILE_MISSING, or RESULT_INVALID for what is no result of AsOf
   */
  static StoredResult read(Path path, Surroundings surroundings) {
    Path given = surroundings.resolve(path);
    Path file = Files.isDirectory(given) ? given.resolve(FILE) : given;
    String displayName = surroundings.display(file);
    try (InputStream bytes = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(bytes)) {
      return new ResultReader(displayName, parser).result();
    } catch (JsonProcessingException malformed) {
      throw invalid(displayName, malformed.getLocation(), malformed.getOriginalMessage());
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read result " + displayName + ": there is no such file that can be read",
          unreadable);
    }
  }

  /** Reads the value of a key; false when it is not needed. */
  private interface KeyReader {
    boolean read(String key) throws IOException;
  }

  private StoredResult result() throws IOException {
    in.nextToken();
    Map<String, Object> found = new LinkedHashMap<>();
    List<DataRef> data = new ArrayList<>();
    List<StoredResult.Cell> cells = new ArrayList<>();
    object(
        key -> {
          switch (key) {
            case "formatVersion" -> found.put(key, formatVersion());
            case "definition" -> found.put(key, text());
            case "lineage" -> found.put(key, lineage());
            case "data" -> {
              list(() -> data.add(data()));
              found.put(key, data);
            }
            case "cells" -> {
              list(() -> cells.add(cell()));
              found.put(key, cells);
            }
            default -> {
              return false;
            }
          }
          return true;
        });
    require(found, "", "formatVersion", "data", "lineage", "definition", "cells");
    if (cells.isEmpty()) {
      throw invalid("key cells: expected at least one run");
    }
    return new StoredResult(
        displayName, (String) found.get("definition"), (Lineage) found.get("lineage"), data, cells);
  }

  private int formatVersion() throws IOException {
    long version = number();
    if (version != FORMAT_VERSION) {
      throw invalid(
          at() + version + " is another format; this version of AsOf reads " + FORMAT_VERSION);
    }
    return FORMAT_VERSION;
  }

  private Lineage lineage() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> engines = new LinkedHashMap<>();
    long[] seed = {0};
    object(
        key -> {
          switch (key) {
            case "version", "definitionSha256", "strategyClass", "strategyJar", "strategySha256" ->
                texts.put(key, text());
            case "seed" -> seed[0] = number();
            case "engines" -> engines.putAll(texts());
            default -> {
              return false;
            }
          }
          return true;
        });
    require(
        texts,
        "lineage.",
        "version",
        "definitionSha256",
        "strategyClass",
        "strategyJar",
        "strategySha256");
    return new Lineage(
        texts.get("version"),
        texts.get("definitionSha256"),
        texts.get("strategyClass"),
        texts.get("strategyJar"),
        texts.get("strategySha256"),
        seed[0],
        engines);
  }

  private DataRef data() throws IOException {
    Map<String, Object> found = new LinkedHashMap<>();
    object(
        key -> {
          switch (key) {
            case "table", "checksum" -> found.put(key, text());
            case "asOf" -> found.put(key, parsed(PointInTime::parse));
            case "knownAt" -> found.put(key, parsed(Instant::parse));
            case "snapshotId", "rows" -> found.put(key, number());
            case "schemaId" -> {
              expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
              found.put(key, in.getIntValue());
            }
            default -> {
              return false;
            }
          }
          return true;
        });
    require(
        found, "data.", "table", "asOf", "snapshotId", "schemaId", "knownAt", "rows", "checksum");
    return new DataRef(
        (String) found.get("table"),
        (PointInTime) found.get("asOf"),
        (Long) found.get("snapshotId"),
        (Integer) found.get("schemaId"),
        (Instant) found.get("knownAt"),
        (Long) found.get("rows"),
        List.of(),
        (String) found.get("checksum"));
  }

  private StoredResult.Cell cell() throws IOException {
    Map<String, Object> found = new LinkedHashMap<>();
    Map<String, String> parameters = new LinkedHashMap<>();
    boolean[] failed = {false};
    object(
        key -> {
          switch (key) {
            case "parameters" -> parameters.putAll(texts());
            case "digest" -> found.put(key, text());
            case "failure" -> failed[0] = in.currentToken() != JsonToken.VALUE_NULL;
            default -> {
              return false;
            }
          }
          return true;
        });
    require(found, "cells.", "digest");
    return new StoredResult.Cell(parameters, (String) found.get("digest"), failed[0]);
  }

  private interface Element {
    void read() throws IOException;
  }

  private void list(Element element) throws IOException {
    expect(JsonToken.START_ARRAY, "a list");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private void object(KeyReader reader) throws IOException {
    expect(JsonToken.START_OBJECT, "an object with keys");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = in.currentName();
      in.nextToken();
      if (!reader.read(key)) {
        in.skipChildren();
      }
    }
  }

  private Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    object(
        key -> {
          texts.put(key, text());
          return true;
        });
    return texts;
  }

  private String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return in.getText();
  }

  private long number() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return in.getLongValue();
  }

  private <T> T parsed(Function<String, T> parser) throws IOException {
    String text = text();
    try {
      return parser.apply(text);
    } catch (AsOfException | DateTimeException bad) {
      throw invalid(at() + bad.getMessage());
    }
  }

  private void expect(JsonToken token, String expected) {
    if (in.currentToken() != token) {
      throw invalid(at() + "expected " + expected);
    }
  }

  private void require(Map<String, ?> found, String path, String... keys) {
    for (String key : keys) {
      if (!found.containsKey(key)) {
        throw invalid(
            "key " + path + key + " is missing; expected what asof backtest writes, " + FILE);
      }
    }
  }

  private String at() {
    String pointer = in.getParsingContext().pathAsPointer().toString();
    return pointer.isEmpty() ? "" : "key " + pointer.substring(1).replace('/', '.') + ": ";
  }

  private AsOfException invalid(String problem) {
    return invalid(displayName, in.currentTokenLocation(), problem);
  }

  private static AsOfException invalid(String displayName, JsonLocation at, String problem) {
    String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new AsOfException(
        ErrorCode.RESULT_INVALID,
        "Invalid result "
            + displayName
            + place
            + ": "
            + problem.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "\uFFFD"));
  }
}
