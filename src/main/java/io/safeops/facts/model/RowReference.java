package io.safeops.facts.model;

/**
 * A reference from a column of one row to another row.
 *
 * @param table the table of the referring row
 * @param column the column that holds the reference
 * @param by the name of the referring row; its content if it has no name
 */
public record RowReference(String table, String column, String by)
    implements Comparable<RowReference> {

  /** A text such as {@code Mirror m0 (output_port)}. */
  @Override
  public String toString() {
    return table + (by.isEmpty() ? "" : " " + by) + " (" + column + ")";
  }

  @Override
  public int compareTo(RowReference other) {
    return toString().compareTo(other.toString());
  }
}
