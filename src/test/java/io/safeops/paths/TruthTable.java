package io.safeops.paths;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The breakages of the lab with {@code --networks all}, and what each does: packets that are lost,
 * and the cause that doctor names.
 */
final class TruthTable {

  /** Between cmp and the LAN of the provider network and its VLAN. */
  private static final List<String> LAN =
      List.of("outside->vm1", "vm1->vm2", "outside->vm7", "vm6->vm7");

  /** Between cmp and the other chassis. */
  private static final List<String> TUNNELS =
      List.of("vm3->vm4", "vm4->vm5", "vm4->outside", "outside->vm4");

  /** All that passes br-ex of cmp. */
  private static final List<String> UPLINK = Stream.concat(LAN.stream(), TUNNELS.stream()).toList();

  /** From cmp to all provider networks. */
  private static final List<String> MAPPED =
      Stream.concat(LAN.stream(), Stream.of("outside->vm9")).toList();

  /** All that begins or ends on cmp. */
  private static final List<String> NODE =
      Stream.concat(UPLINK.stream(), Stream.of("outside->vm9", "vm4-dhcp")).toList();

  /** Through the router. */
  private static final List<String> ROUTED =
      List.of(
          "vm3->outside",
          "vm4->outside",
          "vm5->outside",
          "vm3->internet",
          "vm5->internet",
          "outside->vm4");

  private static final List<String> VM1 = List.of("outside->vm1", "vm1->vm2");

  private TruthTable() {}

  static List<TruthRow> rows() {
    return Stream.of(
            uplinks(), bridges(), mappings(), localnets(), tunnels(), ports(), routers(), control())
        .flatMap(List::stream)
        .toList();
  }

  /** The breakages of the lab with {@code --raft}: databases with three members. */
  static List<TruthRow> raft() {
    return List.of(
        row("raft-northbound-no-leader").by("northbound"),
        row("raft-southbound-no-leader").by("southbound"),
        row("raft-northbound-member-stopped").by("northbound"),
        row("raft-southbound-member-stopped").by("southbound"),
        row("raft-northbound-leader-stopped").by("northbound"),
        row("raft-southbound-leader-stopped").by("southbound"),
        row("raft-northbound-member-cut").by("raft"),
        row("raft-southbound-member-cut").by("raft"),
        row("raft-northbound-member-nobody").by("raft"),
        row("raft-southbound-member-nobody").by("raft"));
  }

  /**
   * The list of what is not held by packets, facts and doctor at once, as the build prints it: a
   * line for each reason, with its rows.
   */
  static List<String> relaxations(List<TruthRow> rows) {
    Map<String, Set<String>> reasons = new TreeMap<>();
    for (TruthRow row : rows) {
      Stream.of(
              Stream.of(row.unstable()).map(why -> "packets differ from time to time: " + why),
              row.exceptions().values().stream().map(why -> "packets are not judged: " + why),
              Stream.of(row.unseen()).map(why -> "doctor is silent: " + why))
          .flatMap(each -> each)
          .filter(reason -> !reason.endsWith(": "))
          .forEach(
              reason -> reasons.computeIfAbsent(reason, any -> new TreeSet<>()).add(row.name()));
    }
    List<String> lines = new ArrayList<>();
    reasons.forEach(
        (reason, names) -> lines.add("  " + reason + " (" + String.join(", ", names) + ")"));
    return lines;
  }

  private static TruthRow row(String name) {
    return TruthRow.of(name);
  }

  /** A row that is much like another one: the lab shows it only on demand. */
  private static TruthRow also(String name) {
    return TruthRow.of(name).onDemand();
  }

