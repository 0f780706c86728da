package io.safeops.action;

import io.safeops.cluster.Bridge;
import io.safeops.cluster.BridgeMapping;
import io.safeops.cluster.BridgePort;
import io.safeops.cluster.Chassis;
import io.safeops.cluster.Cluster;
import io.safeops.cluster.Encap;
import io.safeops.cluster.LogicalPort;
import io.safeops.cluster.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the facts become when a chassis is told other settings: its connection to the Southbound,
 * its row there, the tunnels between it and the others, the patch pairs of its mappings.
 */
final class SettingsEffect {

  private SettingsEffect() {}

  static Cluster of(List<NodeSettings> changes, Cluster before) {
    Cluster after = before;
    for (NodeSettings change : changes) {
      after = of(change, after, before.getSouthboundRemotes());
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
        // Cut off from the Southbound it follows nothing of what else it is told.
        return after;
      }
    }
    if (change.changesTunnels()) {
      after = chassis(after, name, chassis -> chassis.withEncaps(ends(told)));
      after = tunnels(after, name);
    }
    List<String> remapped = change.remapped();
    if (!remapped.isEmpty()) {
      Map<String, String> mappings = new TreeMap<>();
      for (BridgeMapping mapping : told.mappings()) {
        mappings.put(mapping.physnet(), mapping.bridge());
      }
      after = chassis(after, name, chassis -> chassis.withMappings(mappings));
      after = pairs(after, name, remapped);
    }
    return after;
  }

  private static Node connected(Node node, boolean found) {
    return node.withComponents(
        node.components().stream()
            .map(
                each ->
                    each.name().equals("controller")
                        ? each.withConnection(found ? "connected" : "not connected")
                        : each)
            .toList());
  }

  /** Every type with every address, as ovn-controller writes them. */
  static List<Encap> ends(Node node) {
    List<Encap> ends = new ArrayList<>();
    for (String type : node.getEncapTypes()) {
      node.getEncapIps().forEach(ip -> ends.add(new Encap(type, ip)));
    }
    ends.sort(Comparator.comparing(Encap::type).thenComparing(Encap::ip));
    return ends;
  }

  private static Cluster chassis(Cluster cluster, String node, UnaryOperator<Chassis> change) {
    return cluster.withChassis(
        cluster.chassis().stream()
            .map(each -> each.node().equals(Optional.of(node)) ? change.apply(each) : each)
            .toList());
  }

  /** Every other node has its tunnel to this one made anew, and this one all of its own. */
  static Cluster tunnels(Cluster before, String name) {
    Cluster after = before;
    for (Node node : before.nodes()) {
      if (node.bridge(node.getIntegrationBridge()).isEmpty() || chassisOf(before, node).isEmpty()) {
        continue;
      }
      for (Chassis other : before.chassis()) {
        boolean concerned = node.name().equals(name) != other.node().equals(Optional.of(name));
        if (concerned) {
          after =
              after.withNode(
                  node.name(),
                  each ->
                      each.withBridge(
                          each.getIntegrationBridge(), bridge -> tunnel(bridge, node, other)));
        }
      }
    }
    return after;
  }

  private static Optional<Chassis> chassisOf(Cluster cluster, Node node) {
    return cluster.chassis().stream()
        .filter(each -> each.node().equals(Optional.of(node.name())))
        .findFirst();
  }

  private static Bridge tunnel(Bridge bridge, Node node, Chassis other) {
    List<BridgePort> ports = new ArrayList<>(bridge.ports());
    Optional<BridgePort> old = ports.stream().filter(port -> isTunnelTo(port, other)).findFirst();
    ports.removeIf(port -> isTunnelTo(port, other));
    Optional<Encap> end =
        node.getEncapTypes().stream()
            .sorted() // geneve goes before vxlan, here as in ovn-controller
            .flatMap(type -> other.encaps().stream().filter(each -> each.type().equals(type)))
            .findFirst();
    if (end.isPresent()) {
      Map<String, String> options =
          new TreeMap<>(old.map(BridgePort::options).orElse(Map.of("csum", "true", "key", "flow")));
      options.put("remote_ip", end.get().ip());
      String port = old.map(BridgePort::name).orElse("ovn-" + other.name() + "-0");
      ports.add(
          new BridgePort(
              port,
              bridge.name(),
              Optional.empty(),
              end.get().type(),
              List.of(port),
              1,
              Optional.empty(),
              Map.of(BridgePort.TUNNEL_KEY, other.name() + "@" + end.get().ip()),
              options,
              Optional.empty()));
    }
    return bridge.withPorts(ports);
  }

  /** The mark is the chassis' name, then an address; since OVN 24.03 the own address, too. */
  static boolean isTunnelTo(BridgePort port, Chassis chassis) {
    return port.isTunnel()
        && port.externalIds()
            .getOrDefault(BridgePort.TUNNEL_KEY, "")
            .startsWith(chassis.name() + "@");
  }

  /**
   * The patch pairs of a node to the bridges of these physnets, as its VMs and mappings want them.
   */
  static Cluster pairs(Cluster before, String name, List<String> physnets) {
    Cluster after = before;
    LocalDatapaths datapaths = new LocalDatapaths(before);
    for (LogicalPort localnet : before.getLocalnets()) {
      String physnet = localnet.getNetworkName();
      if (!physnets.contains(physnet)) {
        continue;
      }
      after = after.withNode(name, node -> PatchPair.removeFrom(node, localnet.name()));
      for (Node reached : datapaths.reached(localnet.switchName(), physnet)) {
        if (reached.name().equals(name)) {
          String bridge = reached.mappedBridge(physnet).orElseThrow();
          after = after.withNode(name, PatchPair.of(localnet.name(), reached, bridge)::addTo);
        }
      }
    }
    return after;
  }
}
