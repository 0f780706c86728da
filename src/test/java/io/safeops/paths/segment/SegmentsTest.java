package io.safeops.paths.segment;

import static io.safeops.paths.segment.SegmentClusters.access;
import static io.safeops.paths.segment.SegmentClusters.bridge;
import static io.safeops.paths.segment.SegmentClusters.chassis;
import static io.safeops.paths.segment.SegmentClusters.cluster;
import static io.safeops.paths.segment.SegmentClusters.localnet;
import static io.safeops.paths.segment.SegmentClusters.logicalPort;
import static io.safeops.paths.segment.SegmentClusters.logicalSwitch;
import static io.safeops.paths.segment.SegmentClusters.nic;
import static io.safeops.paths.segment.SegmentClusters.node;
import static io.safeops.paths.segment.SegmentClusters.patch;
import static io.safeops.paths.segment.SegmentClusters.port;
import static io.safeops.paths.segment.SegmentClusters.trunk;
import static io.safeops.paths.segment.SegmentClusters.usual;
import static io.safeops.paths.segment.SegmentClusters.veth;
import static io.safeops.paths.segment.SegmentClusters.vlan;
import static io.safeops.paths.segment.SegmentClusters.withStp;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Merged switches and loops, in the shapes of the incidents and in legal shapes. */
class SegmentsTest {

  private static final LogicalSwitch PUBLIC =
      logicalSwitch("public", localnet("provnet-a", "physnet1"));

  private static Segments of(List<Node> nodes, LogicalSwitch... switches) {
    return Segments.of(cluster(nodes, switches));
  }

  private static void assertNothing(Segments segments) {
    assertThat(segments.merged()).isEmpty();
    assertThat(segments.loops()).isEmpty();
  }

  private static SegmentLoop only(Segments segments) {
    assertThat(segments.loops()).hasSize(1);
    return segments.loops().get(0);
  }

  private static MergedSwitches onlyMerge(Segments segments) {
    assertThat(segments.merged()).hasSize(1);
    return segments.merged().get(0);
  }

  @Nested
  class Legal {

    @Test
    void oneLocalnetOnEachSwitch() {
      assertNothing(
          of(
              List.of(usual("net"), usual("cmp")),
              PUBLIC,
              logicalSwitch("vlan5", localnet("provnet-b", "physnet1", 5)),
              logicalSwitch("vlan6", localnet("provnet-c", "physnet1", 6)),
              logicalSwitch("tenant", logicalPort("vm", "", ""))));
    }

    @Test
    void twoPhysnetsOnOneBridgeWithTheirOwnVlans() {
      Node node = node("net", "physnet1:br-ex,physnet2:br-ex", bridge("br-ex", port("eth0")));
      assertNothing(
          of(List.of(node), PUBLIC, logicalSwitch("vlan5", localnet("provnet-b", "physnet2", 5))));
    }

    @Test
    void routedProviderNetworkOfWhichNoChassisMapsTwoPhysnets() {
      Segments segments =
          of(
              List.of(
                  node("a", "physnet1:br-ex", bridge("br-ex", port("eth0"))),
                  node("b", "physnet2:br-ex", bridge("br-ex", port("eth0"))),
                  node("none", "", bridge("br-ex", port("eth0")))),
              logicalSwitch("routed", localnet("one", "physnet1"), localnet("two", "physnet2")));
      assertNothing(segments);
    }

    /** Its two segments are not connected, so they do not connect the networks beside them. */
    @Test
    void routedProviderNetworkConnectsNothing() {
      Segments segments =
          of(
              List.of(
                  node("a", "physnet1:br-ex", bridge("br-ex")),
                  node("b", "physnet2:br-ex", bridge("br-ex"))),
              logicalSwitch("routed", localnet("one", "physnet1"), localnet("two", "physnet2")),
              logicalSwitch("left", localnet("three", "physnet1")),
              logicalSwitch("right", localnet("four", "physnet2")));
      assertThat(segments.merged())
          .extracting(MergedSwitches::switches)
          .containsExactly(List.of("left", "routed"), List.of("right", "routed"));
      assertThat(segments.loops()).isEmpty();
    }

    @Test
    void chassisWithoutMapping() {
      assertNothing(of(List.of(usual("net"), node("cmp", "")), PUBLIC));
    }

