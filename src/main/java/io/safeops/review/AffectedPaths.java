package io.safeops.review;

import io.safeops.action.Operation;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.action.footprint.FootprintItem.Visitor;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.paths.model.Path;
import io.safeops.paths.trace.PathTraces;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths that steps may touch: those with an end or a hop on what is in the footprint of a step.
 *
 * @param nodes on which a step does something; every path that ends there
 * @param near the nodes that are read for a step; the paths that end there and have a hop on one of
 *     the nodes
 * @param switches every path that ends there
 * @param ports every path of these logical ports
 */
public record AffectedPaths(
    Set<String> nodes, Set<String> near, Set<String> switches, Set<String> ports) {

  public static final AffectedPaths NONE =
      new AffectedPaths(Set.of(), Set.of(), Set.of(), Set.of());

  public AffectedPaths {
    nodes = Set.copyOf(nodes);
    near = Set.copyOf(near);
    switches = Set.copyOf(switches);
    ports = Set.copyOf(ports);
  }

  /** Those of one step. */
  public static AffectedPaths of(Operation operation, Cluster before) {
    Found found = new Found(before);
    found.nodes.addAll(operation.nodes());
    operation.footprint().items().forEach(item -> item.accept(found));
    FactsScope read = Reviewer.needed(operation, before);
    Set<String> near = new HashSet<>();
    for (Node node : before.nodes()) {
      if (!read.parts(node.name()).isEmpty()) {
        near.add(node.name());
      }
    }
    return new AffectedPaths(found.nodes, near, found.switches, found.ports);
  }

  /** These and those of another step. */
  public AffectedPaths and(AffectedPaths other) {
    return new AffectedPaths(
        both(nodes, other.nodes),
        both(near, other.near),
        both(switches, other.switches),
        both(ports, other.ports));
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }

  public boolean has(Path path) {
    String node = path.end().node();
    return nodes.contains(node)
        || switches.contains(path.end().switchName())
        || ports.contains(path.end().id())
        || (near.contains(node)
            && path.hops().stream().anyMatch(hop -> nodes.contains(hop.node())));
  }

  /** The nodes on which a packet of them may be traced. */
  Set<String> tracedOn(List<Path> paths) {
    Set<String> found = new TreeSet<>();
    for (Path path : paths) {
      if (PathTraces.isTraced(path) && !path.answer().isFault() && has(path)) {
        found.add(path.end().node());
      }
    }
    return found;
  }

  /** What the items of a footprint are about. */
  private static final class Found implements Visitor {
    private final Cluster cluster;
    private final Set<String> nodes = new HashSet<>();
    private final Set<String> switches = new HashSet<>();
    private final Set<String> ports = new HashSet<>();

    Found(Cluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public void logicalSwitch(SwitchItem item) {
      switches.add(item.name());
    }

    @Override
    public void physnet(PhysnetItem item) {
      for (LogicalSwitch each : cluster.switches()) {
        if (each.getLocalnets().stream()
            .anyMatch(port -> port.getNetworkName().equals(item.name()))) {
          switches.add(each.name());
        }
      }
    }

    @Override
    public void bridge(BridgeItem item) {
      nodes.add(item.node());
    }

    @Override
    public void component(ComponentItem item) {
      nodes.add(item.node());
    }

    @Override
    public void host(HostItem item) {
      nodes.add(item.node());
    }

    @Override
    public void port(PortItem item) {
      port(item.name());
    }

    @Override
    public void chassis(ChassisItem item) {
      nodes.add(item.node());
    }

    /** Neutron calls the logical router by the id of its own (the ML2/OVN driver). */
    @Override
    public void router(RouterItem item) {
      ofRouter("neutron-" + item.id());
    }

    @Override
    public void network(NetworkItem item) {
      switches.add("neutron-" + item.id());
    }

    @Override
    public void row(RowItem item) {
      RowKey row = item.row();
      switch (row.table()) {
        case "Logical_Switch" -> switches.add(row.key());
        case "Logical_Switch_Port", "Port_Binding" -> port(row.key());
        case "Logical_Router" -> ofRouter(row.key());
        case "Logical_Router_Port" ->
            cluster.logicalRouters().stream()
                .flatMap(List::stream)
                .filter(
                    router ->
                        router.ports().stream().anyMatch(port -> port.name().equals(row.key())))
                .map(LogicalRouter::name)
                .forEach(this::ofRouter);
        case "Chassis", "Chassis_Private" ->
            cluster.chassisNamed(row.key()).flatMap(Chassis::node).ifPresent(nodes::add);
        default -> {
          // A row of a node's Open_vSwitch. Other tables have no end and no hop of a traced path.
          if (row.isOfNode()) {
            nodes.add(row.node());
          }
        }
      }
    }

    /** All ends of a switch use its localnet and the ports of its routers. */
    private void port(String name) {
      ports.add(name);
      for (LogicalPort port : cluster.getPorts()) {
        if (port.name().equals(name)
            && (port.type().equals(LogicalPort.ROUTER)
                || port.type().equals(LogicalPort.LOCALNET))) {
          switches.add(port.switchName());
        }
      }
    }

    private void ofRouter(String name) {
      Set<String> routerPorts = new HashSet<>();
      cluster.logicalRouters().stream()
          .flatMap(List::stream)
          .filter(router -> router.name().equals(name))
          .forEach(router -> router.ports().forEach(port -> routerPorts.add(port.name())));
      for (LogicalPort port : cluster.getPorts()) {
        if (routerPorts.contains(port.options().getOrDefault("router-port", ""))) {
          switches.add(port.switchName());
        }
      }
    }
  }
}
