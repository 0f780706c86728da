package io.safeops.action.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The row that holds another one by a reference: the other is there as long as it does.
 *
 * @param table of the row that holds
 * @param column in which it does, as {@code gateway_chassis}
 * @param name of the row that holds
 * @param uuid of it, by which it is found where that is known: names may be there twice
 */
public record RowHolder(String table, String column, String name, String uuid) {

  /** As {@code Logical_Router_Port.gateway_chassis}. */
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

  /** Fails unless the row is there under its name. */
  ObjectNode waitForIt() {
    ObjectNode row = Ovsdb.object();
    // One that was made without a name goes by its UUID in the facts.
    row.put("name", name.equals(uuid) ? "" : name);
    return Ovsdb.wait(table, itself(), List.of("name"), row);
  }

  /**
   * Fails unless it holds these rows and no others.
   *
   * @param uuids of the rows
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

  /** Fails unless the row found on the node is among those that it holds. */
  ObjectNode waitForFound() {
    return waitForOneOf(Ovsdb.ROW);
  }

  /** Takes in the row that was inserted under this symbol. */
  ObjectNode take(String symbol) {
    return mutate(itself(), "insert", Ovsdb.array().add("named-uuid").add(symbol));
  }

  /** Lets a row go: it is garbage then. It is looked for where it is now. */
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