    @Test
    void localnetThatIsDisabledOrNamesNoPhysnet() {
      assertNothing(
          of(
              List.of(usual("net")),
              logicalSwitch(
                  "public",
                  localnet("provnet-a", "physnet1"),
                  localnet("off", "physnet1").enabled(false),
                  localnet("nameless", ""))));
    }

    @Test
    void physnetOnABridgeThatDoesNotExist() {
      Node node = usual("net");
      Node broken =
          node.withMappings(
              List.of(
                  node.mappings().get(0),
                  new io.safeops.facts.node.BridgeMapping("physnet2", "br-ex2", "net", false)));
      assertNothing(
          of(
              List.of(broken),
              logicalSwitch("both", localnet("a", "physnet1"), localnet("b", "physnet2"))));
    }

    @Test
    void twoBridgesAndOnePatchPairForOneVlan() {
      Node node =
          node(
              "net",
              "physnet1:br-ex,physnet2:br-vlan",
              bridge("br-ex", port("eth0"), patch("to-vlan", "to-ex").trunks(List.of(7L))),
              bridge("br-vlan", port("eth1"), patch("to-ex", "to-vlan")));
      Segments segments =
          of(List.of(node), PUBLIC, logicalSwitch("second", localnet("b", "physnet2")));
      assertThat(segments.merged()).as("VLAN 7 is of neither").isEmpty();
    }

    @Test
    void aBondIsOneUplink() {
      Node node =
          node(
              "net",
              "physnet1:br-ex",
              bridge("br-ex", port("bond1").kind("bond").interfaces(List.of("eth0", "eth1"))));
      assertNothing(
          of(
              List.of(node.withNics(List.of(nic("eth0", "physical"), nic("eth1", "physical")))),
              PUBLIC));
    }

    @Test
    void portsOfVmsAndContainersAreNoUplinks() {
      Node node =
          node(
              "net",
              "physnet1:br-ex",
              bridge(
                  "br-ex",
                  port("eth0"),
                  port("vnet0"),
                  port("veth-container"),
                  port("tap1").externalIds(Map.of("iface-id", "vm"))));
      assertNothing(
          of(
              List.of(
                  node.withNics(
                      List.of(
                          nic("eth0", "physical"),
                          nic("vnet0", "tun"),
                          nic("tap1", "tun"),
                          nic("veth-container", "veth").toBuilder().peerElsewhere(true).build()))),
              PUBLIC));
    }

    @Test
    void aVethBetweenABridgeAndTheHostIsNoUplink() {
      Node node = node("net", "physnet1:br-ex", bridge("br-ex", port("eth0"), port("v0")));
      assertNothing(
          of(
              List.of(
                  node.withNics(
                      List.of(nic("eth0", "physical"), veth("v0", "v1"), veth("v1", "v0")))),
              PUBLIC));
    }

    @Test
    void twoUplinksWithTheirOwnVlans() {
      Node node =
          node("net", "physnet1:br-ex", bridge("br-ex", access("eth0", 5), access("eth1", 6)));
      assertThat(of(List.of(node), PUBLIC).loops()).isEmpty();
    }

    @Test
    void theRecordedClusterAndTheIntegrationBridge() {
      Segments recorded = Segments.of(RecordedNodes.cluster());
      assertThat(recorded.merged()).isEmpty();
      assertThat(recorded.loops()).isEmpty();
      assertThat(recorded.unread()).isEmpty();
    }

    @Test
    void patchPortsOfOvnControllerAreNoLinks() {
      Node node =
          node(
              "net",
              "physnet1:br-ex",
              bridge(
                  "br-ex",
                  port("eth0"),
                  patch("a-to-int", "int-to-a").externalIds(Map.of("ovn-localnet-port", "a")),
                  patch("b-to-int", "int-to-b").externalIds(Map.of("ovn-localnet-port", "b"))),
              bridge("br-int", patch("int-to-a", "a-to-int"), patch("int-to-b", "b-to-int")));
      assertNothing(of(List.of(node), PUBLIC));
    }
  }

  @Nested
  class Merged {

