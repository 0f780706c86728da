package io.safeops.action.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a transaction looks at before it deletes a row (RFC 7047, 5.2.6 "wait"): where it
 * is otherwise nothing of the transaction is done.
 *
 * @param look the operation
 * @param otherwise what is so where it fails, in words
 */
public record RowCheck(ObjectNode look, String otherwise) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Fails unless the column holds this. */
  static ObjectNode column(String table, String uuid, String column, String value) {
    ObjectNode wait = wait(table, MAPPER.createArrayNode().add("_uuid").add("==").add(uuid(uuid)));
    ((ArrayNode) wait.get("columns")).add(column);
    ObjectNode row = MAPPER.createObjectNode();
    row.set(column, ovsdb(value));
    ((ArrayNode) wait.get("rows")).add(row);
    return wait;
  }

  /**
   * Fails where some row refers to this one.
   *
   * @param referring table and column, as {@code Mirror.output_port}
   */
  static ObjectNode unreferred(String referring, String uuid) {
    int dot = referring.indexOf('.');
    ObjectNode wait =
        wait(
            referring.substring(0, dot),
            MAPPER
                .createArrayNode()
                .add(referring.substring(dot + 1))
                .add("includes")
                .add(uuid(uuid)));
    ((ArrayNode) wait.get("columns")).add("_uuid");
    return wait;
  }

  private static ObjectNode wait(String table, ArrayNode condition) {
    ObjectNode wait = MAPPER.createObjectNode().put("op", "wait").put("table", table);
    wait.put("timeout", 0);
    wait.set("where", MAPPER.createArrayNode().add(condition));
    wait.set("columns", MAPPER.createArrayNode());
    wait.put("until", "==");
    wait.set("rows", MAPPER.createArrayNode());
    return wait;
  }

  public static ArrayNode uuid(String uuid) {
    return MAPPER.createArrayNode().add("uuid").add(uuid);
  }

  /** A value of a whole row as OVSDB takes it. */
  static JsonNode ovsdb(String value) {
    JsonNode plain = parse(value);
    if (plain.isArray()) {
      return MAPPER.createArrayNode().add("set").add(plain);
    }
    if (plain.isObject()) {
      ArrayNode pairs = MAPPER.createArrayNode();
      plain
          .properties()
          .forEach(
              pair -> pairs.add(MAPPER.createArrayNode().add(pair.getKey()).add(pair.getValue())));
      return MAPPER.createArrayNode().add("map").add(pairs);
    }
    return plain;
  }

  /** A map of texts in a whole row. */
  public static Map<String, String> map(String value) {
    Map<String, String> map = new TreeMap<>();
    parse(value).properties().forEach(pair -> map.put(pair.getKey(), pair.getValue().asText()));
    return map;
  }

  public static String json(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a column of a row is not JSON", e);
    }
  }
}
