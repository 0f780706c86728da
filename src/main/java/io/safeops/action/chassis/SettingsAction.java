package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.facts.model.Cluster;
import java.util.List;

/** An action that changes the settings of ovn-controller on some nodes. */
sealed interface SettingsAction extends Action permits BridgeMappings, ChassisSettings {

  /**
   * The changes on this cluster, at least one.
   *
   * @throws ActionException when it cannot be done, or nothing is to change
   */
  List<NodeSettings> changes(Cluster before) throws ActionException;

  @Override
  default Operation operation(Cluster before) throws ActionException {
    return SettingsOperation.of(changes(before), before);
  }

  @Override
  default Cluster effect(Cluster before) {
    return Feasible.or(before, () -> SettingsEffect.of(changes(before), before));
  }
}
