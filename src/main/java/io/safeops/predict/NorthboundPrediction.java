package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Predicts what ovn-northd and the ovn-controllers make of changed rows of the Northbound: the
 * bindings in the Southbound, the patch pairs of localnets and the places of gateways.
 */
public final class NorthboundPrediction {

  private static final String GATEWAY = "l3gateway";
  private static final String GATEWAY_CHASSIS = "l3gateway-chassis";

  private NorthboundPrediction() {}

  /**
   * The facts once OVN has followed.
   *
   * @param before the facts before the change
   * @param changed the same with the changed rows
   */
  public static Cluster of(Cluster before, Cluster changed) {
    return routers(before, ports(before, changed));
  }

  private static Cluster ports(Cluster before, Cluster changed) {
    if (before.switches().equals(changed.switches())) {
      return changed;
    }
    Map<String, LogicalPort> was = byName(before);
    Map<String, LogicalPort> now = byName(changed);
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> Objects.equals(was.get(name), now.get(name)));
    Map<String, PortBinding> bindings = bindings(changed);
    for (String name : names) {
      Optional<PortBinding> bound = Optional.ofNullable(bindings.remove(name));
      if (now.containsKey(name)) {
        bindings.put(name, binding(now.get(name), bound));
      }
    }
    Cluster after = changed.withBindings(sorted(bindings));
    List<String> others = new ArrayList<>();
    for (String name : names) {
      Optional<LogicalPort> row = Optional.ofNullable(now.get(name));
      boolean localnet =
          row.filter(LogicalPort::isLocalnet).isPresent()
              || Optional.ofNullable(was.get(name)).filter(LogicalPort::isLocalnet).isPresent();
      if (localnet) {
        boolean other = !place(Optional.ofNullable(was.get(name))).equals(place(row));
        after = other ? pairs(after, name, row.filter(LogicalPort::isLocalnet)) : after;
      } else {
        others.add(name);
      }
    }
    return others.isEmpty() ? after : PortBindingPrediction.predict(after, others);
  }

  /** The first port of each name. */
  private static Map<String, LogicalPort> byName(Cluster cluster) {
    Map<String, LogicalPort> ports = new LinkedHashMap<>();
    cluster.getPorts().forEach(port -> ports.putIfAbsent(port.name(), port));
    return ports;
  }

  private static Map<String, PortBinding> bindings(Cluster cluster) {
    Map<String, PortBinding> bindings = new LinkedHashMap<>();
    cluster.bindings().forEach(each -> bindings.put(each.logicalPort(), each));
    return bindings;
  }

  private static List<PortBinding> sorted(Map<String, PortBinding> bindings) {
    return bindings.values().stream()
        .sorted(Comparator.comparing(PortBinding::logicalPort))
        .toList();
  }

  /** What decides where a localnet has patch pairs; none for any other port. */
  private static List<String> place(Optional<LogicalPort> port) {
    return port.filter(LogicalPort::isLocalnet)
        .map(row -> List.of(row.switchName(), row.getNetworkName()))
        .orElse(List.of());
  }

  private static Cluster pairs(Cluster cluster, String port, Optional<LogicalPort> localnet) {
    Cluster after =
        cluster.withNodes(
            cluster.nodes().stream().map(node -> PatchPair.removeFrom(node, port)).toList());
    if (localnet.isPresent()) {
      String physnet = localnet.get().getNetworkName();
      String switchName = localnet.get().switchName();
      for (Node reached : new LocalDatapaths(after).reached(switchName, physnet)) {
        PatchPair pair = PatchPair.of(port, reached, reached.mappedBridge(physnet).orElseThrow());
        after = after.withNode(reached.name(), pair::addTo);
      }
      after = GatewayPrediction.settle(after, GatewayPrediction.portsOnSwitch(after, switchName));
    }
    return after;
  }

  private static PortBinding binding(LogicalPort row, Optional<PortBinding> bound) {
    boolean samePlace = bound.isPresent() && bound.get().type().equals(row.type());
    PortBinding.Builder binding =
        samePlace ? bound.get().toBuilder() : PortBinding.builder(row.name()).type(row.type());
    if (row.type().equals(LogicalPort.ROUTER)) {
      binding = bound.map(PortBinding::toBuilder).orElse(binding).type(PortBinding.PATCH);
    }
    return binding
        .switchName(row.switchName())
        .options(options(row))
        .externalIds(ids(row))
        .tag(row.tag())
        .parentPort(row.getParentName())
        .build();
  }

  /** northd writes the name that Neutron gives a port under another key, too. */
  private static Map<String, String> ids(LogicalPort row) {
    Map<String, String> ids = new TreeMap<>(row.externalIds());
    String name = ids.getOrDefault("neutron:port_name", "");
    if (!name.isEmpty()) {
      ids.put("name", name);
    }
    return ids;
  }

  /** northd gives the binding of a router's port the name of the port at its other end. */
  private static Map<String, String> options(LogicalPort row) {
    if (!row.type().equals(LogicalPort.ROUTER)) {
      return row.options();
    }
    Map<String, String> options = new TreeMap<>(row.options());
    String peer = options.remove("router-port");
    if (peer != null) {
      options.put("peer", peer);
    }
    return options;
  }

  private static Cluster routers(Cluster before, Cluster changed) {
    if (before.logicalRouters().equals(changed.logicalRouters())
        && before.chassisGroups().equals(changed.chassisGroups())) {
      return changed;
    }
    Map<String, RouterPort> was = routerPorts(before);
    Map<String, RouterPort> now = routerPorts(changed);
    Map<String, PortBinding> bindings = bindings(changed);
    for (RouterPort port : was.values()) {
      if (!now.containsKey(port.name())) {
        bindings.remove(port.name());
        bindings.remove(port.getRedirectPort());
      }
    }
    for (LogicalRouter router : changed.logicalRouters().orElse(List.of())) {
      for (RouterPort port : router.ports()) {
        Optional<PortBinding> bound = Optional.ofNullable(bindings.get(port.name()));
        if (bound.isEmpty() || isMoved(before, router)) {
          bindings.put(port.name(), binding(changed, router, port, bound));
        }
      }
    }
    Cluster after = changed.withBindings(sorted(bindings));
    boolean groups = !before.chassisGroups().equals(changed.chassisGroups());
    for (RouterPort port : now.values()) {
      RouterPort old = was.get(port.name());
      boolean other =
          old == null
              ? isGateway(port)
              : !choices(old).equals(choices(port))
                  || !old.chassisGroup().equals(port.chassisGroup());
      if (other || (groups && port.chassisGroup().isPresent())) {
        after = GatewayPrediction.settle(after, port.name());
      }
    }
    return after;
  }

  private static boolean isGateway(RouterPort port) {
    return port.chassisGroup().isPresent() || !port.gatewayChassis().isEmpty();
  }

  /** The chassis that it names, with their priorities. */
  private static Map<String, Long> choices(RouterPort port) {
    Map<String, Long> choices = new TreeMap<>();
    for (GatewayChassis each : port.gatewayChassis()) {
      choices.put(each.chassisName(), each.priority());
    }
    return choices;
  }

  private static Map<String, RouterPort> routerPorts(Cluster cluster) {
    Map<String, RouterPort> ports = new LinkedHashMap<>();
    cluster.getRouterPorts().forEach(port -> ports.putIfAbsent(port.name(), port));
    return ports;
  }

  /** Whether the chassis of a gateway router has changed. */
  private static boolean isMoved(Cluster before, LogicalRouter router) {
    return before.logicalRouters().orElse(List.of()).stream()
        .filter(each -> each.name().equals(router.name()))
        .anyMatch(each -> !each.getChassis().equals(router.getChassis()));
  }

  /** The binding of a router's port: on one chassis if the router is a gateway router. */
  private static PortBinding binding(
      Cluster cluster, LogicalRouter router, RouterPort port, Optional<PortBinding> bound) {
    String chassis = router.getChassis();
    Map<String, String> options = new TreeMap<>(bound.map(PortBinding::options).orElse(Map.of()));
    if (bound.isEmpty()) {
      peer(cluster, port).ifPresent(peer -> options.put("peer", peer));
    }
    options.remove(GATEWAY_CHASSIS);
    if (!chassis.isEmpty()) {
      options.put(GATEWAY_CHASSIS, chassis);
    }
    Optional<String> there =
        cluster.chassis().stream()
            .filter(each -> each.name().equals(chassis) || each.hostname().equals(chassis))
            .filter(each -> GatewayPrediction.isAlive(cluster, each))
            .map(each -> each.name())
            .findFirst();
    return bound
        .map(PortBinding::toBuilder)
        .orElse(PortBinding.builder(port.name()).switchName(router.name()))
        .type(chassis.isEmpty() ? PortBinding.PATCH : GATEWAY)
        .options(options)
        .chassis(there)
        .up(there.isPresent())
        .build();
  }

  private static Optional<String> peer(Cluster cluster, RouterPort port) {
    return cluster.getPorts().stream()
        .filter(each -> each.type().equals(LogicalPort.ROUTER))
        .filter(each -> each.options().getOrDefault("router-port", "").equals(port.name()))
        .map(LogicalPort::name)
        .findFirst();
  }
}
