package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
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

  /** As the schema has it. */
  String name();

  RowKey key(T row);

  /** The row's UUID; empty where it is not known. */
  String uuid(T row);

  /** What is written of a row. */
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

  /**
   * Whether a run leaves its mark in a row that it makes or updates, where {@code external_ids} is
   * among {@link #columns}. In a node's own database daemons write into most rows.
   */
  default boolean isMarked(T row) {
    return key(row).isNorthbound();
  }

  /**
   * Whether a row that is made or deleted is counted in {@code Open_vSwitch.next_cfg}, as ovs-vsctl
   * does it, so that one can wait until ovs-vswitchd has followed.
   */
  default boolean isCounted() {
    return false;
  }

  /** The rows that a row holds and that are made and deleted with it. */
  default List<HeldRow> held(T row) {
    return List.of();
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
    columns.computeIfPresent("external_ids", DaemonColumns::compared);
    return columns.toString();
  }
}