  /** Uplinks and bonds. */
  private static List<TruthRow> uplinks() {
    return List.of(
        row("uplink-gone").loses(UPLINK).by("uplink"),
        also("uplink-down").loses(UPLINK).by("uplink"),
        row("uplink-no-carrier").loses(UPLINK).by("uplink"),
        row("uplink-mtu").loses(UPLINK).by("uplink-mtu"),
        also("uplink-renamed")
            .by("uplink")
            .except(
                "what Open vSwitch has open still passes until it opens the interface again",
                "outside->vm1",
                "outside->vm7",
                "vm3->vm4",
                "vm3->vm5",
                "vm4->outside"),
        row("uplink-tag")
            .loses(UPLINK)
            .by("uplink-vlan", "merge")
            .except(
                "whether the LAN takes untagged frames of this uplink into the VLAN is not in the facts",
                "outside->vm7",
                "vm6->vm7"),
        row("uplink-trunks").loses(UPLINK).by("uplink-vlan"),
        also("uplink-trunks-tagged").loses(TUNNELS, "outside->vm1", "vm1->vm2").by("uplink-vlan"),
        row("uplink-trunks-untagged").loses("outside->vm7", "vm6->vm7").by("uplink-vlan"),
        also("uplink-trunks-both"),
        row("uplink-vlan-mode").loses(TUNNELS, "outside->vm1", "vm1->vm2").by("uplink-vlan"),
        also("uplink-native-vlan")
            .loses(UPLINK)
            .by("uplink-vlan", "merge")
            .except(
                "whether the LAN takes untagged frames of this uplink into the VLAN is not in the facts",
                "outside->vm7",
                "vm6->vm7"),
        row("uplink-no-forward").loses(UPLINK).by("uplink"),
        also("uplink-no-receive").loses(UPLINK).by("uplink"),
        also("uplink-no-flood")
            .loses("outside->vm1", "outside->vm7")
            .by("uplink")
            .unstable("who has an answer of ARP goes on"),
        row("uplink-protected").loses(LAN).by("uplink"),
        row("uplink-other-bridge").loses(UPLINK).by("uplink"),
        also("uplinks-of-two-lans").loses("outside->vm9").by("uplink"),
        also("two-uplinks")
            .unseen(
                "whether two uplinks are in one LAN is not in the facts: doctor warns of a possible loop")
            .unstable("a storm")
            .exceptAll("a storm takes the LAN"),
        row("segment-uplink-gone").loses("outside->vm9").by("uplink"),
        row("segment-uplink-mirror").loses("outside->vm9").by("uplink"),
        row("segment-no-carrier").loses("outside->vm8").by("uplink"),
        row("bond-member-down").warns("uplink"),
        also("bond-member-no-carrier").warns("uplink"),
        row("bond-both-down")
            .loses("vm3->vm5", "vm4->vm5", "vm5->internet", "vm5->outside")
            .by("uplink"),
        also("bond-no-carrier")
            .loses("vm3->vm5", "vm4->vm5", "vm5->internet", "vm5->outside")
            .by("uplink"),
        row("bond-lacp")
            .loses("vm3->vm5", "vm4->vm5", "vm5->internet", "vm5->outside")
            .by("uplink"),
        row("bond-balance-tcp")
            .loses("vm3->vm5", "vm4->vm5", "vm5->internet", "vm5->outside")
            .by("uplink"),
        also("bond-balance-slb"));
  }

  /** Bridges, and the integration bridge. */
  private static List<TruthRow> bridges() {
    return List.of(
        row("bridge-secure").loses(UPLINK).by("bridge"),
        row("bridge-no-flows").loses(UPLINK).by("bridge"),
        row("bridge-drop-in")
            .loses(UPLINK)
            .by("tunnel")
            .except(
                "what single flows drop is not in the facts: the path is not modelled; a trace sees it",
                "outside->vm1",
                "outside->vm7",
                "vm1->vm2",
                "vm6->vm7"),
        row("bridge-flows"),
        also("bridge-foreign-controller").loses(UPLINK).by("bridge"),
        row("bridge-gone").loses(UPLINK).by("encap", "mapping"),
        row("bridge-datapath").loses(UPLINK).by("bridge", "encap"),
        also("bridge-address-gone").loses(TUNNELS).by("encap"),
        row("bridge-link-down").loses(TUNNELS).by("encap"),
        row("segment-bridge-gone").loses("outside->vm8").by("mapping"),
        row("integration-no-flows").loses(NODE).by("bridge"),
        also("integration-controller").loses(NODE).by("bridge"),
        row("integration-gone")
            .loses(NODE)
            .by("port-interface")
            .unseen("ends without an interface look like VMs that are off"),
        row("integration-patch-gone").loses(VM1, "vm4-dhcp").by("controller-runs"),
        also("integration-other-name")
            .loses(TUNNELS, "vm4-dhcp")
            .by("patch-pair", "port-interface", "loop", "merge")
            .except(
                "the flows of br-int stay until somebody deletes them",
                "outside->vm1",
                "outside->vm7",
                "outside->vm9"));
  }

