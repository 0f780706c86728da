package io.safeops.facts.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.FactException;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovsdb.DaemonColumns;
import io.safeops.facts.ovsdb.OvsdbRow;
import io.safeops.facts.ovsdb.OvsdbSchema;
import io.safeops.facts.ovsdb.OvsdbSchema.Column;
import io.safeops.facts.ovsdb.OvsdbSchema.ReferencedTable;
import io.safeops.facts.ovsdb.OvsdbSchema.Shape;
import io.safeops.facts.ovsdb.RowText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The queries to one database for some of its rows, and the rows that the answers give. */
final class RowQueries {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A query whose answer is a table. */
  private interface Answered {
    void by(List<OvsdbRow> rows) throws FactException;
  }

  /** A row that was found. */
  private static final class FoundRow {
    private final RowKey key;
    private final OvsdbRow row;
    private final String uuid;
    private final List<RowReference> references = new ArrayList<>();
    private final List<String> mayRefer = new ArrayList<>();

    FoundRow(RowKey key, OvsdbRow row) throws FactException {
      this.key = key;
      this.row = row;
      this.uuid = row.uuid();
    }
  }

  private final List<RowKey> keys;
  private final Map<RowKey, FoundRow> found = new LinkedHashMap<>();
  private final List<ObjectNode> more = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private final Map<String, String> called = new HashMap<>();
  private OvsdbSchema schema = new OvsdbSchema(Map.of());

  /**
   * @param keys the rows, all of the same database
   */
  RowQueries(List<RowKey> keys) {
    this.keys = List.copyOf(keys);
  }

  String database() {
    return keys.get(0).database();
  }

  /** The first request: it reads the rows themselves. */
  String first() {
    List<ObjectNode> selects = new ArrayList<>();
    for (RowKey key : keys) {
      ArrayNode where = JSON.arrayNode();
      new TreeMap<>(key.columns())
          .forEach((column, value) -> where.add(JSON.arrayNode().add(column).add("==").add(value)));
      selects.add(select(key.table(), where, List.of()));
    }
    return transaction(selects);
  }

  /** Takes the rows from the answers, in the order of the queries. */
  void found(OvsdbSchema answered, List<List<OvsdbRow>> tables) throws FactException {
    schema = answered;
    for (int at = 0; at < keys.size(); at++) {
      RowKey key = keys.get(at);
      schema.table(key.table());
      if (tables.get(at).size() > 1) {
        throw new FactException("there are several rows " + key.label());
      }
      for (OvsdbRow row : tables.get(at)) {
        FoundRow one = new FoundRow(key, row);
        found.put(key, one);
        askWhoRefers(one);
        askWhatItRefersTo(one);
      }
    }
  }

  /** The number of further queries. */
  int count() {
    return more.size();
  }

  /**
   * The second request: it reads the rows that refer to these rows, and the rows that these refer
   * to.
   */
  String second() {
    return transaction(more);
  }

  void related(List<List<OvsdbRow>> tables) throws FactException {
    for (int at = 0; at < answered.size(); at++) {
      answered.get(at).by(tables.get(at));
    }
  }

  private void ask(ObjectNode select, Answered question) {
    more.add(select);
    answered.add(question);
  }

  private void askWhoRefers(FoundRow one) throws FactException {
    for (Map.Entry<String, OvsdbSchema.Table> table : schema.tables().entrySet()) {
      for (Map.Entry<String, Column> column : table.getValue().columns().entrySet()) {
        for (ReferencedTable referencedTable : column.getValue().refers()) {
          if (referencedTable.table().equals(one.key.table())) {
            askWhoRefers(one, table.getKey(), column.getKey(), column.getValue().shape());
          }
        }
      }
    }
  }

  private void askWhoRefers(FoundRow one, String table, String column, Shape shape)
      throws FactException {
    ArrayNode where = JSON.arrayNode();
    if (shape != Shape.MAP) {
      one.mayRefer.add(table + "." + column);
      where.add(JSON.arrayNode().add(column).add("includes").add(uuid(one.uuid)));
    }
    // A condition on a map would need key and value, so this code searches the rows itself.
    List<String> columns = calling(table);
    if (shape == Shape.MAP) {
      columns.add(column);
    }
    ask(
        select(table, where, columns),
        rows -> {
          for (OvsdbRow row : rows) {
            if (shape != Shape.MAP
                || row.map(column).containsKey(one.uuid)
                || row.map(column).containsValue(one.uuid)) {
              one.references.add(new RowReference(table, column, call(table, row)));
            }
          }
        });
  }

