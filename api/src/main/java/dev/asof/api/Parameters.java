package dev.asof.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values for a strategy's parameters; those that were not given have their default. */
public final class Parameters {
  private final Map<String, String> texts;

  private Parameters(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * Checks each given value against its declaration.
   *
   * @param declared a strategy's parameters
   * @param given values by name, as they were written
   * @throws AsOfException with {@link ErrorCode#PARAMETER_INVALID} for an unknown name or bad value
   */
  public static Parameters of(List<Parameter<?>> declared, Map<String, String> given) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Parameter<?> parameter : declared) {
      String text = given.getOrDefault(parameter.name(), parameter.defaultText());
      parameter.parse(text);
      texts.put(parameter.name(), text);
    }
    for (String name : given.keySet()) {
      if (!texts.containsKey(name)) {
        throw new AsOfException(
            ErrorCode.PARAMETER_INVALID,
            "Invalid parameter '"
                + name
                + "': expected one of "
                + declared.stream().map(Parameter::name).collect(Collectors.joining(", ")));
      }
    }
    return new Parameters(texts);
  }

  /** The value of a parameter that was declared. */
  public <T> T get(Parameter<T> parameter) {
    String text = texts.get(parameter.name());
    if (text == null) {
      throw new IllegalArgumentException("Cannot read undeclared parameter " + parameter.name());
    }
    return parameter.parse(text);
  }

  /** All values as written, in the order of declaration. */
  public Map<String, String> asMap() {
    return new LinkedHashMap<>(texts);
  }
}
