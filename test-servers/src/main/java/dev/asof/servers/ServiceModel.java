package dev.asof.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What AWS publishes of a service, as its own clients are generated from it: which members a
 * request has, which it needs, and what their texts, numbers and lists may be.
 *
 * <p>The model of Maven Central is of December 2025. What the service got since and AsOf uses
 * stands in {@code additions.json} beside this class, from the model of August 2026.
 */
public final class ServiceModel {
  private final JsonNode shapes;

  private ServiceModel(JsonNode shapes) {
    this.shapes = shapes;
  }

  /** The model of EMR on EKS. */
  public static ServiceModel emrContainers() {
    ObjectMapper mapper = new ObjectMapper();
    Path published =
        ServerProcess.jars("aws").resolve("models").resolve("emr-containers-2020-10-01-model.json");
    try (InputStream additions = ServiceModel.class.getResourceAsStream("additions.json")) {
      JsonNode model = mapper.readTree(published.toFile());
      JsonNode shapes = model.get("shapes");
      merge((ObjectNode) shapes, (ObjectNode) mapper.readTree(additions));
      return new ServiceModel(shapes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void merge(ObjectNode into, ObjectNode more) {
    for (Map.Entry<String, JsonNode> entry : more.properties()) {
      if (into.get(entry.getKey()) instanceof ObjectNode there
          && entry.getValue() instanceof ObjectNode added) {
        merge(there, added);
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }

  /**
   * What is wrong with a request.
   *
   * @param shape the name of its shape, such as {@code StartJobRunRequest}
   * @param request its members, those of the path included
   * @return one line for each problem, beginning with the member; nothing when it is right
   */
  public List<String> problems(String shape, JsonNode request) {
    List<String> problems = new ArrayList<>();
    check(shape, "", request, problems);
    return problems;
  }

  private void check(String shapeName, String at, JsonNode value, List<String> problems) {
    JsonNode shape = shapes.get(shapeName);
    switch (shape.get("type").textValue()) {
      case "structure" -> checkStructure(shape, at, value, problems);
      case "list" -> {
        checkSize(shape, at, value.size(), problems);
        for (int index = 0; index < value.size(); index++) {
          check(
              shape.get("member").get("shape").textValue(),
              at + "[" + index + "]",
              value.get(index),
              problems);
        }
      }
      case "map" -> {
        checkSize(shape, at, value.size(), problems);
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          String here = at + "." + entry.getKey();
          checkText(
              shapes.get(shape.get("key").get("shape").textValue()),
              here,
              entry.getKey(),
              problems);
          check(shape.get("value").get("shape").textValue(), here, entry.getValue(), problems);
        }
      }
      case "string" -> {
        if (value.isTextual()) {
          checkText(shape, at, value.textValue(), problems);
        } else {
          problems.add(at + ": expected a text, not " + value);
        }
      }
      case "integer" -> {
        if (value.isInt()) {
          checkSize(shape, at, value.intValue(), problems);
        } else {
          problems.add(at + ": expected a whole number, not " + value);
        }
      }
      case "boolean" -> {
        if (!value.isBoolean()) {
          problems.add(at + ": expected true or false, not " + value);
        }
      }
      default -> problems.add(at + ": nothing checks shape " + shapeName);
    }
  }

  private void checkStructure(JsonNode shape, String at, JsonNode value, List<String> problems) {
    if (!value.isObject()) {
      problems.add(at + ": expected an object, not " + value);
      return;
    }
    for (JsonNode required : shape.path("required")) {
      if (value.path(required.textValue()).isMissingNode()) {
        problems.add(at + "." + required.textValue() + ": is required");
      }
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode known = shape.get("members").get(member.getKey());
      String here = at + "." + member.getKey();
      if (known == null) {
        problems.add(here + ": the service knows no such member");
      } else {
        check(known.get("shape").textValue(), here, member.getValue(), problems);
      }
    }
  }

  private static void checkText(JsonNode shape, String at, String text, List<String> problems) {
    checkSize(shape, at, text.codePointCount(0, text.length()), problems);
    if (shape.has("enum")) {
      Iterator<JsonNode> values = shape.get("enum").elements();
      boolean known = false;
      while (values.hasNext()) {
        known |= values.next().textValue().equals(text);
      }
      if (!known) {
        problems.add(at + ": '" + text + "' is none of " + shape.get("enum"));
      }
    }
    if (shape.has("pattern") && !text.isEmpty()) {
      Pattern pattern = Pattern.compile(shape.get("pattern").textValue(), Pattern.DOTALL);
      if (!pattern.matcher(text).matches()) {
        problems.add(at + ": '" + text + "' does not match " + pattern);
      }
    }
  }

  private static void checkSize(JsonNode shape, String at, int size, List<String> problems) {
    if (shape.has("min") && size < shape.get("min").intValue()
        || shape.has("max") && size > shape.get("max").intValue()) {
      problems.add(
          at + ": " + size + " is not within " + shape.get("min") + " and " + shape.get("max"));
    }
  }
}
