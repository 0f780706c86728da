package io.safeops.review;

import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.IpLiteral;
import io.safeops.facts.model.ManagementPath;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.Node;
import io.safeops.inventory.OutOfBand;
import io.safeops.inventory.Survives;
import io.safeops.policy.NodeCover;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How well each node is covered if a change cuts it off: what the inventory claims, as far as the
 * facts do not refute it.
 */
final class Cover {

  private Cover() {}

  /**
   * @param guarding what each node would watch
   */
  static List<NodeCover> of(Inventory inventory, Cluster cluster, Guarding guarding) {
    Set<String> watching =
        guarding.nodes().stream()
            .filter(Guarding.Guarded::hasStormProbe)
            .map(Guarding.Guarded::name)
            .collect(Collectors.toSet());
    return inventory.nodes().stream()
        .map(
            node -> {
              Optional<io.safeops.facts.model.Node> facts = cluster.node(node.name().value());
              return new NodeCover(
                  node.name().value(),
                  survivesReboot(node.name().value(), cluster),
                  watching.contains(node.name().value()),
                  outOfBand(node, facts));
            })
        .toList();
  }

  /** What the facts do not say is not claimed; arming asks the guard itself once more. */
  static boolean survivesReboot(String node, Cluster cluster) {
    return cluster
        .node(node)
        .map(facts -> facts.tools().getOrDefault("guard-unit", "unknown").equals("survives"))
        .orElse(false);
  }

  private static String outOfBand(Node node, Optional<io.safeops.facts.model.Node> facts) {
    boolean path =
        node.outOfBand().stream()
            .filter(way -> way.survives().contains(Survives.NIC))
            .anyMatch(way -> facts.isEmpty() || !isRefuted(way, facts.get()));
    boolean declared = !node.outOfBand().isEmpty();
    return path
        ? NodeCover.PATH
        : node.isWithoutOutOfBand()
            ? NodeCover.NONE
            : declared ? NodeCover.SAME_WAY : NodeCover.UNDECLARED;
  }

  /**
   * An address that is reached by what the management path goes through is no other way, whatever
   * the inventory says: an interface, a bridge or an uplink of it.
   */
  private static boolean isRefuted(OutOfBand way, io.safeops.facts.model.Node facts) {
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
