package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovsdb.DaemonColumns;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A table of OVSDB that the facts have: how one of its rows, as the facts have it, is written, and
 * where it stands in the facts.
 *
 * @param <T> a row as the facts have it
 * @param name as the schema has it
 * @param key of a row
 * @param uuid of a row, empty where it is not known
 * @param columns what is written of a row; a run leaves its mark where {@code external_ids} is
 *     among them
 * @param holder what holds a row; empty in a table whose rows need no holder
 * @param with the facts with the row in them, in the place of the one that was there
 * @param without the facts without the row
 * @param whole whether {@code columns} are all that the facts know of a row, so that it can be made
 *     and deleted; else it is only updated
 */
public record RowTable<T>(
    String name,
    Function<T, RowKey> key,
    Function<T, String> uuid,
    Function<T, ObjectNode> columns,
    Function<T, Optional<RowHolder>> holder,
    BiFunction<Cluster, T, Cluster> with,
    BiFunction<Cluster, T, Cluster> without,
    boolean whole) {

  /** One of which rows are only updated. */
  static <T> RowTable<T> updated(
      String name,
      Function<T, RowKey> key,
      Function<T, String> uuid,
      Function<T, ObjectNode> columns,
      BiFunction<Cluster, T, Cluster> with) {
    return new RowTable<>(
        name, key, uuid, columns, row -> Optional.empty(), with, (cluster, row) -> cluster, false);
  }

  /** What is written of a row, without what a daemon writes there. */
  ObjectNode row(T row) {
    ObjectNode written = columns.apply(row).deepCopy();
    written.remove(Ovsdb.namesOf(written).stream().filter(this::isOfDaemon).toList());
    return written;
  }

  private boolean isOfDaemon(String column) {
    return DaemonColumns.isWritten(name, column);
  }
}
