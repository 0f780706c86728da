package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mapping that a node must have, because a port of a provider network's switch is bound there:
 * the port of a VM, or the gateway of a router. Computed, not collected.
 *
 * @param node in the inventory
 * @param physnet the provider network
 * @param switchName the switch on that network
 * @param port a port of that switch that is bound on the node
 * @param mapped whether the node maps the physnet, to a bridge that exists or not
 * @param bridge the bridge that it should most likely be mapped to; empty if the facts do not show
 *     one
 */
public record NeededMapping(
    String node, String physnet, String switchName, String port, boolean mapped, String bridge) {

  private static final IdentityCache<Cluster, List<NeededMapping>> ALL =
      new IdentityCache<>(NeededMapping::find);

  /** The physnets of the first switch with a name, by name. */
  private static final IdentityCache<List<LogicalSwitch>, Map<String, List<String>>> PHYSNETS =
      new IdentityCache<>(
          switches ->
              switches.stream()
                  .collect(
                      Collectors.toMap(
                          LogicalSwitch::name,
                          LogicalSwitch::getPhysnets,
                          (first, next) -> first)));

  /** The ports of switches that lead to a router's port, by the router's port. */
  private static final IdentityCache<List<PortBinding>, Map<String, List<PortBinding>>> PATCHES =
      new IdentityCache<>(
          bindings ->
              NameIndexes.group(
                  bindings,
                  each ->
                      each.type().equals(PortBinding.PATCH)
                          ? Optional.ofNullable(each.options().get("peer")).stream()
                          : Stream.empty()));

  /** The names of the bridges that nodes map a physnet to, by physnet. */
  private static final IdentityCache<List<Node>, Map<String, Set<String>>> BRIDGES =
      new IdentityCache<>(
          nodes ->
              NameIndexes.MAPPINGS.of(nodes).stream()
                  .collect(
                      Collectors.groupingBy(
                          BridgeMapping::physnet,
                          Collectors.mapping(BridgeMapping::bridge, Collectors.toSet()))));

  /** All needed mappings of a cluster, each pair of node and physnet once. */
  public static List<NeededMapping> of(Cluster cluster) {
    return ALL.of(cluster);
  }

  private static List<NeededMapping> find(Cluster cluster) {
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
        for (String physnet : PHYSNETS.of(cluster.switches()).getOrDefault(switchName, List.of())) {
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

  /** The switch of a VM's port, or the external switches of a router's gateway. */
  private static List<String> reached(PortBinding binding, Cluster cluster) {
    if (binding.type().isEmpty()) {
      return List.of(binding.switchName());
    }
    String routerPort = binding.options().getOrDefault("distributed-port", "");
    if (!binding.type().equals(PortBinding.CHASSIS_REDIRECT) || routerPort.isEmpty()) {
      return List.of();
    }
    return PATCHES.of(cluster.bindings()).getOrDefault(routerPort, List.of()).stream()
        .map(PortBinding::switchName)
        .toList();
  }

  /**
   * The only bridge of the node whose name other nodes map the physnet to. If there is none, the
   * only bridge that has an uplink and that no other physnet is mapped to.
   */
  public static Optional<String> likelyBridge(Cluster cluster, Node node, String physnet) {
    Set<String> elsewhere = new TreeSet<>();
    for (String bridge : BRIDGES.of(cluster.nodes()).getOrDefault(physnet, Set.of())) {
      if (node.bridge(bridge).isPresent()) {
        elsewhere.add(bridge);
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