  /** Bridge mappings. */
  private static List<TruthRow> mappings() {
    return List.of(
        row("mapping-removed").loses(MAPPED).by("mapping"),
        also("mapping-empty").loses(MAPPED).by("mapping"),
        also("mapping-malformed").loses(MAPPED).by("mapping"),
        row("mapping-to-br-int").loses(LAN).by("mapping"),
        also("mapping-wrong-physnet").loses(LAN).by("mapping"),
        also("mapping-to-missing-bridge").loses(LAN).by("mapping"),
        row("mapping-without-uplink").loses(LAN).by("uplink"),
        row("mapping-without-uplink-later").by("patch-pair"),
        row("mapping-to-other-bridge").loses(LAN).by("uplink", "merge"),
        row("mapping-of-gateway-removed")
            .loses(ROUTED, "outside->vm2", "outside->vm6", "outside->vm8", "vm1->vm2", "vm6->vm7")
            .by("mapping"),
        also("mapping-of-ctl-removed"),
        also("segment-mapping-removed").loses("outside->vm9").by("mapping"),
        also("segment-mapping-swapped"),
        row("segment-both-mapped").loses("outside->vm9").by("localnet-alone", "loop"),
        row("two-physnets-share-vlan")
            .loses("outside->vm6", "outside->vm7")
            .by("localnet-segment", "merge"),
        also("two-physnets-own-vlans"));
  }

  /** Localnet ports. */
  private static List<TruthRow> localnets() {
    return List.of(
        row("localnet-gone")
            .loses(ROUTED, "outside->vm1", "outside->vm2", "vm1->vm2")
            .by("localnet"),
        row("localnet-tag")
            .loses(ROUTED, "outside->vm1", "outside->vm2")
            .by("localnet-segment")
            .unseen("the Northbound has the new VLAN only"),
        also("localnet-tag-of-other")
            .loses(ROUTED, "outside->vm1", "outside->vm2")
            .by("localnet-segment", "merge"),
        row("patch-tag").loses(VM1).by("uplink-vlan"),
        also("patch-trunks").loses(VM1).by("uplink-vlan"),
        row("patch-no-receive").loses(VM1).by("patch-pair"),
        row("localnet-disabled")
            .loses(ROUTED, "outside->vm1", "outside->vm2", "vm1->vm2")
            .by("localnet-forwards"),
        row("localnet-addresses")
            .loses(ROUTED, "outside->vm1", "outside->vm2")
            .by("localnet-forwards"),
        also("localnet-type")
            .loses(ROUTED, "outside->vm1", "outside->vm2", "vm1->vm2")
            .by("localnet"),
        row("localnet-options")
            .loses(ROUTED, "outside->vm1", "outside->vm2", "vm1->vm2")
            .by("localnet-segment"),
        row("localnet-wrong-physnet")
            .loses(ROUTED, "outside->vm1", "outside->vm2", "vm1->vm2")
            .by("localnet-segment"),
        also("localnet-second")
            .by("localnet-alone", "tunnel", "loop", "controller-connected", "controller-runs")
            .unstable("a storm")
            .exceptAll("a storm takes the LAN and the processors"),
        also("localnet-second-vlan")
            .loses(ROUTED, "outside->vm1", "outside->vm2", "vm1->vm2")
            .by("localnet-alone", "loop"),
        also("localnet-second-unmapped"),
        row("vlan-localnet-tag-gone")
            .loses("outside->vm6", "outside->vm7")
            .by("localnet-segment", "merge"),
        also("vlan-localnet-tag-wrong")
            .loses("outside->vm6", "outside->vm7")
            .by("localnet-segment")
            .unseen("the Northbound has the new VLAN only"),
        also("vlan-localnet-ethtype")
            .loses("outside->vm6", "outside->vm7", "vm6->vm7")
            .unseen("whether the LAN takes tags of that type is not in the facts")
            .except("the path counts as not modelled", "outside->vm6", "outside->vm7", "vm6->vm7"),
        row("segment-localnet-gone").loses("outside->vm9").by("mapping"));
  }

