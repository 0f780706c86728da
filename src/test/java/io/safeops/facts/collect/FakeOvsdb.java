package io.safeops.facts.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A database as ovsdb-server has it (RFC 7047), as far as safeops asks: select, wait, insert,
 * update, mutate and delete, each transaction whole or not at all. Rows without a reference stay,
 * unless {@link #collecting} is called. As a node's connection it answers {@code rows.sh}.
 */
public final class FakeOvsdb implements Connection {

  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * Of the real schemas (8.3.1 and 7.0.0, Debian 12) the tables that ports have to do with, with
   * some of their columns.
   */
  private static final String SCHEMA =
      """
      {'name':'%s','version':'1.0.0','tables':{
      'Open_vSwitch':{'isRoot':true,'maxRows':1,'columns':{
        'bridges':{'type':{'key':{'type':'uuid','refTable':'Bridge'},'min':0,'max':'unlimited'}},
        'cur_cfg':{'type':'integer'},'next_cfg':{'type':'integer'},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'statistics':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'},'ephemeral':true}}},
      'Bridge':{'indexes':[['name']],'columns':{
        'name':{'type':'string','mutable':false},
        'ports':{'type':{'key':{'type':'uuid','refTable':'Port'},'min':0,'max':'unlimited'}},
        'mirrors':{'type':{'key':{'type':'uuid','refTable':'Mirror'},'min':0,'max':'unlimited'}},
        'protocols':{'type':{'key':'string','min':0,'max':'unlimited'}},
        'flood_vlans':{'type':{'key':'integer','min':0,'max':4096}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}}}},
      'Port':{'indexes':[['name']],'columns':{
        'name':{'type':'string','mutable':false},
        'interfaces':{'type':{'key':{'type':'uuid','refTable':'Interface'},'max':'unlimited'}},
        'trunks':{'type':{'key':{'type':'integer','minInteger':0,'maxInteger':4095},'min':0,'max':4096}},
        'tag':{'type':{'key':'integer','min':0,'max':1}},
        'vlan_mode':{'type':{'key':'string','min':0,'max':1}},
        'qos':{'type':{'key':{'type':'uuid','refTable':'QoS'},'min':0,'max':1}},
        'bond_updelay':{'type':'integer'},'protected':{'type':'boolean'},
        'bond_active_slave':{'type':{'key':'string','min':0,'max':1}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'statistics':{'type':{'key':'string','value':'integer','min':0,'max':'unlimited'},'ephemeral':true}}},
      'Interface':{'indexes':[['name']],'columns':{
        'name':{'type':'string','mutable':false},'type':{'type':'string'},
        'options':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'mtu_request':{'type':{'key':'integer','min':0,'max':1}},
        'ingress_policing_rate':{'type':{'key':{'type':'integer','minInteger':0}}},
        'ofport':{'type':{'key':'integer','min':0,'max':1}},
        'link_state':{'type':{'key':'string','min':0,'max':1},'ephemeral':true}}},
      'Mirror':{'columns':{
        'name':{'type':'string'},
        'select_src_port':{'type':{'key':{'type':'uuid','refTable':'Port','refType':'weak'},'min':0,'max':'unlimited'}},
        'output_port':{'type':{'key':{'type':'uuid','refTable':'Port','refType':'weak'},'min':0,'max':1}}}},
      'QoS':{'isRoot':true,'columns':{
        'type':{'type':'string'},
        'queues':{'type':{'key':'integer','value':{'type':'uuid','refTable':'Queue'},'min':0,'max':'unlimited'}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'other_config':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}}}},
      'Queue':{'isRoot':true,'columns':{'dscp':{'type':{'key':'integer','min':0,'max':1}}}},
      'Logical_Switch':{'isRoot':true,'columns':{
        'name':{'type':'string'},
        'ports':{'type':{'key':{'type':'uuid','refTable':'Logical_Switch_Port'},'min':0,'max':'unlimited'}}}},
      'Logical_Switch_Port':{'indexes':[['name']],'columns':{
        'name':{'type':'string'},'type':{'type':'string'},
        'tag':{'type':{'key':'integer','min':0,'max':1}},
        'addresses':{'type':{'key':'string','min':0,'max':'unlimited'}},
        'port_security':{'type':{'key':'string','min':0,'max':'unlimited'}},
        'parent_name':{'type':{'key':'string','min':0,'max':1}},
        'dhcpv4_options':{'type':{'key':{'type':'uuid','refTable':'DHCP_Options','refType':'weak'},'min':0,'max':1}},
        'options':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'enabled':{'type':{'key':'boolean','min':0,'max':1}},
        'up':{'type':{'key':'boolean','min':0,'max':1}}}},
      'NB_Global':{'isRoot':true,'maxRows':1,'columns':{
        'name':{'type':'string'},'nb_cfg':{'type':'integer'},
        'options':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}}}},
      'Logical_Router_Port':{'indexes':[['name']],'columns':{
        'name':{'type':'string'},'mac':{'type':'string'},
        'gateway_chassis':{'type':{'key':{'type':'uuid','refTable':'Gateway_Chassis'},'min':0,'max':'unlimited'}},
        'options':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}}}},
      'Gateway_Chassis':{'indexes':[['name']],'columns':{
        'name':{'type':'string'},'chassis_name':{'type':'string'},
        'priority':{'type':{'key':{'type':'integer','minInteger':0,'maxInteger':32767}}},
        'options':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}},
        'external_ids':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}}}},
      'DHCP_Options':{'isRoot':true,'columns':{
        'cidr':{'type':'string'},
        'options':{'type':{'key':'string','value':'string','min':0,'max':'unlimited'}}}},
      'Port_Group':{'isRoot':true,'indexes':[['name']],'columns':{
        'name':{'type':'string'},
        'ports':{'type':{'key':{'type':'uuid','refTable':'Logical_Switch_Port','refType':'weak'},'min':0,'max':'unlimited'}}}}}}
      """
          .replace('\'', '"');

  private final String name;
  private final Map<String, List<ObjectNode>> tables = new TreeMap<>();
  private int uuids;
  private int asked;
  private boolean collects;

  /**
   * @param name {@code Open_vSwitch} or {@code OVN_Northbound}
   */
  public FakeOvsdb(String name) {
    this.name = name;
  }

  /**
   * After each transaction, deletes the rows that no row holds any more, in tables whose holders
   * this schema has.
   */
  public FakeOvsdb collecting() {
    collects = true;
    return this;
  }

  private void collect() {
    JsonNode schema = read(SCHEMA.formatted(name)).path("tables");
    TreeSet<String> held = new TreeSet<>();
    TreeSet<String> tablesHeld = new TreeSet<>();
    for (Map.Entry<String, JsonNode> table : schema.properties()) {
      for (Map.Entry<String, JsonNode> column : table.getValue().path("columns").properties()) {
        JsonNode type = column.getValue().path("type");
        JsonNode target = type.findValue("refTable");
        if (target != null && type.findValue("refType") == null) {
          tablesHeld.add(target.asText());
          tables
              .getOrDefault(table.getKey(), List.of())
              .forEach(row -> texts(row.path(column.getKey()), held));
        }
      }
    }
    boolean less = false;
    for (Map.Entry<String, List<ObjectNode>> table : tables.entrySet()) {
      if (tablesHeld.contains(table.getKey())
          && !schema.path(table.getKey()).path("isRoot").asBoolean()) {
        less |=
            table.getValue().removeIf(row -> !held.contains(row.path("_uuid").path(1).asText()));
      }
    }
    if (less) {
      collect();
    }
  }

  private static void texts(JsonNode value, TreeSet<String> into) {
    value.forEach(each -> texts(each, into));
    if (value.isTextual()) {
      into.add(value.asText());
    }
  }

  /**
   * A row with these columns, as OVSDB writes them with single quotes; all others are empty.
   *
   * @return its UUID
   */
  public String add(String table, String columns) {
    uuids++;
    String uuid = "00000000-0000-4000-8000-%012d".formatted(uuids);
    ObjectNode row = MAPPER.createObjectNode();
    row.putArray("_uuid").add("uuid").add(uuid);
    read(SCHEMA.formatted(name))
        .path("tables")
        .path(table)
        .path("columns")
        .properties()
        .forEach(column -> row.set(column.getKey(), empty(column.getValue().path("type"))));
    row.setAll((ObjectNode) read(columns.replace('\'', '"')));
    tables.computeIfAbsent(table, any -> new ArrayList<>()).add(row);
    return row.path("_uuid").path(1).asText();
  }

  /** Writes columns of the row of that name. */
  public void set(String table, String row, String columns) {
    row(table, row).setAll((ObjectNode) read(columns.replace('\'', '"')));
  }

  /** What a column of the row of that name holds, as OVSDB writes it. */
  public String get(String table, String row, String column) {
    return row(table, row).path(column).toString();
  }

  public void remove(String table, String row) {
    tables.getOrDefault(table, List.of()).remove(row(table, row));
  }

  /** How often it was asked. */
  public int asked() {
    return asked;
  }

  private ObjectNode row(String table, String row) {
    return tables.getOrDefault(table, List.of()).stream()
        .filter(each -> each.path("name").asText().equals(row))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode empty(JsonNode type) {
    if (type.has("value")) {
      return read("[\"map\",[]]");
    }
    if (type.has("min") && type.path("min").asInt() == 0) {
      return read("[\"set\",[]]");
    }
    String key = type.isTextual() ? type.asText() : type.path("key").path("type").asText("string");
    return read(key.equals("integer") ? "0" : key.equals("boolean") ? "false" : "\"\"");
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** The answer to a transaction, as {@code ovsdb-client transact} prints it. */
  public String transact(String transaction) {
    Map<String, List<ObjectNode>> before = new TreeMap<>();
    tables.forEach(
        (table, rows) -> before.put(table, rows.stream().map(ObjectNode::deepCopy).toList()));
    ArrayNode answer = MAPPER.createArrayNode();
    boolean failed = false;
    Map<String, String> made = new TreeMap<>();
    for (JsonNode written : read(transaction)) {
      if (written.isTextual()) {
        continue;
      }
      JsonNode operation = named(written, made);
      JsonNode result = failed ? MAPPER.nullNode() : result(operation);
      if (operation.has("uuid-name") && result.has("uuid")) {
        made.put(operation.path("uuid-name").asText(), result.path("uuid").path(1).asText());
      }
      failed |= result.has("error");
      answer.add(result);
    }
    if (failed) {
      tables.clear();
      before.forEach((table, rows) -> tables.put(table, new ArrayList<>(rows)));
    } else if (collects) {
      collect();
    }
    return answer.toString();
  }

  /** With the rows that were made before by their UUIDs. */
  private static JsonNode named(JsonNode operation, Map<String, String> made) {
    String text = operation.toString();
    for (Map.Entry<String, String> one : made.entrySet()) {
      text =
          text.replace(
              "[\"named-uuid\",\"" + one.getKey() + "\"]", "[\"uuid\",\"" + one.getValue() + "\"]");
    }
    return read(text);
  }

  private ObjectNode result(JsonNode operation) {
    List<ObjectNode> meant =
        tables.getOrDefault(operation.path("table").asText(), List.of()).stream()
            .filter(row -> holds(row, operation.path("where")))
            .toList();
    ObjectNode result = MAPPER.createObjectNode();
    switch (operation.path("op").asText()) {
      case "select" -> {
        ArrayNode rows = result.putArray("rows");
        meant.forEach(row -> rows.add(columns(row, operation.path("columns"))));
      }
      case "wait" -> {
        TreeSet<String> expected = new TreeSet<>();
        operation.path("rows").forEach(row -> expected.add(plain(row)));
        TreeSet<String> found = new TreeSet<>();
        meant.forEach(row -> found.add(plain(columns(row, operation.path("columns")))));
        if (found.equals(expected) != operation.path("until").asText().equals("==")) {
          result.put("details", "\"where\" clause test failed").put("error", "timed out");
        }
      }
      case "insert" -> {
        String uuid = add(operation.path("table").asText(), operation.path("row").toString());
        result.putArray("uuid").add("uuid").add(uuid);
      }
      case "delete" -> {
        tables.getOrDefault(operation.path("table").asText(), List.of()).removeAll(meant);
        result.put("count", meant.size());
      }
      case "update" -> {
        meant.forEach(row -> row.setAll((ObjectNode) operation.path("row")));
        result.put("count", meant.size());
      }
      case "mutate" -> {
        for (ObjectNode row : meant) {
          operation.path("mutations").forEach(mutation -> mutate(row, mutation));
        }
        result.put("count", meant.size());
      }
      default -> throw new IllegalArgumentException(operation.toString());
    }
    return result;
  }

  private static void mutate(ObjectNode row, JsonNode mutation) {
    String column = mutation.path(0).asText();
    JsonNode value = row.path(column);
    if (mutation.path(1).asText().equals("+=")) {
      row.put(column, value.asLong() + mutation.path(2).asLong());
      return;
    }
    boolean map = value.path(0).asText().equals("map");
    List<JsonNode> members = members(value);
    for (JsonNode member : members(mutation.path(2))) {
      if (mutation.path(1).asText().equals("delete")) {
        // A map also loses a pair by its key alone (RFC 7047, 5.1).
        members.removeIf(each -> each.equals(member) || (map && each.path(0).equals(member)));
      } else if (members.stream()
          .noneMatch(each -> map ? each.path(0).equals(member.path(0)) : each.equals(member))) {
        members.add(member);
      }
    }
    ArrayNode all = MAPPER.createArrayNode().addAll(members);
    row.set(column, MAPPER.createArrayNode().add(map ? "map" : "set").add(all));
  }

  private static boolean holds(ObjectNode row, JsonNode where) {
    for (JsonNode condition : where) {
      JsonNode value = row.path(condition.path(0).asText());
      JsonNode wanted = condition.path(2);
      boolean holds =
          switch (condition.path(1).asText()) {
            case "==" -> plain(value).equals(plain(wanted));
            case "includes" -> members(value).containsAll(members(wanted));
            case "excludes" -> members(wanted).stream().noneMatch(members(value)::contains);
            default -> throw new IllegalArgumentException(condition.toString());
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  /** A single value is a set of one. */
  private static List<JsonNode> members(JsonNode value) {
    List<JsonNode> members = new ArrayList<>();
    if (value.isArray() && value.path(0).asText().matches("set|map")) {
      value.path(1).forEach(members::add);
    } else {
      members.add(value);
    }
    return members;
  }

  private static ObjectNode columns(ObjectNode row, JsonNode names) {
    if (names.isMissingNode()) {
      return row;
    }
    ObjectNode some = MAPPER.createObjectNode();
    names.forEach(column -> some.set(column.asText(), row.get(column.asText())));
    return some;
  }

  private static String plain(JsonNode value) {
    if (value.isObject()) {
      Map<String, String> columns = new TreeMap<>();
      value.properties().forEach(each -> columns.put(each.getKey(), plain(each.getValue())));
      return columns.toString();
    }
    return members(value).stream().map(JsonNode::toString).sorted().toList().toString();
  }

  @Override
  public Result run(Command command, byte[] standardInput, Duration timeout) {
    asked++;
    String script = new String(standardInput, StandardCharsets.UTF_8);
    String head = script.substring(0, script.indexOf("\n#!/bin/sh"));
    String mark = word(head, "MARK=", " ");
    if (!word(head, "DATABASE=", " ").equals(name)) {
      return said(
          section(mark, "schema", "", 126)
              + section(mark, "rows", "", 126)
              + section(mark, "end", "", 0));
    }
    String query = head.substring(head.indexOf("QUERY=") + "QUERY=".length());
    String text = query.substring(1, query.length() - 1).replace("'\\''", "'");
    String schema =
        word(head, "SCHEMA=", " ").equals("1")
            ? section(mark, "schema", SCHEMA.formatted(name), 0)
            : "";
    return said(
        schema + section(mark, "rows", transact(text) + "\n", 0) + section(mark, "end", "", 0));
  }

  private static String word(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  private static String section(String mark, String name, String output, int exit) {
    return mark + " begin " + name + "\n" + output + "\n" + mark + " end " + name + " " + exit
        + "\n";
  }

  private static Result said(String text) {
    return new Result(0, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  @Override
  public LineChannel start(Command command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