    @Test
    void twoSwitchesInOneLan() {
      MergedSwitches merged =
          onlyMerge(
              of(
                  List.of(usual("net"), usual("cmp")),
                  PUBLIC,
                  logicalSwitch("copy", localnet("x", "physnet1"))));
      assertThat(merged.switches()).containsExactly("copy", "public");
      assertThat(merged.getKey()).isEqualTo("copy public");
      assertThat(merged.segments())
          .containsExactly("physnet physnet1, no VLAN has copy, public, on cmp, net");
      assertThat(merged.nodes()).containsExactly("cmp", "net");
    }

    @Test
    void twoSwitchesOfOneName() {
      assertThat(onlyMerge(of(List.of(usual("net")), PUBLIC, PUBLIC)).switches())
          .containsExactly("public", "public");
    }

    @Test
    void beforeAnyChassisMapsTheirPhysnet() {
      MergedSwitches merged =
          onlyMerge(of(List.of(), PUBLIC, logicalSwitch("copy", localnet("x", "physnet1"))));
      assertThat(merged.nodes()).isEmpty();
    }

    @Test
    void twoPhysnetsOnOneBridgeWithOneVlan() {
      Node both = node("net", "physnet1:br-ex,physnet2:br-ex", bridge("br-ex", port("eth0")));
      MergedSwitches merged =
          onlyMerge(
              of(
                  List.of(both, usual("cmp")),
                  PUBLIC,
                  logicalSwitch("second", localnet("x", "physnet2"))));
      assertThat(merged.switches()).containsExactly("public", "second");
      assertThat(merged.segments())
          .contains("br-ex has the physnets physnet1, physnet2 (no VLAN), on net");
      assertThat(merged.nodes()).containsExactly("net");
    }

    /** A node that was not read: the Southbound tells. */
    @Test
    void twoPhysnetsOnOneBridgeOfAChassisThatTheInventoryLacks() {
      Segments segments =
          Segments.of(
              cluster(
                      List.of(usual("net")),
                      PUBLIC,
                      logicalSwitch("second", localnet("x", "physnet2")))
                  .withChassis(List.of(chassis("far", "physnet1:br-ex,physnet2:br-ex"))));
      assertThat(onlyMerge(segments).nodes()).containsExactly("far");
      assertThat(segments.unread()).containsExactly("far");
    }

    @Test
    void twoPhysnetsOnOneBridgeOfANodeThatDoesNotAnswer() {
      Node silent = Node.builder("cmp").unreachable(Optional.of("no answer")).build();
      Segments segments =
          Segments.of(
              cluster(
                      List.of(usual("net"), silent),
                      PUBLIC,
                      logicalSwitch("second", localnet("x", "physnet2")))
                  .withChassis(
                      List.of(
                          chassis("cmp", "physnet1:br-ex,physnet2:br-ex").toBuilder()
                              .node(Optional.of("cmp"))
                              .build())));
      assertThat(onlyMerge(segments).nodes()).containsExactly("cmp");
      assertThat(segments.unread()).containsExactly("cmp");
    }

    @Test
    void bridgesConnectedByAPatchPair() {
      Node node =
          node(
              "net",
              "physnet1:br-ex,physnet2:br-vlan",
              bridge("br-ex", port("eth0"), patch("to-vlan", "to-ex")),
              bridge("br-vlan", patch("to-ex", "to-vlan").tag(Optional.of(5L))));
      MergedSwitches merged =
          onlyMerge(
              of(
                  List.of(node),
                  PUBLIC,
                  logicalSwitch("vlan5", localnet("x", "physnet2", 5)),
                  logicalSwitch("vlan6", localnet("y", "physnet2", 6))));
      assertThat(merged.switches()).containsExactly("public", "vlan5");
      assertThat(merged.segments())
          .contains(
              "to-vlan of br-ex and to-ex of br-vlan join no VLAN of br-ex and VLAN 5 of br-vlan,"
                  + " on net");
    }

    @Test
    void aPatchPortWhosePeerNamesAnotherPortIsNoLink() {
      Node node =
          node(
              "net",
              "physnet1:br-ex,physnet2:br-vlan",
              bridge("br-ex", patch("to-vlan", "to-ex")),
              bridge("br-vlan", patch("to-ex", "elsewhere")));
      assertNothing(of(List.of(node), PUBLIC, logicalSwitch("second", localnet("x", "physnet2"))));
    }

