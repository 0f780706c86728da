package io.safeops.action.footprint;

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
import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.PortBinding;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of the facts that {@link FootprintDiff} compares. The Southbound shows the mappings and
 * ports of every chassis, so that safeops need not read all nodes to find the affected ones.
 */
final class FootprintScope implements FootprintItem.Visitor {

  private final Cluster cluster;
  private final boolean consequences;
  private final Set<FactsPart> everywhere = EnumSet.noneOf(FactsPart.class);
  private final Set<String> changed = new TreeSet<>();
  private final Set<String> mapping = new TreeSet<>();
  private final Set<String> ports = new TreeSet<>();

  private FootprintScope(Cluster cluster, boolean consequences) {
    this.cluster = cluster;
    this.consequences = consequences;
  }

  static FactsScope of(Footprint footprint, Cluster cluster, boolean consequences) {
    FootprintScope found = new FootprintScope(cluster, consequences);
    footprint.items().forEach(item -> item.accept(found));
    return FactsScope.union(
        List.of(
            FactsScope.of(found.everywhere),
            FactsScope.on(found.changed, FactsPart.NETWORK, FactsPart.COMPONENTS),
            FactsScope.on(found.mapping, FactsPart.NETWORK),
            FactsScope.on(found.carrying(), FactsPart.SWITCH)));
  }

  private void everywhere(FactsPart... parts) {
    Collections.addAll(everywhere, parts);
  }

  @Override
  public void logicalSwitch(SwitchItem item) {
    everywhere(FactsPart.BINDINGS);
  }

  @Override
  public void physnet(PhysnetItem item) {
    everywhere(FactsPart.NORTHBOUND, FactsPart.CHASSIS);
    cluster.nodes().stream()
        .filter(node -> isMappedOn(node, item.name()))
        .map(Node::name)
        .forEach(mapping::add);
  }

  @Override
  public void bridge(BridgeItem item) {
    changed.add(item.node());
  }

  @Override
  public void component(ComponentItem item) {
    changed.add(item.node());
    if (item.name().equals(ComponentName.CONTROLLER.word())) {
      everywhere(FactsPart.CHASSIS);
    }
  }

  @Override
  public void host(HostItem item) {
    changed.add(item.node());
  }

  @Override
  public void port(PortItem item) {
    everywhere(FactsPart.BINDINGS);
    ports.add(item.name());
  }

  @Override
  public void chassis(ChassisItem item) {
    changed.add(item.node());
    everywhere(FactsPart.CHASSIS);
    if (consequences) {
      // Any other node may have a tunnel to a chassis.
      everywhere(FactsPart.SWITCH);
    }
  }

  @Override
  public void router(RouterItem item) {
    everywhere(FactsPart.NEUTRON);
  }

  /** Adds the network with its switch. The switch is another one if the network was made again. */
  @Override
  public void network(NetworkItem item) {
    everywhere(FactsPart.NEUTRON, FactsPart.NORTHBOUND);
  }

  /**
   * Adds the database of the row. Whole rows are read by their keys, apart from the other facts.
   */
  @Override
  public void row(RowItem item) {
    if (item.row().isNorthbound()) {
      everywhere(FactsPart.NORTHBOUND);
    } else if (item.row().isSouthbound()) {
      everywhere(FactsPart.CHASSIS);
      if (consequences) {
        // Any node may have a tunnel to a chassis.
        everywhere(FactsPart.SWITCH);
      }
    }
  }

  /** Whether the node maps the physnet, by its own facts or by its chassis. */
  private boolean isMappedOn(Node node, String physnet) {
    return node.mappings().stream().anyMatch(each -> each.physnet().equals(physnet))
        || mayMap(ClusterFunctions.chassisOf(cluster, node.name()), physnet);
  }

  /**
   * Whether the node may map the physnet. For a node without a chassis only the node itself knows
   * its mappings.
   */
  private static boolean mayMap(List<Chassis> chassis, String physnet) {
    return chassis.isEmpty()
        || chassis.stream().anyMatch(each -> each.mappings().containsKey(physnet));
  }

  /** The nodes on which one of the ports is bound or has an interface. */
  private Set<String> carrying() {
    Set<String> nodes = new TreeSet<>();
    if (ports.isEmpty()) {
      return nodes;
    }
    for (PortBinding binding : cluster.bindings()) {
      if (ports.contains(binding.logicalPort())) {
        binding
            .chassis()
            .flatMap(cluster::chassisNamed)
            .flatMap(Chassis::node)
            .ifPresent(nodes::add);
      }
    }
    for (Bridge bridge : cluster.getBridges()) {
      for (BridgePort port : bridge.ports()) {
        if (ports.contains(port.externalIds().getOrDefault(BridgePort.IFACE_ID, ""))) {
          nodes.add(bridge.node());
        }
      }
    }
    return nodes;
  }
}
