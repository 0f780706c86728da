package io.safeops.facts.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.node.Address;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ways that operators build, from one NIC to VLANs over bonds under two bridges. */
class PathFinderTest {

  private static Nic nic(String name, String kind, String address, String... lower) {
    return Nic.builder(name)
        .kind(kind)
        .mtu(1500)
        .up(true)
        .carrier(true)
        .addresses(
            address.isEmpty() ? List.of() : List.of(new Address(address, 24, "inet", "global")))
        .lower(List.of(lower))
        .build();
  }

  private static BridgePort port(String bridge, String name, String kind, String... members) {
    return BridgePort.builder(name, bridge)
        .kind(kind)
        .interfaces(members.length == 0 ? List.of(name) : Arrays.asList(members))
        .ofport(1)
        .peer(kind.equals("patch") ? Optional.of("peer-of-" + name) : Optional.empty())
        .build();
  }

  private static Bridge bridge(String name, BridgePort... ports) {
    List<BridgePort> all = new ArrayList<>(List.of(port(name, name, "internal")));
    all.addAll(List.of(ports));
    return Bridge.builder(name, "n").datapathType("system").ports(all).build();
  }

  private static ManagementPath find(List<Nic> nics, Bridge... bridges) {
    return PathFinder.find("192.0.2.1", "192.0.2.9", nics, List.of(bridges), "br-int");
  }

  @Test
  void plainInterface() {
    assertThat(find(List.of(nic("eth0", "physical", "192.0.2.1"))).uplinks())
        .containsExactly("eth0");
  }

  @Test
  void vlanOverBond() {
    ManagementPath path =
        find(
            List.of(
                nic("bond0.7", "vlan", "192.0.2.1", "bond0"),
                nic("bond0", "bond", "", "eth0", "eth1"),
                nic("eth0", "physical", ""),
                nic("eth1", "physical", "")));
    assertThat(path.chain()).containsExactly("bond0.7", "bond0", "eth0", "eth1");
    assertThat(path.uplinks()).containsExactly("eth0", "eth1");
  }

  @Test
  void linuxBridge() {
    ManagementPath path =
        find(List.of(nic("br0", "bridge", "192.0.2.1", "eth0"), nic("eth0", "physical", "")));
    assertThat(path.uplinks()).containsExactly("eth0");
    assertThat(path.bridges()).isEmpty();
  }

  @Test
  void vlanOverAnOvsBridgeOverAnOvsBond() {
    ManagementPath path =
        find(
            List.of(
                nic("br-ex.5", "vlan", "192.0.2.1", "br-ex"),
                nic("br-ex", "ovs", ""),
                nic("eth0", "physical", ""),
                nic("eth1", "physical", "")),
            bridge("br-ex", port("br-ex", "bond1", "bond", "eth0", "eth1")));
    assertThat(path.bridges()).containsExactly("br-ex");
    assertThat(path.uplinks()).containsExactly("eth0", "eth1");
  }

  @Test
  void twoBridgesAndAPatchBetweenThem() {
    BridgePort there = port("br-vlan", "peer-of-to-vlan", "patch");
    ManagementPath path =
        find(
            List.of(nic("br-ex", "ovs", "192.0.2.1"), nic("eth0", "physical", "")),
            bridge("br-ex", port("br-ex", "to-vlan", "patch")),
            bridge("br-vlan", there, port("br-vlan", "eth0", "system")));
    assertThat(path.bridges()).containsExactly("br-ex", "br-vlan");
    assertThat(path.uplinks()).containsExactly("eth0");
  }

  @Test
  void anAddressOnAnEnslavedInterfaceCrossesTheBridge() {
    ManagementPath path =
        find(
            List.of(nic("eth0", "physical", "192.0.2.1")),
            bridge("br-ex", port("br-ex", "eth0", "system")));
    assertThat(path.device()).isEqualTo("eth0");
    assertThat(path.bridges()).containsExactly("br-ex");
    assertThat(path.uplinks()).containsExactly("eth0");
  }

  @Test
  void anUnknownAddressIsAnUnknownPath() {
    assertThat(find(List.of(nic("eth0", "physical", "198.51.100.1"))).isKnown()).isFalse();
  }
}
