package io.safeops.facts.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The schema of a database (RFC 7047, 3.2; {@code ovsdb-client get-schema}): its tables, their
 * columns, and the tables that the columns refer to.
 */
public record OvsdbSchema(Map<String, Table> tables) {

  public static final String VSWITCH = "Open_vSwitch";
  public static final String NORTHBOUND = "OVN_Northbound";
  public static final String SOUTHBOUND = "OVN_Southbound";

  /** The number of values that a column holds. */
  public enum Shape {
    ONE,
    SET,
    MAP
  }

  /**
   * @param root whether its rows stay when nothing refers to them
   * @param single whether it has only one row
   * @param index the columns that identify a row; empty if there are none
   */
  public record Table(
      boolean root, boolean single, List<String> index, Map<String, Column> columns) {}

  /**
   * @param refers the tables that its values and, for a map, its keys refer to
   */
  public record Column(Shape shape, boolean ephemeral, List<ReferencedTable> refers) {}

  /**
   * @param strong whether the referred row cannot be deleted while this one refers to it
   * @param byValue whether the value of a map refers, and not its key
   */
  public record ReferencedTable(String table, boolean strong, boolean byValue) {}

  public static OvsdbSchema of(String text) throws FactException {
    JsonNode root = UntrustedInput.json("the schema", text);
    Map<String, Table> tables = new TreeMap<>();
    boolean hasRoots = false;
    for (Map.Entry<String, JsonNode> field : root.path("tables").properties()) {
      Table table = table(field.getValue());
      hasRoots |= table.root();
      tables.put(field.getKey(), table);
    }
    if (tables.isEmpty()) {
      throw new FactException("the schema has no tables");
    }
    if (!hasRoots) {
      // The schema is older than root tables, so every row stays (RFC 7047, 3.2, isRoot).
      tables.replaceAll(
          (name, table) -> new Table(true, table.single(), table.index(), table.columns()));
    }
    return new OvsdbSchema(tables);
  }

  private static Table table(JsonNode table) throws FactException {
    Map<String, Column> columns = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : table.path("columns").properties()) {
      columns.put(field.getKey(), column(field.getValue()));
    }
    List<String> index = new ArrayList<>();
    for (JsonNode column : table.path("indexes").path(0)) {
      index.add(UntrustedInput.text(column.asText()));
    }
    return new Table(
        table.path("isRoot").asBoolean(false), table.path("maxRows").asInt(0) == 1, index, columns);
  }

  private static Column column(JsonNode column) throws FactException {
    JsonNode type = column.path("type");
    boolean one = type.path("min").asInt(1) == 1 && type.path("max").asText("1").equals("1");
    Shape shape = type.has("value") ? Shape.MAP : one ? Shape.ONE : Shape.SET;
    List<ReferencedTable> refers = new ArrayList<>();
    for (String part : List.of("key", "value")) {
      String target = UntrustedInput.string(type.path(part), "refTable");
      if (!target.isEmpty()) {
        boolean strong = !UntrustedInput.string(type.path(part), "refType").equals("weak");
        refers.add(new ReferencedTable(target, strong, part.equals("value")));
      }
    }
    return new Column(shape, column.path("ephemeral").asBoolean(false), refers);
  }

  public Table table(String name) throws FactException {
    return Optional.ofNullable(tables.get(name))
        .orElseThrow(() -> new FactException("there is no table " + name));
  }

  /** Whether this column contains rows, which are deleted with the last row that contains them. */
  public boolean holds(Column column) {
    return column.refers().stream()
        .anyMatch(
            referencedTable ->
                referencedTable.strong()
                    && Optional.ofNullable(tables.get(referencedTable.table()))
                        .filter(table -> !table.root())
                        .isPresent());
  }

  /**
   * The columns that make the name of a row: its column {@code name}, its index, else all its
   * content; empty if the table is enough.
   */
  public List<String> calling(String name) throws FactException {
    Table table = table(name);
    if (table.single()) {
      return List.of();
    }
    if (table.columns().containsKey("name")) {
      return List.of("name");
    }
    if (!table.index().isEmpty()
        && table.index().stream()
            .allMatch(
                column ->
                    Optional.ofNullable(table.columns().get(column))
                        .filter(known -> known.refers().isEmpty())
                        .isPresent())) {
      return table.index();
    }
    return table.columns().entrySet().stream()
        .filter(each -> !each.getValue().ephemeral() && each.getValue().refers().isEmpty())
        .map(Map.Entry::getKey)
        .filter(column -> !DaemonColumns.isWritten(name, column))
        .toList();
  }
}
