package io.safeops.action.footprint;

import io.safeops.action.row.NorthboundTables;
import io.safeops.action.row.Ovsdb;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of logical switches and their ports, as a text for each thing. */
final class OvnContent {

  /**
   * Keys that are not compared: Neutron counts its own writes, a run marks its rows, and
   * ovn-controller records when it last did something (OVN source, controller/if-status.c).
   */
  private static final List<String> NO_CONTENT =
      List.of(Ovsdb.MARK, "neutron:revision_number", "ovn-installed-ts");

  /** The tables whose rows are in the facts only if the routers were read. */
  private static final List<String> ROUTER_TABLES =
      List.of("Logical_Router", "Logical_Router_Port", "Gateway_Chassis");

  private final Cluster cluster;
  private final Map<String, String> texts;

  OvnContent(Cluster cluster, Map<String, String> texts) {
    this.cluster = cluster;
    this.texts = texts;
  }

  /** Adds whether the Northbound was read. */
  void northbound() {
    texts.put(
        "the Northbound",
        cluster
            .northbound()
            .map(status -> status.problem().map(why -> "not read: " + why).orElse("read"))
            .orElse("not read"));
  }

  void logicalSwitch(String name) {
    for (LogicalSwitch each : cluster.switches()) {
      if (!each.name().equals(name)) {
        continue;
      }
      texts.put(
          "switch " + name,
          "external_ids " + content(each.externalIds()) + " other_config " + each.otherConfig());
      each.ports().forEach(this::port);
    }
    for (PortBinding binding : cluster.bindings()) {
      if (binding.switchName().equals(name) && binding.chassis().isPresent()) {
        texts.put(
            "binding of " + binding.logicalPort(),
            "on " + nodeOf(binding.chassis().get()) + " as `" + binding.type() + "`");
      }
    }
  }

  /** Adds what the facts show of a Northbound row and of the rows that it holds. */
  void row(RowKey row) {
    if (ROUTER_TABLES.contains(row.table()) && cluster.logicalRouters().isEmpty()) {
      texts.put(row.label(), "not read");
    }
    NorthboundTables.content(cluster, row).ifPresent(content -> texts.put(row.label(), content));
    for (RouterPort port : cluster.getRouterPorts()) {
      if (row.equals(RowKey.northbound("Logical_Router_Port", port.name()))) {
        texts.put(
            "router port " + port.name() + " of router " + port.routerName(),
            "gateway chassis "
                + port.gatewayChassis().stream()
                    .map(each -> each.chassisName() + " " + each.priority())
                    .toList()
                + port.chassisGroup().map(group -> " HA chassis group " + group).orElse(""));
      }
    }
  }

  void vm(String name) {
    cluster.getPorts().stream().filter(port -> port.name().equals(name)).forEach(this::port);
    for (PortBinding binding : cluster.bindings()) {
      if (binding.logicalPort().equals(name) && binding.chassis().isPresent()) {
        String holder = nodeOf(binding.chassis().get());
        List<String> claiming = nodesWithInterface(name);
        texts.put(
            "binding of " + name,
            claiming.size() > 1 && claiming.contains(holder)
                ? "on one of " + String.join(", ", claiming) + ", which have its interface"
                : "on " + holder + (binding.up() ? ", up" : ", not up"));
      }
    }
  }

  /**
   * The nodes of which an interface has this iface-id. Several take the port from each other, many
   * times a second, which is no change of the cluster.
   */
  private List<String> nodesWithInterface(String name) {
    return cluster.nodes().stream()
        .filter(
            node ->
                node.bridges().stream()
                    .flatMap(bridge -> bridge.ports().stream())
                    .anyMatch(port -> name.equals(port.externalIds().get(BridgePort.IFACE_ID))))
        .map(Node::name)
        .toList();
  }

  private String nodeOf(String chassis) {
    return cluster.chassisNamed(chassis).flatMap(each -> each.node()).orElse(chassis);
  }

  void port(LogicalPort port) {
    Map<String, String> rest = new TreeMap<>(port.rest());
    rest.remove("dynamic_addresses");
    if (cluster.row(RowKey.northbound(Ovsdb.PORTS, port.name())).isPresent()) {
      // In the whole row, a reference is compared by the name of its target.
      rest.values().removeIf(value -> value.contains("[\"uuid\","));
    }
    texts.put(
        "port " + port.name() + " of switch " + port.switchName(),
        "type `"
            + port.type()
            + "` tag "
            + port.tag().map(String::valueOf).orElse("none")
            + " addresses "
            + port.addresses()
            + " port_security "
            + port.portSecurity()
            + " options "
            + port.options()
            + " external_ids "
            + content(port.externalIds())
            + (rest.isEmpty() ? "" : " and " + rest));
  }

  static Map<String, String> content(Map<String, String> externalIds) {
    Map<String, String> content = new TreeMap<>(externalIds);
    content.keySet().removeAll(NO_CONTENT);
    return content;
  }
}
