package io.safeops.action.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The update of a row that stays: only the columns that differ, and in maps only the pairs that
 * differ. Everything that others write into the row stays.
 *
 * @param was the old values by column, in OVSDB's JSON
 * @param is the new values by column, in OVSDB's JSON
 */
record RowUpdate(String table, ObjectNode was, ObjectNode is) {

  RowUpdate {
    was = was.deepCopy();
    is = is.deepCopy();
    complete(was, is);
    complete(is, was);
  }

  /**
   * Adds the columns that only the other version has: such a column is optional, and empty here.
   */
  private static void complete(ObjectNode row, ObjectNode other) {
    other
        .properties()
        .forEach(
            column -> {
              if (!row.has(column.getKey())) {
                String kind = isMap(column.getValue()) ? "map" : "set";
                row.set(column.getKey(), Ovsdb.array().add(kind).add(Ovsdb.array()));
              }
            });
  }

  private static boolean isMap(JsonNode value) {
    return value.path(0).asText().equals("map");
  }

  /** The update in its smallest parts, by column, or by column and key as {@code options:x}. */
  Map<String, RowUpdate> items() {
    Map<String, RowUpdate> items = new TreeMap<>();
    for (String column : columns()) {
      items.put(column, only(column, was.get(column), is.get(column)));
    }
    for (String column : maps()) {
      Map<String, JsonNode> before = pairs(was, is, column);
      Map<String, JsonNode> after = pairs(is, was, column);
      TreeSet<String> keys = new TreeSet<>(before.keySet());
      keys.addAll(after.keySet());
      for (String key : keys) {
        items.put(column + ":" + key, only(column, one(before, key), one(after, key)));
      }
    }
    return items;
  }

  private RowUpdate only(String column, JsonNode before, JsonNode after) {
    ObjectNode old = Ovsdb.object();
    old.set(column, before);
    ObjectNode changed = Ovsdb.object();
    changed.set(column, after);
    return new RowUpdate(table, old, changed);
  }

  private static ArrayNode one(Map<String, JsonNode> pairs, String key) {
    return map(pairs.containsKey(key) ? Map.of(key, pairs.get(key)) : Map.of());
  }

  /** The update back from the new values to the old ones. */
  RowUpdate reversed() {
    return new RowUpdate(table, is, was);
  }

  private List<String> maps() {
    List<String> columns = new ArrayList<>(Ovsdb.namesOf(was));
    columns.removeIf(column -> !isMap(was.get(column)) && !isMap(is.get(column)));
    return columns;
  }

  /** The columns that are written as a whole and differ. */
  private List<String> columns() {
    List<String> columns = new ArrayList<>(Ovsdb.namesOf(was));
    columns.removeAll(maps());
    columns.removeIf(column -> was.get(column).equals(is.get(column)));
    return columns;
  }

  /** The pairs of one map that are not in the other. */
  private static Map<String, JsonNode> pairs(ObjectNode row, ObjectNode other, String column) {
    Map<String, JsonNode> pairs = new TreeMap<>();
    row.path(column).path(1).forEach(pair -> pairs.put(pair.path(0).asText(), pair));
    other.path(column).path(1).forEach(pair -> pairs.values().remove(pair));
    return pairs;
  }

  boolean isEmpty() {
    return columns().isEmpty()
        && maps().stream()
            .allMatch(
                column -> pairs(was, is, column).isEmpty() && pairs(is, was, column).isEmpty());
  }

  /** The conditions that a row holds what the update writes. */
  List<ArrayNode> writtenConditions() {
    List<ArrayNode> conditions = new ArrayList<>();
    columns().forEach(column -> conditions.add(Ovsdb.condition(column, "==", is.get(column))));
    for (String column : maps()) {
      Map<String, JsonNode> own = pairs(is, was, column);
      if (!own.isEmpty()) {
        conditions.add(Ovsdb.condition(column, "includes", map(own)));
      }
    }
    return conditions;
  }

  /** Fails unless the row holds everything that the update writes. */
  ObjectNode waitForWritten(ArrayNode row) {
    ArrayNode where = row.deepCopy();
    writtenConditions().forEach(where::add);
    return Ovsdb.waitForSome(table, where);
  }

