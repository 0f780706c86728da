package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The transactions with which {@code row_undo} of rows.sh restores one row.
 *
 * @param query selects the row, then the row if it is this run's; for a deletion only the row,
 *     because nothing of it is this run's
 * @param restored fails unless the row is as it was; empty if it did not exist
 * @param isRestoredFound whether the node must find the row before it can run {@code restored}
 * @param fromAbsent inserts the row if it is missing; empty if nothing is to be inserted
 * @param ours fails if somebody else has written over what this run wrote
 * @param fromOurs writes the row back if it still is this run's; empty for a deletion
 * @param items for an update, what it writes, by a hash of its column or key; each value fails
 *     unless the row has there what it had before
 */
public record RowUndo(
    List<ObjectNode> query,
    List<ObjectNode> restored,
    boolean isRestoredFound,
    List<ObjectNode> fromAbsent,
    List<ObjectNode> ours,
    List<ObjectNode> fromOurs,
    Map<String, List<ObjectNode>> items) {

  public RowUndo {
    query = List.copyOf(query);
    restored = List.copyOf(restored);
    fromAbsent = List.copyOf(fromAbsent);
    ours = List.copyOf(ours);
    fromOurs = List.copyOf(fromOurs);
    items = Collections.unmodifiableMap(new TreeMap<>(items));
  }
}
