package io.safeops.action.northbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.row.Ovsdb;
import io.safeops.facts.model.LogicalPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts back what a run has written into the row of a logical port that stays, and nothing else: a
 * column where it is still what the run wrote, a key of a map where its pair is. What others wrote
 * into the row meanwhile stays as it is.
 */
final class PortRestoration {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> MAPS = List.of("options", "external_ids");

  private final String name;
  private final ObjectNode was;
  private final ObjectNode is;

  /**
   * @param before as it was read before the run wrote it
   * @param after as the run wrote it
   */
  PortRestoration(LogicalPort before, LogicalPort after) {
    this.name = before.name();
    this.was = Ovsdb.row(before, false);
    this.is = Ovsdb.row(after, true);
    complete(was, is);
    complete(is, was);
  }

  /** A column that one row has and the other has not is an optional one, and empty there. */
  private static void complete(ObjectNode row, ObjectNode other) {
    other
        .properties()
        .forEach(
            column -> {
              if (!row.has(column.getKey())) {
                row.set(column.getKey(), JSON.arrayNode().add("set").add(JSON.arrayNode()));
              }
            });
    // ovn-northd's own.
    row.remove("dynamic_addresses");
  }

  /** Columns that are written as a whole, and differ. */
  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    was.fieldNames().forEachRemaining(columns::add);
    columns.removeIf(column -> MAPS.contains(column) || was.get(column).equals(is.get(column)));
    return columns;
  }

  /** The pairs of one map that are not in the other. */
  private static Map<String, JsonNode> pairs(ObjectNode row, ObjectNode other, String column) {
    Map<String, JsonNode> pairs = new TreeMap<>();
    row.path(column).path(1).forEach(pair -> pairs.put(pair.path(0).asText(), pair));
    other.path(column).path(1).forEach(pair -> pairs.values().remove(pair));
    return pairs;
  }

  /** Fails unless all that the run wrote is still there. */
  List<ObjectNode> stillOurs() {
    ArrayNode where = Ovsdb.foundRow();
    conditions(where, is, was);
    return List.of(Ovsdb.waitForOurRow(name), waitForOne(where));
  }

  /** Fails unless all that the run wrote is as it was. */
  List<ObjectNode> restored() {
    ArrayNode where = JSON.arrayNode().add(condition("name", "==", was.get("name")));
    conditions(where, was, is);
    for (String column : MAPS) {
      Map<String, JsonNode> written = pairs(is, was, column);
      if (pairs(was, is, column).containsKey(Ovsdb.MARK)) {
        // An earlier step of this very run may have left it.
        written.remove(Ovsdb.MARK);
      }
      if (!written.isEmpty()) {
        where.add(condition(column, "excludes", map(written)));
      }
    }
    return List.of(waitForOne(where));
  }

  /** One transaction that writes it back; refused where something of it is not ours any more. */
  List<ObjectNode> writing() {
    List<ObjectNode> operations = new ArrayList<>(stillOurs());
    ObjectNode columns = JSON.objectNode();
    columns().forEach(column -> columns.set(column, was.get(column)));
    if (!columns.isEmpty()) {
      ObjectNode update = operation("update");
      update.set("row", columns);
      operations.add(update);
    }
    ArrayNode mutations = JSON.arrayNode();
    for (String column : MAPS) {
      mutation(mutations, column, "delete", pairs(is, was, column));
      mutation(mutations, column, "insert", pairs(was, is, column));
    }
    if (!mutations.isEmpty()) {
      ObjectNode mutate = operation("mutate");
      mutate.set("mutations", mutations);
      operations.add(mutate);
    }
    return operations;
  }

  /** That the row holds what one side has and the other has not. */
  private void conditions(ArrayNode where, ObjectNode side, ObjectNode other) {
    columns().forEach(column -> where.add(condition(column, "==", side.get(column))));
    for (String column : MAPS) {
      Map<String, JsonNode> own = pairs(side, other, column);
      if (!own.isEmpty()) {
        where.add(condition(column, "includes", map(own)));
      }
    }
  }

  /** Takes pairs away where they are just so; puts none over another value (RFC 7047, 5.1). */
  private static void mutation(
      ArrayNode mutations, String column, String mutator, Map<String, JsonNode> pairs) {
    if (!pairs.isEmpty()) {
      mutations.add(JSON.arrayNode().add(column).add(mutator).add(map(pairs)));
    }
  }

  private static ArrayNode map(Map<String, JsonNode> pairs) {
    ArrayNode all = JSON.arrayNode();
    pairs.values().forEach(all::add);
    return JSON.arrayNode().add("map").add(all);
  }

  private static ArrayNode condition(String column, String function, JsonNode value) {
    return JSON.arrayNode().add(column).add(function).add(value);
  }

  private static ObjectNode operation(String op) {
    ObjectNode operation = JSON.objectNode().put("op", op).put("table", Ovsdb.PORTS);
    operation.set("where", Ovsdb.foundRow());
    return operation;
  }

  /** Fails unless some row is so. */
  private static ObjectNode waitForOne(ArrayNode where) {
    ObjectNode wait = JSON.objectNode().put("op", "wait").put("table", Ovsdb.PORTS);
    wait.put("timeout", 0);
    wait.set("where", where);
    wait.set("columns", JSON.arrayNode().add("name"));
    wait.put("until", "!=");
    wait.set("rows", JSON.arrayNode());
    return wait;
  }
}