    @Test
    void bridgesConnectedByAVethPairAndALinuxBridge() {
      Node node =
          node(
                  "net",
                  "physnet1:br-ex,physnet2:br-vlan",
                  bridge("br-ex", port("v0")),
                  bridge("br-vlan", port("w0")))
              .withNics(
                  List.of(
                      veth("v0", "v1"),
                      veth("v1", "v0").withMaster(Optional.of("br0")),
                      veth("w0", "w1"),
                      veth("w1", "w0").withMaster(Optional.of("br0")),
                      nic("br0", "bridge")));
      assertThat(
              onlyMerge(
                      of(List.of(node), PUBLIC, logicalSwitch("second", localnet("x", "physnet2"))))
                  .switches())
          .containsExactly("public", "second");
    }

    /** From a chassis over the LAN to another one: no switch has VLAN 9. */
    @Test
    void acrossTheLan() {
      Node left =
          node(
              "left",
              "physnet1:br-ex,physnet2:br-a",
              bridge("br-ex", port("eth0"), patch("p0", "p1").tag(Optional.of(9L))),
              bridge("br-a", patch("p1", "p0")));
      Node right =
          node(
              "right",
              "physnet1:br-ex,physnet3:br-b",
              bridge("br-ex", port("eth0"), patch("q0", "q1").tag(Optional.of(9L))),
              bridge("br-b", patch("q1", "q0")));
      assertThat(
              onlyMerge(
                      of(
                          List.of(left, right),
                          logicalSwitch("a", localnet("x", "physnet2")),
                          logicalSwitch("b", localnet("y", "physnet3"))))
                  .nodes())
          .containsExactly("left", "right");
    }

    /** Seen on the lab: {@code tag=100} on the uplink's port. */
    @Test
    void anUplinkThatTakesAVlanOffTheTag() {
      Node tagged = node("net", "physnet1:br-ex", bridge("br-ex", access("eth0", 100)));
      MergedSwitches merged =
          onlyMerge(
              of(
                  List.of(tagged, usual("cmp")),
                  PUBLIC,
                  logicalSwitch("vlan100", localnet("x", "physnet1", 100))));
      assertThat(merged.segments())
          .contains("VLAN 100 of br-ex is no VLAN outside of eth0, on net");
    }

    @Test
    void aBridgeOnAVlanDeviceAndABridgeOnTheInterfaceBelow() {
      Node node =
          node(
                  "net",
                  "physnet1:br-ex,physnet2:br-100",
                  bridge("br-ex", port("eth0")),
                  bridge("br-100", port("eth0.100")))
              .withNics(List.of(nic("eth0", "physical"), vlan("eth0.100", "eth0", 100)));
      Segments segments =
          of(
              List.of(node),
              PUBLIC,
              logicalSwitch("tagged", localnet("x", "physnet1", 100)),
              logicalSwitch("untagged", localnet("y", "physnet2")));
      assertThat(onlyMerge(segments).switches()).containsExactly("tagged", "untagged");
      assertThat(segments.loops()).isEmpty();
    }

    @Test
    void bySwitchThatBridgesTwoLans() {
      Node both =
          node(
              "net",
              "physnet1:br-a,physnet2:br-b",
              bridge("br-a", port("eth0")),
              bridge("br-b", port("eth1")));
      Segments segments =
          of(
              List.of(both),
              logicalSwitch("between", localnet("x", "physnet1"), localnet("y", "physnet2")),
              logicalSwitch("left", localnet("l", "physnet1")),
              logicalSwitch("right", localnet("r", "physnet2")));
      assertThat(onlyMerge(segments).switches()).containsExactly("between", "left", "right");
      assertThat(onlyMerge(segments).segments())
          .contains("switch between joins its localnets x, y, on net");
    }

    @Test
    void aTagOnThePatchPortOfALocalnet() {
      Node node =
          node(
              "net",
              "physnet1:br-ex",
              bridge(
                  "br-ex",
                  port("eth0"),
                  patch("a-to-int", "int-to-a")
                      .tag(Optional.of(5L))
                      .externalIds(Map.of("ovn-localnet-port", "provnet-a"))),
              bridge("br-int", patch("int-to-a", "a-to-int")));
      assertThat(
              onlyMerge(
                      of(
                          List.of(node),
                          PUBLIC,
                          logicalSwitch("vlan5", localnet("x", "physnet1", 5))))
                  .switches())
          .containsExactly("public", "vlan5");
    }
  }

