package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import io.safeops.facts.ovsdb.OvsdbSchema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key of a row that a step touches, in a node's own Open_vSwitch database or in the Northbound.
 *
 * @param node the node of the Open_vSwitch database; empty for the Northbound
 * @param table the name in the schema
 * @param key the value of its column {@code name}; {@value #ONLY} for a table with only one row
 */
public record RowKey(String node, String table, String key) implements Comparable<RowKey> {

  /** The key of the only row, as in {@code ovs-vsctl list Open_vSwitch .} */
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

  /**
   * The label that people read and that identifies the row in the facts, such as {@code Port eth1
   * on net}.
   */
  public String label() {
    return table
        + (key.equals(ONLY) ? "" : " " + key)
        + (isNorthbound() ? " of the Northbound" : " on " + node);
  }

  /** Identifies the row in scripts, where its name could be mistaken for shell text. */
  public String id() {
    return hash(label());
  }

  /** The first 16 hex digits of the SHA-256 of a text: enough that the rows of a run differ. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int compareTo(RowKey other) {
    return label().compareTo(other.label());
  }
}