  /** Fails unless the row holds everything that the update writes, and nothing that it replaces. */
  ObjectNode waitForDone(ArrayNode row) {
    ArrayNode where = row.deepCopy();
    writtenConditions().forEach(where::add);
    for (String column : maps()) {
      Map<String, JsonNode> gone = pairs(was, is, column);
      if (pairs(is, was, column).containsKey(Ovsdb.MARK)) {
        // An earlier step of the same run may have left the mark.
        gone.remove(Ovsdb.MARK);
      }
      if (!gone.isEmpty()) {
        where.add(Ovsdb.condition(column, "excludes", map(gone)));
      }
    }
    return Ovsdb.waitForSome(table, where);
  }

  /**
   * Fails where a key that is new with this update has any value. No condition asks for a key alone
   * (RFC 7047, 5.1): a pair is put there, which OVSDB does not do over another one, and taken away
   * again in the same transaction.
   */
  List<ObjectNode> waitForNoOther(ArrayNode row) {
    List<ObjectNode> operations = new ArrayList<>();
    for (String column : maps()) {
      Map<String, JsonNode> added = pairs(is, was, column);
      added.keySet().removeAll(pairs(was, is, column).keySet());
      if (!added.isEmpty()) {
        added.replaceAll((key, pair) -> Ovsdb.array().add(key).add("safeops-probe"));
        operations.add(mutate(row, mutations(column, "insert", added)));
        ArrayNode where = row.deepCopy().add(Ovsdb.condition(column, "includes", map(added)));
        operations.add(Ovsdb.waitForSome(table, where));
        operations.add(mutate(row, mutations(column, "delete", added)));
      }
    }
    return operations;
  }

  private static ArrayNode mutations(String column, String mutator, Map<String, JsonNode> pairs) {
    ArrayNode mutations = Ovsdb.array();
    mutation(mutations, column, mutator, pairs);
    return mutations;
  }

  private ObjectNode mutate(ArrayNode row, ArrayNode mutations) {
    ObjectNode mutate = Ovsdb.operation("mutate", table, row);
    mutate.set("mutations", mutations);
    return mutate;
  }

  /** Writes the columns and the pairs. */
  List<ObjectNode> writing(ArrayNode row) {
    List<ObjectNode> operations = new ArrayList<>();
    ObjectNode columns = Ovsdb.object();
    columns().forEach(column -> columns.set(column, is.get(column)));
    if (!columns.isEmpty()) {
      ObjectNode update = Ovsdb.operation("update", table, row);
      update.set("row", columns);
      operations.add(update);
    }
    ArrayNode mutations = Ovsdb.array();
    for (String column : maps()) {
      mutation(mutations, column, "delete", pairs(was, is, column));
      mutation(mutations, column, "insert", pairs(is, was, column));
    }
    if (!mutations.isEmpty()) {
      operations.add(mutate(row, mutations));
    }
    return operations;
  }

  /**
   * Removes pairs with exactly these values and inserts pairs, without overwriting other values
   * (RFC 7047, 5.1).
   */
  private static void mutation(
      ArrayNode mutations, String column, String mutator, Map<String, JsonNode> pairs) {
    if (!pairs.isEmpty()) {
      mutations.add(Ovsdb.array().add(column).add(mutator).add(map(pairs)));
    }
  }

  private static ArrayNode map(Map<String, JsonNode> pairs) {
    ArrayNode all = Ovsdb.array();
    pairs.values().forEach(all::add);
    return Ovsdb.array().add("map").add(all);
  }

  /** The update as text: {@code priority 10 -> 20, options:x a -> b}. */
  String text() {
    List<String> words = new ArrayList<>();
    columns().forEach(column -> words.add(change(column, was.get(column), is.get(column))));
    for (String column : maps()) {
      Map<String, JsonNode> before = pairs(was, is, column);
      Map<String, JsonNode> after = pairs(is, was, column);
      TreeMap<String, JsonNode> keys = new TreeMap<>(before);
      keys.putAll(after);
      keys.remove(Ovsdb.MARK);
      for (String key : keys.keySet()) {
        words.add(change(column + ":" + key, value(before, key), value(after, key)));
      }
    }
    return String.join(", ", words);
  }

  private static JsonNode value(Map<String, JsonNode> pairs, String key) {
    return pairs.containsKey(key) ? pairs.get(key).path(1) : Ovsdb.array();
  }

  private static String change(String what, JsonNode before, JsonNode after) {
    return what + " " + Ovsdb.plain(before) + " -> " + Ovsdb.plain(after);
  }
}
