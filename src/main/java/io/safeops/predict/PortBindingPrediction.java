package io.safeops.predict;

import io.safeops.facts.derive.VmPort;
import io.safeops.facts.model.Bridge;
import io.safeops.facts.model.BridgePort;
import io.safeops.facts.model.Chassis;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.LogicalPort;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.PortBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where VMs' ports are bound once ovn-controller has followed: on the chassis whose interface has
 * the port's {@code iface-id}, unless the Northbound asks for another. It marks the interface
 * {@code ovn-installed}, and the switch's localnets get their patch pairs there.
 */
public final class PortBindingPrediction {

  private PortBindingPrediction() {}

  /** The cluster with the bindings of these ports as they will be; others stay. */
  public static Cluster settle(Cluster cluster, List<String> ports) {
    Cluster settled = cluster;
    for (String port : ports) {
      Optional<VmPort> vm = vm(settled, port);
      if (vm.isPresent()) {
        settled = settle(settled, vm.get());
      }
    }
    return settled;
  }

  public static Optional<VmPort> vm(Cluster cluster, String port) {
    return cluster.getVmPorts().stream().filter(each -> each.name().equals(port)).findFirst();
  }

  private static Cluster settle(Cluster cluster, VmPort vm) {
    if (vm.isPlugged() && !vm.controlled()) {
      return cluster;
    }
    boolean claimed = vm.isPlugged() && vm.attached() && vm.isRequestedHere();
    Optional<String> chassis =
        claimed
            ? cluster.chassis().stream()
                .filter(each -> each.node().equals(Optional.of(vm.host())))
                .map(Chassis::name)
                .findFirst()
            : Optional.empty();
    Cluster settled =
        cluster
            .withBindings(
                cluster.bindings().stream()
                    .map(
                        each ->
                            each.logicalPort().equals(vm.name())
                                ? bound(each, cluster, vm, chassis)
                                : each)
                    .toList())
            .withSwitch(
                vm.switchName(),
                each ->
                    each.port(vm.name())
                        .map(row -> replaced(each, row.withUp(chassis.isPresent())))
                        .orElse(each));
    if (vm.isFound()) {
      settled = settled.withNode(vm.host(), node -> marked(node, vm.interfaceName(), claimed));
    }
    return claimed ? pairs(settled, vm) : settled;
  }

  /** In its place: ports keep their order. */
  private static LogicalSwitch replaced(LogicalSwitch of, LogicalPort row) {
    return of.withPorts(
        of.ports().stream().map(each -> each.name().equals(row.name()) ? row : each).toList());
  }

  private static PortBinding bound(
      PortBinding binding, Cluster cluster, VmPort vm, Optional<String> chassis) {
    Optional<String> requested = vm.requested().stream().findFirst();
    Optional<String> known =
        requested.flatMap(
            asked ->
                cluster.chassis().stream()
                    .filter(each -> each.name().equals(asked) || each.hostname().equals(asked))
                    .map(Chassis::name)
                    .findFirst());
    return binding.withChassis(chassis, known.or(() -> requested), chassis.isPresent());
  }

  private static Node marked(Node node, String port, boolean installed) {
    return node.withBridge(node.getIntegrationBridge(), bridge -> marked(bridge, port, installed));
  }

  private static Bridge marked(Bridge bridge, String name, boolean installed) {
    Optional<BridgePort> port = bridge.port(name);
    if (port.isEmpty()) {
      return bridge;
    }
    Map<String, String> ids = new TreeMap<>(port.get().externalIds());
    ids.remove("ovn-installed");
    if (installed) {
      ids.put("ovn-installed", "true");
    }
    return bridge.withPort(port.get().withExternalIds(ids));
  }

  private static Cluster pairs(Cluster cluster, VmPort vm) {
    Cluster after = cluster;
    List<LogicalPort> localnets =
        cluster.switchNamed(vm.switchName()).map(LogicalSwitch::getLocalnets).orElse(List.of());
    for (LogicalPort localnet : localnets) {
      after = PatchPair.addMissing(after, localnet, vm.host());
    }
    return after;
  }
}
