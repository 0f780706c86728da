package io.safeops.action.chassis;

import io.safeops.facts.derive.ClusterFields;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.predict.ChassisTunnels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Predicts the facts after the settings of a chassis change: its connection to the Southbound, its
 * row there, the tunnels between it and the others, the patch pairs of its mappings.
 */
public final class SettingsEffect {

  private SettingsEffect() {}

  public static Cluster of(List<NodeSettings> changes, Cluster before) {
    Cluster after = before;
    for (NodeSettings change : changes) {
      after = of(change, after, ClusterFields.southboundRemotes(before));
    }
    return after;
  }

  private static Cluster of(NodeSettings change, Cluster before, List<String> southbound) {
    String name = change.before().name();
    Node told = change.after();
    Cluster after = before.withNode(name, node -> node.withExternalIds(told.externalIds()));
    if (change.changes(ChassisKeys.REMOTE)) {
      boolean found = told.getRemotes().stream().anyMatch(southbound::contains);
      after = after.withNode(name, node -> connected(node, found));
      if (!found) {
        // While it is cut off from the Southbound, it applies no other setting.
        return after;
      }
    }
    if (change.changesTunnels()) {
      after = chassis(after, name, chassis -> chassis.withEncaps(ChassisTunnels.encaps(told)));
      after = ChassisTunnels.withTunnels(after, name);
    }
    List<String> remapped = change.remapped();
    if (!remapped.isEmpty()) {
      Map<String, String> mappings = new TreeMap<>();
      for (BridgeMapping mapping : told.mappings()) {
        mappings.put(mapping.physnet(), mapping.bridge());
      }
      after = chassis(after, name, chassis -> chassis.withMappings(mappings));
      after = ChassisTunnels.withPatchPairs(after, name, remapped);
    }
    return after;
  }

  private static Node connected(Node node, boolean found) {
    return node.withComponents(
        node.components().stream()
            .map(
                each ->
                    each.hasName(ComponentName.CONTROLLER)
                        ? each.withConnection(found ? "connected" : "not connected")
                        : each)
            .toList());
  }

  private static Cluster chassis(Cluster cluster, String node, UnaryOperator<Chassis> change) {
    return cluster.withChassis(
        cluster.chassis().stream()
            .map(each -> each.node().equals(Optional.of(node)) ? change.apply(each) : each)
            .toList());
  }
}
