package io.safeops.paths.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.derive.LargeCluster;
import io.safeops.facts.derive.LargeCluster.Shape;
import io.safeops.facts.derive.TunnelFaults;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Hop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tunnels between chassis, whether VMs use them now or not. */
class TunnelCutsTest {

  private static final Cluster MESH = LargeCluster.of(12, 1, Shape.MESH);
  private static final Node FIRST = MESH.nodes().get(1);

  /** The cluster without the first so many tunnel ports of a node. */
  private static Cluster without(int tunnels) {
    return MESH.withNode(
        FIRST.name(),
        node ->
            node.withBridge(
                "br-int",
                bridge -> {
                  List<BridgePort> ports = new ArrayList<>();
                  int left = tunnels;
                  for (BridgePort port : bridge.ports()) {
                    if (!port.isTunnel() || left-- <= 0) {
                      ports.add(port);
                    }
                  }
                  return bridge.withPorts(ports);
                }));
  }

  @Test
  void eachMissingTunnelIsAFaultAndManyAreOne() {
    assertThat(TunnelFaults.of(without(0))).isEmpty();
    assertThat(TunnelFaults.of(without(2)))
        .hasSize(2)
        .allMatch(hop -> hop.why().startsWith("ovn-controller has made no tunnel port"));
    assertThat(TunnelFaults.of(without(9)))
        .singleElement()
        .extracting(Hop::subject)
        .isEqualTo(FIRST.name() + ": its tunnels");
  }

  @Test
  void oneMoreIsACutThoughSomeWereMissing() {
    for (int before : new int[] {0, 1, 8}) {
      PathChange change =
          PathComparison.of(
              without(before), List.of(new PathComparison.StepResult("s", without(before + 1))));
      assertThat(change.cuts()).as("after %s", before).isNotEmpty();
    }
    assertThat(
            PathComparison.of(without(2), List.of(new PathComparison.StepResult("s", without(1))))
                .cuts())
        .as("one of two is mended")
        .isEmpty();
  }

  /** The other nodes have no fault of their own. */
  @Test
  void aNodeThatIsNotProgrammedExplainsTheTunnelsToIt() {
    Cluster stopped =
        without(9)
            .withNode(
                FIRST.name(), node -> node.withComponent("controller", each -> each.stopped()));
    assertThat(TunnelFaults.of(stopped)).isEmpty();
    assertThat(ClusterPaths.of(stopped).faults())
        .extracting(fault -> fault.hop().subject())
        .contains("controller on " + FIRST.name());
  }
}
