package io.safeops.action.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * A row that holds another one by a reference. The other row exists as long as it is held.
 *
 * @param table the table of the holder
 * @param column the column of the reference, as {@code gateway_chassis}
 * @param name the name of the holder
 * @param uuid the UUID of the holder, by which it is found if it is known: names may be there twice
 */
public record RowHolder(String table, String column, String name, String uuid) {

  /** The table and column, as {@code Logical_Router_Port.gateway_chassis}. */
  String reference() {
    return table + "." + column;
  }

  /** As {@code bridge br-ex}. */
  String label() {
    return table.toLowerCase(Locale.ROOT) + " " + name;
  }

  private ArrayNode itself() {
    return Ovsdb.where(
        uuid.isEmpty()
            ? Ovsdb.condition("name", "==", Ovsdb.text(name))
            : Ovsdb.condition("_uuid", "==", Ovsdb.uuid(uuid)));
  }

  /** Fails unless the holder exists under its name. */
  ObjectNode waitForIt() {
    ObjectNode row = Ovsdb.object();
    // In the facts, a row without a name has its UUID as name.
    row.put("name", name.equals(uuid) ? "" : name);
    return Ovsdb.wait(table, itself(), List.of("name"), row);
  }

  /**
   * Fails unless it holds these rows and no others.
   *
   * @param uuids the UUIDs of the rows
   */
  public ObjectNode waitForHeld(List<String> uuids) {
    ArrayNode held = Ovsdb.array();
    uuids.stream().sorted().forEach(each -> held.add(Ovsdb.uuid(each)));
    ObjectNode row = Ovsdb.object();
    row.set(column, Ovsdb.array().add("set").add(held));
    return Ovsdb.wait(table, itself(), List.of(column), row);
  }

  /** Fails unless this row is among those that it holds. */
  public ObjectNode waitForOneOf(String row) {
    ArrayNode where = itself();
    where.add(Ovsdb.condition(column, "includes", Ovsdb.uuid(row)));
    return Ovsdb.wait(table, where, List.of("name"), Ovsdb.object().put("name", name));
  }

  /** Fails unless the row that the node found is among those that it holds. */
  ObjectNode waitForFound() {
    return waitForOneOf(Ovsdb.ROW);
  }

  /** Adds a reference to the row that was inserted under this symbol. */
  ObjectNode take(String symbol) {
    return mutate(itself(), "insert", Ovsdb.array().add("named-uuid").add(symbol));
  }

  /** Removes the reference to a row from its present holder, so that OVSDB deletes the row. */
  public ObjectNode drop(String row) {
    JsonNode value = Ovsdb.uuid(row);
    return mutate(
        Ovsdb.where(
            Ovsdb.condition(
                column, "includes", Ovsdb.array().add("set").add(Ovsdb.array().add(value)))),
        "delete",
        value);
  }

  private ObjectNode mutate(ArrayNode where, String mutator, JsonNode row) {
    ObjectNode mutate = Ovsdb.operation("mutate", table, where);
    ArrayNode mutation = Ovsdb.array().add(column).add(mutator);
    mutation.add(Ovsdb.array().add("set").add(Ovsdb.array().add(row)));
    mutate.set("mutations", Ovsdb.array().add(mutation));
    return mutate;
  }
}
