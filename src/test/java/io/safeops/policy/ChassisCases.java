package io.safeops.policy;

import static io.safeops.policy.RuleCase.of;

import io.safeops.cluster.Address;
import io.safeops.cluster.Bridge;
import io.safeops.cluster.BridgePort;
import io.safeops.cluster.Chassis;
import io.safeops.cluster.Cluster;
import io.safeops.cluster.Component;
import io.safeops.cluster.Encap;
import io.safeops.cluster.LogicalSwitch;
import io.safeops.cluster.Nic;
import io.safeops.cluster.RecordedNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What chassis are told: mappings, tunnel ends, the Southbound. */
final class ChassisCases {

  static final Cluster LAB = RecordedNodes.cluster();

  private ChassisCases() {}

  static List<RuleCase> all() {
    List<RuleCase> cases = new ArrayList<>();
    cases.add(of("three chassis as they were recorded", LAB));
    cases.add(
        of(
            "a mapping that a VM needs is missing",
            told(LAB, "cmp", "ovn-bridge-mappings", "physnet3:br-ex"),
            "bridge-mappings/mapped-where-needed|cmp: physnet physnet2 is not mapped there, though"
                + " port 10000001-"));
    cases.add(
        of(
            "a mapping that nobody needs is missing",
            told(LAB, "ctl", "ovn-bridge-mappings", "physnet3:br-ex")));
    cases.add(
        of(
            "a mapping to a missing bridge that no localnet names",
            told(LAB, "net", "ovn-bridge-mappings", "physnet2:br-ex,physnet3:br-x"),
            "bridge-mappings/bridge-exists|net: physnet physnet3 is mapped to br-x, a bridge that"
                + " does not exist"));
    cases.add(
        of(
            "a mapping to a missing bridge that a localnet names",
            told(LAB, "net", "ovn-bridge-mappings", "physnet2:br-x"),
            "localnet/bridge-exists|on net (br-x): no patch port"));
    tunnels(cases);
    return cases;
  }

