package dev.asof.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value of a {@code result.json} that knows where it stands, so that whatever is wrong with it is
 * reported with file, line, column and key. Jackson's own tree forgets the places, and boxes the
 * numbers of long arrays.
 */
final class JsonNode {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();
  private static final int FIRST_SIZE = 64;
  private static final int MOST_SHOWN = 60;

  private final String file;
  private final String key;
  private final int line;
  private final int column;

  /** A map, a list, an array of numbers, a text, a number, a truth value, or null. */
  private final Object value;

  private JsonNode(String file, String key, JsonLocation at, Object value) {
    this(file, key, at.getLineNr(), at.getColumnNr(), value);
  }

  private JsonNode(String file, String key, int line, int column, Object value) {
    this.file = file;
    this.key = key;
    this.line = line;
    this.column = column;
    this.value = value;
  }

  /**
   * Reads a document.
   *
   * @param file as the user knows it
   * @throws AsOfException RESULT_INVALID for what is no JSON
   * @throws IOException when it can't be read
   */
  static JsonNode parse(String file, Reader text) throws IOException {
    try (JsonParser in = JSON.createParser(text)) {
      in.nextToken();
      JsonNode root = node(file, "", in);
      if (in.nextToken() != null) {
        throw invalid(file, in.currentTokenLocation(), "expected nothing after the object");
      }
      return root;
    } catch (JsonProcessingException malformed) {
      throw invalid(file, malformed.getLocation(), malformed.getOriginalMessage());
    }
  }

  private static JsonNode node(String file, String key, JsonParser in) throws IOException {
    JsonLocation at = in.currentTokenLocation();
    JsonToken token = in.currentToken();
    if (token == null) {
      throw invalid(file, at, "expected an object with keys");
    }
    Object value =
        switch (token) {
          case START_OBJECT -> object(file, key, in);
          case START_ARRAY -> array(file, key, in);
          case VALUE_STRING -> in.getText();
          case VALUE_NUMBER_INT -> whole(in);
          case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
          case VALUE_TRUE -> Boolean.TRUE;
          case VALUE_FALSE -> Boolean.FALSE;
          default -> null;
        };
    return new JsonNode(file, key, at, value);
  }