  /** Tunnels, chassis, and the way to the Southbound. */
  private static List<TruthRow> tunnels() {
    return List.of(
        row("encap-ip-removed").by("encap"),
        row("encap-ip-removed-restart").loses(TUNNELS, "vm4-dhcp").by("encap"),
        row("encap-ip-wrong").loses(TUNNELS).by("encap"),
        also("encap-ip-of-other-nic").loses(TUNNELS).by("tunnel"),
        also("encap-ip-twice").by("encap"),
        also("encap-type-removed").by("encap"),
        row("encap-type-vxlan").loses(TUNNELS).by("encap"),
        row("transport-zone").loses(TUNNELS).by("tunnel"),
        row("tunnel-blocked").loses(TUNNELS).by("tunnel"),
        also("tunnel-dropped-by-flow").loses(TUNNELS).by("tunnel"),
        also("tunnel-no-forward")
            .loses("vm3->vm4")
            .by("tunnel")
            .unstable("a chassis that loses the tunnel to the gateway becomes the gateway itself"),
        row("tunnel-mtu")
            .loses(
                "vm3->vm4", "vm3->vm5", "vm4->outside", "vm4->vm5", "vm5->internet", "vm5->outside")
            .by("localnet", "tunnel-mtu"),
        row("tunnel-port-error").loses("outside->vm4", "vm3->vm4").by("tunnel"),
        row("remote-removed").by("controller-connected", "southbound-path"),
        row("remote-wrong").by("controller-connected"),
        also("remote-wrong-port").by("controller-connected"),
        also("remote-closed").by("southbound"),
        also("remote-read-only").by("southbound"),
        also("southbound-unreachable").by("controller-connected"),
        row("hostname-changed")
            .loses(TUNNELS, "outside->vm1", "vm1->vm2", "vm4-dhcp")
            .by("port-requested"),
        row("system-id-changed").by("chassis"),
        also("system-id-twice")
            .by("chassis", "encap", "port-claimed", "tunnel")
            .unstable("two nodes take the chassis from each other"),
        also("chassis-stale-row").unseen("only a change that it does not apply for 30 s shows it"));
  }

