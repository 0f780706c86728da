package io.safeops.action.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.OnNodes;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The actions on bridges of provider networks and their uplinks. */
public class UplinkActionsTest {

  private static final Cluster CLUSTER =
      withBridge(
          RecordedNodes.cluster(),
          bridge -> bridge.toBuilder().failMode("").forwarding(Bridge.NORMAL).build());

  /** The flows of br-ex on net are gone. */
  public static final Cluster WITHOUT_FLOWS =
      withBridge(CLUSTER, bridge -> bridge.toBuilder().forwarding(Bridge.NOTHING).build());

  /** The uplink of br-ex on net is set down. */
  public static final Cluster LINK_DOWN =
      CLUSTER.withNode(
          "net",
          node -> node.withNic("enp6s18", nic -> nic.toBuilder().up(false).carrier(false).build()));

  private static Cluster withBridge(Cluster cluster, UnaryOperator<Bridge> change) {
    return cluster.withNode("net", node -> node.withBridge("br-ex", change));
  }

  private static Bridge bridge(Cluster cluster) {
    return cluster.node("net").orElseThrow().bridge("br-ex").orElseThrow();
  }

  private static Action on(String yaml) throws Exception {
    return ActionsTest.bind(yaml, "net");
  }

  private static void refuses(String yaml, Cluster cluster, String why) throws Exception {
    Action action = on(yaml);
    assertThatThrownBy(() -> action.operation(cluster)).hasMessageContaining(why);
    assertThat(action.effect(cluster)).isEqualTo(cluster);
  }

