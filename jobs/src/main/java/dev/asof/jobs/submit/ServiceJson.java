package dev.asof.jobs.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * A request of the SDK as JSON under the service's own names, keys in order: what {@code aws
 * emr-containers start-job-run --cli-input-json} takes.
 */
final class ServiceJson {
  private ServiceJson() {}

  static ObjectNode of(SdkPojo request) {
    Map<String, JsonNode> fields = new TreeMap<>();
    for (SdkField<?> field : request.sdkFields()) {
      Object value = field.getValueOrDefault(request);
      if (value != null
          && !(value instanceof SdkAutoConstructList)
          && !(value instanceof SdkAutoConstructMap)) {
        fields.put(field.locationName(), value(value));
      }
    }
    ObjectNode json = Json.object();
    fields.forEach(json::set);
    return json;
  }

  private static JsonNode value(Object value) {
    if (value instanceof SdkPojo nested) {
      return of(nested);
    }
    if (value instanceof Collection<?> values) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      values.forEach(element -> array.add(value(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = Json.object();
      new TreeMap<>(map).forEach((key, element) -> object.set(key.toString(), value(element)));
      return object;
    }
    if (value instanceof Integer number) {
      return JsonNodeFactory.instance.numberNode(number);
    }
    return JsonNodeFactory.instance.textNode(value.toString());
  }
}