  /** Logical ports and interfaces of VMs, and DHCP. */
  private static List<TruthRow> ports() {
    return List.of(
        row("port-addresses-empty").loses(VM1).by("port-addresses"),
        also("port-addresses-changed").loses(VM1).by("port-addresses"),
        also("port-security-changed")
            .loses(VM1)
            .unseen("port security is not modelled; a trace sees it")
            .except("port security is not modelled; a trace sees it", "outside->vm1", "vm1->vm2"),
        row("port-disabled").loses(VM1).by("port-enabled"),
        row("port-deleted").loses(VM1).by("port-present"),
        row("port-type").loses(VM1).by("port-type"),
        also("port-external").loses(VM1).by("port-type"),
        row("port-parent").loses(VM1).by("port-type"),
        also("port-on-other-switch")
            .loses(VM1)
            .by("port-present")
            .unseen("the Northbound has the new switch only"),
        also("port-acl")
            .loses(VM1)
            .unseen("an ACL denies: nothing is broken")
            .except("an ACL denies: nothing is broken", "outside->vm1", "vm1->vm2"),
        row("requested-chassis-nobody").loses(VM1).by("port-requested"),
        also("requested-chassis-other").loses(VM1).by("port-requested"),
        row("requested-chassis-both"),
        row("iface-id-removed").loses(VM1).by("port-interface"),
        also("iface-id-wrong").loses(VM1).by("port-interface"),
        also("iface-id-of-other")
            .loses(TUNNELS, "outside->vm1", "vm1->vm2", "vm4-dhcp")
            .by("port-addresses", "port-interface")
            .warns("port-claimed"),
        also("iface-id-twice")
            .loses(VM1)
            .by("port-interface")
            .unstable("two chassis take the port from each other"),
        also("vm-link-down").loses(VM1).by("interface-up"),
        row("vm-mtu").loses(VM1).by("interface-mtu"),
        row("vm-no-receive").loses(VM1).by("interface-up"),
        also("vm-no-forward").loses(VM1).by("interface-up"),
        row("vm-inner-link-down").loses(VM1).by("interface-up"),
        row("vm-port-gone")
            .loses(VM1)
            .by("port-interface")
            .unseen("an end without an interface looks like a VM that is off"),
        also("vm-device-gone").loses(VM1).by("interface-up"),
        also("vm-port-in-br-ex")
            .by("port-interface")
            .unseen("an end without an interface looks like a VM that is off")
            .except("the VM is in the LAN itself, past OVN", "outside->vm1"),
        also("vm-other-mac")
            .loses(VM1)
            .unseen("the MAC address inside of a VM is not in the facts")
            .except(
                "the MAC address inside of a VM is not in the facts", "outside->vm1", "vm1->vm2"),
        also("dhcp-options-removed")
            .loses("vm3-dhcp")
            .by("dhcp")
            .unseen("a port without DHCP options asks for no DHCP"),
        row("dhcp-options-deleted")
            .loses("vm3-dhcp", "vm4-dhcp", "vm5-dhcp")
            .by("dhcp")
            .unseen("a port without DHCP options asks for no DHCP"),
        also("dhcp-options-without-server").loses("vm3-dhcp", "vm4-dhcp", "vm5-dhcp").by("dhcp"),
        row("dhcp-options-wrong-cidr").loses("vm3-dhcp", "vm4-dhcp", "vm5-dhcp").by("dhcp"));
  }

