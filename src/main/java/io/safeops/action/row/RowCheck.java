package io.safeops.action.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One check of a transaction before it deletes a row (RFC 7047, 5.2.6 "wait"). If the check fails,
 * the transaction does nothing.
 *
 * @param look the operation of the check
 * @param otherwise what is wrong if it fails, as text
 */
public record RowCheck(ObjectNode look, String otherwise) {

  /** Fails unless the column holds this value. */
  static ObjectNode column(String table, String uuid, String column, String value) {
    ObjectNode row = Ovsdb.object();
    row.set(column, ovsdb(value));
    return Ovsdb.wait(
        table, Ovsdb.where(Ovsdb.condition("_uuid", "==", Ovsdb.uuid(uuid))), List.of(column), row);
  }

  /**
   * Fails if any row refers to this one.
   *
   * @param referring the table and column of the reference, as {@code Mirror.output_port}
   */
  static ObjectNode unreferred(String referring, String uuid) {
    int dot = referring.indexOf('.');
    ArrayNode refers = Ovsdb.condition(referring.substring(dot + 1), "includes", Ovsdb.uuid(uuid));
    return Ovsdb.wait(referring.substring(0, dot), Ovsdb.where(refers), List.of("_uuid"));
  }

  /** A value of a whole row in OVSDB's JSON. */
  static JsonNode ovsdb(String value) {
    JsonNode plain = Ovsdb.parse(value);
    if (plain.isArray()) {
      return Ovsdb.array().add("set").add(plain);
    }
    if (plain.isObject()) {
      ArrayNode pairs = Ovsdb.array();
      plain
          .properties()
          .forEach(pair -> pairs.add(Ovsdb.array().add(pair.getKey()).add(pair.getValue())));
      return Ovsdb.array().add("map").add(pairs);
    }
    return plain;
  }

  /** A value in OVSDB's JSON as a value of a whole row; the reverse of {@link #ovsdb}. */
  static String whole(JsonNode value) {
    if (value.path(0).asText().equals("set")) {
      return Ovsdb.json(value.path(1));
    }
    if (value.path(0).asText().equals("map")) {
      ObjectNode map = Ovsdb.object();
      value.path(1).forEach(pair -> map.set(pair.path(0).asText(), pair.path(1)));
      return Ovsdb.json(map);
    }
    return Ovsdb.json(value);
  }

  /** Reads a map of texts from a whole row. */
  public static Map<String, String> map(String value) {
    Map<String, String> map = new TreeMap<>();
    Ovsdb.parse(value)
        .properties()
        .forEach(pair -> map.put(pair.getKey(), pair.getValue().asText()));
    return map;
  }
}
