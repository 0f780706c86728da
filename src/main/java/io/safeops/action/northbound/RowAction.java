package io.safeops.action.northbound;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.action.row.RowChange;
import io.safeops.facts.model.Cluster;
import java.util.List;

/**
 * An action that changes rows of the Northbound, in the tables of {@code NorthboundTables}. An
 * action with further effects adds them to operation and effect.
 */
interface RowAction extends Action {

  /**
   * The changes on this cluster, at least one.
   *
   * @throws ActionException when it cannot be done, or nothing is to change
   */
  List<? extends RowChange<?>> changes(Cluster before) throws ActionException;

  @Override
  default Operation operation(Cluster before) throws ActionException {
    return RowOperation.of(changes(before), List.of(), before);
  }

  @Override
  default Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (RowChange<?> change : changes(before)) {
            after = change.effect(after);
          }
          return after;
        });
  }
}
