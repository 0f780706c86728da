package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import io.safeops.document.Sha256;
import io.safeops.facts.ovsdb.OvsdbSchema;
import java.util.List;
import java.util.Map;

/**
 * The key of a row that a step touches, in a node's own Open_vSwitch database, in the Northbound or
 * in the Southbound.
 *
 * @param database the name of its schema
 * @param node the node of the Open_vSwitch database; empty for the other two
 * @param table the name in the schema
 * @param key the value of its column {@code name}; {@value #ONLY} for a table with only one row;
 *     for Encap, which has no name, its type, a space, and its address
 */
public record RowKey(String database, String node, String table, String key)
    implements Comparable<RowKey> {

  /** The key of the only row, as in {@code ovs-vsctl list Open_vSwitch .} */
  public static final String ONLY = ".";

  private static final String ENCAP = "Encap";

  public RowKey {
    Preconditions.oneOf(
        "database",
        database,
        List.of(OvsdbSchema.VSWITCH, OvsdbSchema.NORTHBOUND, OvsdbSchema.SOUTHBOUND));
    Preconditions.name("table", table);
    Preconditions.name("row of " + table, key);
    if (node.isEmpty() == database.equals(OvsdbSchema.VSWITCH)) {
      throw new IllegalArgumentException(
          "only a row of Open_vSwitch has a node: " + database + " " + table + " " + key);
    }
  }

  /** A row of a node's own Open_vSwitch database. */
  public RowKey(String node, String table, String key) {
    this(OvsdbSchema.VSWITCH, node, table, key);
  }

  public static RowKey northbound(String table, String name) {
    return new RowKey(OvsdbSchema.NORTHBOUND, "", table, name);
  }

  public static RowKey southbound(String table, String name) {
    return new RowKey(OvsdbSchema.SOUTHBOUND, "", table, name);
  }

  public boolean isNorthbound() {
    return database.equals(OvsdbSchema.NORTHBOUND);
  }

  public boolean isSouthbound() {
    return database.equals(OvsdbSchema.SOUTHBOUND);
  }

  /** Whether it is in a node's own Open_vSwitch database. */
  public boolean isOfNode() {
    return database.equals(OvsdbSchema.VSWITCH);
  }

  /** The columns that identify the row in its table; none for a table with only one row. */
  public Map<String, String> columns() {
    if (key.equals(ONLY)) {
      return Map.of();
    }
    int space = key.indexOf(' ');
    return isSouthbound() && table.equals(ENCAP) && space > 0
        ? Map.of("type", key.substring(0, space), "ip", key.substring(space + 1))
        : Map.of("name", key);
  }

  /**
   * The label that people read and that identifies the row in the facts, such as {@code Port eth1
   * on net}.
   */
  public String label() {
    return table
        + (key.equals(ONLY) ? "" : " " + key)
        + (isNorthbound()
            ? " of the Northbound"
            : isSouthbound() ? " of the Southbound" : " on " + node);
  }

  /** Identifies the row in scripts, where its name could be mistaken for shell text. */
  public String id() {
    return hash(label());
  }

  /** The first 16 hex digits of the SHA-256 of a text: enough that the rows of a run differ. */
  public static String hash(String text) {
    return Sha256.hex(text).substring(0, 16);
  }

  @Override
  public int compareTo(RowKey other) {
    return label().compareTo(other.label());
  }
}
