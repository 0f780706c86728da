package io.safeops.action.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.ovn.Chassis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as a change of the cluster. */
class OvnContentTest {

  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final Cluster CLUSTER = RecordedNodes.cluster();
  private static final Footprint FOOTPRINT = Footprint.of(List.of(new PortItem(VM2)));

  @Test
  void aPortThatMovesIsAChange() {
    assertThat(FOOTPRINT.diff(boundTo("net", CLUSTER), boundTo("cmp", CLUSTER)))
        .containsExactly("binding of " + VM2 + ": was on net, up, is on cmp, up");
  }

  /** Otherwise no run could take one of the two interfaces away. */
  @Test
  void aPortThatTwoNodesTakeFromEachOtherDoesNotChangeByThat() {
    Cluster twice =
        CLUSTER.withNode("cmp", node -> node.withBridge("br-int", OvnContentTest::withCopy));
    assertThat(FOOTPRINT.diff(boundTo("net", twice), boundTo("cmp", twice))).isEmpty();
    assertThat(FOOTPRINT.diff(boundTo("net", twice), boundTo("net", CLUSTER)))
        .as("one of them is gone")
        .isNotEmpty();
  }

  /** The bridge's own port gets the iface-id of vm2. */
  private static Bridge withCopy(Bridge bridge) {
    return bridge.withPort(
        bridge.port("br-int").orElseThrow().toBuilder()
            .externalIds(Map.of(BridgePort.IFACE_ID, VM2))
            .build());
  }

  private static Cluster boundTo(String node, Cluster cluster) {
    String chassis =
        cluster.chassis().stream()
            .filter(each -> each.node().equals(Optional.of(node)))
            .map(Chassis::name)
            .findFirst()
            .orElseThrow();
    return cluster.withBindings(
        cluster.bindings().stream()
            .map(
                each ->
                    each.logicalPort().equals(VM2)
                        ? each.toBuilder().chassis(Optional.of(chassis)).build()
                        : each)
            .toList());
  }
}