  @Nested
  class Loops {

    /** Incident 000. */
    @Test
    void secondLocalnetOnASwitch() {
      LogicalSwitch twice =
          logicalSwitch("public", localnet("provnet-a", "physnet1"), localnet("x", "physnet1"));
      SegmentLoop one = only(of(List.of(usual("net")), twice));
      assertThat(one.kind()).isEqualTo(LoopKind.SWITCH_IN_SEGMENT_TWICE);
      assertThat(one.key()).isEqualTo("switch-in-segment-twice public");
      assertThat(one.evidence())
          .containsExactly(
              "localnets provnet-a (physnet physnet1, no VLAN), x (physnet physnet1, no VLAN) lead"
                  + " into one segment, on net");
      assertThat(one.extent()).containsExactly("net provnet-a", "net x");

      SegmentLoop two = only(of(List.of(usual("net"), usual("cmp"), node("ctl", "")), twice));
      assertThat(two.key()).as("it has grown by a chassis").isEqualTo(one.key());
      assertThat(two.extent()).containsExactly("cmp provnet-a", "cmp x", "net provnet-a", "net x");
      assertThat(two.nodes()).containsExactly("cmp", "net");
    }

    @Test
    void secondLocalnetThatNoChassisMaps() {
      assertThat(
              of(
                      List.of(node("ctl", "")),
                      logicalSwitch("public", localnet("a", "physnet1"), localnet("b", "physnet1")))
                  .loops())
          .isEmpty();
    }

    @Test
    void secondLocalnetWithAnotherVlanBridgesTheVlans() {
      SegmentLoop loop =
          only(
              of(
                  List.of(usual("net")),
                  logicalSwitch(
                      "public", localnet("a", "physnet1"), localnet("b", "physnet1", 5))));
      assertThat(loop.kind()).isEqualTo(LoopKind.SWITCH_BRIDGES_LANS);
    }

    @Test
    void twoPhysnetsOnOneBridge() {
      Node node = node("net", "physnet1:br-ex,physnet2:br-ex", bridge("br-ex", port("eth0")));
      assertThat(
              only(of(
                      List.of(node, usual("cmp")),
                      logicalSwitch(
                          "public", localnet("a", "physnet1"), localnet("b", "physnet2"))))
                  .extent())
          .containsExactly("net a", "net b");
    }

    @Test
    void twoPhysnetsOnBridgesThatAPatchPairConnects() {
      Node node =
          node(
              "net",
              "physnet1:br-a,physnet2:br-b",
              bridge("br-a", port("eth0"), patch("p0", "p1")),
              bridge("br-b", patch("p1", "p0")));
      assertThat(
              only(of(
                      List.of(node),
                      logicalSwitch(
                          "public", localnet("a", "physnet1"), localnet("b", "physnet2"))))
                  .kind())
          .isEqualTo(LoopKind.SWITCH_IN_SEGMENT_TWICE);
    }

    @Test
    void twoPhysnetsOnTwoBridges() {
      Node both =
          node(
              "net",
              "physnet1:br-a,physnet2:br-b",
              bridge("br-a", port("eth0")),
              bridge("br-b", port("eth1")));
      LogicalSwitch between =
          logicalSwitch("between", localnet("x", "physnet1"), localnet("y", "physnet2"));
      SegmentLoop loop = only(of(List.of(both, usual("cmp")), between));
      assertThat(loop.kind()).isEqualTo(LoopKind.SWITCH_BRIDGES_LANS);
      assertThat(loop.nodes()).containsExactly("net");

      // Elsewhere the two LANs are one.
      Node joined = node("cmp", "physnet1:br-ex,physnet2:br-ex", bridge("br-ex", port("eth0")));
      assertThat(only(of(List.of(both, joined), between)))
          .satisfies(
              worse -> {
                assertThat(worse.kind()).isEqualTo(LoopKind.SWITCH_IN_SEGMENT_TWICE);
                assertThat(worse.nodes()).containsExactly("cmp", "net");
              });
    }

