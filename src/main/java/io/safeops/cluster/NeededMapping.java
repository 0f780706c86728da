package io.safeops.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A mapping that a node must have: a port of a provider network's switch is bound there, a VM's or
 * the gateway of a router. Computed, not collected.
 *
 * @param node in the inventory
 * @param physnet the provider network
 * @param switchName the switch that is on it
 * @param port a port of it that is bound there
 * @param mapped whether the node maps the physnet at all, to an existing bridge or not
 * @param bridge the bridge that it is most likely to be mapped to; empty if facts do not tell
 */
public record NeededMapping(
    String node, String physnet, String switchName, String port, boolean mapped, String bridge) {

  /** All of a cluster, each node and physnet once. */
  static List<NeededMapping> of(Cluster cluster) {
    List<NeededMapping> needed = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PortBinding binding : cluster.bindings()) {
      Optional<Node> node =
          binding
              .chassis()
              .flatMap(cluster::chassisNamed)
              .flatMap(Chassis::node)
              .flatMap(cluster::node);
      if (node.isEmpty() || !node.get().isRead()) {
        continue;
      }
      for (String switchName : reached(binding, cluster)) {
        List<String> physnets =
            cluster.switchNamed(switchName).map(LogicalSwitch::getPhysnets).orElse(List.of());
        for (String physnet : physnets) {
          if (!physnet.isEmpty() && seen.add(node.get().name() + " " + physnet)) {
            needed.add(
                new NeededMapping(
                    node.get().name(),
                    physnet,
                    switchName,
                    binding.logicalPort(),
                    node.get().mappings().stream().anyMatch(each -> each.physnet().equals(physnet)),
                    likelyBridge(cluster, node.get(), physnet).orElse("")));
          }
        }
      }
    }
    return List.copyOf(needed);
  }

  /** The switch of a VM's port; the switches outside of a router's gateway. */
  private static List<String> reached(PortBinding binding, Cluster cluster) {
    if (binding.type().isEmpty()) {
      return List.of(binding.switchName());
    }
    String routerPort = binding.options().getOrDefault("distributed-port", "");
    if (!binding.type().equals("chassisredirect") || routerPort.isEmpty()) {
      return List.of();
    }
    return cluster.bindings().stream()
        .filter(each -> each.type().equals("patch"))
        .filter(each -> routerPort.equals(each.options().get("peer")))
        .map(PortBinding::switchName)
        .toList();
  }

  /**
   * The one bridge of the node that other nodes map the physnet to; else the one bridge with an
   * uplink that no other physnet is mapped to.
   */
  public static Optional<String> likelyBridge(Cluster cluster, Node node, String physnet) {
    Set<String> elsewhere = new TreeSet<>();
    for (BridgeMapping mapping : cluster.getMappings()) {
      if (mapping.physnet().equals(physnet) && node.bridge(mapping.bridge()).isPresent()) {
        elsewhere.add(mapping.bridge());
      }
    }
    if (elsewhere.size() == 1) {
      return elsewhere.stream().findFirst();
    }
    Set<String> taken = new HashSet<>(Set.of(node.getIntegrationBridge()));
    node.mappings().stream()
        .filter(mapping -> !mapping.physnet().equals(physnet))
        .forEach(mapping -> taken.add(mapping.bridge()));
    List<String> free =
        node.bridges().stream()
            .filter(bridge -> !taken.contains(bridge.name()) && !bridge.getUplinks().isEmpty())
            .map(Bridge::name)
            .toList();
    return free.size() == 1 ? free.stream().findFirst() : Optional.empty();
  }
}
