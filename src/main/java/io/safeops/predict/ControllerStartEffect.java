package io.safeops.predict;

import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Predicts what a starting ovn-controller does: it registers its chassis, which creates the tunnels
 * to it, and claims the ports that are plugged in there.
 */
final class ControllerStartEffect {

  private static final String IFACE_ID = "iface-id";
  private static final String INSTALLED = "ovn-installed";

  private ControllerStartEffect() {}

  static Cluster of(Cluster before, Node node) {
    if (node.systemId().isEmpty()) {
      return before;
    }
    String id = node.systemId().get();
    Set<String> claimed = new TreeSet<>();
    List<PortBinding> bindings = new ArrayList<>();
    Set<String> plugged = plugged(node);
    for (PortBinding binding : before.bindings()) {
      boolean claims =
          !binding.isBound()
              && ((plugged.contains(binding.logicalPort()) && isRequestedOn(before, binding, node))
                  || isOfGatewayRouter(binding, id));
      if (claims) {
        claimed.add(binding.logicalPort());
      }
      bindings.add(
          claims
              ? binding.withChassis(Optional.of(id), binding.requestedChassis(), true)
              : binding);
    }
    Cluster after =
        before
            .withBindings(bindings)
            .withNode(
                node.name(),
                each ->
                    each.withBridge(
                        each.getIntegrationBridge(), bridge -> installed(bridge, claimed)));
    if (before.chassisNamed(id).isEmpty()) {
      after =
          ChassisTunnels.withTunnels(
              after.withChassis(
                  Stream.concat(before.chassis().stream(), Stream.of(chassis(node, id))).toList()),
              node.name());
    }
    // A claimed port makes its switch local, so the patch pairs to the provider network appear.
    List<String> physnets = node.mappings().stream().map(BridgeMapping::physnet).toList();
    return claimed.isEmpty() ? after : ChassisTunnels.withPatchPairs(after, node.name(), physnets);
  }

  private static Set<String> plugged(Node node) {
    Set<String> plugged = new TreeSet<>();
    node.bridge(node.getIntegrationBridge()).stream()
        .flatMap(bridge -> bridge.ports().stream())
        .map(port -> port.externalIds().getOrDefault(IFACE_ID, ""))
        .forEach(plugged::add);
    return plugged;
  }

  /** The ports of a gateway router belong to the chassis that its options name. */
  private static boolean isOfGatewayRouter(PortBinding binding, String chassis) {
    return binding.type().equals("l3gateway")
        && chassis.equals(binding.options().get("l3gateway-chassis"));
  }

  /**
   * Whether the Northbound lets the node claim the port. The Southbound's column is empty if the
   * requested chassis has no row.
   */
  private static boolean isRequestedOn(Cluster before, PortBinding binding, Node node) {
    List<String> requested =
        before.getPorts().stream()
            .filter(port -> port.name().equals(binding.logicalPort()))
            .findFirst()
            .map(LogicalPort::getRequested)
            .orElse(binding.requestedChassis().map(List::of).orElse(List.of()));
    return requested.isEmpty()
        || VmPorts.hostnames(before, node).stream().anyMatch(requested::contains);
  }

  private static Bridge installed(Bridge bridge, Set<String> claimed) {
    return bridge.withPorts(
        bridge.ports().stream()
            .map(
                port ->
                    claimed.contains(port.externalIds().getOrDefault(IFACE_ID, ""))
                        ? installed(port)
                        : port)
            .toList());
  }

  private static BridgePort installed(BridgePort port) {
    return VswitchPrediction.withIds(
        port,
        before -> {
          Map<String, String> marks = new TreeMap<>(before);
          marks.put(INSTALLED, "true");
          return marks;
        });
  }

  private static Chassis chassis(Node node, String id) {
    Map<String, String> mappings = new TreeMap<>();
    for (BridgeMapping mapping : node.mappings()) {
      mappings.put(mapping.physnet(), mapping.bridge());
    }
    return Chassis.builder(id)
        .hostname(node.hostname())
        .node(Optional.of(node.name()))
        .encaps(ChassisTunnels.encaps(node))
        .mappings(mappings)
        .build();
  }
}
