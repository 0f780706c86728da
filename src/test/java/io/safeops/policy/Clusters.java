package io.safeops.policy;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.DiskSpace;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small clusters for rules: chassis net and cmp map physnet2 to br-ex, ctl is central only. */
final class Clusters {

  static final String SEGMENT = "provnet-33333333-3333-4333-8333-333333333333";

  /** A healthy converged cluster without any localnet. */
  static final Cluster HEALTHY =
      new Cluster(
          Cluster.FORMAT,
          "2026-11-20T00:00:00Z",
          List.of(
              node("ctl").toBuilder()
                  .databaseDisks(
                      Optional.of(
                          List.of(
                              new DiskSpace(
                                  "/var/lib/ovn", 5L << 30, 10L << 30, Optional.empty()))))
                  .build()
                  .withComponents(
                      List.of(
                          central(ComponentName.NORTHBOUND),
                          central(ComponentName.SOUTHBOUND),
                          central(ComponentName.NORTHD))),
              chassis("net"),
              chassis("cmp")),
          List.of(),
          List.of(),
          List.of(),
          Optional.of(status("OVN_Northbound")),
          Optional.of(status("OVN_Southbound")),
          Optional.empty());

  private static DatabaseStatus status(String name) {
    return DatabaseStatus.builder(name, "ctl").leader(true).connected(true).build();
  }

  private static Component central(ComponentName name) {
    return Component.builder(name.word(), "ctl")
        .manager(ServiceSupervisor.SYSTEMD)
        .unit("ovn-" + name.word() + ".service")
        .state("active")
        .process(Component.RUNS)
        .answer(Component.ANSWERS)
        .status(Optional.of("active"))
        .build();
  }

  private Clusters() {}

  static Cluster with(LogicalSwitch... switches) {
    return HEALTHY.withSwitches(Arrays.asList(switches));
  }

  static LogicalSwitch own(String name, LogicalPort... ports) {
    return new LogicalSwitch(name, "", Map.of(), Map.of(), Arrays.asList(ports));
  }

  static LogicalSwitch neutron(String name, LogicalPort... ports) {
    return new LogicalSwitch(
        name, "", Map.of("neutron:network_name", "public"), Map.of(), Arrays.asList(ports));
  }

  static LogicalPort localnet(String name, String on, String physnet) {
    return LogicalPort.localnet(name, on, physnet, Optional.empty());
  }

  static LogicalPort localnet(String name, String on, String physnet, long tag) {
    return LogicalPort.localnet(name, on, physnet, Optional.of(tag));
  }

  static Cluster mapped(Cluster cluster, String node, String... physnetAndBridge) {
    List<BridgeMapping> mappings =
        Arrays.stream(physnetAndBridge)
            .map(each -> each.split(":"))
            .map(parts -> new BridgeMapping(parts[0], parts[1], node, !parts[1].equals("br-none")))
            .toList();
    return cluster.withNode(node, each -> each.withMappings(mappings));
  }

  /** With an ovn-controller on the node, and an integration bridge that speaks these versions. */
  static Cluster controlled(Cluster cluster, String node, String... protocols) {
    Bridge integration =
        Bridge.builder("br-int", node)
            .datapathType("system")
            .failMode("secure")
            .protocols(List.of(protocols))
            .build();
    Component controller =
        Component.builder("controller", node)
            .manager(ServiceSupervisor.SYSTEMD)
            .unit("ovn-controller.service")
            .state("active")
            .connection("connected")
            .build();
    return cluster.withNode(
        node, each -> each.withBridges(List.of(integration)).withComponents(List.of(controller)));
  }

  /** The node under a chassis name of its own. */
  static Node named(Node node, String systemId) {
    return node.toBuilder()
        .systemId(Optional.of(systemId))
        .externalIds(Map.of("system-id", systemId))
        .build();
  }

  static Cluster nic(Cluster cluster, String node, Nic nic) {
    return cluster.withNode(node, each -> each.withNic(nic.name(), old -> nic));
  }

  static Nic nic(String name, String kind, Optional<String> bridge, String... addresses) {
    List<Address> held =
        Arrays.stream(addresses).map(ip -> new Address(ip, 24, "inet", "global")).toList();
    return Nic.builder(name)
        .kind(kind)
        .mac("02:00:00:00:00:01")
        .mtu(1500)
        .up(true)
        .carrier(true)
        .addresses(held)
        .ovsBridge(bridge)
        .build();
  }

  static Chassis unlisted(String host, String physnet) {
    return Chassis.builder("id-" + host).hostname(host).mappings(Map.of(physnet, "br-ex")).build();
  }

  static Cluster withChassis(Cluster cluster, Chassis... chassis) {
    return cluster.withChassis(Arrays.asList(chassis));
  }

  private static Node chassis(String name) {
    return node(name).withMappings(List.of(new BridgeMapping("physnet2", "br-ex", name, true)));
  }

  /** Its only address is on br-ex, whose uplink is eth0. */
  private static Node node(String name) {
    BridgePort uplink =
        BridgePort.builder("eth0", "br-ex")
            .kind("system")
            .interfaces(List.of("eth0"))
            .ofport(1)
            .build();
    Bridge external =
        Bridge.builder("br-ex", name)
            .datapathType("system")
            .forwarding(Bridge.NORMAL)
            .ports(List.of(uplink))
            .build();
    return Node.unread(name, "192.0.2.1", List.of(), Optional.empty(), Optional.empty())
        .withBridges(List.of(external))
        .withNics(
            List.of(
                nic("eth0", "physical", Optional.of("br-ex")),
                nic("eth1", "physical", Optional.empty()),
                nic("br-ex", "ovs", Optional.of("br-ex"), "192.0.2.1")))
        .withPaths(
            new ManagementPath(
                "192.0.2.1",
                "192.0.2.99",
                "br-ex",
                List.of("br-ex", "eth0"),
                List.of("eth0"),
                List.of("br-ex")),
            ManagementPath.UNKNOWN);
  }
}
