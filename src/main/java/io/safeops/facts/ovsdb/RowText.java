package io.safeops.facts.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.safeops.facts.ovsdb.OvsdbSchema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Converts a value of OVSDB (RFC 7047, 5.1) to plain JSON, which is equal for equal content: sets
 * and maps are sorted, and a reference is the name of what it refers to.
 */
public final class RowText {

  private RowText() {}

  /**
   * @param called the names of rows, by UUID
   */
  public static String of(Shape shape, JsonNode value, Map<String, String> called) {
    return switch (shape) {
      case ONE -> atom(value, called);
      case SET ->
          members(value, "set").stream()
              .map(member -> atom(member, called))
              .sorted()
              .collect(Collectors.joining(",", "[", "]"));
      case MAP -> {
        Map<String, String> sorted = new TreeMap<>();
        for (JsonNode pair : members(value, "map")) {
          String key = atom(pair.path(0), called);
          sorted.put(key.startsWith("\"") ? key : '"' + key + '"', atom(pair.path(1), called));
        }
        yield sorted.entrySet().stream()
            .map(pair -> pair.getKey() + ":" + pair.getValue())
            .collect(Collectors.joining(",", "{", "}"));
      }
    };
  }

  /** A set with one member is written as this member. */
  private static List<JsonNode> members(JsonNode value, String tag) {
    boolean tagged =
        value.isArray() && value.path(0).asText().equals(tag) && value.path(1).isArray();
    if (!tagged) {
      return value.isMissingNode() ? List.of() : List.of(value);
    }
    List<JsonNode> members = new ArrayList<>();
    value.path(1).forEach(members::add);
    return members;
  }

  private static String atom(JsonNode value, Map<String, String> called) {
    if (value.isArray()) {
      String uuid = value.path(1).asText();
      return OvsdbRow.ascii(JsonNodeFactory.instance.textNode(called.getOrDefault(uuid, uuid)));
    }
    return OvsdbRow.ascii(value);
  }
}
