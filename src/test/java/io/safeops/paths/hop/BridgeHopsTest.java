package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.End;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The way from a bridge to the wire: what leads out, what is followed, what it passes. */
class BridgeHopsTest {

  private static final Nic ETH0 = nic("eth0", "physical");

  private static Nic nic(String name, String kind) {
    return Nic.builder(name).kind(kind).mtu(1500).up(true).carrier(true).build();
  }

  private static Nic veth(String name, String peer) {
    return nic(name, "veth").toBuilder().peer(Optional.of(peer)).build();
  }

  private static Nic enslaved(Nic nic, String master) {
    return nic.withMaster(Optional.of(master));
  }

  private static Nic withoutCarrier(Nic nic) {
    return nic.toBuilder().carrier(false).build();
  }

  private static BridgePort.Builder port(String name, String bridge, String kind) {
    BridgeInterface member =
        BridgeInterface.builder(name).kind(kind).ofport(1).linkState("up").adminState("up").build();
    return BridgePort.builder(name, bridge)
        .kind(kind)
        .interfaces(List.of(name))
        .ofport(1)
        .members(List.of(member));
  }

  private static BridgePort system(String name) {
    return port(name, "br-ex", "system").build();
  }

  private static BridgePort.Builder patch(String name, String bridge, String peer) {
    return port(name, bridge, "patch").peer(Optional.of(peer));
  }

  private static Bridge bridge(String name, BridgePort... ports) {
    return Bridge.builder(name, "net")
        .datapathType("system")
        .forwarding(Bridge.NORMAL)
        .ports(Arrays.asList(ports))
        .build();
  }

  private static Node node(List<Nic> nics, Bridge... bridges) {
    return Node.builder("net")
        .bridges(Arrays.asList(bridges))
        .nics(nics)
        .mappings(List.of(new BridgeMapping("physnet1", "br-ex", "net", true)))
        .build();
  }

  private static List<Hop> hops(Node node, long vlan, Node... others) {
    List<Node> nodes = new ArrayList<>(List.of(node));
    nodes.addAll(Arrays.asList(others));
    BridgeHops hops = new BridgeHops(new ClusterIndex(Cluster.builder().nodes(nodes).build()));
    return hops.out(
        node, node.bridge("br-ex").orElseThrow(), new PhysicalSegment("physnet1", vlan), 0);
  }

  private static Answer answer(List<Hop> hops) {
    return Path.of(PathKind.PROVIDER, new End("vm", "vm", "", "net"), "", hops).answer();
  }

  private static Answer answer(Node node, Node... others) {
    return answer(hops(node, 0, others));
  }

  private static String why(List<Hop> hops) {
    return String.join("; ", hops.stream().map(Hop::why).filter(why -> !why.isEmpty()).toList());
  }

  /** Another node of the cluster, with a NIC on its bridge. */
  private static Node usual() {
    Bridge external = bridge("br-ex", system("eth0"));
    return Node.builder("cmp")
        .bridges(List.of(Bridge.builder("br-ex", "cmp").ports(external.ports()).build()))
        .nics(List.of(ETH0))
        .mappings(List.of(new BridgeMapping("physnet1", "br-ex", "cmp", true)))
        .build();
  }

  @Test
  void aNicLeadsOut() {
    assertThat(answer(node(List.of(ETH0), bridge("br-ex", system("eth0")))))
        .isEqualTo(Answer.WORKS);
  }

  @Test
  void aTapIsNoWayToTheLan() {
    Node node = node(List.of(ETH0, nic("tap0", "tun")), bridge("br-ex", system("tap0")));
    assertThat(answer(node)).isEqualTo(Answer.BROKEN);
    assertThat(why(hops(node, 0))).contains("nothing leads out of bridge br-ex");
  }

  @Test
  void theVethOfAContainerDoesNotCountBesideANic() {
    Nic stopped = withoutCarrier(nic("veth0", "veth"));
    Node node = node(List.of(ETH0, stopped), bridge("br-ex", system("eth0"), system("veth0")));
    assertThat(answer(node)).isEqualTo(Answer.WORKS);
    Node cut =
        node(
            List.of(withoutCarrier(ETH0), nic("veth0", "veth")),
            bridge("br-ex", system("eth0"), system("veth0")));
    assertThat(answer(cut)).isEqualTo(Answer.BROKEN);
  }

  @Test
  void ofANodeThatIsAContainerTheVethsLeadOut() {
    Node node = node(List.of(nic("eth1", "veth")), bridge("br-ex", system("eth1")));
    assertThat(answer(node)).isEqualTo(Answer.WORKS);
  }

