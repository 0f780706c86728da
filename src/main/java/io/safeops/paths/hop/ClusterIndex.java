package io.safeops.paths.hop;

import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of a cluster by name, each found once. */
public final class ClusterIndex {

  /** An interface of a node that carries the {@code iface-id} of a logical port. */
  public record Carrier(Node node, Bridge bridge, BridgePort port) {}

  private final Cluster cluster;
  private final Map<String, VmPort> vmPorts = new HashMap<>();
  private final Map<String, LogicalPort> ports = new HashMap<>();
  private final Map<String, RouterPort> routerPorts = new HashMap<>();
  private final Map<String, LogicalRouter> routers = new HashMap<>();
  private final Map<String, PortBinding> bindings = new HashMap<>();
  private final Map<String, List<Carrier>> carriers = new HashMap<>();
  private final Map<String, List<LogicalPort>> peersOfRouterPort = new HashMap<>();

  private final SharedAddresses sharedAddresses;

  ClusterIndex(Cluster cluster) {
    this.cluster = cluster;
    this.sharedAddresses = new SharedAddresses(cluster);
    VmPorts.of(cluster).forEach(port -> vmPorts.putIfAbsent(port.name(), port));
    for (LogicalPort port : cluster.getPorts()) {
      ports.putIfAbsent(port.name(), port);
      if (port.type().equals(LogicalPort.ROUTER)) {
        peersOfRouterPort
            .computeIfAbsent(
                port.options().getOrDefault("router-port", ""), any -> new ArrayList<>())
            .add(port);
      }
    }
    for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
      for (RouterPort port : router.ports()) {
        routerPorts.putIfAbsent(port.name(), port);
        routers.putIfAbsent(port.name(), router);
      }
    }
    cluster.bindings().forEach(binding -> bindings.putIfAbsent(binding.logicalPort(), binding));
    for (Node node : cluster.nodes()) {
      for (Bridge bridge : node.bridge(node.getIntegrationBridge()).stream().toList()) {
        for (BridgePort port : bridge.ports()) {
          String id = port.externalIds().getOrDefault(BridgePort.IFACE_ID, "");
          if (!id.isEmpty()) {
            carriers
                .computeIfAbsent(id, any -> new ArrayList<>())
                .add(new Carrier(node, bridge, port));
          }
        }
      }
    }
  }

  /** Whether the Northbound was read: what it does not have is then not there. */
  boolean isNorthboundRead() {
    return cluster.northbound().filter(DatabaseStatus::isReadable).isPresent();
  }

  SharedAddresses sharedAddresses() {
    return sharedAddresses;
  }

  public Cluster cluster() {
    return cluster;
  }

  public Optional<VmPort> vmPort(String name) {
    return Optional.ofNullable(vmPorts.get(name));
  }

  public Optional<LogicalPort> port(String name) {
    return Optional.ofNullable(ports.get(name));
  }

  public Optional<LogicalSwitch> switchNamed(String name) {
    return cluster.switchNamed(name);
  }

  public Optional<RouterPort> routerPort(String name) {
    return Optional.ofNullable(routerPorts.get(name));
  }

  /** The router of that router port. */
  public Optional<LogicalRouter> routerOf(String routerPort) {
    return Optional.ofNullable(routers.get(routerPort));
  }

  /** The ports of switches that name that router port. */
  public List<LogicalPort> peersOf(String routerPort) {
    return peersOfRouterPort.getOrDefault(routerPort, List.of());
  }

  public Optional<PortBinding> binding(String port) {
    return Optional.ofNullable(bindings.get(port));
  }

  /** The interfaces of integration bridges with that {@code iface-id}. */
  public List<Carrier> carriers(String port) {
    return carriers.getOrDefault(port, List.of());
  }

  public Optional<Node> node(String name) {
    return cluster.node(name);
  }

  public Optional<Chassis> chassis(String name) {
    return cluster.chassisNamed(name);
  }

  /** The chassis of that node. */
  public Optional<Chassis> chassisOf(Node node) {
    return node.systemId()
        .flatMap(cluster::chassisNamed)
        .or(
            () ->
                NameIndexes.CHASSIS_OF
                    .of(cluster.chassis())
                    .getOrDefault(node.name(), List.of())
                    .stream()
                    .findFirst());
  }

  /** Whether {@code requested-chassis} may call the chassis of that node so. */
  boolean isCalled(Node node, String name) {
    return VmPorts.hostnames(cluster, node).contains(name);
  }

  /** The node of that chassis, if the inventory has it. */
  public Optional<Node> nodeOf(String chassis) {
    return chassis(chassis).flatMap(Chassis::node).flatMap(cluster::node);
  }

  public Optional<Component> component(Node node, ComponentName name) {
    return node.component(name);
  }

  /** The nodes that could not be read, or not far enough to know which chassis they are. */
  List<Node> unread() {
    return cluster.nodes().stream()
        .filter(
            node ->
                node.unreachable().isPresent()
                    || (node.isRead() && !node.problems().isEmpty() && node.systemId().isEmpty()))
        .toList();
  }

  /**
   * The nodes that could not be read and may be that of a chassis that no other node has. Only the
   * node itself tells which chassis it is; the name of its host is a hint.
   */
  List<Node> mayBeOf(Chassis chassis) {
    if (chassis.node().isPresent()) {
      return List.of();
    }
    String host = chassis.hostname();
    List<Node> named =
        unread().stream()
            .filter(
                node ->
                    host.equals(node.name())
                        || host.equals(node.hostname())
                        || host.startsWith(node.name() + "."))
            .toList();
    return named.isEmpty() ? unread() : named;
  }
}