    @Test
    void localnetBesideAGateway() {
      SegmentLoop loop =
          only(
              of(
                  List.of(usual("net")),
                  logicalSwitch(
                      "public", localnet("a", "physnet1"), logicalPort("gw", "vtep", ""))));
      assertThat(loop.kind()).isEqualTo(LoopKind.LOCALNET_BESIDE_GATEWAY);
      assertThat(loop.kind().isFault()).isFalse();
      assertThat(loop.extent()).containsExactly("net physnet1", "vtep port gw");
      assertThat(loop.evidence())
          .containsExactly("localnet a (physnet physnet1, no VLAN) beside vtep port gw, on net");
    }

    @Test
    void localnetBesideAGatewayToTheSameLan() {
      assertThat(
              only(of(
                      List.of(usual("net")),
                      logicalSwitch(
                          "public",
                          localnet("a", "physnet1"),
                          logicalPort("gw", "l2gateway", "physnet1"))))
                  .kind())
          .isEqualTo(LoopKind.SWITCH_IN_SEGMENT_TWICE);
    }

    private static Node twoPatchPairs(boolean stpHere, boolean stpThere) {
      var here = bridge("br-a", patch("p0", "p1"), patch("q0", "q1"));
      var there = bridge("br-b", patch("p1", "p0"), patch("q1", "q0"));
      return node("net", "", stpHere ? withStp(here) : here, stpThere ? withStp(there) : there);
    }

    @Test
    void twoPatchPairsBetweenTwoBridges() {
      SegmentLoop loop = only(of(List.of(twoPatchPairs(false, false))));
      assertThat(loop.kind()).isEqualTo(LoopKind.BRIDGE_CYCLE);
      assertThat(loop.where()).containsExactly("br-a", "br-b");
      assertThat(loop.evidence())
          .containsExactly(
              "connected in a circle: p0 of br-a and p1 of br-b; q0 of br-a and q1 of br-b, on"
                  + " net");
    }

    @Test
    void stpCutsACircleIfAllItsBridgesRunIt() {
      assertThat(of(List.of(twoPatchPairs(true, true))).loops()).isEmpty();
      assertThat(of(List.of(twoPatchPairs(true, false))).loops()).hasSize(1);
      assertThat(of(List.of(twoPatchPairs(false, true))).loops()).hasSize(1);
    }

    @Test
    void threeBridgesInACircle() {
      var a = bridge("a", patch("ab", "ba"), patch("ac", "ca"));
      var b = bridge("b", patch("ba", "ab"), patch("bc", "cb"));
      var c = bridge("c", patch("ca", "ac"), patch("cb", "bc"));
      assertThat(only(of(List.of(node("net", "", a, b, c)))).where())
          .containsExactly("a", "b", "c");
      assertThat(of(List.of(node("net", "", withStp(a), withStp(b), withStp(c)))).loops())
          .isEmpty();
      assertThat(of(List.of(node("net", "", withStp(a), withStp(b), c))).loops())
          .as("c drops the packets of STP")
          .hasSize(1);
      var open = bridge("c", patch("ca", "ac"));
      assertThat(of(List.of(node("net", "", a, b, open))).loops()).isEmpty();
    }

    @Test
    void patchPairsForDifferentVlansMakeNoCircle() {
      Node node =
          node(
              "net",
              "",
              bridge("a", patch("p0", "p1").trunks(List.of(5L)), patch("q0", "q1")),
              bridge("b", patch("p1", "p0"), patch("q1", "q0").tag(Optional.of(6L))));
      assertThat(of(List.of(node)).loops()).isEmpty();
    }

    @Test
    void aVethPairWithBothEndsInOneBridge() {
      Node node =
          node("net", "", bridge("br-ex", port("v0"), port("v1")))
              .withNics(List.of(veth("v0", "v1"), veth("v1", "v0")));
      assertThat(only(of(List.of(node))).kind()).isEqualTo(LoopKind.BRIDGE_CYCLE);
    }