  @Test
  void failModeIsSetAndFlowsFollow() throws Exception {
    Action secure = on("ovs.bridge.set-fail-mode: {bridge: br-ex, mode: secure}");
    Cluster after = secure.effect(CLUSTER);
    assertThat(bridge(after).failMode()).isEqualTo("secure");
    assertThat(bridge(after).forwarding()).isEqualTo(Bridge.NOTHING);
    OnNodes operation = (OnNodes) secure.operation(CLUSTER);
    assertThat(operation.footprint().diff(CLUSTER, after))
        .singleElement()
        .asString()
        .startsWith("bridge br-ex on net: was ");
    assertThat(operation.act().get("net").text())
        .contains("\"fail_mode\"", "next_cfg")
        .doesNotContain("\"row\":{\"protocols\"");

    Action back = on("ovs.bridge.set-fail-mode: {bridge: br-ex, mode: standalone}");
    assertThat(bridge(back.effect(after)).forwarding()).isEqualTo(Bridge.NORMAL);
    refuses(
        "ovs.bridge.set-fail-mode: {bridge: br-ex, mode: secure}",
        after,
        "this changes nothing: the fail mode of br-ex is already secure on net");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ovs.bridge.set-fail-mode: {bridge: br-int, mode: standalone}|is the integration bridge",
        "ovs.bridge.set-fail-mode: {bridge: br-no, mode: secure}|there is no bridge br-no on net",
        "ovs.bridge.add-normal-flow: {bridge: br-int}|is the integration bridge",
        "ovs.bridge.add-normal-flow: {bridge: br-ex}|switches by MAC address on net",
        "ovs.port.set-vlan: {port: enp6s18}|port enp6s18 already has no tag and all VLANs on net",
        "ovs.port.set-vlan: {port: eth9, tag: 5}|no bridge of net has a port eth9",
        "ovs.port.set-vlan: {port: tap10000002-00, tag: 5}|is on the integration bridge",
        "ip.link.set-up: {interface: enp6s18}|this changes nothing: enp6s18 is set up on net",
        "ip.link.set-up: {interface: eth9}|there is no interface eth9 on net",
        "ip.link.set-up: {interface: mgmt0}|mgmt0 of net is no uplink of a bridge"
      })
  void whatMustNotBeDoneIsRefused(String yaml, String why) throws Exception {
    refuses(yaml, CLUSTER, why);
  }

  @Test
  void bridgeOfAControllerIsNotTouched() throws Exception {
    Cluster controlled =
        withBridge(
            WITHOUT_FLOWS,
            bridge -> bridge.toBuilder().controllers(List.of("tcp:127.0.0.1:6633")).build());
    refuses(
        "ovs.bridge.set-fail-mode: {bridge: br-ex, mode: secure}",
        controlled,
        "has the controller [tcp:127.0.0.1:6633]");
    refuses("ovs.bridge.add-normal-flow: {bridge: br-ex}", controlled, "has the controller");
  }

  @Test
  void flowIsAddedOnlyWhereNothingForwards() throws Exception {
    Action action = on("ovs.bridge.add-normal-flow: {bridge: br-ex}");
    assertThat(bridge(action.effect(WITHOUT_FLOWS)).forwarding()).isEqualTo(Bridge.NORMAL);
    refuses(
        "ovs.bridge.add-normal-flow: {bridge: br-ex}",
        withBridge(CLUSTER, bridge -> bridge.toBuilder().forwarding(Bridge.FLOWS).build()),
        "forwards by flows that somebody wrote");
    refuses(
        "ovs.bridge.add-normal-flow: {bridge: br-ex}",
        withBridge(CLUSTER, bridge -> bridge.toBuilder().forwarding("").build()),
        "its flows were not read");
    refuses(
        "ovs.bridge.add-normal-flow: {bridge: br-ex}",
        withBridge(WITHOUT_FLOWS, bridge -> bridge.toBuilder().failMode("secure").build()),
        "use ovs.bridge.set-fail-mode");
  }

  @Test
  void vlansBecomeWhatIsGiven() throws Exception {
    Action tag = on("ovs.port.set-vlan: {port: enp6s18, tag: 100}");
    Cluster tagged = tag.effect(CLUSTER);
    BridgePort port = bridge(tagged).port("enp6s18").orElseThrow();
    assertThat(port.tag()).contains(100L);

    Action trunks = on("ovs.port.set-vlan: {port: enp6s18, trunks: \"7,0\", mode: trunk}");
    BridgePort trunk = bridge(trunks.effect(tagged)).port("enp6s18").orElseThrow();
    assertThat(trunk.tag()).isEmpty();
    assertThat(trunk.trunks()).containsExactly(0L, 7L);
    assertThat(trunk.vlanMode()).isEqualTo("trunk");
    OnNodes operation = (OnNodes) trunks.operation(tagged);
    assertThat(operation.footprint().diff(tagged, trunks.effect(tagged)))
        .anyMatch(line -> line.startsWith("port enp6s18 of bridge br-ex on net: was "));
    assertThat(operation.undo().get("net").text()).contains("\"tag\":[\"set\",[100]]");
    assertThat(trunks.describe())
        .isEqualTo(
            "net: ovs-vsctl -- clear Port enp6s18 tag -- set Port enp6s18 trunks=0,7"
                + " -- set Port enp6s18 vlan_mode=trunk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ovs.port.set-vlan: {port: enp6s18, trunks: \"7,4095\"}|VLANs from 0",
        "ovs.port.set-vlan: {port: enp6s18, trunks: \"7;8\"}|VLANs from 0",
        "ovs.port.set-vlan: {port: enp6s18, mode: both}|mode",
        "ovs.bridge.set-fail-mode: {bridge: br-ex, mode: open}|mode"
      })
  void wrongWordsAreReported(String yaml, String why) {
    assertThatThrownBy(() -> on(yaml)).hasMessageContaining(why);
  }

  @Test
  void linkIsSetUpUnlessItHoldsAnAddress() throws Exception {
    Action action = on("ip.link.set-up: {interface: enp6s18}");
    Cluster after = action.effect(LINK_DOWN);
    assertThat(after.node("net").orElseThrow().nic("enp6s18").orElseThrow().up()).isTrue();
    assertThat(((OnNodes) action.operation(LINK_DOWN)).footprint().diff(LINK_DOWN, after))
        .isNotEmpty();
    Cluster addressed =
        LINK_DOWN.withNode(
            "net",
            node ->
                node.withNic(
                    "enp6s18",
                    nic ->
                        nic.withAddresses(
                            List.of(new Address("192.0.2.77", 24, "inet", "global")))));
    refuses("ip.link.set-up: {interface: enp6s18}", addressed, "holds an address");
  }
}
