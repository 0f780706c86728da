package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What {@code row_undo} of rows.sh does to put one row back, as transactions.
 *
 * @param markBefore the run whose mark the row had before; empty for none
 * @param query selects the row, then the row where it is this run's
 * @param restored fails unless the row is as it was; empty if it was not there
 * @param isRestoredFound whether the row must be found first, to ask that
 * @param fromAbsent makes the row where there is none; empty if nothing is to be made
 * @param ours fails where somebody else has written what this run wrote
 * @param fromOurs writes the row back, where it still is this run's
 */
public record RowUndo(
    String markBefore,
    List<ObjectNode> query,
    List<ObjectNode> restored,
    boolean isRestoredFound,
    List<ObjectNode> fromAbsent,
    List<ObjectNode> ours,
    List<ObjectNode> fromOurs) {

  public RowUndo {
    query = List.copyOf(query);
    restored = List.copyOf(restored);
    fromAbsent = List.copyOf(fromAbsent);
    ours = List.copyOf(ours);
    fromOurs = List.copyOf(fromOurs);
  }
}
