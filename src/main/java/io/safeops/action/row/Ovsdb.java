package io.safeops.action.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovsdb.OvsdbRow;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Operations of OVSDB transactions (RFC 7047), as JSON in ASCII. Two values are known only on the
 * node, and are tokens until {@link #expand}: the run, and the UUID of a row found there.
 */
public final class Ovsdb {

  /** The key in {@code external_ids} by which a run knows its own rows. */
  public static final String MARK = "safeops-run";

  private static final String RUN = "\u0001run\u0001";
  static final String ROW = "\u0001row\u0001";
  public static final String PORTS = "Logical_Switch_Port";

  private static final JsonMapper MAPPER = new JsonMapper();

  private Ovsdb() {}

  public static String transaction(List<ObjectNode> operations) {
    return transaction("OVN_Northbound", operations);
  }

  public static String transaction(String database, List<ObjectNode> operations) {
    ArrayNode transaction = MAPPER.createArrayNode().add(database);
    operations.forEach(transaction::add);
    return json(transaction);
  }

  /**
   * A Southbound query for a localnet port on a physnet; with {@code ofThisRun}, only if it carries
   * this run's mark, which northd copies from the Northbound.
   */
  public static String bindingQuery(LogicalPort localnet, boolean ofThisRun) {
    ArrayNode where = MAPPER.createArrayNode();
    where.add(condition("logical_port", "==", text(localnet.name())));
    where.add(condition("type", "==", text("localnet")));
    where.add(
        condition("options", "includes", map(Map.of("network_name", localnet.getNetworkName()))));
    if (ofThisRun) {
      where.add(condition("external_ids", "includes", mark()));
    }
    ObjectNode select = operation("select", "Port_Binding");
    select.set("where", where);
    select.set("columns", MAPPER.createArrayNode().add("logical_port"));
    return json(MAPPER.createArrayNode().add("OVN_Southbound").add(select));
  }

  /** The JSON as one shell word, into which the node puts the run and the row. */
  public static String expand(String transaction) {
    StringBuilder word = new StringBuilder();
    String rest = transaction;
    while (!rest.isEmpty()) {
      int run = rest.indexOf("\\u0001run\\u0001");
      int row = rest.indexOf("\\u0001row\\u0001");
      int at = run < 0 ? row : row < 0 ? run : Math.min(run, row);
      if (at < 0) {
        word.append(ShellQuote.word(rest));
        break;
      }
      word.append(ShellQuote.word(rest.substring(0, at)));
      word.append(at == run ? "\"$SAFEOPS_RUN\"" : "\"$FOUND_ROW\"");
      rest = rest.substring(at + "\\u0001run\\u0001".length());
    }
    return word.toString();
  }

  /** Fails unless the whole database has exactly these localnet ports, which the rules judged. */
  public static ObjectNode waitForLocalnets(List<LogicalPort> localnets) {
    boolean identified = localnets.stream().noneMatch(port -> port.uuid().isEmpty());
    ArrayNode rows = MAPPER.createArrayNode();
    for (LogicalPort port : localnets) {
      ObjectNode row = MAPPER.createObjectNode();
      if (identified) {
        row.set("_uuid", uuid(port.uuid()));
      }
      row.put("name", port.name());
      row.set("tag", tag(port));
      row.set("options", map(port.options()));
      rows.add(row);
    }
    List<String> columns = new ArrayList<>(List.of("name", "tag", "options"));
    if (identified) {
      columns.add("_uuid");
    }
    return wait(
        PORTS,
        MAPPER.createArrayNode().add(condition("type", "==", text("localnet"))),
        columns,
        rows);
  }

  /** The condition that selects the row found on the node. */
  public static ArrayNode foundRow() {
    return MAPPER.createArrayNode().add(condition("_uuid", "==", uuid(ROW)));
  }

  private static ObjectNode wait(
      String table, ArrayNode where, List<String> columns, ArrayNode rows) {
    ObjectNode wait = operation("wait", table);
    wait.put("timeout", 0);
    wait.set("where", where);
    ArrayNode names = MAPPER.createArrayNode();
    columns.forEach(names::add);
    wait.set("columns", names);
    wait.put("until", "==");
    wait.set("rows", rows);
    return wait;
  }

  /** Fails unless the selected rows hold exactly this. */
  static ObjectNode wait(String table, ArrayNode where, List<String> columns, ObjectNode... rows) {
    return wait(table, where, columns, MAPPER.createArrayNode().addAll(List.of(rows)));
  }

  /** Fails unless the condition selects a row. */
  static ObjectNode waitForSome(String table, ArrayNode where) {
    ObjectNode wait = wait(table, where, List.of("_uuid"), MAPPER.createArrayNode());
    return wait.put("until", "!=");
  }

  static ObjectNode operation(String op, String table, ArrayNode where) {
    ObjectNode operation = operation(op, table);
    operation.set("where", where);
    return operation;
  }

  /** Increments a column of the only row of a table, and returns the new value. */
  public static List<ObjectNode> countUp(String table, String column) {
    ObjectNode mutate = operation("mutate", table, where());
    ArrayNode mutation = MAPPER.createArrayNode().add(column).add("+=").add(1);
    mutate.set("mutations", MAPPER.createArrayNode().add(mutation));
    ObjectNode select = operation("select", table, where());
    select.set("columns", MAPPER.createArrayNode().add(column));
    return List.of(mutate, select);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static ArrayNode where(ArrayNode... conditions) {
    return MAPPER.createArrayNode().addAll(List.of(conditions));
  }

  /** The conditions that select a row by its key; none for a table with only one row. */
  static ArrayNode where(RowKey key) {
    ArrayNode where = MAPPER.createArrayNode();
    new TreeMap<>(key.columns())
        .forEach((column, value) -> where.add(condition(column, "==", text(value))));
    return where;
  }

  static List<String> namesOf(ObjectNode row) {
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A value as text for people. */
  static String plain(JsonNode value) {
    if (value.isArray() && value.path(1).isEmpty()) {
      return "none";
    }
    return value.isTextual() && value.textValue().matches("[\\x21-\\x7e]+")
        ? value.textValue()
        : json(value);
  }

  /** The mark that a run leaves in its rows, as a map. */
  static JsonNode mark() {
    return map(Map.of(MARK, RUN));
  }

  /** The map with the mark of the run added. */
  static JsonNode marked(JsonNode map) {
    ArrayNode pairs = MAPPER.createArrayNode();
    for (JsonNode pair : map.path(1)) {
      if (!pair.path(0).asText().equals(MARK)) {
        pairs.add(pair);
      }
    }
    pairs.add(MAPPER.createArrayNode().add(MARK).add(RUN));
    return MAPPER.createArrayNode().add("map").add(pairs);
  }

  static ObjectNode operation(String op, String table) {
    return MAPPER.createObjectNode().put("op", op).put("table", table);
  }

  static ArrayNode condition(String column, String function, JsonNode value) {
    return MAPPER.createArrayNode().add(column).add(function).add(value);
  }

  static JsonNode text(String value) {
    return MAPPER.getNodeFactory().textNode(value);
  }

  static ArrayNode uuid(String uuid) {
    return MAPPER.createArrayNode().add("uuid").add(uuid);
  }

  static ArrayNode tag(LogicalPort port) {
    ArrayNode members = MAPPER.createArrayNode();
    port.tag().ifPresent(members::add);
    return MAPPER.createArrayNode().add("set").add(members);
  }

  static ArrayNode set(List<String> values) {
    ArrayNode members = MAPPER.createArrayNode();
    values.forEach(members::add);
    return MAPPER.createArrayNode().add("set").add(members);
  }

  static ArrayNode map(Map<String, String> values) {
    ArrayNode pairs = MAPPER.createArrayNode();
    new TreeMap<>(values)
        .forEach((key, value) -> pairs.add(MAPPER.createArrayNode().add(key).add(value)));
    return MAPPER.createArrayNode().add("map").add(pairs);
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a recorded column is not JSON", e);
    }
  }

  /** JSON in ASCII. Values enter OVSDB requests only through this. */
  static String json(JsonNode node) {
    return OvsdbRow.ascii(node);
  }
}
