package io.safeops.facts.model;

/**
 * A column of some row that refers to another row.
 *
 * @param table of the row that refers
 * @param column in which it does
 * @param by what the referring row is called; by its content where it has no name
 */
public record RowReference(String table, String column, String by)
    implements Comparable<RowReference> {

  /** As {@code Mirror m0 (output_port)}. */
  @Override
  public String toString() {
    return table + (by.isEmpty() ? "" : " " + by) + " (" + column + ")";
  }

  @Override
  public int compareTo(RowReference other) {
    return toString().compareTo(other.toString());
  }
}
