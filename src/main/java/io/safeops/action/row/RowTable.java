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
 * A table of OVSDB that the facts have: it writes a row of the facts as OVSDB columns, and finds
 * rows in the facts.
 *
 * @param <T> the type of a row in the facts
 */
public interface RowTable<T> {

  /** The column in which a run leaves its mark. */
  String IDS = "external_ids";

  /** The name in the schema. */
  String name();

  RowKey key(T row);

  /** The UUID of the row; empty if it is not known. */
  String uuid(T row);

  /** The columns that are written. */
  ObjectNode columns(T row);

  /** All rows in the facts. */
  List<T> rows(Cluster cluster);

  /** The facts with the row, in place of the old one. */
  Cluster with(Cluster cluster, T row);

  /**
   * Whether {@link #columns} are all the columns that OVN's users write, so that a row can be
   * inserted and deleted; else it is only updated.
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
   * Whether a run leaves its mark in a row that it inserts or updates, if {@code external_ids} is
   * one of {@link #columns}. In a node's own database, daemons write into most rows.
   */
  default boolean isMarked(T row) {
    return key(row).isNorthbound();
  }

  /**
   * Whether an inserted or deleted row is counted in {@code Open_vSwitch.next_cfg}, as ovs-vsctl
   * does it: the script can then wait until ovs-vswitchd has applied the change.
   */
  default boolean isCounted() {
    return false;
  }

  /** Whether its rows stay when no other row refers to them (RFC 7047, 3.2, isRoot). */
  default boolean isRoot() {
    return false;
  }

  /**
   * References to a row that a daemon writes again when the row comes back, as {@code
   * HA_Chassis.chassis}.
   */
  default List<String> referencesOfDaemons() {
    return List.of();
  }

  /** Columns of a deleted row that are written back with another row, which they refer to. */
  default List<String> writtenWithOthers() {
    return List.of();
  }

  /** The rows that a row holds, and that are inserted and deleted with it. */
  default List<HeldRow> held(T row) {
    return List.of();
  }

  /** The holder of a row; empty in a table whose rows need no holder. */
  default Optional<RowHolder> holder(T row) {
    return Optional.empty();
  }

  /** The facts without the row, if it can be deleted. */
  default Cluster without(Cluster cluster, T row) {
    throw new UnsupportedOperationException("rows of " + name() + " are only updated");
  }

  /** The columns that are written, without values that a daemon writes there. */
  default ObjectNode row(T row) {
    ObjectNode written = columns(row).deepCopy();
    written.remove(
        Ovsdb.namesOf(written).stream()
            .filter(column -> DaemonColumns.isWritten(name(), column))
            .toList());
    return written;
  }

  /** The content of a row in the facts, as it is compared; empty if there is no such row. */
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