    @Test
    void twoVethPairsToALinuxBridge() {
      var ovs = bridge("br-ex", port("v0"), port("w0"));
      List<io.safeops.facts.node.Nic> nics =
          List.of(
              veth("v0", "v1"),
              veth("v1", "v0").withMaster(Optional.of("br0")),
              veth("w0", "w1"),
              veth("w1", "w0").withMaster(Optional.of("br0")),
              nic("br0", "bridge"));
      assertThat(only(of(List.of(node("net", "", ovs).withNics(nics)))).where())
          .containsExactly("br-ex", "br0");
      assertThat(of(List.of(node("net", "", withStp(ovs)).withNics(nics))).loops())
          .as("the Linux bridge passes the packets of STP on")
          .isEmpty();
    }

    @Test
    void aPortThatIsNotModelledIsNamed() {
      Node node =
          node(
              "net",
              "physnet1:br-a,physnet2:br-b",
              bridge("br-a", patch("p0", "p1").vlanMode("dot1q-tunnel")),
              bridge("br-b", patch("p1", "p0")));
      Segments segments =
          of(
              List.of(node),
              PUBLIC,
              logicalSwitch(
                  "second", localnet("x", "physnet2"), logicalPort("to-b", "switch", "")));
      assertThat(segments.notModelled())
          .containsExactly(
              "net: port p0 of br-a has vlan_mode dot1q-tunnel",
              "port to-b of switch second leads to another switch");
    }

    private static Node twoUplinks(String name) {
      return node(name, "physnet1:br-ex", bridge("br-ex", port("eth0"), trunk("eth1", 0L, 5L)))
          .withNics(List.of(nic("eth0", "physical"), nic("eth1", "physical")));
    }

    @Test
    void twoUplinksWithoutABond() {
      SegmentLoop loop = only(of(List.of(twoUplinks("net"), usual("cmp")), PUBLIC));
      assertThat(loop.kind()).isEqualTo(LoopKind.UPLINKS_WITHOUT_BOND);
      assertThat(loop.kind().isFault()).isFalse();
      assertThat(loop.evidence())
          .containsExactly("uplinks without a bond: eth0 of br-ex, eth1 of br-ex, on net");
      assertThat(loop.extent()).containsExactly("net: eth0 of br-ex", "net: eth1 of br-ex");
    }

    @Test
    void twoUplinksOfWhichEvidenceSaysThatTheyAreInOneLan() {
      Cluster cluster = cluster(List.of(twoUplinks("net"), twoUplinks("cmp")), PUBLIC);
      Segments segments =
          Segments.of(
              cluster,
              (node, ports) ->
                  node.equals("net") && ports.equals(List.of("eth0", "eth1"))
                      ? Optional.of("one MAC address on both")
                      : Optional.empty());
      assertThat(segments.loops())
          .extracting(loop -> loop.kind().word() + " " + loop.nodes())
          .containsExactly("uplinks-in-one-lan [net]", "uplinks-without-bond [cmp]");
      assertThat(segments.loops().get(0).evidence().get(0)).contains("one MAC address on both");
    }

    @Test
    void uplinksOfTwoBridgesThatAPatchPairConnects() {
      Node node =
          node(
                  "net",
                  "physnet1:br-a",
                  bridge("br-a", port("eth0"), patch("p0", "p1")),
                  bridge("br-b", port("eth1"), patch("p1", "p0")))
              .withNics(List.of(nic("eth0", "physical"), nic("eth1", "physical")));
      SegmentLoop loop = only(of(List.of(node), PUBLIC));
      assertThat(loop.kind()).isEqualTo(LoopKind.UPLINKS_WITHOUT_BOND);
      assertThat(loop.where()).containsExactly("br-a", "br-b");
    }

    /** The lab's nodes have veths for interfaces. */
    @Test
    void vethsCountAsUplinksIfThereAreNoOthers() {
      Node node =
          node("net", "physnet1:br-ex", bridge("br-ex", port("eth0"), port("eth1")))
              .withNics(List.of(nic("eth0", "veth"), nic("eth1", "veth")));
      assertThat(only(of(List.of(node), PUBLIC)).kind()).isEqualTo(LoopKind.UPLINKS_WITHOUT_BOND);
      assertThat(of(List.of(node.withMappings(List.of()))).loops())
          .as("containers that share a bridge")
          .isEmpty();
    }
  }
}
