package io.safeops.action.bridge;

import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowTable;
import io.safeops.action.row.VswitchTables;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.predict.ControllerPrediction;
import io.safeops.predict.VswitchPrediction;
import java.util.Optional;

/**
 * A change of one OVS bridge port on one node: added or removed.
 *
 * @param port as it becomes, or as it was
 */
record BridgePortChange(String node, BridgePort port, boolean added) {

  /**
   * The change as a change of rows.
   *
   * @param read the facts before, with the rows that are deleted
   */
  RowChange<BridgePort> row(Cluster read) {
    // An added port must not get columns of a port with its name that existed before.
    RowTable<BridgePort> ports =
        VswitchTables.ports(node, added ? Cluster.builder().build() : read);
    return added ? RowChange.insert(ports, port) : RowChange.delete(ports, port);
  }

  /**
   * The facts afterwards: its interfaces, the management path, and what ovn-controller makes of a
   * port of a VM.
   */
  Cluster effect(Cluster before) {
    boolean known = before.node(node).flatMap(each -> each.bridge(port.bridge())).isPresent();
    if (!known) {
      return before;
    }
    Cluster changed =
        before.withNode(
            node,
            each ->
                added
                    ? VswitchPrediction.withPort(each, port)
                    : VswitchPrediction.withoutPort(each, port));
    return ControllerPrediction.of(before, changed, node);
  }

  /** The logical port that its interface belongs to. */
  Optional<String> logicalPort() {
    return Optional.ofNullable(port.externalIds().get(BridgePort.IFACE_ID));
  }
}