  private static void tunnels(List<RuleCase> cases) {
    cases.add(
        of(
            "a tunnel's end that is no address of the node",
            told(LAB, "net", "ovn-encap-ip", "192.0.2.112"),
            "tunnels/encap-ip-is-local|net: ovn-encap-ip is 192.0.2.112, and the node has 198.51.100"));
    cases.add(
        of(
            "two tunnel ends, both of the node",
            told(LAB, "net", "ovn-encap-ip", "192.0.2.12,198.51.100.12")));
    cases.add(
        of(
            "one address on two nodes",
            told(addressed(LAB, "net", "192.0.2.13"), "net", "ovn-encap-ip", "192.0.2.13"),
            "tunnels/encap-ip-is-nobody-elses|ovn-encap-ip 192.0.2.13 is also that of",
            "tunnels/encap-ip-is-nobody-elses|ovn-encap-ip 192.0.2.13 is also that of"));
    Chassis old =
        new Chassis(
            "old",
            "net.old",
            Optional.empty(),
            List.of(new Encap("geneve", "192.0.2.12")),
            0,
            Map.of(),
            Map.of());
    List<Chassis> all = new ArrayList<>(LAB.chassis());
    all.add(old);
    cases.add(
        of(
            "a chassis that is left over",
            LAB.withChassis(all),
            "tunnels/encap-ip-is-nobody-elses|is also that of chassis net.old (old): the",
            "tunnels/port-to-every-chassis|net: there is no tunnel to net.old"));
    cases.add(
        of(
            "a type that nobody else speaks",
            told(LAB, "cmp", "ovn-encap-type", "vxlan"),
            "tunnels/encap-type-is-shared|cmp: ovn-encap-type is vxlan, which ctl, net cannot speak"));
    cases.add(of("one more type", told(LAB, "cmp", "ovn-encap-type", "geneve,vxlan")));
    cases.add(
        of(
            "one system-id on two nodes",
            Clusters.HEALTHY
                .withNode("net", node -> Clusters.named(node, "a"))
                .withNode("cmp", node -> Clusters.named(node, "a")),
            "tunnels/system-id-is-unique|system-id a is also that of",
            "tunnels/system-id-is-unique|system-id a is also that of"));
    cases.add(
        of(
            "no tunnel to one chassis",
            LAB.withNode(
                "net", node -> node.withBridge("br-int", bridge -> without(bridge, "192.0.2.13"))),
            "tunnels/port-to-every-chassis|net: there is no tunnel to cmp"));
    cases.add(
        of(
            "no tunnel, and no ovn-controller that could make it",
            disconnected(
                LAB.withNode(
                    "net",
                    node -> node.withBridge("br-int", bridge -> without(bridge, "192.0.2.13"))),
                "net"),
            "ovn-central-order/controller-connected|net: ovn-controller"));
    cases.add(
        of(
            "an ovn-remote where nobody is",
            disconnected(told(LAB, "net", "ovn-remote", "tcp:192.0.2.11:6641"), "net"),
            "tunnels/remote-is-southbound|net: ovn-remote is tcp:192.0.2.11:6641, where no"));
    cases.add(
        of(
            "the right ovn-remote, not connected",
            disconnected(LAB, "net"),
            "ovn-central-order/controller-connected|net: ovn-controller"));
    cases.add(
        of("an ovn-remote nobody knew, connected", told(LAB, "net", "ovn-remote", "tcp:vip:6642")));
    cases.add(of("room for Geneve", with(LAB, tenant("1442"))));
    cases.add(
        of(
            "no room for Geneve",
            with(
                LAB.withNode("net", node -> node.withNic("br-ex", ChassisCases::longer)),
                tenant("1480")),
            "tunnels/mtu-has-room|VMs on tenant (1480) may send packets that are too long",
            "tunnels/mtu-has-room|VMs on tenant (1480) may send packets that are too long"));
  }

  /** The same cluster with another word in the node's external_ids; nobody has followed yet. */
  static Cluster told(Cluster cluster, String node, String key, String value) {
    return cluster.withNode(
        node,
        each -> {
          Map<String, String> ids = new TreeMap<>(each.externalIds());
          ids.put(key, value);
          return each.withExternalIds(ids);
        });
  }

  private static Cluster addressed(Cluster cluster, String node, String ip) {
    return cluster.withNode(
        node,
        each ->
            each.withNic(
                "br-ex", nic -> nic.withAddresses(List.of(new Address(ip, 24, "inet", "global")))));
  }

  private static Bridge without(Bridge bridge, String remote) {
    List<BridgePort> ports =
        bridge.ports().stream().filter(port -> !port.getRemoteIp().equals(remote)).toList();
    return bridge.withPorts(ports);
  }

  private static Cluster disconnected(Cluster cluster, String node) {
    return cluster.withNode(
        node,
        each ->
            each.withComponents(
                each.components().stream().map(ChassisCases::disconnected).toList()));
  }

  private static Component disconnected(Component component) {
    return component.name().equals("controller")
        ? component.withConnection("not connected")
        : component;
  }

  private static Cluster with(Cluster cluster, LogicalSwitch more) {
    List<LogicalSwitch> switches = new ArrayList<>(cluster.switches());
    switches.add(more);
    return cluster.withSwitches(switches);
  }

  private static LogicalSwitch tenant(String mtu) {
    return new LogicalSwitch("tenant", "", Map.of("neutron:mtu", mtu), Map.of(), List.of());
  }

  private static Nic longer(Nic nic) {
    return new Nic(
        nic.name(),
        nic.kind(),
        nic.mac(),
        9000,
        nic.up(),
        nic.carrier(),
        nic.addresses(),
        nic.master(),
        nic.lower(),
        nic.vlan(),
        nic.ovsBridge());
  }
}