  /** Routers, gateways, NAT and routes. */
  private static List<TruthRow> routers() {
    return List.of(
        row("gateway-nobody").loses(ROUTED).by("gateway"),
        also("gateway-nobody-first").warns("gateway"),
        also("gateway-lower"),
        row("gateway-removed")
            .loses(ROUTED)
            .by("gateway")
            .unseen("a router without a gateway asks for no way to the outside"),
        also("gateway-not-a-gateway"),
        row("gateway-without-mapping").loses(ROUTED).by("mapping"),
        also("gateway-on-ctl"),
        also("gateway-chassis-dead")
            .loses(
                "outside->vm2",
                "outside->vm6",
                "outside->vm8",
                "vm1->vm2",
                "vm3->internet",
                "vm3->outside",
                "vm3->vm4",
                "vm3->vm5",
                "vm3-dhcp",
                "vm6->vm7")
            .by("controller-runs", "switch-runs")
            .warns("gateway"),
        row("gateway-uplink-gone")
            .loses(
                "outside->vm2",
                "vm1->vm2",
                "outside->vm6",
                "vm6->vm7",
                "vm3->vm4",
                "vm3->vm5",
                "vm3->outside",
                "vm3->internet")
            .by("uplink")
            .warns("gateway"),
        row("router-port-disabled").loses(ROUTED).by("router-port"),
        also("router-inside-disabled").loses(ROUTED).by("router-port"),
        also("router-port-removed")
            .loses(ROUTED)
            .by("router-port")
            .unseen("the switch asks for no router"),
        also("router-gateway-port-removed")
            .loses(ROUTED)
            .by("router-port")
            .unseen("a router without a gateway asks for no way to the outside"),
        row("router-port-wrong-network").loses(ROUTED).by("router-port"),
        row("router-switch-port-removed")
            .loses(ROUTED)
            .by("router-port")
            .unseen("the switch asks for no router"),
        also("router-switch-port-disabled").loses(ROUTED).by("router-port"),
        also("router-switch-port-peer").loses(ROUTED).by("router-port"),
        row("router-port-mac")
            .loses(ROUTED)
            .by("router-port", "port-addresses")
            .unstable("the VM or the router has the packets, on each chassis another one"),
        row("router-disabled").loses(ROUTED).by("router-port"),
        also("router-policy-drop")
            .loses(ROUTED)
            .unseen("a policy of the router denies: nothing is broken")
            .except(
                "a policy of the router denies: nothing is broken",
                "outside->vm4",
                "vm3->internet",
                "vm3->outside",
                "vm4->outside",
                "vm5->internet",
                "vm5->outside"),
        row("nat-removed")
            .loses("vm3->internet", "vm3->outside", "vm5->internet", "vm5->outside")
            .by("nat")
            .unseen("the Northbound has the new NAT only"),
        also("nat-of-other-subnet")
            .loses("vm3->internet", "vm3->outside", "vm5->internet", "vm5->outside")
            .by("nat")
            .unseen("the Northbound has the new NAT only"),
        also("nat-wrong-address")
            .loses("vm3->internet", "vm3->outside", "vm5->internet", "vm5->outside")
            .by("nat")
            .unseen("the Northbound has the new NAT only"),
        row("floating-ip-removed")
            .loses("outside->vm4")
            .by("nat")
            .unseen("the Northbound has the new NAT only"),
        also("floating-ip-of-nobody")
            .loses("outside->vm4")
            .by("nat")
            .unseen("the Northbound has the new NAT only"),
        row("floating-ip-distributed"),
        row("route-removed")
            .loses("vm3->internet", "vm5->internet")
            .by("route")
            .unseen("the Northbound has the new routes only")
            .except("vm4 sends no packet by the default route", "vm4->outside"),
        also("route-wrong")
            .loses("vm3->internet", "vm5->internet")
            .by("route")
            .unseen("the Northbound has the new routes only")
            .except("vm4 sends no packet by the default route", "vm4->outside"));
  }

  /** What must act: databases, daemons, nodes. */
  private static List<TruthRow> control() {
    return List.of(
        row("northbound-stopped").by("northbound"),
        row("southbound-stopped").by("southbound"),
        row("northd-stopped").by("northd"),
        also("northd-paused").by("northd"),
        row("ovsdb-stopped").by("switch-database"),
        row("vswitchd-stopped").loses(NODE).by("switch-runs"),
        row("controller-stopped").loses("vm4-dhcp").by("controller-runs"),
        also("northbound-dead").by("northbound"),
        also("southbound-dead").by("southbound"),
        also("northd-backoff").by("northd"),
        also("northd-dead").by("northd"),
        also("controller-killed").loses("vm4-dhcp").by("controller-runs"),
        row("controller-exited").loses(TUNNELS, "vm4-dhcp").by("controller-runs"),
        also("controller-paused").unseen("only a change that is not applied for 30 s shows it"),
        also("vswitchd-dead").loses(NODE).by("switch-runs"),
        also("ovsdb-dead").loses(NODE).by("switch-database"),
        also("node-off").loses(NODE).by("node-read"),
        row("version-gate").by("controller-version", "northd"),
        row("openflow-versions").loses("vm4-dhcp").by("openflow"),
        also("nb-cfg-behind").loses("vm4-dhcp").by("controller-runs"),
        also("northbound-closed"),
        row("database-disk-full").by("database-disk"),
        row("certificate-ended").by("certificate"),
        row("boot-address-on-nic").by("next-boot"),
        row("boot-controller-disabled").by("next-boot"));
  }
}
