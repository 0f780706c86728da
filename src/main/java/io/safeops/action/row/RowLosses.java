package io.safeops.action.row;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns and references that would be lost for good with the rows that a step deletes, because
 * its undo does not write them back.
 *
 * @param lost one line for each row that loses something
 * @param unseen one line for each row for which that is not known
 */
public record RowLosses(List<String> lost, List<String> unseen) {

  public static final RowLosses NONE = new RowLosses(List.of(), List.of());

  public RowLosses {
    lost = List.copyOf(lost);
    unseen = List.copyOf(unseen);
  }

  public RowLosses and(RowLosses other) {
    List<String> allLost = new ArrayList<>(lost);
    allLost.addAll(other.lost);
    List<String> allUnseen = new ArrayList<>(unseen);
    allUnseen.addAll(other.unseen);
    return new RowLosses(allLost, allUnseen);
  }
}