  @Test
  void aVethAloneIsNotSureIfTheHostHasNicsAndOtherChassisLeaveByTheirs() {
    Node node = node(List.of(ETH0, nic("veth0", "veth")), bridge("br-ex", system("veth0")));
    assertThat(answer(node, usual())).isEqualTo(Answer.UNKNOWN);
    assertThat(why(hops(node, 0, usual()))).contains("veth0 is the only interface that may lead");
  }

  @Test
  void aVethIsFollowedIntoALinuxBridge() {
    Nic eth0 = enslaved(ETH0, "br0");
    List<Nic> nics =
        List.of(veth("out", "in"), enslaved(veth("in", "out"), "br0"), nic("br0", "bridge"), eth0);
    Bridge external = bridge("br-ex", system("out"));
    assertThat(answer(node(nics, external))).isEqualTo(Answer.WORKS);

    Node cut = node(nics, external).withNic("eth0", BridgeHopsTest::withoutCarrier);
    assertThat(answer(cut)).isEqualTo(Answer.BROKEN);
    assertThat(why(hops(cut, 0))).contains("eth0 has no carrier");
    Node down = node(nics, external).withNic("br0", nic -> nic.toBuilder().up(false).build());
    assertThat(why(hops(down, 0))).contains("br0 is set down");
    assertThat(answer(node(nics.subList(0, 3), external))).isEqualTo(Answer.BROKEN);
  }

  @Test
  void aVethToAnAddressOfTheHostIsNoWay() {
    Node node =
        node(List.of(ETH0, veth("out", "in"), veth("in", "out")), bridge("br-ex", system("out")));
    assertThat(answer(node)).isEqualTo(Answer.BROKEN);
  }

  private static Node joined(BridgePort out, BridgePort in, BridgePort... uplinks) {
    BridgePort[] ports =
        Stream.concat(Stream.of(in), Stream.of(uplinks)).toArray(BridgePort[]::new);
    return node(List.of(ETH0), bridge("br-ex", out), bridge("br-phys", ports));
  }

  private static BridgePort physical() {
    return port("eth0", "br-phys", "system").build();
  }

  @Test
  void aPatchPairIsFollowed() {
    BridgePort out = patch("out", "br-ex", "in").build();
    BridgePort in = patch("in", "br-phys", "out").build();
    assertThat(answer(joined(out, in, physical()))).isEqualTo(Answer.WORKS);
    assertThat(why(hops(joined(out, in), 0))).contains("nothing leads out of bridge br-phys");
  }

  @Test
  void aPatchPairThatOvsDoesNotConnectIsBroken() {
    BridgePort out = patch("out", "br-ex", "in").build();
    BridgePort in = patch("in", "br-phys", "out").build();
    List<Hop> oneSided = hops(joined(out, patch("in", "br-phys", "else").build(), physical()), 0);
    assertThat(answer(oneSided)).isEqualTo(Answer.BROKEN);
    assertThat(why(oneSided)).contains("the peer of in is not out");
    List<Hop> loose = hops(joined(patch("out", "br-ex", "gone").build(), in, physical()), 0);
    assertThat(why(loose)).contains("its peer is gone, and no bridge has such a port");
    List<Hop> detached = hops(joined(out, in.toBuilder().ofport(-1).build(), physical()), 0);
    assertThat(why(detached)).contains("patch port in is not attached");
  }

  @Test
  void theTagOfAPatchPortIsAsked() {
    BridgePort in = patch("in", "br-phys", "out").build();
    BridgePort tagged = patch("out", "br-ex", "in").tag(Optional.of(200L)).build();
    assertThat(answer(hops(joined(tagged, in, physical()), 0))).isEqualTo(Answer.BROKEN);
    assertThat(answer(hops(joined(tagged, in, physical()), 200))).isEqualTo(Answer.NOT_MODELLED);
    BridgePort both = in.toBuilder().tag(Optional.of(200L)).build();
    assertThat(answer(hops(joined(tagged, both, physical()), 200))).isEqualTo(Answer.WORKS);
    assertThat(answer(hops(joined(tagged, both, physical()), 300))).isEqualTo(Answer.BROKEN);
  }

  @Test
  void aBridgeOfDpdkLeadsOut() {
    Node node = node(List.of(), bridge("br-ex", port("dpdk0", "br-ex", "dpdk").build()));
    assertThat(answer(node)).isEqualTo(Answer.WORKS);
  }

  private static List<Hop> below(Node node, String... chain) {
    BridgeHops hops =
        new BridgeHops(new ClusterIndex(Cluster.builder().nodes(List.of(node)).build()));
    return hops.below(node, List.of(chain));
  }

