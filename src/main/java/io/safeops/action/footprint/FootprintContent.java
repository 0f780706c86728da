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
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The content of the items of a footprint in one cluster, as a text for each thing. Several items
 * may describe the same thing. A port describes a binding in more detail than its switch does, and
 * ports come later.
 */
final class FootprintContent implements FootprintItem.Visitor {

  private final Cluster cluster;
  private final Map<String, String> networks;
  private final Set<String> switches = new HashSet<>();
  private final Set<String> physnets;
  private final Map<String, String> texts = new TreeMap<>();
  private final OvnContent ovn;
  private final NodeContent nodes;
  private final NeutronContent neutron;

  private FootprintContent(Footprint footprint, Map<String, String> networks, Cluster cluster) {
    this.cluster = cluster;
    this.networks = networks;
    footprint.items(SwitchItem.class).forEach(each -> switches.add(each.name()));
    this.physnets = Set.copyOf(footprint.physnets());
    this.ovn = new OvnContent(cluster, texts);
    this.nodes = new NodeContent(cluster, texts);
    this.neutron = new NeutronContent(cluster, texts);
  }

  /**
   * @param networks the names of Neutron's networks by the ids in the footprint
   */
  static Map<String, String> of(
      Footprint footprint, Map<String, String> networks, Cluster cluster) {
    FootprintContent content = new FootprintContent(footprint, networks, cluster);
    footprint.items().forEach(item -> item.accept(content));
    return content.texts;
  }

  @Override
  public void logicalSwitch(SwitchItem item) {
    ovn.northbound();
    ovn.logicalSwitch(item.name());
  }

  @Override
  public void physnet(PhysnetItem item) {
    ovn.northbound();
    cluster.getLocalnets().stream()
        .filter(localnet -> localnet.getNetworkName().equals(item.name()))
        .forEach(ovn::port);
    for (Node node : cluster.nodes()) {
      node.mappings().stream()
          .filter(mapping -> mapping.physnet().equals(item.name()))
          .forEach(
              mapping -> {
                concerned(node);
                nodes.mapping(node, mapping);
              });
    }
  }

  @Override
  public void bridge(BridgeItem item) {
    onNode(
        item.node(),
        node -> node.bridge(item.name()).ifPresent(bridge -> nodes.bridge(node, bridge)));
  }

  @Override
  public void component(ComponentItem item) {
    onNode(
        item.node(),
        node -> node.component(item.name()).ifPresent(each -> nodes.component(node, each)));
  }

  @Override
  public void host(HostItem item) {
    onNode(item.node(), nodes::host);
  }

  @Override
  public void port(PortItem item) {
    ovn.northbound();
    ovn.vm(item.name());
    nodes.interfacesOfVm(item.name());
  }

  @Override
  public void chassis(ChassisItem item) {
    onNode(item.node(), nodes::chassis);
  }

  @Override
  public void router(RouterItem item) {
    neutron.status();
    neutron.router(item.id());
  }

  @Override
  public void network(NetworkItem item) {
    neutron.status();
    Optional.ofNullable(networks.get(item.id())).ifPresent(neutron::networks);
  }

  /**
   * Adds what the facts show of a row. {@link RowsDiff} also compares whole rows if they were read,
   * but a whole row does not contain the rows that it holds: for a router port, its gateway
   * chassis.
   */
  @Override
  public void row(RowItem item) {
    if (item.row().isNorthbound()) {
      ovn.northbound();
      ovn.row(item.row());
    } else if (item.row().isSouthbound()) {
      nodes.southboundRow(item.row());
    }
  }

  private void onNode(String name, Consumer<Node> describe) {
    cluster
        .node(name)
        .ifPresent(
            node -> {
              concerned(node);
              describe.accept(node);
            });
  }

  private void concerned(Node node) {
    nodes.node(node);
    node.bridges().stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> isConcerned(port))
        .forEach(port -> nodes.bridgePort(node, port));
  }

  /**
   * Whether it is a patch port of the footprint's localnets, or of a localnet that no switch has:
   * such a port is left over and can keep a loop alive.
   */
  private boolean isConcerned(BridgePort port) {
    String localnet = port.getLocalnet();
    if (localnet.isEmpty() || (switches.isEmpty() && physnets.isEmpty())) {
      return false;
    }
    Optional<LogicalPort> row =
        cluster.getLocalnets().stream().filter(each -> each.name().equals(localnet)).findFirst();
    return row.isEmpty()
        || switches.contains(row.get().switchName())
        || physnets.contains(row.get().getNetworkName());
  }
}