  private void askWhatItRefersTo(FoundRow one) throws FactException {
    for (Map.Entry<String, Column> column : configured(one.key.table()).entrySet()) {
      for (ReferencedTable referencedTable : column.getValue().refers()) {
        for (String uuid : new TreeSet<>(uuids(one.row, column.getKey(), referencedTable))) {
          String table = referencedTable.table();
          ArrayNode where =
              JSON.arrayNode().add(JSON.arrayNode().add("_uuid").add("==").add(uuid(uuid)));
          ask(
              select(table, where, calling(table)),
              rows ->
                  called.put(
                      uuid,
                      (table + " " + (rows.isEmpty() ? "gone" : call(table, rows.get(0))))
                          .strip()));
        }
      }
    }
  }

  private static Collection<String> uuids(
      OvsdbRow row, String column, ReferencedTable referencedTable) throws FactException {
    Map<String, String> map = row.map(column);
    return map.isEmpty()
        ? row.set(column)
        : referencedTable.byValue() ? map.values() : map.keySet();
  }

  /** The configured columns, without those by which a row contains other rows. */
  private Map<String, Column> configured(String table) throws FactException {
    Map<String, Column> configured = new LinkedHashMap<>(schema.table(table).columns());
    configured
        .entrySet()
        .removeIf(
            column ->
                column.getValue().ephemeral()
                    || DaemonColumns.isWritten(table, column.getKey())
                    || schema.holds(column.getValue()));
    return configured;
  }

  private List<String> calling(String table) throws FactException {
    List<String> columns = new ArrayList<>(List.of("_uuid"));
    columns.addAll(schema.calling(table));
    return columns;
  }

  private String call(String table, OvsdbRow row) throws FactException {
    List<String> calling = schema.calling(table);
    if (calling.size() == 1) {
      return row.text(calling.get(0));
    }
    List<String> content = new ArrayList<>();
    for (String column : calling) {
      Column known = schema.table(table).columns().get(column);
      if (known != null && !row.isEmpty(column)) {
        content.add(column + "=" + RowText.of(known.shape(), row.row().path(column), called));
      }
    }
    return String.join(" ", content);
  }

  List<WholeRow> rows() throws FactException {
    List<WholeRow> rows = new ArrayList<>();
    for (RowKey key : keys) {
      FoundRow one = found.get(key);
      rows.add(one == null ? WholeRow.absent(key) : whole(one));
    }
    return rows;
  }

  private WholeRow whole(FoundRow one) throws FactException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Map.Entry<String, Column> column : configured(one.key.table()).entrySet()) {
      JsonNode value = one.row.row().path(column.getKey());
      columns.put(column.getKey(), RowText.of(column.getValue().shape(), value, called));
    }
    long contained = 0;
    for (Map.Entry<String, Column> column : schema.table(one.key.table()).columns().entrySet()) {
      if (schema.holds(column.getValue())) {
        contained += uuids(one.row, column.getKey(), column.getValue().refers().get(0)).size();
      }
    }
    return WholeRow.builder(one.key.label())
        .uuid(one.uuid)
        .columns(columns)
        .references(one.references)
        .mayRefer(one.mayRefer)
        .contained(contained)
        .build();
  }

  private static ArrayNode uuid(String uuid) {
    return JSON.arrayNode().add("uuid").add(uuid);
  }

  /**
   * @param columns the columns; empty for all
   */
  private static ObjectNode select(String table, ArrayNode where, List<String> columns) {
    ObjectNode select = JSON.objectNode().put("op", "select").put("table", table);
    select.set("where", where);
    if (!columns.isEmpty()) {
      ArrayNode names = JSON.arrayNode();
      columns.forEach(names::add);
      select.set("columns", names);
    }
    return select;
  }

  private String transaction(Collection<ObjectNode> operations) {
    ArrayNode transaction = JSON.arrayNode().add(database());
    operations.forEach(transaction::add);
    return OvsdbRow.ascii(transaction);
  }
}
