package io.safeops.predict;

import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Predicts where ovn-controller binds the ports of VMs: on the chassis with an interface that has
 * the port's {@code iface-id}, unless the Northbound requests another chassis. ovn-controller then
 * marks the interface {@code ovn-installed}, and the switch's localnets get their patch pairs
 * there.
 */
public final class PortBindingPrediction {

  private PortBindingPrediction() {}

  /** The cluster with the predicted bindings of these ports; other bindings are unchanged. */
  public static Cluster predict(Cluster cluster, List<String> ports) {
    Cluster settled = cluster;
    Set<String> named = new HashSet<>(ports);
    for (VmPort vm : VmPorts.of(cluster)) {
      if (named.contains(vm.name())) {
        settled = predict(settled, vm);
      }
    }
    return settled;
  }

  public static Optional<VmPort> vmPort(Cluster cluster, String port) {
    return VmPorts.of(cluster).stream().filter(each -> each.name().equals(port)).findFirst();
  }

  private static Cluster predict(Cluster cluster, VmPort vm) {
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
      settled =
          settled.withNode(vm.host(), node -> withInstalledMark(node, vm.interfaceName(), claimed));
    }
    return claimed ? withPatchPairs(settled, vm) : settled;
  }

  /** Replaces a port at its index: the order of the ports is unchanged. */
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

  private static Node withInstalledMark(Node node, String port, boolean installed) {
    return node.withBridge(
        node.getIntegrationBridge(), bridge -> withInstalledMark(bridge, port, installed));
  }

  private static Bridge withInstalledMark(Bridge bridge, String name, boolean installed) {
    Optional<BridgePort> port = bridge.port(name);
    if (port.isEmpty()) {
      return bridge;
    }
    return bridge.withPort(
        VswitchPrediction.withIds(
            port.get(),
            before -> {
              Map<String, String> ids = new TreeMap<>(before);
              ids.remove("ovn-installed");
              if (installed) {
                ids.put("ovn-installed", "true");
              }
              return ids;
            }));
  }

  private static Cluster withPatchPairs(Cluster cluster, VmPort vm) {
    Cluster after = cluster;
    List<LogicalPort> localnets =
        cluster.switchNamed(vm.switchName()).map(LogicalSwitch::getLocalnets).orElse(List.of());
    for (LogicalPort localnet : localnets) {
      after = PatchPair.addMissing(after, localnet, vm.host());
    }
    return after;
  }
}
