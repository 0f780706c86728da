package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovsdb.DaemonColumns;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table of OVSDB that the facts have: how one of its rows, as the facts have it, is written, and
 * where it stands in the facts.
 *
 * @param <T> a row as the facts have it
 */
public interface RowTable<T> {

  /** The column in which a run leaves its mark. */
  String IDS = "external_ids";

  /** As the schema has it. */
  String name();

  RowKey key(T row);

  /** The row's UUID; empty where it is not known. */
  String uuid(T row);

  /** What is written of a row. A run leaves its mark where {@code external_ids} is among it. */
  ObjectNode columns(T row);

  /** All rows that the facts have. */
  List<T> rows(Cluster cluster);

  /** The facts with the row in them, in the place of the one that was there. */
  Cluster with(Cluster cluster, T row);

  /**
   * Whether {@link #columns} are all that OVN's users write into a row, so that it can be made and
   * deleted; else it is only updated.
   */
  default boolean isWhole() {
    return false;
  }

  /**
   * Whether a run leaves its mark in {@code external_ids} although {@link #columns} do not have
   * that column.
   */
  default boolean isMarkedUnread() {
    return false;
  }

  /** What holds a row; empty in a table whose rows need no holder. */
  default Optional<RowHolder> holder(T row) {
    return Optional.empty();
  }

  /** The facts without the row, if it can be deleted. */
  default Cluster without(Cluster cluster, T row) {
    throw new UnsupportedOperationException("rows of " + name() + " are only updated");
  }

  /** What is written of a row, without what a daemon writes there. */
  default ObjectNode row(T row) {
    ObjectNode written = columns(row).deepCopy();
    written.remove(
        Ovsdb.namesOf(written).stream()
            .filter(column -> DaemonColumns.isWritten(name(), column))
            .toList());
    return written;
  }

  /** What the facts say of a row, as far as it is compared; empty where there is none. */
  default Optional<String> content(Cluster cluster, RowKey key) {
    return rows(cluster).stream().filter(row -> key(row).equals(key)).findFirst().map(this::text);
  }

  private String text(T row) {
    TreeMap<String, String> columns = new TreeMap<>();
    row(row)
        .properties()
        .forEach(column -> columns.put(column.getKey(), Ovsdb.plain(column.getValue())));
    TreeMap<String, String> ids = new TreeMap<>();
    row(row)
        .path(IDS)
        .path(1)
        .forEach(pair -> ids.put(pair.path(0).asText(), pair.path(1).asText()));
    columns.computeIfPresent(
        IDS, (column, written) -> DaemonColumns.compared(column, WholeRow.map(ids)));
    return columns.toString();
  }
}
