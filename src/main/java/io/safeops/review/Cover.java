package io.safeops.review;

import io.safeops.cluster.Address;
import io.safeops.cluster.Cluster;
import io.safeops.cluster.ManagementPath;
import io.safeops.cluster.Nic;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.Node;
import io.safeops.inventory.OutOfBand;
import io.safeops.policy.NodeCover;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
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
              Optional<io.safeops.cluster.Node> facts = cluster.node(node.name().value());
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

  private static String outOfBand(Node node, Optional<io.safeops.cluster.Node> facts) {
    boolean path =
        node.outOfBand().stream().anyMatch(way -> facts.isEmpty() || !isRefuted(way, facts.get()));
    return path
        ? NodeCover.PATH
        : node.isWithoutOutOfBand() ? NodeCover.NONE : NodeCover.UNDECLARED;
  }

  /**
   * An address on the management path's own way out is no other way, whatever the inventory says.
   */
  private static boolean isRefuted(OutOfBand way, io.safeops.cluster.Node facts) {
    if (!(way instanceof OutOfBand.ByAddress byAddress)) {
      return false;
    }
    ManagementPath inBand = facts.managementPath();
    Set<String> passed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (Nic nic : facts.nics()) {
      if (nic.addresses().stream().map(Address::ip).anyMatch(byAddress.ssh().host()::equals)) {
        open.add(nic.name());
      }
    }
    while (!open.isEmpty()) {
      String name = open.pop();
      if (passed.add(name)) {
        facts.nics().stream()
            .filter(nic -> nic.name().equals(name))
            .forEach(nic -> open.addAll(nic.lower()));
      }
    }
    return passed.stream()
        .anyMatch(name -> inBand.chain().contains(name) || inBand.uplinks().contains(name));
  }
}