  private static Object whole(JsonParser in) throws IOException {
    return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) in.getDoubleValue()
        : (Object) in.getLongValue();
  }

  private static Map<String, JsonNode> object(String file, String key, JsonParser in)
      throws IOException {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      members.put(name, node(file, key.isEmpty() ? name : key + "." + name, in));
    }
    return members;
  }

  /** What begins with a number or null is an array of numbers. */
  private static Object array(String file, String key, JsonParser in) throws IOException {
    JsonToken first = in.nextToken();
    if (first == JsonToken.VALUE_NULL || first != null && first.isNumeric()) {
      return numbers(file, key, in);
    }
    List<JsonNode> elements = new ArrayList<>();
    while (in.currentToken() != JsonToken.END_ARRAY) {
      elements.add(node(file, key + "." + elements.size(), in));
      in.nextToken();
    }
    return elements;
  }

  private static double[] numbers(String file, String key, JsonParser in) throws IOException {
    double[] numbers = new double[FIRST_SIZE];
    int size = 0;
    while (in.currentToken() != JsonToken.END_ARRAY) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      JsonToken token = in.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        numbers[size] = Double.NaN;
      } else if (token != null && token.isNumeric()) {
        numbers[size] = in.getDoubleValue();
      } else {
        numbers[size] = node(file, key + "." + size, in).number();
      }
      size++;
      in.nextToken();
    }
    return Arrays.copyOf(numbers, size);
  }

  /** The member of an object. */
  JsonNode get(String name) {
    JsonNode member = members().get(name);
    if (member == null) {
      throw invalid(
          "key "
              + (key.isEmpty() ? name : withoutNumbers() + "." + name)
              + " is missing; expected what asof backtest writes, result.json");
    }
    return member;
  }

  /** The member of an object; empty where it is missing or null. */
  Optional<JsonNode> find(String name) {
    return Optional.ofNullable(members().get(name)).filter(member -> member.value != null);
  }

  private String withoutNumbers() {
    return key.replaceAll("\\.\\d+", "");
  }

  @SuppressWarnings("unchecked")
  Map<String, JsonNode> members() {
    if (value instanceof Map) {
      return (Map<String, JsonNode>) value;
    }
    throw expected("an object with keys");
  }

  /** The elements of an array, each read. */
  @SuppressWarnings("unchecked")
  <T> List<T> list(Function<JsonNode, T> reader) {
    if (value instanceof List) {
      return ((List<JsonNode>) value).stream().map(reader).toList();
    }
    throw expected("a list");
  }

  boolean isObject() {
    return value instanceof Map;
  }

  /** An array, of whatever; an empty one too. */
  boolean isArray() {
    return value instanceof List || value instanceof double[];
  }

  /** An array of numbers, or an empty one. */
  boolean isNumbers() {
    return value instanceof double[] || value instanceof List<?> list && list.isEmpty();
  }

  /** The elements of an array; of numbers each as it is read. */
  List<JsonNode> elements() {
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).mapToObj(this::element).toList();
    }
    return list(element -> element);
  }

  private JsonNode element(double number) {
    return new JsonNode(file, key, line, column, number);
  }

  /** Compares texts, numbers by their bits, truth values and null; other values never agree. */
  boolean sameScalar(JsonNode other) {
    if (isNumber() && other.isNumber()) {
      return Double.doubleToLongBits(number()) == Double.doubleToLongBits(other.number())
          && (!(value instanceof Long && other.value instanceof Long) || value.equals(other.value));
    }
    return !isObject() && !isArray() && Objects.equals(value, other.value);
  }

  private boolean isNumber() {
    return value instanceof Number;
  }

  /** A few words for messages. */
  String brief() {
    if (isObject()) {
      return "an object";
    }
    if (isArray()) {
      return "a list";
    }
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "\uFFFD");
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }

  boolean isNull() {
    return value == null;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw expected("a text");
  }

  boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw expected("true or false");
  }

  long whole() {
    if (value instanceof Long whole) {
      return whole;
    }
    throw expected("a whole number");
  }

  int count() {
    long whole = whole();
    if (whole != (int) whole) {
      throw expected("a whole number of at most 32 bits");
    }
    return (int) whole;
  }

  /** Null is NaN, and infinities are texts. */
  double number() {
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if ("Infinity".equals(value)) {
      return Double.POSITIVE_INFINITY;
    }
    if ("-Infinity".equals(value)) {
      return Double.NEGATIVE_INFINITY;
    }
    throw expected("a number");
  }

  /** An array of numbers, not shared. */
  double[] numbers() {
    if (value instanceof double[] numbers) {
      return numbers.clone();
    }
    return list(JsonNode::number).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The members of an object as texts, in their order. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    members().forEach((name, member) -> texts.put(name, member.text()));
    return texts;
  }

  LocalDate date() {
    return parsed(LocalDate::parse);
  }

  /** A text as something else. */
  <T> T parsed(Function<String, T> parser) {
    String text = text();
    try {
      return parser.apply(text);
    } catch (AsOfException | DateTimeException | IllegalArgumentException bad) {
      throw invalid(at() + bad.getMessage());
    }
  }

  private String at() {
    return key.isEmpty() ? "" : "key " + key + ": ";
  }

  AsOfException expected(String what) {
    return invalid(at() + "expected " + what);
  }

  AsOfException invalid(String problem) {
    return invalid(file, line, column, problem);
  }

  private static AsOfException invalid(String file, JsonLocation at, String problem) {
    return at == null
        ? invalid(file, 1, 1, problem)
        : invalid(file, at.getLineNr(), at.getColumnNr(), problem);
  }

  private static AsOfException invalid(String file, int line, int column, String problem) {
    return new AsOfException(
        ErrorCode.RESULT_INVALID,
        "Invalid result "
            + file
            + ", line "
            + line
            + ", column "
            + column
            + ": "
            + problem.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "\uFFFD"));
  }
}
