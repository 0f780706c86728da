package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the gateway of a router port is once ovn-northd and ovn-controller have followed: the
 * binding of its {@code cr-} port is on the first choice that is alive, and every choice has the
 * switch behind the port with the patch pairs of its localnets (OVN source, controller/binding.c,
 * consider_ha_lport).
 */
public final class GatewayPrediction {

  private GatewayPrediction() {}

  /** The cluster with the gateway of this router port where it will be. */
  public static Cluster settle(Cluster cluster, String routerPort) {
    Optional<RouterPort> port =
        cluster.getRouterPorts().stream().filter(each -> each.name().equals(routerPort)).findAny();
    return port.isEmpty() ? cluster : pairs(bound(cluster, port.get()), port.get());
  }

  /** The cluster with the gateways of these router ports where they will be. */
  static Cluster settle(Cluster cluster, List<RouterPort> ports) {
    Cluster settled = cluster;
    for (RouterPort port : ports) {
      settled = pairs(bound(settled, port), port);
    }
    return settled;
  }

  /** The router ports whose gateway is on this chassis. */
  private static List<RouterPort> portsHeldBy(Cluster cluster, String chassis) {
    Set<String> held =
        cluster.bindings().stream()
            .filter(each -> each.chassis().equals(Optional.of(chassis)))
            .map(PortBinding::logicalPort)
            .collect(Collectors.toSet());
    return cluster.getRouterPorts().stream()
        .filter(port -> held.contains(port.getRedirectPort()))
        .toList();
  }

  /** The cluster without a chassis: its gateways go to the next choice. */
  public static Cluster without(Cluster cluster, Chassis gone) {
    return settle(ChassisTunnels.without(cluster, gone), portsHeldBy(cluster, gone.name()));
  }

  /** The router ports that are connected to a switch. */
  static List<RouterPort> portsOnSwitch(Cluster cluster, String switchName) {
    return cluster.getRouterPorts().stream()
        .filter(port -> port.chassisGroup().isPresent() || !port.gatewayChassis().isEmpty())
        .filter(
            port ->
                switches(cluster, port).stream().anyMatch(each -> each.name().equals(switchName)))
        .toList();
  }

  /** The router ports whose gateway may be on the chassis of this node. */
  static List<RouterPort> portsOn(Cluster cluster, String node) {
    return cluster.getRouterPorts().stream()
        .filter(
            port ->
                choices(cluster, port).stream()
                    .anyMatch(each -> each.node().equals(Optional.of(node))))
        .toList();
  }

  /** The chassis that will have the gateway; empty while none that is named is alive. */
  public static Optional<Chassis> active(Cluster cluster, RouterPort port) {
    return choices(cluster, port).stream().filter(each -> isAlive(cluster, each)).findFirst();
  }

  /**
   * Whether it can take a gateway: its ovn-controller and its ovs-vswitchd act, as far as known.
   */
  public static boolean isAlive(Cluster cluster, Chassis chassis) {
    Optional<Node> node = chassis.node().flatMap(cluster::node);
    return node.isEmpty()
        || (answers(cluster, chassis)
            && node.get()
                .component(ComponentName.CONTROLLER)
                .map(Component::isConnected)
                .orElse(true));
  }

  /**
   * The chassis that has the gateway once all have looked: the first choice that can take it. One
   * that has it keeps it without its ovn-controller, too, as long as its ovs-vswitchd answers by
   * BFD: the others leave it to it.
   */
  private static Optional<Chassis> holder(
      Cluster cluster, RouterPort port, Optional<String> present) {
    return choices(cluster, port).stream()
        .filter(
            each ->
                isAlive(cluster, each)
                    || (present.filter(each.name()::equals).isPresent() && answers(cluster, each)))
        .findFirst();
  }

  /** Whether its ovs-vswitchd answers by BFD, as far as anybody knows. */
  private static boolean answers(Cluster cluster, Chassis chassis) {
    Optional<Node> node = chassis.node().flatMap(cluster::node);
    return node.isEmpty()
        || (node.get().isRead()
            && node.get()
                .component(ComponentName.VSWITCHD)
                .map(each -> each.isActive() && ControllerPrediction.isAnswering(each))
                .orElse(true));
  }

  /** The switches that the port is connected to. */
  public static List<LogicalSwitch> switches(Cluster cluster, RouterPort port) {
    return cluster.switches().stream()
        .filter(each -> each.ports().stream().anyMatch(one -> isPeer(one, port)))
        .toList();
  }

  private static boolean isPeer(LogicalPort port, RouterPort of) {
    return port.type().equals("router")
        && port.options().getOrDefault("router-port", "").equals(of.name());
  }

  /** The chassis that may have the gateway and are in the Southbound, the first choice first. */
  private static List<Chassis> choices(Cluster cluster, RouterPort port) {
    List<String> names =
        port.chassisGroup().isPresent()
            ? cluster.chassisGroups().orElse(List.of()).stream()
                .filter(group -> group.name().equals(port.chassisGroup().get()))
                .flatMap(group -> group.members().stream())
                .map(ChassisGroup.Member::chassisName)
                .toList()
            : port.gatewayChassis().stream().map(GatewayChassis::chassisName).toList();
    return names.stream().flatMap(name -> cluster.chassisNamed(name).stream()).toList();
  }

  private static Cluster bound(Cluster cluster, RouterPort port) {
    List<PortBinding> bindings = new ArrayList<>(cluster.bindings());
    Optional<PortBinding> old =
        bindings.stream()
            .filter(each -> each.logicalPort().equals(port.getRedirectPort()))
            .findFirst();
    bindings.removeIf(each -> each.logicalPort().equals(port.getRedirectPort()));
    if (port.chassisGroup().isPresent() || !port.gatewayChassis().isEmpty()) {
      Optional<String> chassis =
          holder(cluster, port, old.flatMap(PortBinding::chassis)).map(Chassis::name);
      PortBinding binding =
          old.orElse(
              PortBinding.builder(port.getRedirectPort())
                  .switchName(port.routerName())
                  .type("chassisredirect")
                  .options(Map.of("distributed-port", port.name()))
                  .build());
      bindings.add(binding.withChassis(chassis, binding.requestedChassis(), chassis.isPresent()));
      bindings.sort(Comparator.comparing(PortBinding::logicalPort));
    }
    return cluster.withBindings(bindings);
  }

  private static Cluster pairs(Cluster cluster, RouterPort port) {
    Cluster after = cluster;
    for (LogicalSwitch reached : switches(cluster, port)) {
      for (LogicalPort localnet : reached.getLocalnets()) {
        for (Chassis chassis : choices(cluster, port)) {
          if (chassis.node().isPresent()) {
            after = PatchPair.addMissing(after, localnet, chassis.node().get());
          }
        }
      }
    }
    return after;
  }
}
