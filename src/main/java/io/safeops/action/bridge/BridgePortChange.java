package io.safeops.action.bridge;

import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowTable;
import io.safeops.action.row.VswitchTables;
import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
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
   * The facts afterwards: a port belongs to one bridge only, and the management path may change.
   */
  Cluster effect(Cluster before) {
    Optional<Bridge> bridge = before.node(node).flatMap(each -> each.bridge(port.bridge()));
    return bridge.isEmpty()
        ? before
        : row(before).effect(before).withNode(node, each -> effect(each, bridge.get()));
  }

  private Node effect(Node changed, Bridge bridge) {
    Node after = changed;
    boolean kernel = bridge.datapathType().equals("system");
    for (String name : port.interfaces()) {
      after =
          after.withNic(
              name,
              nic ->
                  nic.withOvsBridge(added ? Optional.of(port.bridge()) : Optional.empty())
                      .withMaster(
                          !kernel
                              ? nic.master()
                              : added ? Optional.of("ovs-system") : Optional.empty()));
    }
    return PathFinder.again(after);
  }
}
