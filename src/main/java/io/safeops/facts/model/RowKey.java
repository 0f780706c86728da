package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import io.safeops.facts.ovsdb.OvsdbSchema;

/**
 * Names one row that a step touches: of a node's own Open_vSwitch database, or of the Northbound.
 *
 * @param node whose Open_vSwitch it is in; empty for the Northbound
 * @param table as the schema has it
 * @param key what its column {@code name} holds; {@value #ONLY} for the one row of a table that has
 *     one
 */
public record RowKey(String node, String table, String key) implements Comparable<RowKey> {

  /** As in {@code ovs-vsctl list Open_vSwitch .} */
  public static final String ONLY = ".";

  public RowKey {
    Preconditions.name("table", table);
    Preconditions.name("row of " + table, key);
  }

  public static RowKey northbound(String table, String name) {
    return new RowKey("", table, name);
  }

  public boolean isNorthbound() {
    return node.isEmpty();
  }

  public String database() {
    return isNorthbound() ? OvsdbSchema.NORTHBOUND : OvsdbSchema.VSWITCH;
  }

  /** For people, and by which facts are looked up: {@code Port eth1 on net}. */
  public String label() {
    return table
        + (key.equals(ONLY) ? "" : " " + key)
        + (isNorthbound() ? " of the Northbound" : " on " + node);
  }

  @Override
  public int compareTo(RowKey other) {
    return label().compareTo(other.label());
  }
}
