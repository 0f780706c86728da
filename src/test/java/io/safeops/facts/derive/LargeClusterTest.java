package io.safeops.facts.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.derive.LargeCluster.Shape;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from the facts of a cluster that is too large to say all of. */
class LargeClusterTest {

  private static final Cluster MESH = LargeCluster.of(30, 1, Shape.MESH);

  @Test
  void aMeshLacksNoTunnel() {
    assertThat(TunnelFaults.of(MESH)).isEmpty();
    assertThat(TunnelFaults.of(LargeCluster.of(30, 1, Shape.STAR)))
        .as("zones say who has tunnels")
        .isEmpty();
  }

  @Test
  void aNodeWithoutTunnelsNamesSomeOfThem() {
    Node alone = MESH.nodes().get(4);
    Cluster cut =
        MESH.withNode(
            alone.name(),
            node ->
                node.withBridge(
                    "br-int",
                    bridge -> {
                      List<BridgePort> ports = new ArrayList<>(bridge.ports());
                      ports.removeIf(BridgePort::isTunnel);
                      return bridge.withPorts(ports);
                    }));
    assertThat(TunnelFaults.of(cut))
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.node()).isEqualTo(alone.name());
              assertThat(missing.why())
                  .startsWith("many do not work (" + alone.name() + ": tunnel to ctl: ")
                  .endsWith("; and 21 more)");
            });
  }

  @Test
  void whatIsFoundOnceIsOfThatClusterOnly() {
    Node last = MESH.nodes().get(29);
    assertThat(MESH.node(last.name())).contains(last);
    Cluster less = MESH.withNodes(MESH.nodes().subList(0, 29));
    assertThat(less.node(last.name())).isEmpty();
    assertThat(VmPorts.of(less)).hasSameSizeAs(VmPorts.of(MESH)).isNotEqualTo(VmPorts.of(MESH));
  }
}
