package io.safeops.review;

import io.safeops.document.IpLiteral;
import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.ManagementPath;
import io.safeops.inventory.FailureDomain;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.inventory.OutOfBand;
import io.safeops.policy.NodeProtection;
import io.safeops.policy.OutOfBandProtection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Assesses how well each node is protected if a change cuts it off: as the inventory claims, unless
 * the facts refute it.
 */
final class ProtectionAssessment {

  private ProtectionAssessment() {}

  /**
   * @param guardPlan the probes of each node
   */
  static List<NodeProtection> of(Inventory inventory, Cluster cluster, GuardPlan guardPlan) {
    Set<String> watching =
        guardPlan.nodes().stream()
            .filter(GuardPlan.Guarded::hasStormProbe)
            .map(GuardPlan.Guarded::name)
            .collect(Collectors.toSet());
    return inventory.nodes().stream()
        .map(
            node -> {
              Optional<io.safeops.facts.node.Node> facts = cluster.node(node.name().value());
              return new NodeProtection(
                  node.name().value(),
                  survivesReboot(node.name().value(), cluster),
                  watching.contains(node.name().value()),
                  outOfBand(node, facts));
            })
        .toList();
  }

  /**
   * Only what the facts show is claimed. When the node is armed, the guard itself is asked again.
   */
  static boolean survivesReboot(String node, Cluster cluster) {
    return cluster
        .node(node)
        .map(facts -> facts.guardUnit() == GuardUnit.SURVIVES_REBOOT)
        .orElse(false);
  }

  private static OutOfBandProtection outOfBand(
      InventoryNode node, Optional<io.safeops.facts.node.Node> facts) {
    boolean path =
        node.outOfBand().stream()
            .filter(way -> way.survives().contains(FailureDomain.NIC))
            .anyMatch(way -> facts.isEmpty() || !isRefuted(way, facts.get()));
    boolean declared = !node.outOfBand().isEmpty();
    return path
        ? OutOfBandProtection.PATH
        : node.isWithoutOutOfBand()
            ? OutOfBandProtection.NONE
            : declared ? OutOfBandProtection.SAME_WAY : OutOfBandProtection.UNDECLARED;
  }

  /**
   * An address behind an interface, bridge or uplink of the management path is no out-of-band path,
   * whatever the inventory says.
   */
  private static boolean isRefuted(OutOfBand way, io.safeops.facts.node.Node facts) {
    if (!(way instanceof OutOfBand.ByAddress byAddress)) {
      return false;
    }
    ManagementPath inBand = facts.managementPath();
    ManagementPath other =
        PathFinder.find(
            IpLiteral.canonical(byAddress.ssh().host()),
            "",
            facts.nics(),
            facts.bridges(),
            facts.getIntegrationBridge());
    return !Collections.disjoint(other.chain(), inBand.chain())
        || !Collections.disjoint(other.uplinks(), inBand.uplinks())
        || !Collections.disjoint(other.bridges(), inBand.bridges());
  }
}
