package io.safeops.action.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.OnNodes;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The action that takes an iface-id from an interface that is not the VM's. */
public class IfaceIdRemoveTest {

  private static final String VM1 = "10000001-0000-4000-8000-000000000001";

  /** An interface on net has the iface-id of the VM on cmp. */
  public static final Cluster CLUSTER =
      RecordedNodes.cluster()
          .withNode(
              "net",
              node ->
                  node.withBridge(
                      "br-int",
                      bridge ->
                          bridge.withPort(
                              BridgePort.builder("copy0", "br-int")
                                  .kind("internal")
                                  .interfaces(List.of("copy0"))
                                  .ofport(99)
                                  .externalIds(Map.of(BridgePort.IFACE_ID, VM1))
                                  .build())));

  private static Action action(String interfaceName, String node) throws Exception {
    return ActionsTest.bind(
        "ovs.iface-id.remove: {interface: " + interfaceName + ", port: " + VM1 + "}", node);
  }

  @Test
  void onlyThatInterfaceLosesIt() throws Exception {
    Action action = action("copy0", "net");
    Cluster after = action.effect(CLUSTER);
    assertThat(carriers(CLUSTER)).hasSize(2);
    assertThat(carriers(after)).containsExactly("tap10000001-00");
    OnNodes operation = (OnNodes) action.operation(CLUSTER);
    assertThat(operation.voters()).containsExactly("net");
    assertThat(operation.expect()).anyMatch(each -> each.description().contains("is bound on cmp"));
  }

  private static List<String> carriers(Cluster cluster) {
    return cluster.getBridges().stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> port.externalIds().getOrDefault(BridgePort.IFACE_ID, "").equals(VM1))
        .map(BridgePort::name)
        .toList();
  }

  @Test
  void onlyOneKeepsIt() throws Exception {
    Cluster single = RecordedNodes.cluster();
    Action last = action("tap10000001-00", "cmp");
    assertThatThrownBy(() -> last.operation(single))
        .hasMessageContaining("no other attached interface has the iface-id " + VM1);
    assertThat(last.effect(single)).isEqualTo(single);
    Action none = action("tap10000002-00", "net");
    assertThatThrownBy(() -> none.operation(CLUSTER))
        .hasMessage("interface tap10000002-00 of net does not have the iface-id " + VM1);
  }
}