  @Test
  void aConnectionOfTheNodeHasTheVlanOfItsPort() {
    BridgePort management = port("mgmt", "br-ex", "internal").tag(Optional.of(100L)).build();
    BridgePort trunk = system("eth0").toBuilder().trunks(List.of(100L)).build();
    Node node = node(List.of(ETH0, nic("mgmt", "ovs")), bridge("br-ex", management, trunk));
    assertThat(answer(below(node, "mgmt", "br-ex", "eth0"))).isEqualTo(Answer.WORKS);
    Node other =
        node.withBridge(
            "br-ex", each -> each.withPort(trunk.toBuilder().trunks(List.of(200L)).build()));
    assertThat(why(below(other, "mgmt", "br-ex", "eth0"))).contains("drops frames of VLAN 100");
  }

  @Test
  void aConnectionOfTheNodeHasTheVlanOfItsVlanDevice() {
    Nic device =
        nic("mgmt", "vlan").toBuilder().lower(List.of("br-ex")).vlan(Optional.of(100L)).build();
    BridgePort trunk = system("eth0").toBuilder().trunks(List.of(200L)).build();
    BridgePort local = port("br-ex", "br-ex", "internal").build();
    Node node = node(List.of(ETH0, nic("br-ex", "ovs"), device), bridge("br-ex", local, trunk));
    assertThat(why(below(node, "mgmt", "br-ex", "eth0"))).contains("drops frames of VLAN 100");
    Node access =
        node.withBridge(
            "br-ex", each -> each.withPort(local.toBuilder().tag(Optional.of(7L)).build()));
    assertThat(why(below(access, "mgmt", "br-ex", "eth0")))
        .contains("does not take the node's own frames of VLAN 100");
  }

  @Test
  void oneOfTwoNicsWithoutALinkIsDegraded() {
    Node node =
        node(
            List.of(ETH0, withoutCarrier(nic("eth1", "physical"))),
            bridge("br-ex", system("eth0"), system("eth1")));
    assertThat(answer(node)).isEqualTo(Answer.DEGRADED);
    assertThat(why(hops(node, 0))).contains("eth1 has no carrier");
  }

  @Test
  void aSmallerMtuThanThatOfAnotherChassisIsDegraded() {
    Node node = node(List.of(ETH0), bridge("br-ex", system("eth0")));
    Node large = usual().withNic("eth0", nic -> nic.toBuilder().mtu(9000).build());
    assertThat(answer(node, large)).isEqualTo(Answer.DEGRADED);
  }

  @Test
  void oneMemberOfALinuxBondWithoutALinkIsDegraded() {
    Nic bond = nic("bond0", "bond").toBuilder().lower(List.of("eth0", "eth1")).build();
    List<Nic> nics = List.of(bond, ETH0, withoutCarrier(nic("eth1", "physical")));
    Node node = node(nics, bridge("br-ex", system("bond0")));
    assertThat(answer(node)).isEqualTo(Answer.DEGRADED);
    assertThat(why(hops(node, 0))).contains("eth1 has no carrier");
    Nic vlan = nic("bond0.5", "vlan").toBuilder().lower(List.of("bond0")).build();
    Node tagged =
        node(
            Stream.concat(nics.stream(), Stream.of(vlan)).toList(),
            bridge("br-ex", system("bond0.5")));
    assertThat(answer(tagged)).isEqualTo(Answer.DEGRADED);
    assertThat(answer(tagged.withNic("eth0", BridgeHopsTest::withoutCarrier)))
        .isEqualTo(Answer.BROKEN);
  }

  @Test
  void aBondWithoutALacpPartnerWorksLessWellIfItFallsBack() {
    BridgeInterface silent =
        BridgeInterface.builder("eth0")
            .kind("system")
            .ofport(1)
            .lacpCurrent(Optional.of(false))
            .build();
    BridgePort bond =
        port("bond0", "br-ex", "bond")
            .interfaces(List.of("eth0", "eth1"))
            .lacp("active")
            .members(List.of(silent, named(silent, "eth1")))
            .build();
    List<Nic> nics = List.of(ETH0, nic("eth1", "physical"));
    assertThat(answer(node(nics, bridge("br-ex", bond)))).isEqualTo(Answer.BROKEN);
    BridgePort falling = bond.toBuilder().otherConfig(Map.of("lacp-fallback-ab", "true")).build();
    assertThat(answer(node(nics, bridge("br-ex", falling)))).isEqualTo(Answer.DEGRADED);
    Node down =
        node(nics.stream().map(BridgeHopsTest::withoutCarrier).toList(), bridge("br-ex", falling));
    assertThat(answer(down)).isEqualTo(Answer.BROKEN);
  }

  private static BridgeInterface named(BridgeInterface like, String name) {
    return BridgeInterface.builder(name)
        .kind(like.kind())
        .ofport(2)
        .lacpCurrent(like.lacpCurrent())
        .build();
  }
}
