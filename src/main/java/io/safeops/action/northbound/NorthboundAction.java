package io.safeops.action.northbound;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.facts.model.Cluster;
import java.util.List;

/** An action that changes logical switch ports. */
sealed interface NorthboundAction extends Action
    permits LocalnetCreate, LocalnetDelete, LocalnetRecreate, NorthboundCommand {

  /** The changes on this cluster; none when nothing is to change. */
  List<PortChange> changes(Cluster before) throws ActionException;

  @Override
  default Operation operation(Cluster before) throws ActionException {
    return NorthboundOperation.of(changes(before), before);
  }

  @Override
  default Cluster effect(Cluster before) {
    return Feasible.or(before, () -> NorthboundEffect.of(changes(before), before));
  }
}
