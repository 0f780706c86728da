package io.safeops.paths.segment;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Small clusters with the facts that make segments. */
final class SegmentClusters {

  private SegmentClusters() {}

  static Cluster cluster(List<Node> nodes, LogicalSwitch... switches) {
    return Cluster.builder().nodes(nodes).switches(Arrays.asList(switches)).build();
  }

  /** A node that maps these; every bridge exists. */
  static Node node(String name, String mappings, Bridge... bridges) {
    return Node.builder(name)
        .systemId(Optional.of("id-" + name))
        .bridges(Stream.of(bridges).map(each -> ofNode(each, name)).toList())
        .mappings(
            BridgeMapping.entries(mappings).entrySet().stream()
                .map(each -> new BridgeMapping(each.getKey(), each.getValue(), name, true))
                .toList())
        .build();
  }

  /** The usual node: one uplink on br-ex, to which physnet1 is mapped. */
  static Node usual(String name) {
    return node(name, "physnet1:br-ex", bridge("br-ex", port("eth0")))
        .withNics(List.of(nic("eth0", "physical")));
  }

  private static Bridge ofNode(Bridge bridge, String node) {
    return Bridge.builder(bridge.name(), node).ports(bridge.ports()).stp(bridge.stp()).build();
  }

  static Bridge bridge(String name, BridgePort.Builder... ports) {
    List<BridgePort> all = new ArrayList<>();
    all.add(placed(port(name).kind("internal"), name));
    Stream.of(ports).forEach(each -> all.add(placed(each, name)));
    return Bridge.builder(name, "any").ports(all).build();
  }

  static Bridge withStp(Bridge bridge) {
    return bridge.toBuilder().stp(true).build();
  }

  private static BridgePort placed(BridgePort.Builder port, String bridge) {
    BridgePort built = port.build();
    return BridgePort.builder(built.name(), bridge)
        .tag(built.tag())
        .kind(built.kind())
        .interfaces(built.interfaces())
        .ofport(built.ofport())
        .peer(built.peer())
        .externalIds(built.externalIds())
        .options(built.options())
        .trunks(built.trunks())
        .vlanMode(built.vlanMode())
        .build();
  }

  static BridgePort.Builder port(String name) {
    return BridgePort.builder(name, "any").kind("system").interfaces(List.of(name)).ofport(1);
  }

  static BridgePort.Builder access(String name, long tag) {
    return port(name).tag(Optional.of(tag));
  }

  static BridgePort.Builder trunk(String name, Long... vlans) {
    return port(name).trunks(List.of(vlans));
  }

  static BridgePort.Builder patch(String name, String peer) {
    return port(name).kind("patch").peer(Optional.of(peer));
  }

  static Nic nic(String name, String kind) {
    return Nic.builder(name).kind(kind).mtu(1500).up(true).carrier(true).build();
  }

  static Nic veth(String name, String peer) {
    return nic(name, "veth").toBuilder().peer(Optional.of(peer)).build();
  }

  static Nic vlan(String name, String lower, long id) {
    return nic(name, "vlan").toBuilder().lower(List.of(lower)).vlan(Optional.of(id)).build();
  }

  static LogicalSwitch logicalSwitch(String name, LogicalPort.Builder... ports) {
    return new LogicalSwitch(
        name,
        "",
        Map.of(),
        Map.of(),
        Stream.of(ports)
            .map(LogicalPort.Builder::build)
            .map(
                port ->
                    LogicalPort.builder(port.name(), name)
                        .type(port.type())
                        .tag(port.tag())
                        .options(port.options())
                        .enabled(port.enabled())
                        .build())
            .toList());
  }

  static LogicalPort.Builder localnet(String name, String physnet) {
    return logicalPort(name, LogicalPort.LOCALNET, physnet);
  }

  static LogicalPort.Builder localnet(String name, String physnet, long tag) {
    return localnet(name, physnet).tag(Optional.of(tag));
  }

  static LogicalPort.Builder logicalPort(String name, String type, String physnet) {
    return LogicalPort.builder(name, "any")
        .type(type)
        .enabled(true)
        .options(physnet.isEmpty() ? Map.of() : Map.of("network_name", physnet));
  }

  static Chassis chassis(String hostname, String mappings) {
    return Chassis.builder("id-" + hostname)
        .hostname(hostname)
        .mappings(BridgeMapping.entries(mappings))
        .build();
  }
}
