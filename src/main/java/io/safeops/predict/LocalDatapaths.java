package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nodes on which ovn-controller has a logical switch: only there it creates patch ports for a
 * localnet (ovn-controller's local datapaths, OVN 23.03).
 */
public final class LocalDatapaths {

  private final Cluster cluster;
  private final Map<String, List<PortBinding>> byDatapath = new HashMap<>();
  private final Map<String, List<PortBinding>> byChassis = new HashMap<>();
  private final Map<String, PortBinding> byPort = new HashMap<>();
  private final Map<String, List<String>> chassisOf = new HashMap<>();
  private final Map<String, Set<String>> reached = new HashMap<>();

  public LocalDatapaths(Cluster cluster) {
    this.cluster = cluster;
    for (PortBinding binding : cluster.bindings()) {
      put(byDatapath, binding.switchName(), binding);
      binding.chassis().ifPresent(chassis -> put(byChassis, chassis, binding));
      byPort.putIfAbsent(binding.logicalPort(), binding);
    }
    for (Chassis chassis : cluster.chassis()) {
      chassis.node().ifPresent(node -> put(chassisOf, node, chassis.name()));
    }
  }

  private static <T> void put(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
  }

  /**
   * The nodes that map the physnet to an existing bridge. A storm on the physnet can harm each of
   * them, whether the switch is there now or appears later with a VM.
   */
  public List<Node> mapped(String physnet) {
    return cluster.nodes().stream().filter(node -> node.mappedBridge(physnet).isPresent()).toList();
  }

  /** The nodes of {@link #mapped} that have the switch, directly or through routers. */
  public List<Node> reached(String switchName, String physnet) {
    return mapped(physnet).stream()
        .filter(
            node -> chassisOf(node).stream().anyMatch(id -> reachedFrom(id).contains(switchName)))
        .toList();
  }

  /**
   * The nodes of {@link #mapped} that have a port of the switch, or the gateway of a router on it.
   * There the patch pair must appear. Behind more routers it depends on options that facts do not
   * have.
   */
  public List<Node> certain(String switchName, String physnet) {
    Set<String> chassis =
        cluster.bindings().stream()
            .filter(binding -> binding.switchName().equals(switchName))
            .flatMap(binding -> binding.chassis().stream())
            .collect(Collectors.toSet());
    Set<String> routerPorts =
        cluster.bindings().stream()
            .filter(binding -> binding.switchName().equals(switchName))
            .flatMap(binding -> peer(binding).stream())
            .collect(Collectors.toSet());
    cluster.bindings().stream()
        .filter(binding -> routerPorts.contains(binding.options().get("distributed-port")))
        .flatMap(binding -> binding.chassis().stream())
        .forEach(chassis::add);
    return mapped(physnet).stream()
        .filter(node -> chassisOf(node).stream().anyMatch(chassis::contains))
        .toList();
  }

  private List<String> chassisOf(Node node) {
    return chassisOf.getOrDefault(node.name(), List.of());
  }

  /** The switches and routers bound on a chassis, and all that patch ports connect to them. */
  private Set<String> reachedFrom(String chassis) {
    return reached.computeIfAbsent(
        chassis,
        any -> {
          Set<String> found = new HashSet<>();
          for (PortBinding binding : byChassis.getOrDefault(chassis, List.of())) {
            follow(binding.switchName(), found);
          }
          return found;
        });
  }

  private void follow(String start, Set<String> found) {
    java.util.ArrayDeque<String> queue = new java.util.ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      String datapath = queue.remove();
      if (!found.add(datapath)) {
        continue;
      }
      for (PortBinding binding : byDatapath.getOrDefault(datapath, List.of())) {
        peer(binding).map(byPort::get).ifPresent(other -> queue.add(other.switchName()));
      }
    }
  }

  private static java.util.Optional<String> peer(PortBinding binding) {
    return binding.type().equals(PortBinding.PATCH)
        ? java.util.Optional.ofNullable(binding.options().get("peer"))
        : java.util.Optional.empty();
  }
}
