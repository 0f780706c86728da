package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import io.safeops.facts.ovn.LogicalPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Predicts the tunnels and patch ports that ovn-controller creates from the settings of a chassis.
 */
public final class ChassisTunnels {

  private ChassisTunnels() {}

  /** The encapsulations of a node: every type with every address, as ovn-controller writes them. */
  public static List<Encap> encaps(Node node) {
    List<Encap> ends = new ArrayList<>();
    for (String type : node.getEncapTypes()) {
      node.getEncapIps().forEach(ip -> ends.add(new Encap(type, ip)));
    }
    ends.sort(Comparator.comparing(Encap::type).thenComparing(Encap::ip));
    return ends;
  }

  /** The transport zones of a node ({@code ovn-transport-zones}), sorted. */
  public static List<String> zones(Node node) {
    return ControllerPrediction.words(node.setting("ovn-transport-zones").orElse(""));
  }

  /**
   * Whether two chassis make tunnels to each other: they share a zone, or neither has any (OVN
   * source, controller/encaps.c, chassis_tzones_overlap).
   */
  private static boolean shareZone(Cluster cluster, Node node, Chassis other) {
    List<String> own = zones(node);
    List<String> its =
        other
            .transportZones()
            .or(() -> other.node().flatMap(cluster::node).map(ChassisTunnels::zones))
            .orElse(own);
    return own.isEmpty() ? its.isEmpty() : !Collections.disjoint(own, its);
  }

  /**
   * The cluster after every other node has rebuilt its tunnel to this node, and this node all its
   * own.
   */
  public static Cluster withTunnels(Cluster before, String name) {
    Cluster after = before;
    for (Node node : before.nodes()) {
      if (node.bridge(node.getIntegrationBridge()).isEmpty() || chassisOf(before, node).isEmpty()) {
        continue;
      }
      for (Chassis other : before.chassis()) {
        boolean affected = node.name().equals(name) != other.node().equals(Optional.of(name));
        if (affected) {
          after =
              after.withNode(
                  node.name(),
                  each ->
                      each.withBridge(
                          each.getIntegrationBridge(),
                          bridge -> withTunnel(before, bridge, node, other)));
        }
      }
    }
    return after;
  }

  private static Bridge withTunnel(Cluster cluster, Bridge bridge, Node node, Chassis other) {
    List<BridgePort> ports = new ArrayList<>(bridge.ports());
    Optional<BridgePort> old = ports.stream().filter(port -> port.isTunnelTo(other)).findFirst();
    ports.removeIf(port -> port.isTunnelTo(other));
    Optional<Encap> end =
        node.getEncapTypes().stream()
            .filter(type -> shareZone(cluster, node, other))
            .sorted() // geneve before vxlan, as in ovn-controller
            .flatMap(type -> other.encaps().stream().filter(each -> each.type().equals(type)))
            .findFirst();
    if (end.isPresent() && old.filter(port -> isTo(port, end.get())).isPresent()) {
      return bridge;
    }
    if (end.isPresent()) {
      Map<String, String> options =
          new TreeMap<>(old.map(BridgePort::options).orElse(Map.of("csum", "true", "key", "flow")));
      options.put("remote_ip", end.get().ip());
      String port = old.map(BridgePort::name).orElse("ovn-" + other.name() + "-0");
      ports.add(
          VswitchPrediction.withOwnMember(
              BridgePort.builder(port, bridge.name())
                  .kind(end.get().type())
                  .interfaces(List.of(port))
                  .ofport(old.map(BridgePort::ofport).orElse(1L))
                  .externalIds(Map.of(BridgePort.TUNNEL_KEY, other.name() + "@" + end.get().ip()))
                  .options(options)
                  .build()));
    }
    return bridge.withPorts(ports);
  }

  private static boolean isTo(BridgePort port, Encap end) {
    return port.kind().equals(end.type()) && port.getRemoteIp().equals(end.ip());
  }

  /**
   * The cluster without a chassis, without the claims of its ports, and without the tunnels between
   * it and the others.
   */
  public static Cluster without(Cluster before, Chassis gone) {
    Cluster after =
        before
            .withChassis(before.chassis().stream().filter(each -> !each.equals(gone)).toList())
            .withBindings(
                before.bindings().stream()
                    .map(
                        binding ->
                            binding.chassis().equals(Optional.of(gone.name()))
                                ? binding.unbound()
                                : binding)
                    .toList());
    for (Node node : before.nodes()) {
      boolean own = gone.node().equals(Optional.of(node.name()));
      after =
          after.withNode(
              node.name(),
              each ->
                  each.withBridge(
                      each.getIntegrationBridge(),
                      bridge ->
                          bridge.withPorts(
                              bridge.ports().stream()
                                  .filter(port -> !(own ? port.isTunnel() : port.isTunnelTo(gone)))
                                  .toList())));
    }
    return after;
  }

  /**
   * The cluster with the patch pairs of a node to the bridges of these physnets, as its VMs and
   * mappings require.
   */
  public static Cluster withPatchPairs(Cluster before, String name, List<String> physnets) {
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

  private static Optional<Chassis> chassisOf(Cluster cluster, Node node) {
    return cluster.chassis().stream()
        .filter(each -> each.node().equals(Optional.of(node.name())))
        .findFirst();
  }
}
